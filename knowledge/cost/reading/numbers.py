"""Numbers as people write them: `40B`, `50 亿`, `3,750`, `三成`, `half a million`."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_SCALES = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2,
    "trillion": 12, "billion": 9, "million": 6, "thousand": 3, "bn": 9, "mn": 6, "mm": 6, "mil": 6,
    "t": 12, "b": 9, "m": 6, "k": 3, "g": 9, "w": 4,
}  # fmt: skip
_DIGITS: dict[str, int | Decimal] = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "半": Decimal("0.5"),
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_WORDS: dict[str, int | Decimal] = {
    "a quarter of an": Decimal("0.25"), "a quarter of a": Decimal("0.25"), "half an": Decimal("0.5"),
    "half a": Decimal("0.5"), "half": Decimal("0.5"), "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "sixteen": 16, "twenty": 20, "a single": 1,
    "single": 1, "a couple of": 2, "an": 1, "a": 1, "单": 1, "双": 2,
}  # fmt: skip
_TRADITIONAL = str.maketrans("億萬個張兩−", "亿万个张两-")
_SCALE_ZH = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?!瓦)|百)"
_SCALE_EN = r"(?:trillion|billion|million|thousand|bn|mn|mm|mil|[TBMKGW](?!/s)|[bmkw])(?![A-Za-z])"
PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE]\+?\d{1,3})?|\.\d+"
_ZH_NUMERAL = r"[零一二两三四五六七八九十百千]{1,5}|半"
_START = r"(?<![\d.A-Za-z-])(?<!minus )(?<!负)"
NUMBER = rf"{_START}(?:(?:{PLAIN})\s*(?:{_SCALE_ZH}|{_SCALE_EN})?|(?:{_ZH_NUMERAL})\s?{_SCALE_ZH}?)"
"""One number with its scale; no capture groups inside, so that it can be built into other patterns."""
WORD = r"(?:\b(?:" + "|".join(sorted((w for w in _WORDS if w.isascii()), key=len, reverse=True)) + r")\b|[单双])"
COUNT = rf"(?:{NUMBER}|{WORD})"
ARTICLE_SCALE = r"\b(?:half a|a|one|two|three|five|ten)\s(?:trillion|billion|million|thousand)\b"
QUANTITY = rf"(?:{ARTICLE_SCALE}|{NUMBER})"


def clean(text: str) -> str:
    """Full-width letters and digits made plain; the rest stays as it was."""
    folded = unicodedata.normalize("NFKC", text)
    return folded.translate(_TRADITIONAL)


def number(text: str) -> Decimal:
    """The value. Raises `ValueError` where there is none."""
    text = text.strip().lower()
    if text in _WORDS:
        return Decimal(_WORDS[text])
    if (article := _article(text)) is not None:
        return article
    match = re.fullmatch(rf"(?P<n>{PLAIN})\s*(?P<s>\D+)?", text)
    if match:
        return Decimal(match["n"].replace(",", "")) * scale(match["s"])
    return _chinese(text)


def _article(text: str) -> Decimal | None:
    match = re.fullmatch(r"(.+)\s(trillion|billion|million|thousand)", text)
    return Decimal(_WORDS[match[1]]) * scale(match[2]) if match and match[1] in _WORDS else None


def scale(unit: str | None) -> Decimal:
    """`B` → 10⁹. Nothing → 1. Raises `ValueError` for an unknown unit."""
    if not unit or not unit.strip():
        return Decimal(1)
    if unit.strip().lower() not in _SCALES:
        raise ValueError(f"not a scale: {unit!r}")
    return Decimal(10) ** _SCALES[unit.strip().lower()]


def _chinese(text: str) -> Decimal:
    """`两千万`, `一百二十亿`: groups before 万 and 亿, tens within a group."""
    total, rest = Decimal(0), re.sub(r"\s", "", text)
    for mark in ("万亿", "亿", "万"):
        if mark in rest:
            head, rest = rest.split(mark, 1)
            total += _group(head or "一") * _SCALES[mark].__rpow__(10)
    return total + (_group(rest) if rest else 0)


def _group(text: str) -> Decimal:
    total, digit = Decimal(0), Decimal(0)
    for char in text:
        if char in _DIGITS:
            digit = Decimal(_DIGITS[char])
        elif char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = Decimal(0)
        else:
            raise ValueError(f"not a number: {text!r}")
    return total + digit
