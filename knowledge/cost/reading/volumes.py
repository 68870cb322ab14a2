# ruff: noqa: E501  (a pattern is read whole)
"""Token volumes, speeds, peaks and requests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from knowledge.cost.bill import DAYS
from knowledge.cost.reading.numbers import COUNT, NUMBER, QUANTITY, number

_I = re.IGNORECASE
_TOK = r"(?:tokens?|toks?|tkns?|词元|令牌)"
_SIDE = r"(?P<side>(?:total|combined|input\s?(?:\+|and|&)\s?output|output|input|generated|prompt|completion|out|in|输入输出|输出|输入|生成|个)*\s*(?:的)?)"
_PER_SECOND = r"(?:/\s?s(?:ec(?:ond)?)?\b|/\s?秒|per second|a second|each second|每秒|ps\b)"
_SPEED = re.compile(
    rf"(?P<n>{QUANTITY})\s*(?:个|of )?\s*{_SIDE}\s*(?:{_TOK}|(?<=[\d\s])t(?=/s))\s*{_PER_SECOND}"
    rf"|(?:每秒|per second)[^\d,，。;；]{{0,14}}(?P<n2>{QUANTITY})\s*(?:个)?\s*(?:输出|output)?\s*(?:的)?\s*{_TOK}"
    rf"|(?P<n3>{QUANTITY})\s*{_TOK}?\s*TPS\b|\bTPS\s*(?:of|=|:|是|为)?\s*(?P<n4>{QUANTITY})",
    _I,
)
_PEAK = re.compile(r"peak|峰|burst|busiest|高峰|最忙|spike|max(?:imum)? load", _I)
_TOTAL_SPEED = re.compile(r"input\s?(?:\+|and)\s?output|total|combined|合计|总吞吐|prompt\s?\+\s?completion", _I)
_USER_SPEED = re.compile(r"per (?:user|stream|request|session)|单用户|每用户|each user|/user|每路", _I)

_PERIODS: tuple[tuple[re.Pattern[str], Fraction], ...] = (
    (re.compile(r"^月|/\s?(?:month|mo)\b|per month|a month|each month|every month|monthly|/\s?月|每(?:个)?月|一个月|月均|月用量|月调用|一月\b|当月|\bmo\b", _I), Fraction(1)),
    (re.compile(r"/\s?d(?:ay)?\b|per day|a day|each day|every day|daily|/\s?[天日]|每[天日]|一天|日均|日用量|每日", _I), Fraction(DAYS)),
    (re.compile(r"/\s?w(?:ee)?k\b|per week|a week|weekly|每周|一周|/\s?周|每星期", _I), Fraction(DAYS, 7)),
    (re.compile(r"/\s?(?:quarter)\b|per quarter|a quarter(?! of)|quarterly|每季度|一个?季度|/\s?季", _I), Fraction(1, 3)),
    (re.compile(r"/\s?(?:year|yr)\b|per year|a year|per annum|yearly|annually|/\s?年|每年|一年|全年|年用量", _I), Fraction(1, 12)),
    (re.compile(r"/\s?h(?:our|r)?\b|per hour|an hour|hourly|每小时|/\s?小时", _I), Fraction(730)),
)  # fmt: skip
_VOLUME = re.compile(
    rf"(?P<n>{QUANTITY})\s*(?:个|的|of )?\s*{_SIDE}\s*{_TOK}(?!\s*{_PER_SECOND})(?=(?P<behind>[^,，。;；.()（）]{{0,16}}))",
    _I,
)
_LOOSE = re.compile(
    rf"(?P<left>每月|月均|一个月|每天|日均|每年|一年|[月日年]\s*(?:token|词元)?\s*(?:总?用量|消耗量?|总?量))[^\d,，。;；]{{0,8}}(?P<n>{NUMBER})(?![\d.])(?!\s*(?:元|块|美|刀|人|次|条|用户|个用户|参数|张|卡|MAU|DAU|欧|英|[A-Za-z%]))"
    rf"|(?P<n2>{NUMBER})\s*(?P<right>/\s?(?:month|mo|day|year)\b|a month|per month|a day|per day|/月|/天)",
    _I,
)
_NOT_TRAFFIC = re.compile(
    r"context|window|上下文|窗口|train(?:ed|ing)?\b|pre-?train|训练|语料|corpus|max(?:imum)? (?:length|new)|最长|长度|up to",
    _I,
)
_PER_REQUEST = re.compile(
    r"per (?:request|call|query|message|conversation|prompt|chat)|each(?: request| call| query)?\b|a (?:request|call|query|message)|每次|每条|每个请求|单次|一次|/\s?(?:request|req|call|query)|平均每",
    _I,
)
_REQUESTS = re.compile(
    rf"(?P<n>{QUANTITY})\s*(?:个|次|条)?\s*(?:API |user |daily |monthly )?(?:requests?|reqs?|calls?|queries|messages|conversations|chats|请求|调用|对话|问答|查询|会话|次|条)(?P<behind>[^,，。;；.]{{0,14}})",
    _I,
)
_OF_REQUEST = (
    re.compile(
        rf"(?P<in>{QUANTITY})\s*(?:{_TOK})?\s*(?:of )?(?:input|in|prompt)\b(?: {_TOK})?\s*(?:and|,|/|\+|&|plus)\s*(?P<out>{QUANTITY})\s*(?:{_TOK})?\s*(?:of )?(?:output|out|completion)\b",
        _I,
    ),
    re.compile(
        rf"(?:input|prompt)s?\s*(?:of )?(?P<in>{QUANTITY})[^\d]{{0,16}}output\s*(?:of )?(?P<out>{QUANTITY})", _I
    ),
    re.compile(
        rf"输入(?:约|平均|为)?\s*(?P<in>{QUANTITY})\s*(?:个)?\s*{_TOK}?\s*[、,，/和]?\s*输出(?:约|平均|为)?\s*(?P<out>{QUANTITY})",
        _I,
    ),
)


@dataclass(frozen=True)
class Read:
    """Fields, and the text with what was read blanked out."""

    fields: dict[str, Any]
    rest: str


def blank(text: str, start: int, end: int) -> str:
    """The text with a span made unreadable; clause marks inside stay."""
    return text[:start] + "¤" * (end - start) + text[end:]


def speeds(text: str) -> Read:
    """`tokens_per_second` of a replica and `peak_tokens_per_second` of the whole load."""
    fields: dict[str, Any] = {}
    rest = text
    for match in _SPEED.finditer(text):
        rest = blank(rest, match.start(), match.end())
        value = number(next(match[g] for g in ("n", "n2", "n3", "n4") if match[g]))
        around = _clause(text, match.start(), match.end())
        if value <= 0 or _USER_SPEED.search(around):
            continue
        name = "peak_tokens_per_second" if _PEAK.search(around) else "tokens_per_second"
        fields.setdefault(name, value)
        if name == "tokens_per_second" and _TOTAL_SPEED.search(match[0] + text[match.end() : match.end() + 12]):
            fields["tokens_per_second_counts"] = "total"
    return Read(fields, rest)


def _clause(text: str, start: int, end: int) -> str:
    left = re.split(r"[,，;；。()（）:：]|\.\s", text[:start])[-1]
    right = re.split(r"[,，;；。()（）]|\.\s", text[end:])[0]
    return left + text[start:end] + right


def volumes(text: str) -> Read:
    """Tokens a month, from tokens of a period or from requests.

    `volume_per` tells how often a month the period comes; it is left out where the message names none.
    """
    for read in (_requests, _pair, _tokens, _without_unit):
        fields, rest = read(text)
        if fields:
            named = {} if read is _tokens else {"volume_per": Fraction(1)}
            return Read(named | fields, rest)
    return Read({}, text)


_BOTH_SIDES = re.compile(
    rf"(?P<in>{QUANTITY})\s*(?:{_TOK})?\s*(?:of )?(?:input|in|prompt|输入)\s*(?:{_TOK})?\s*(?:and|,|\+|、|和|，)\s*(?P<out>{QUANTITY})\s*(?:{_TOK})?\s*(?:of )?(?:output|out|completion|输出)\b",
    _I,
)


def _pair(text: str) -> tuple[dict[str, Any], str]:
    """`120M input and 40M output tokens a month`."""
    match = _BOTH_SIDES.search(text)
    if match is None or number(match["in"]) < 100_000 or number(match["out"]) <= 0:
        return {}, text
    factor = period(_clause(text, match.start(), match.end()) + text[match.end() : match.end() + 24]) or Fraction(1)
    sums = {side: _times(number(match[group]), factor) for side, group in (("input", "in"), ("output", "out"))}
    return _combined(sums), blank(text, match.start(), match.end())


def _tokens(text: str) -> tuple[dict[str, Any], str]:
    sums: dict[str, Decimal] = {}
    rest, per = text, None
    for match in _VOLUME.finditer(text):
        around = _clause(text, match.start(), match.end())
        if not _is_traffic(match, around, text):
            continue
        named = _named_period(match, around, text)
        per = per or named
        value = _times(number(match["n"]), named or Fraction(1))
        rest = blank(rest, match.start(), match.start("behind"))
        side = _side(match, text)
        sums.setdefault(side, value)
    return _combined(sums) | ({"volume_per": per} if per and sums else {}), rest


def _is_traffic(match: re.Match[str], around: str, text: str) -> bool:
    if number(match["n"]) <= 0 or _NOT_TRAFFIC.search(around):
        return False
    ratio = re.search(r"(?:每|per|for (?:each|every))\s*(?:个|1)?\s*(?:个)?\s*$", text[: match.start()], _I)
    if ratio or re.search(r"对应|(?:each|every|per|一个)\s+(?:output|input)\s*token", around, _I):
        return False
    small = number(match["n"]) < 1_000_000
    return not (small and (_PER_REQUEST.search(around) or not period(around)))


def _times(value: Decimal, factor: Fraction) -> Decimal:
    """Exact where the result is whole: a year's 600 B are 50 B a month."""
    return value * factor.numerator / factor.denominator


