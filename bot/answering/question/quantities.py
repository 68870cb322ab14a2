"""Numbers with their units, as people write them in both languages: 亿, 万, k, M, million, "half a million"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge.records.use import Money

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_ZH_WORD = (
    r"[零〇一二两三四五六七八九十百千]*[一二两三四五六七八九十百千](?:[万亿零一二两三四五六七八九十百千]*[万亿])?|"
    r"[万亿](?=[月日用美元人])"
)
_EN_WORDS: dict[str, int | Decimal] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a hundred": 100, "hundred": 100, "half a": Decimal("0.5"),
    "half": Decimal("0.5"), "a quarter": Decimal("0.25"), "a couple of": 2, "one and a half": Decimal("1.5"),
}  # fmt: skip
_SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "千万": 10**7, "百万": 10**6, "十万": 10**5,
    "亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "w": 10**4, "kw": 10**7,
    "k": 1000, "thousand": 1000, "grand": 1000, "m": 10**6, "mn": 10**6, "mm": 10**6, "mio": 10**6, "mil": 10**6,
    "million": 10**6, "millions": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "billions": 10**9,
    "t": 10**12, "tn": 10**12, "trillion": 10**12,
}  # fmt: skip
_SCALE = (
    r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百|(?:kw|w|k|mn|mm|mio|mil|m|bn|b|tn|t)(?![A-Za-z])|"
    r"(?:thousand|grand|millions?|billions?|trillion)(?![A-Za-z]))"
)
_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_WORDS_EN = "|".join(sorted(map(re.escape, _EN_WORDS), key=len, reverse=True))
_CURRENCIES: tuple[tuple[str, str], ...] = (
    (r"HK\$|港[币元]|HKD", "HKD"), (r"S\$|SGD|新加坡元|新币", "SGD"), (r"A\$|AUD|澳元", "AUD"),
    (r"C\$|CAD|加元", "CAD"), (r"NT\$|TWD|新台币", "TWD"), (r"JP¥|JPY|日[元圆]|yen", "JPY"),
    (r"US\$|USD|\$|美[元金]|刀|美刀|dollars?|bucks", "USD"), (r"€|EUR|euros?|欧元", "EUR"),
    (r"£|GBP|pounds?(?: sterling)?|英镑", "GBP"), (r"₩|KRW|韩[元圆]|won", "KRW"), (r"₹|INR|rupees?|卢比", "INR"),
    (r"CHF|瑞郎|瑞士法郎", "CHF"), (r"RMB|CNY|CN¥|¥|人民币|yuan|元人民币|块钱?|元", "CNY"),
)  # fmt: skip
_ANY_CURRENCY = "|".join(pattern for pattern, _ in _CURRENCIES)
_NUMBER = re.compile(
    rf"(?P<pre>{_ANY_CURRENCY})?\s*"
    rf"(?:(?<![A-Za-z\d.\-_])(?P<num>{_PLAIN})\s?(?P<scale>{_SCALE})?(?:零?(?P<num2>{_PLAIN})(?P<scale2>千万|百万|十万|万))?"
    rf"|(?P<zh>{_ZH_WORD})|(?<![A-Za-z])(?P<word>{_WORDS_EN})[\s-]+(?P<wscale>hundred thousand|{_SCALE}))"
    rf"(?P<more>[多余来]|\+)?\s*(?P<post>(?:{_ANY_CURRENCY})(?:人民币)?(?![A-Za-z]))?",
    re.I,
)


@dataclass(frozen=True)
class Quantity:
    """A number found in text: its value, where it stands, and its currency when it is money."""

    value: Decimal
    start: int
    end: int
    currency: str | None = None

    def money(self) -> Money | None:
        """The amount as money, if a currency stands by it."""
        return Money(amount=tidy(self.value), currency=self.currency) if self.currency else None


def tidy(value: Decimal) -> Decimal:
    """A number without trailing zeros or exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def quantities(text: str) -> Iterator[Quantity]:
    """Every number in `text`, left to right."""
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is not None and value < Decimal(10) ** 24:
            yield Quantity(value, match.start(), match.end(), _currency(match["pre"] or match["post"]))


def _value(match: re.Match[str]) -> Decimal | None:
    if match["num"]:
        value = Decimal(match["num"].replace(",", "")) * _scale(match["scale"])
        return value + (Decimal(match["num2"]) * _scale(match["scale2"]) if match["num2"] else 0)
    if match["zh"]:
        return _zh_number(match["zh"])
    scale = 10**5 if match["wscale"].lower() == "hundred thousand" else _scale(match["wscale"])
    return Decimal(_EN_WORDS[match["word"].lower()]) * scale


def _scale(word: str | None) -> int:
    return _SCALES[word.lower()] if word else 1


def _zh_number(word: str) -> Decimal:
    total, section, digit = 0, 0, 0
    for char in word:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in "万亿":
            total = (
                (total + (section + digit or 1)) * _ZH_UNITS[char]
                if char == "亿"
                else total + (section + digit or 1) * 10**4
            )
            section, digit = 0, 0
        else:
            section, digit = section + (digit or 1) * _ZH_UNITS[char], 0
    return Decimal(total + section + digit)


def _currency(symbol: str | None) -> str | None:
    if not symbol:
        return None
    return next(
        (code for pattern, code in _CURRENCIES if re.fullmatch(pattern, symbol.removesuffix("人民币") or symbol, re.I)),
        "CNY",
    )
