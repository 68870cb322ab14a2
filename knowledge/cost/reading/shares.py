# ruff: noqa: E501  (a pattern is read whole)
"""Shares of a whole: input, cache hits, batch, utilization."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from knowledge.cost.reading.numbers import PLAIN, number

_I = re.IGNORECASE
_ZH = "一二两三四五六七八九"
_FRACTIONS = {
    "half": "1/2", "a half": "1/2", "one half": "1/2", "一半": "1/2", "各半": "1/2", "对半": "1/2", "半数": "1/2",
    "a third": "1/3", "one third": "1/3", "one-third": "1/3", "two thirds": "2/3", "two-thirds": "2/3",
    "a quarter": "1/4", "one quarter": "1/4", "three quarters": "3/4", "three-quarters": "3/4", "a fifth": "1/5",
    "one fifth": "1/5", "four fifths": "4/5", "a tenth": "1/10", "one tenth": "1/10",
}  # fmt: skip
_WORDS = "|".join(re.escape(w) for w in sorted(_FRACTIONS, key=len, reverse=True))
SHARE = re.compile(
    rf"(?P<pct>{PLAIN})\s?(?:%|percent|per cent)|百分之(?P<bai>[{_ZH}十]+|\d+)|(?P<cheng>[{_ZH}\d])成(?P<ban>半|[{_ZH}])?"
    rf"|(?P<den>[{_ZH}十])分之(?P<num>[{_ZH}])|(?P<word>{_WORDS})(?![A-Za-z])",
    _I,
)
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("discount", re.compile(r"discount|\boff\b|cheaper|优惠|便宜|折扣|涨|降价|price (?:drop|cut|rise)", _I)),
    ("cached_share", re.compile(r"cache|缓存|命中", _I)),
    ("batch_share", re.compile(r"batch|批处理|批量|离线(?!部署)|off-?peak|异步", _I)),
    (
        "utilization",
        re.compile(
            r"utili[sz]ation|\butil\b|利用率|使用率|负载率|mean load|average load|平均负载|\bbusy\b|duty|averag\w+ .{0,6}of (?:the |its )?peak|of (?:the |its )?peak|峰值的",
            _I,
        ),
    ),
    ("residual_share", re.compile(r"residual|残值|resale", _I)),
    ("interest", re.compile(r"interest|利率|利息|\bAPR\b|cost of capital|资金成本|折现", _I)),
    ("overhead", re.compile(r"overhead|egress|额外开销|杂费", _I)),
    ("output", re.compile(r"output|\bout\b|completion|generated|输出|生成", _I)),
    ("input", re.compile(r"input|\bin\b|prompt|输入", _I)),
)
_BREAKS = re.compile(r"[,，;；。、()（）:：¤\n]|\.\s|\.$|\band\b|\bplus\b|\bwith\b")
_UTIL_PLAIN = re.compile(
    r"(?:utili[sz]ation|\butil|利用率|使用率)\s*(?:of|is|at|=|:|为|是|按)?\s*(?P<n>0?\.\d+|1(?:\.0)?)(?![\d%])", _I
)
_SPLIT = re.compile(r"(?P<a>\d{1,3})\s?[/:／]\s?(?P<b>\d{1,3})(?P<after>[^.,;。，；]{0,26})", _I)
_RATIO_BEFORE = re.compile(
    r"(?P<words>in(?:put)?(?: tokens?)?\s?(?:[:/\-to和与比]{1,3}|and|to|vs\.?)\s?out(?:put)?|输入\s?(?:[:/和与比]|输出比)?\s?输出)[^\d]{0,14}(?P<a>\d+(?:\.\d+)?)\s?(?:[:：/比]|to)\s?(?P<b>\d+(?:\.\d+)?)",
    _I,
)
_RATIO_REVERSED = re.compile(
    r"(?:out(?:put)?\s?(?:[:/]|to)\s?in(?:put)?|输出\s?[:/和与比]?\s?输入)[^\d]{0,14}(?P<a>\d+(?:\.\d+)?)\s?(?:[:：/比]|to)\s?(?P<b>\d+(?:\.\d+)?)",
    _I,
)
_N = rf"(?<![:/：比.\d])(?P<n>{PLAIN}|[{_ZH}十]|one|two|three|four|five|six|eight|nine|ten|twenty)"
_PER_OUTPUT = (
    re.compile(
        rf"每(?:个|1|一个|1个)?\s*输出\s*(?:token|词元)?[^\d一二两三四五六七八九十]{{0,6}}{_N}\s*(?:个)?\s*(?:输入)", _I
    ),
    re.compile(rf"{_N}\s*(?:个)?\s*输入\s*(?:token|词元)?\s*(?:对应|比|配)\s*(?:1|一)\s*个?\s*输出", _I),
    re.compile(
        rf"{_N}\s*(?:input|prompt)s?\s*(?:tokens?)?\s*(?:for|per|to)\s*(?:each|every|one|an|1)?\s*(?:output|completion)",
        _I,
    ),
    re.compile(rf"(?:each|every|one|per) output(?: token)?[^.,;]{{0,24}}?{_N}\s*(?:input|prompt)", _I),
    re.compile(rf"输入(?:token)?(?:量)?(?:是|为)输出(?:token)?的\s*{_N}\s*倍", _I),
    re.compile(rf"input (?:is|tokens are)\s*{_N}\s*(?:times|x|×)\s*(?:the )?output", _I),
)
_BATCH_PRICE = re.compile(
    r"(?:batch|批处理|批量|离线)[^.,;，。；]{0,44}?(?P<half>half[- ]?price|half the price|at half|半价|五折|50% off|打五折)"
    r"|(?:batch|批处理|批量)[^.,;，。；]{0,16}?(?P<zhe>[一二三四五六七八九])折|(?:batch|批处理|批量)[^.;。；]{0,20}?(?P<off>\d+)\s?%\s?(?:off|discount|cheaper|优惠)",
    _I,
)
_EVEN = re.compile(
    r"half in(?:put)?,?\s*(?:and )?half out(?:put)?|输入输出各(?:占)?(?:一半|半|50%)|一半(?:是)?输入,?，?、?(?:和)?一半(?:是)?输出|evenly split|equal(?:ly)? (?:parts )?in(?:put)? and out|输入输出(?:对半|1:1|一比一)",
    _I,
)


def shares(text: str) -> dict[str, Any]:
    """Every share that names what it is of."""
    fields = {**_batch_price(text), **_ratio(text)}
    if plain := _UTIL_PLAIN.search(text):
        fields["utilization"] = number(plain["n"])
    for match in SHARE.finditer(text):
        name, value = _named(match, text), share(match)
        if name and name not in fields and value <= 1:
            fields[name] = value
    output = fields.pop("output", None)
    given = fields.pop("input", None)
    fields.pop("discount", None)
    if "input_share" not in fields and (given is not None or output is not None):
        fields["input_share"] = given if given is not None else 1 - Decimal(output or 0)
    return {k: v for k, v in fields.items() if k != "utilization" or v > 0}


def share(match: re.Match[str]) -> Decimal:
    """The value of a match of `SHARE`, 0–1 where it was said sensibly."""
    if match["pct"]:
        return Decimal(match["pct"].replace(",", "")) / 100
    if match["bai"]:
        return number(match["bai"]) / 100
    if match["cheng"]:
        return (
            number(match["cheng"]) + (number(match["ban"]) / (1 if match["ban"] == "半" else 10) if match["ban"] else 0)
        ) / 10
    if match["den"]:
        return number(match["num"]) / number(match["den"])
    top, bottom = _FRACTIONS[match["word"].lower()].split("/")
    return Decimal(top) / Decimal(bottom)


def _named(match: re.Match[str], text: str) -> str | None:
    """What a share is of: the word right behind it, then those before it in the clause, then further behind."""
    left = _BREAKS.split(text[: match.start()])[-1][-48:]
    left = SHARE.split(left)[-1] or "" if SHARE.search(left) else left
    right = _BREAKS.split(SHARE.split(text[match.end() : match.end() + 40])[0] or "")[0]
    tight = re.match(
        r"\s*(?:of (?:the )?(?:tokens|traffic|it|them|all tokens)?\s*(?:is|are|being|goes)?\s*|的|是|为)?\s*(?P<w>[A-Za-z -]{2,24}|[一-鿿]{2,8})",
        right,
    )
    for words in ((left + (tight["w"] if tight else "")), right):
        for name, pattern in _NAMED:
            if pattern.search(words) and not (match["word"] and name in {"utilization", "interest"}):
                return name
    return None


def _batch_price(text: str) -> dict[str, Any]:
    match = _BATCH_PRICE.search(text)
    if match is None:
        return {}
    if match["half"]:
        return {"batch_discount": Decimal("0.5")}
    if match["zhe"]:
        return {"batch_discount": 1 - number(match["zhe"]) / 10}
    return {"batch_discount": min(number(match["off"]), Decimal(100)) / 100}


def _ratio(text: str) -> dict[str, Any]:
    """`in:out 3:1`, `75/25 in/out`, three input tokens for each output token."""
    if _EVEN.search(text):
        return {"input_share": Decimal("0.5")}
    for pattern in _PER_OUTPUT:
        if match := pattern.search(text):
            times = number(match["n"])
            return {"input_share": times / (times + 1)}
    if match := _RATIO_BEFORE.search(text):
        return _of(match["a"], match["b"])
    if match := _RATIO_REVERSED.search(text):
        return _of(match["b"], match["a"])
    for match in _SPLIT.finditer(text):
        if re.search(r"in(?:put)?\b.{0,10}out|输入.{0,4}输出|\bi/o\b", match["after"], _I):
            return _of(match["a"], match["b"])
    return {}


def _of(given: str, made: str) -> dict[str, Any]:
    total = Decimal(given) + Decimal(made)
    return {"input_share": Decimal(given) / total} if total else {}