def _named_period(match: re.Match[str], around: str, text: str) -> Fraction | None:
    """Factor from the period named nearest: right behind, or in the clause."""
    if (factor := period(match["behind"])) is not None:
        return factor
    left = _nearest_period(text[max(0, match.start() - 14) : match.start()])
    return left or period(around)


def _nearest_period(words: str) -> Fraction | None:
    """The last period named."""
    found = [(m.start(), factor) for pattern, factor in _PERIODS for m in pattern.finditer(words)]
    return max(found)[1] if found else None


def period(words: str) -> Fraction | None:
    """How often a month the period comes that is named; `None` where none is."""
    return next((factor for pattern, factor in _PERIODS if pattern.search(words)), None)


_BETWEEN = re.compile(r"\s*(?:每[天日月年周]|日均|月均|一天|一个月|约|大约|有|是|为)\s*$")


def _side(match: re.Match[str], text: str) -> str:
    side = match["side"].lower()
    left = _BETWEEN.sub("", text[max(0, match.start() - 10) : match.start()])
    both = re.search(r"total|combined|输入输出|input\s?(?:\+|and|&)\s?output", side, _I)
    if both:
        return "total"
    if re.search(r"out|generated|completion|输出|生成", side) or re.search(r"(?:输出|生成)\s*$", left):
        return "output"
    if re.search(r"input|\bin\b|prompt|输入", side) or re.search(r"输入\s*$", left):
        return "input"
    behind = match["behind"].lower().strip()
    if zh := re.match(r"(?:的)?(输入|输出)(?!占|比|合计|总|[:：/和与]|输)", behind):
        return {"输入": "input", "输出": "output"}[zh[1]]
    if re.match(r"(?:of )?(?:in|input|prompt)\b(?!\s*(?:\+|and|&|/)\s*out)", behind):
        return "input"
    return "output" if re.match(r"(?:of )?(?:out|output|completion)\b", behind) else "total"


