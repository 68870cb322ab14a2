"""Numbers as people write them, in both languages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from knowledge.records.base import Words

_SIGNS = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£"}
_EN = ((Decimal("1e12"), "T"), (Decimal("1e9"), "B"), (Decimal("1e6"), "M"), (Decimal("1e3"), "k"))
_ZH = ((Decimal("1e12"), "万亿"), (Decimal("1e8"), "亿"), (Decimal("1e4"), "万"))


def plain(value: Decimal) -> str:
    """Without an exponent and without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def digits(value: Decimal, wanted: int = 3) -> str:
    """Rounded to `wanted` significant digits, whole thousands grouped."""
    if value == 0:
        return "0"
    places = max(0, wanted - 1 - value.adjusted())
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if value.adjusted() >= wanted:
        rounded = value.quantize(Decimal(1).scaleb(value.adjusted() - wanted + 1), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scaled(value: Decimal, units: tuple[tuple[Decimal, str], ...]) -> str:
    size, unit = next(((s, u) for s, u in units if abs(value) >= s), (Decimal(1), ""))
    return digits(value / size) + unit


def tokens(value: Decimal) -> Words:
    """`33.2B tokens`, `332亿 token`."""
    zh = _scaled(value, _ZH)
    gap = " " if zh[-1] in "亿万" else ""
    for unit in ("万亿", "亿", "万"):
        if zh.endswith(unit):
            zh = f"{zh.removesuffix(unit)} {unit}"
            break
    return Words(en=f"{_scaled(value, _EN)} tokens", zh=f"{zh}{gap or ' '}token")


def money(value: Decimal, currency: str, cents: bool = False) -> str:
    """`$34,322`; the code behind the number where the currency has no sign of its own."""
    small = abs(value) < 100 or cents
    text = plain(value.quantize(Decimal("0.0001"), ROUND_HALF_UP)) if small and abs(value) < 1 else ""
    text = text or (f"{value:,.2f}" if small else f"{value:,.0f}")
    sign = _SIGNS.get(currency)
    minus = "-" if text.startswith("-") else ""
    return f"{minus}{sign}{text.removeprefix('-')}" if sign else f"{text} {currency}"


def percent(share: Decimal) -> str:
    """`40 %`."""
    return f"{plain((share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP))} %"
