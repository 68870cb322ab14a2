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
    r"(?<![几数])(?:[零〇一二两三四五六七八九十百千]*[一二两三四五六七八九十百千](?:[万亿零一二两三四五六七八九十百千]*[万亿])?)|"
    r"(?<=[户人量活]数)[十百千]+[万亿]?|(?<![几数十百千万])[万亿](?=[月日用美元人级])|(?<=[破过超上近达逾])[万亿]"
)
_ZH_DECIMAL = (
    r"(?P<zint>(?<![几数零〇一二两三四五六七八九十百])[零〇一二两三四五六七八九十百]{1,6})点(?P<zdec>[零〇一二三四五六七八九]{1,4})"
    r"个?(?P<zdscale>万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千)"
)
_EN_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "couple": 2, "dozen": 12,
}  # fmt: skip
_EN_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}
_SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "千万": 10**7, "百万": 10**6, "十万": 10**5,
    "亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "w": 10**4, "kw": 10**7,
    "k": 1000, "thousand": 1000, "grand": 1000, "m": 10**6, "mn": 10**6, "mm": 10**6, "mio": 10**6, "mil": 10**6,
    "mln": 10**6, "million": 10**6, "millions": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "mrd": 10**9,
    "milliard": 10**9, "billion": 10**9, "billions": 10**9, "t": 10**12, "tn": 10**12, "trillion": 10**12,
    "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "cr": 10**7, "crore": 10**7, "crores": 10**7,
    "lakh crore": 10**12, "lakh crores": 10**12,
    "hundred thousand": 10**5, "hundred million": 10**8, "hundred billion": 10**11,
}  # fmt: skip
_SCALE = (
    r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百|(?:kw|w|k|mn|mm|mio|mil|mln|m|bn|bln|mrd|b|tn|t|"
    r"cr)(?![A-Za-z])|"
    r"(?:hundred thousand|hundred million|hundred billion|thousand|grand|millions?|billions?|milliard|trillion|"
    r"lakh crores?|lakhs?|lac|crores?)(?![A-Za-z]))"
)
_PLAIN = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?![.\d])|"
    r"\d{1,3}(?:['’]\d{3})+(?!\d)|\d{1,3}(?: \d{3}){2,}(?![,.\d])|\d{1,3} 000(?![,.\d])|"
    rf"\d{{1,3}},\d{{1,2}}(?=\s?{_SCALE})|\d+(?:\.\d+)?|\.\d+"
)
_WORD_EN = "|".join(sorted((*_EN_WORDS, *_EN_PARTS, "an", "a", "hundred"), key=len, reverse=True))
_WORDS_EN = rf"(?:{_WORD_EN})(?:[\s-]+(?:(?:and|of|point)\s+)?(?:{_WORD_EN})(?![A-Za-z])){{0,6}}(?:\s+of)?"
_FIGURES = (
    r"(?:(?:low|mid|high|multi)-)?(?P<figs>\d{1,2}|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve)(?:[\s-]+figures?(?![A-Za-z])|\s?位数)|"
    r"(?P<zfigs>[四五六七八九十])位数"
)
_CURRENCIES: tuple[tuple[str, str], ...] = (
    (r"HK\$|港[币元]|HKD", "HKD"), (r"S\$|SGD|新加坡元|新币", "SGD"), (r"A\$|AUD|澳元", "AUD"),
    (r"C\$|CAD|加元", "CAD"), (r"NT\$|TWD|新台币", "TWD"), (r"JP¥|JPY|日[元圆]|yen", "JPY"),
    (r"US\$|USD|\$|美[元金]|刀|美刀|dollars?|bucks", "USD"), (r"€|EUR|euros?|欧元", "EUR"),
    (r"£|GBP|pounds?(?: sterling)?|英镑", "GBP"), (r"₩|KRW|韩[元圆]|won", "KRW"),
    (r"₹|INR|(?<![A-Za-z])Rs\.?|rupees?|卢比", "INR"),
    (r"CHF|瑞郎|瑞士法郎", "CHF"), (r"RMB|CNY|CN¥|¥|人民币|yuan|元人民币|块钱?|元", "CNY"),
)  # fmt: skip
_ANY_CURRENCY = "|".join(pattern for pattern, _ in _CURRENCIES)
_MORE = r"(?:多|余|来|\+)"
_NO_MORE = r"(?![\d.,零〇一二两三四五六七八九十百千万亿点成个位年日天周倍折款家种条项岁]|月(?!活|用户|度)|\s?[A-Za-z%])"
"""After a tenth that is said without its unit: `两亿五` is 250 million."""
_BODY = (
    rf"(?P<num>{_PLAIN})\s?(?:(?:个|{_MORE})?\s?(?P<scale>{_SCALE}))?"
    rf"(?:零?(?P<num2>{_PLAIN})(?P<scale2>千万|百万|十万|万)|(?<=[万亿])(?P<tenth>[1-9]){_NO_MORE})?"
    rf"|{_ZH_DECIMAL}|(?P<zh>{_ZH_WORD})(?:(?:个|{_MORE}|(?<=十)几)(?P<zscale>千万|百万|万|亿))?"
    rf"(?:(?<=[万亿])(?P<ztenth>[一二三四五六七八九]){_NO_MORE})?|(?P<zhalf>半个?(?=亿))亿"
    rf"|(?<![A-Za-z])(?P<word>{_WORDS_EN})[\s-]+(?P<wscale>{_SCALE})"
    r"|(?<![A-Za-z])(?P<bare>million|billion)(?=-(?:users?|dollars?)(?![A-Za-z]))"
)
_TAIL = rf"{_MORE}?(?:(?<=mio|mln|mrd)\.)?\s*(?P<post>(?:{_ANY_CURRENCY})(?:人民币)?(?![A-Za-z]))?"
_NUMBER = re.compile(
    rf"(?P<pre>{_ANY_CURRENCY})?\s*(?:(?<![A-Za-z\d.\-_])(?:{_FIGURES}|{_BODY})|(?<=multi-)(?P<many>million|billion))"
    rf"{_TAIL}",
    re.I,
)
_FAR_END = re.compile(rf"(?P<pre>{_ANY_CURRENCY})?\s*(?:{_BODY}){_TAIL}", re.I)
_JOINT = re.compile(r"\s?[-–—~〜]\s?|\s*(?:\b(?:to|or)\b|到|至|或)\s*|\s*(?P<between>\band\b|和|与)\s*", re.I)
_BETWEEN = re.compile(r"\bbetween\b[^,;.]{0,20}$|介于\s*$|在\s*$", re.I)
_FALLING = re.compile(
    r"\bfrom\b|\b(?:fell|fallen|dropped|declined|decreased|went|down|shrank|shrunk|slid|sank)\b|"
    r"[从由自跌降掉滑缩减]",
    re.I,
)


