# ruff: noqa: E501  (a pattern is read whole)
"""Amounts of money in a message, each told apart by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from knowledge.cost.reading.numbers import NUMBER, number
from knowledge.records.use import Money

_SIGNS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "A$": "AUD", "C$": "CAD", "$": "USD", "¥": "CNY", "€": "EUR",
    "£": "GBP", "₩": "KRW", "₹": "INR", "RMB": "CNY", "CN¥": "CNY",
}  # fmt: skip
CODES = [
    "USD",
    "CNY",
    "EUR",
    "GBP",
    "JPY",
    "HKD",
    "TWD",
    "KRW",
    "SGD",
    "CAD",
    "AUD",
    "INR",
    "CHF",
    "RUB",
    "BRL",
    "MXN",
    "THB",
    "VND",
    "IDR",
    "TRY",
    "HUF",
    "PLN",
    "SEK",
    "NOK",
    "DKK",
    "CZK",
    "ZAR",
    "AED",
    "SAR",
    "ILS",
    "MYR",
    "PHP",
    "NZD",
]
NAMES = {
    "美元": "USD", "美金": "USD", "美刀": "USD", "刀": "USD", "元人民币": "CNY", "人民币": "CNY", "块钱": "CNY", "块": "CNY",
    "元": "CNY", "圆": "CNY", "欧元": "EUR", "英镑": "GBP", "港币": "HKD", "港元": "HKD", "日元": "JPY", "新台币": "TWD",
    "韩元": "KRW", "新加坡元": "SGD", "卢布": "RUB", "us dollars": "USD", "us dollar": "USD", "dollars": "USD",
    "dollar": "USD", "bucks": "USD", "yuan": "CNY", "rmb": "CNY", "euros": "EUR", "euro": "EUR", "pounds": "GBP",
    "yen": "JPY",
}  # fmt: skip
_SMALL = {"cents": ("USD", 100), "cent": ("USD", 100), "¢": ("USD", 100), "美分": ("USD", 100), "分钱": ("CNY", 100),
          "分": ("CNY", 100), "毛钱": ("CNY", 10), "毛": ("CNY", 10), "角": ("CNY", 10), "厘": ("CNY", 1000)}  # fmt: skip
_SIGN = "|".join(re.escape(s) for s in sorted(_SIGNS, key=len, reverse=True)) + "|" + "|".join(CODES)
_AFTER = "|".join(re.escape(w) for w in sorted([*NAMES, *_SMALL], key=len, reverse=True)) + "|" + "|".join(CODES)
_MONEY = re.compile(
    rf"(?P<sign>(?<![A-Za-z])(?:{_SIGN}))\s?(?P<n1>{NUMBER})"
    rf"|(?P<n2>{NUMBER})\s?(?P<word>(?:{_AFTER})(?![A-Za-z]))",
    re.IGNORECASE,
)
_NOT_MONEY = re.compile(r"\s*(?:GPU|卡|显卡|card|分钟|分之|钟|minutes?|%|块(?:GPU|卡))", re.IGNORECASE)

Per = Literal["million", "hour", "month", "year", "day", "kwh", ""]
_TOK = r"(?:tokens?|toks?|词元)"
_KIND = r"(?:个|的)?\s*(?:cached|cache[- ]hit|input|output|prompt|completion|in|out|输入|输出)?\s*(?:的)?"
_PER_TOKENS = re.compile(
    rf"\s*(?:/|(?:USD|usd)?\s?\bper\b|\bfor\b|\ban?\b(?=\s?(?:million|M\b))|每|一(?=百万|千))\s*(?:1\s?(?![\d,])|one |each |个)?"
    rf"(?P<unit>百万|千万|1,?000,?000|1,?000|million|mln|MTok|M|千|thousand|K|万|亿|billion|B|)(?:(?![A-Za-z])|(?=tok)){_KIND}\s*(?:个\s*)?(?P<tok>{_TOK})?",
    re.IGNORECASE,
)
_PERS: tuple[tuple[Per, re.Pattern[str]], ...] = (
    ("kwh", re.compile(r"\s*(?:/|per |a |每|一)\s*(?:kwh|kilowatt[- ]hour|度|千瓦时)", re.IGNORECASE)),
    ("hour", re.compile(
        r"\s*(?:/|per\b|an?\b|each\b|每|一|单)?\s*(?:/|per )?\s*(?:(?:H\d+|GPU|card|replica|node|server|machine|box|instance|卡|张|台|副本|机|块|节点)?"
        r"[-·/ 每]{0,3}(?:per |an |个)?(?:hours?|hrs?|h|小时|钟头|时)(?![A-Za-z]))", re.IGNORECASE)),
    ("month", re.compile(r"\s*(?:/|per\b|an?\b|each\b|every\b|每|一)?\s*(?:人|卡|card|gpu|replica|副本|台)?\s*[/每]?\s*(?:个)?\s*(?:months?|mo|月|monthly)(?![A-Za-z])", re.IGNORECASE)),
    ("year", re.compile(r"\s*(?:/|per\b|an?\b|each\b|每|一)?\s*[/每]?\s*(?:years?|yr|annum|年|annually|yearly)(?![A-Za-z])", re.IGNORECASE)),
    ("day", re.compile(r"\s*(?:/|per\b|a\b|each\b|每|一)\s*(?:days?|天|日)(?![A-Za-z])", re.IGNORECASE)),
)  # fmt: skip
_LEFT_PERS: tuple[tuple[Per, re.Pattern[str]], ...] = (
    ("kwh", re.compile(r"(?:每度|一度|度电|电价|电费|electricity|power at|kwh)[^,，;；。]{0,6}$", re.IGNORECASE)),
    ("hour", re.compile(r"(?:每|一|单)(?:个)?(?:卡|张|台|机)?[ 每]?(?:小时|时)|时租|卡时(?:价|费)?|hourly|per hour", re.IGNORECASE)),
    ("year", re.compile(r"年薪|年租|每年|一年|年费|yearly|annual", re.IGNORECASE)),
    ("month", re.compile(r"月租|月薪|每(?:个)?月|月均|一个月|月付|月预算|monthly|per month|a month", re.IGNORECASE)),
    ("day", re.compile(r"每天|每日|日租|daily", re.IGNORECASE)),
)  # fmt: skip
_RIGHT_PERS: tuple[tuple[Per, re.Pattern[str]], ...] = (
    ("hour", re.compile(r"per hour|an hour|/h(?:our|r)?\b|每小时", re.IGNORECASE)),
    ("month", re.compile(r"per month|a month|/mo(?:nth)?\b|monthly|每月|/月", re.IGNORECASE)),
    ("year", re.compile(r"per year|a year|/y(?:ea)?r\b|annually|yearly|每年|/年", re.IGNORECASE)),
)
_LEFT_TOKENS = re.compile(
    rf"(?:(?:每|per |/|一)\s*(?:1\s?)?|(?<![\d.])(?=1,?000))(?P<unit>百万|1,?000,?000|1,?000|千|million|M|thousand|K|亿|万)\s*(?:个)?\s*{_KIND}\s*{_TOK}?",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[,，;；。!?！？()（）\n]|(?<!\d)\.(?!\d)|\.(?=\s|$)|、")


@dataclass(frozen=True)
class Amount:
    """One amount and what stands around it."""

    money: Money
    start: int
    end: int
    """Behind its unit."""
    per: Per
    left: str
    """Its clause up to it, from the amount before on."""
    right: str
    """Its clause behind the unit, up to the next amount."""
    unit: str = ""
    """The unit as written, where it stands behind the amount."""


def amounts(text: str) -> list[Amount]:
    """Every amount of money, in order. Prices per thousand tokens come out per million."""
    found = [m for m in _MONEY.finditer(text) if _is_money(m, text)]
    made: list[Amount] = []
    for index, match in enumerate(found):
        after = found[index + 1].start() if index + 1 < len(found) else len(text)
        made.append(_amount(text, match, made[-1].end if made else 0, after))
    return made


_STRANGE = re.compile(
    rf"\b(?:at|for|costs?|costing|is|@|=)\s+(?P<all>(?:{NUMBER})\s(?P<unit>[A-Za-z]{{3,14}}))\s*(?:/|per\b|an?\b|each\b)\s*(?:GPU|card)?[- ]?(?:hours?|h|months?|years?|million|M)\b"
    rf"|(?P<zh>(?:{NUMBER})\s?(?:[一-鿿]{{0,2}}(?:币|盾|铢|比索|里拉|克朗|法郎|第纳尔|先令)|瑞郎|卢比))(?=\s*(?:/|每|一|，|,|。|$))",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"tok|word|request|call|user|quer|hour|day|time|replica|gpu|card|million|billion|thousand", re.I)


def strange_money(text: str) -> list[str]:
    """Amounts in a currency that is not known here, as they were written."""
    known = {match.start() for match in _MONEY.finditer(text)}
    found = [m for m in _STRANGE.finditer(text) if not _COUNTED.match(m["unit"] or "")]
    return [m["all"] or m["zh"] for m in found if m.start("all" if m["all"] else "zh") not in known]


def _is_money(match: re.Match[str], text: str) -> bool:
    word = (match["word"] or "").lower()
    if word == "分" and not re.match(r"\s*(?:/|每|一|钱)", text[match.end() :]):
        return False
    if word in {"块", "刀"} and _NOT_MONEY.match(text, match.end()):
        return False
    return word != "块" or not re.match(r"\s?(?:[A-Z]|\d)", text[match.end() :])


def _amount(text: str, match: re.Match[str], before: int, after: int) -> Amount:
    left = _BREAK.split(text[before : match.start()])[-1]
    money = _money(match)
    per, end, factor = _unit(text[:after], match.end(), left)
    right = _BREAK.split(text[end:after])[0]
    scaled = replace_amount(money, money.amount * factor)
    return Amount(scaled, match.start(), end, per or _later(right), left, right, text[match.end() : end])


def _later(right: str) -> Per:
    """A period further on in the clause: `$20k each per month`."""
    return next((per for per, pattern in _RIGHT_PERS if pattern.search(right)), "")


def _money(match: re.Match[str]) -> Money:
    value = number(match["n1"] or match["n2"])
    if match["sign"]:
        sign = match["sign"].upper()
        return Money(amount=value, currency=_SIGNS.get(sign, sign))
    word = match["word"].lower()
    if word in _SMALL:
        currency, parts = _SMALL[word]
        return Money(amount=value / parts, currency=currency)
    return Money(amount=value, currency=NAMES.get(word, word.upper()))


def replace_amount(money: Money, amount: Decimal) -> Money:
    """The same currency, another amount."""
    return Money(amount=amount, currency=money.currency)


def _unit(text: str, end: int, left: str) -> tuple[Per, int, Decimal]:
    """Period or token unit of an amount, where the unit ends, and what the amount is multiplied by."""
    for per, pattern in _PERS:
        if (match := pattern.match(text, end)) and match.end() > end:
            return per, match.end(), Decimal(1)
    match = _PER_TOKENS.match(text, end)
    if match and (match["unit"] or match["tok"]):
        return "million", _behind_unit(match), per_million(match["unit"] or "")
    if token := _last(_LEFT_TOKENS, left):
        return "million", end, per_million(token["unit"])
    return next((per for per, pattern in _LEFT_PERS if pattern.search(left)), ""), end, Decimal(1)


def _behind_unit(match: re.Match[str]) -> int:
    """Behind `/M`, so that the `in` of `$2/M in` is still there to be read."""
    return match.end("unit") if match["unit"] else match.end()


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)


_UNITS = {"": 1, "1000": 3, "1000000": 6, "千": 3, "thousand": 3, "k": 3, "万": 4, "百万": 6, "million": 6, "mln": 6, "mtok": 6, "m": 6, "千万": 7,
          "亿": 8, "billion": 9, "b": 9}  # fmt: skip


def per_million(unit: str) -> Decimal:
    """What a price per `unit` tokens is multiplied by to be one per million."""
    power = _UNITS[unit.lower().replace(",", "")]
    return Decimal(10) ** (6 - power) if unit else Decimal(10) ** 6


def as_million(amount: Amount, factor: Decimal = Decimal(1)) -> Amount:
    """The amount taken as a price per million tokens."""
    return replace(amount, per="million", money=replace_amount(amount.money, amount.money.amount * factor))