def _combined(sums: dict[str, Decimal]) -> dict[str, Any]:
    if "total" in sums:
        return {"tokens_per_month": sums["total"]}
    if "input" in sums and "output" in sums:
        total = sums["input"] + sums["output"]
        return {"tokens_per_month": total, "input_share": sums["input"] / total}
    if "output" in sums:
        return {"output_tokens_per_month": sums["output"]}
    return {"input_tokens": sums["input"]} if "input" in sums else {}


def _requests(text: str) -> tuple[dict[str, Any], str]:
    """Requests of a period times the tokens of one."""
    shape = next((m for pattern in _OF_REQUEST if (m := pattern.search(text))), None)
    asked = next((m for m in _REQUESTS.finditer(text) if period(_clause(text, m.start(), m.end()))), None)
    if asked is None:
        return {}, text
    around = _clause(text, asked.start(), asked.end())
    count = _times(number(asked["n"]), period(asked["behind"]) or period(around) or Fraction(1))
    if shape is not None:
        given, made = number(shape["in"]), number(shape["out"])
        rest = blank(blank(text, shape.start(), shape.end()), asked.start(), asked.end())
        return _of_requests(count, given, made), rest
    one = next((m for m in _VOLUME.finditer(text) if _PER_REQUEST.search(_clause(text, m.start(), m.end()))), None)
    if one is None or count <= 0:
        return {}, text
    rest = blank(blank(text, one.start(), one.end("n")), asked.start(), asked.end())
    return {"tokens_per_month": count * number(one["n"])}, rest


def _of_requests(count: Decimal, given: Decimal, made: Decimal) -> dict[str, Any]:
    if count <= 0 or given + made <= 0:
        return {}
    return {
        "tokens_per_month": count * (given + made),
        "input_share": given / (given + made),
        "input_length": int(given) or None,
        "output_length": int(made) or None,
    }


def _without_unit(text: str) -> tuple[dict[str, Any], str]:
    """`50B a month`: a large number of a period that counts nothing else."""
    if not re.search(rf"{_TOK}|API|自建|self-?host|调用|输入|输出|百万", text, _I):
        return {}, text
    for match in _LOOSE.finditer(text):
        written = match["n"] or match["n2"]
        around = text[max(0, match.start() - 3) : match.end()]
        counted = re.search(r"[$¥€£元]|users?|人", around + text[match.end() : match.end() + 6], _I)
        if number(written) >= 10_000_000 and not counted:
            factor = period(match["left"] or match["right"]) or Fraction(1)
            return {"tokens_per_month": _times(number(written), factor)}, blank(text, match.start(), match.end())
    return {}, text


def wrong_volumes(text: str) -> list[str]:
    """Volumes that are zero or negative, as they were written."""
    pattern = re.compile(
        rf"(?:-\s?|minus |negative |(?<![\d.])0\s?|负\s?)(?:\d[\d.,]*)?\s*(?:[BMKT]|亿|万|billion|million)?\s*(?:个)?\s*(?:output|输出)?\s*{_TOK}",
        _I,
    )
    return [m[0] for m in pattern.finditer(text) if not re.search(r"[\w.]$", text[: m.start()])]


__all__ = ["COUNT", "Read", "blank", "period", "speeds", "volumes", "wrong_volumes"]