@dataclass(frozen=True)
class Quantity:
    """A number found in text: its value, where it stands, and its currency when it is money."""

    value: Decimal
    start: int
    end: int
    currency: str | None = None
    scale: int = 1
    """What its unit stands for: a million in 15M."""
    span: bool = False
    """Whether it stands for a range, of which it is the high end."""

    def money(self) -> Money | None:
        """The amount as money, if a currency stands by it."""
        return Money(amount=tidy(self.value), currency=self.currency) if self.currency else None


def tidy(value: Decimal) -> Decimal:
    """A number without trailing zeros or exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def quantities(text: str) -> Iterator[Quantity]:
    """Every number in `text`, left to right, as written."""
    for match in _NUMBER.finditer(text):
        if found := _read(match):
            yield found


def amounts(text: str) -> Iterator[Quantity]:
    """The same with each range as one: what it may be, so its high end. Scale and currency count for both ends."""
    at = 0
    while match := _NUMBER.search(text, at):
        at = match.end()
        if found := _read(match):
            while whole := _with_far_end(text, found):
                found = whole
            at = found.end
            yield found


def _with_far_end(text: str, near: Quantity) -> Quantity | None:
    """The range that begins with `near`; `None` for a lone number, and for a fall from one to another."""
    joint = _JOINT.match(text, near.end)
    match = _FAR_END.match(text, joint.end()) if joint else None
    far = _read(match) if match else None
    if not joint or not far or (joint["between"] and not _BETWEEN.search(text[: near.start])):
        return None
    if near.currency and far.currency and near.currency != far.currency:
        return None
    low, high = _same_scale(near, far)
    if high < low and not joint["between"] and _FALLING.search(text[: near.start]):
        return None
    return Quantity(max(low, high), near.start, far.end, near.currency or far.currency, far.scale, span=True)


def _same_scale(near: Quantity, far: Quantity) -> tuple[Decimal, Decimal]:
    """Both ends in full: 15-20M begins at 15M, and $15M-20 ends at 20M."""
    if near.value / near.scale >= far.value / far.scale or 1 not in (near.scale, far.scale):
        return near.value, far.value
    return near.value * (far.scale if near.scale == 1 else 1), far.value * (near.scale if far.scale == 1 else 1)


def _read(match: re.Match[str]) -> Quantity | None:
    mantissa, scale = _parts(match)
    value = mantissa * scale
    if match.groupdict().get("num2"):
        value += _plain(match["num2"]) * _scale(match["scale2"])
    tenth = match["tenth"] or match["ztenth"]
    if tenth:
        unit = match.string[(match.start("tenth") if match["tenth"] else match.start("ztenth")) - 1]
        value += (int(tenth) if tenth.isascii() else _DIGITS[tenth]) * Decimal(_ZH_UNITS[unit]) / 10
    if value >= Decimal(10) ** 24:
        return None
    return Quantity(value, match.start(), match.end(), _currency(match["pre"] or match["post"]), scale)


def _parts(match: re.Match[str]) -> tuple[Decimal, int]:
    """The number and its scale."""
    found = {name: text for name, text in match.groupdict().items() if text}
    if "num" in found:
        return _plain(found["num"]), _scale(found.get("scale"))
    if "zint" in found:
        decimals = "".join(str(_DIGITS[char]) for char in found["zdec"])
        return _zh_number(found["zint"]) + Decimal(f"0.{decimals}"), _scale(found["zdscale"])
    if "zh" in found:
        return _zh_parts(found["zh"], _scale(found.get("zscale")))
    if "zhalf" in found:
        return Decimal("0.5"), 10**8
    if "word" in found:
        return _en_number(found["word"]), _scale(found["wscale"])
    if figures := found.get("figs") or found.get("zfigs"):
        return Decimal(1), 10 ** (_count_of(figures) - 1)
    return Decimal(1), _scale(found.get("bare") or found["many"])


def _count_of(word: str) -> int:
    if word.isdigit():
        return max(int(word), 1)
    return _EN_WORDS.get(word.lower()) or int(_zh_number(word))


def _plain(number: str) -> Decimal:
    """Digits with the separators of any country: 1,000.5, 1.000.000, 1'000, 1 000 000, 12,5."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?", number):
        return Decimal(number.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3},\d{1,2}", number):
        return Decimal(number.replace(",", "."))
    return Decimal(re.sub(r"[,'’ ]", "", number))


