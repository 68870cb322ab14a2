# ruff: noqa: E501  (a pattern is read whole)
"""What a follow-up says in few words: another volume without its unit, and the currency an answer is wanted in."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.cost.reading.money import CODES, NAMES
from knowledge.cost.reading.numbers import QUANTITY, number

_I = re.IGNORECASE
_SHORT = 60
"""Characters of a message that goes on from another and says nothing else."""
_LEAST = 1_000_000
"""A bare number below this is no volume of tokens."""
_TURNS = re.compile(
    r"呢|如果|要是|假如|换成|改成|变成|到了?|若|的话|^\W*(?:那么?|和|and|or|with|at|for|what|how|if|say|make|then|now|but|suppose)"
    rf"|^\W*(?:每[天日周月年]|一[天年]|一个月)?\W*{QUANTITY}\W*(?:$|/|an? |per |每)|\binstead\b|\brather\b",
    _I,
)
_OTHER = re.compile(
    r"\s*(?:\w+ )?(?:元|块|美|刀|欧|英|人(?!民币)|次|条|个?用户|参数|张|卡|台|请求|调用|份|页|篇|字|行|用户|客户|月活|日活|%|users?|people|requests?|calls?|quer(?:y|ies)|"
    r"messages?|chats?|documents?|pages?|words?|param|customers?|employees|MAU|DAU|models?\b|GB|TB|MB|GPUs?|cards?|[$¥€£])",
    _I,
)
_NOT_TOKENS = re.compile(
    r"revenue|turnover|sales|valuation|funding|users?\b|MAU|DAU|parameters?|context|营收|收入|估值|融资|用户|月活|日活|参数|上下文|人数|市值|利润",
    _I,
)


def bare_volume(text: str) -> Decimal | None:
    """The one large number of a short follow-up that counts nothing else: `500 亿呢？`, `and with 50B?`."""
    if len(text) > _SHORT or not _TURNS.search(text) or _NOT_TOKENS.search(text):
        return None
    found = [m for m in re.finditer(QUANTITY, text) if number(m[0]) >= _LEAST]
    if len(found) != 1 or _OTHER.match(text, found[0].end()):
        return None
    return number(found[0][0])


_MORE = {
    "baht": "THB", "泰铢": "THB", "swiss francs": "CHF", "francs": "CHF", "瑞士法郎": "CHF", "瑞郎": "CHF", "rupees": "INR",
    "卢比": "INR", "rubles": "RUB", "roubles": "RUB", "won": "KRW", "澳元": "AUD", "加元": "CAD", "新元": "SGD", "新币": "SGD",
    "pounds sterling": "GBP", "sterling": "GBP", "dollars": "USD", "kronor": "SEK", "kroner": "NOK", "zloty": "PLN",
    "ringgit": "MYR", "里拉": "TRY", "renminbi": "CNY",
}  # fmt: skip
_NAMED = {name: code for name, code in {**NAMES, **_MORE}.items() if len(name) > 1 and name != "块钱"}
_EN = "|".join(sorted((re.escape(n) for n in _NAMED if n.isascii()), key=len, reverse=True))
_ZH = "|".join(sorted((re.escape(n) for n in _NAMED if not n.isascii()), key=len, reverse=True))
_CODE = "|".join(CODES)
_WANTED = re.compile(
    rf"\b(?i:in|into|to|as|how many|how much in)\s+(?:(?i:the|terms of)\s+)?(?:(?P<en>(?i:{_EN}))|(?P<code>{_CODE}))\b(?!\s*[\d$¥€£])"
    rf"|(?<![\d万亿千百十])(?<![\d万亿千百十]\s)(?:(?P<zh>{_ZH})|(?P<zhcode>{_CODE}))\s*(?:来?(?:算|计|表示|报价|结算)|(?:的话)?(?:大概|大约|一共|总共|是|要|约)?多少|呢|价)"
    rf"|(?:用|按|以|换算?成?|折合?算?成?|转成?|多少|几)\s*(?:(?P<to>{_ZH})|(?P<tocode>{_CODE}))"
)


def wanted_currency(text: str) -> str | None:
    """The currency that an answer is asked for in: `in euros?`, `人民币多少钱`; the last one named."""
    found = None
    for match in _WANTED.finditer(text):
        name = match["en"] or match["zh"] or match["to"]
        found = _NAMED[name.lower()] if name else match["code"] or match["zhcode"] or match["tocode"]
    return found