def _scale(word: str | None) -> int:
    return _SCALES[word.lower()] if word else 1


def _en_number(words: str) -> Decimal:
    """`half a`, `two and a half`, `a hundred and twenty`, `one point five`."""
    total, tokens = Decimal(0), re.split(r"[\s-]+", words.lower())
    for at, word in enumerate(tokens):
        if word in _EN_PARTS:
            adds = total and "and" in tokens[max(at - 2, 0) : at]
            total = total + _EN_PARTS[word] if adds else (total or Decimal(1)) * _EN_PARTS[word]
        elif word in ("hundred", "dozen"):
            total = (total or Decimal(1)) * (100 if word == "hundred" else 12)
        elif at and tokens[at - 1] == "point":
            total += Decimal(_EN_WORDS.get(word, 0)) / 10
        else:
            total += _EN_WORDS.get(word, 0)
    return total or Decimal(1)


def _zh_parts(word: str, scale: int) -> tuple[Decimal, int]:
    """A number and its scale, so that a range can share it: 八到九千万 begins at 八千万."""
    value = _zh_number(word)
    if word[0] in _DIGITS and re.fullmatch(r"[十百千万亿]+", word[1:]):
        unit = int(value / (_DIGITS[word[0]] or 1)) or 1
    else:
        unit = next((_ZH_UNITS[char] for char in "亿万" if char in word), 1)
    return value / unit, unit * scale


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
