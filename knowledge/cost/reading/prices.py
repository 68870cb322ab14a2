# ruff: noqa: E501  (a pattern is read whole)
"""API prices: which of a message's amounts is input, cached input, output, or one price for all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from knowledge.cost.reading.money import Amount, as_million, per_million
from knowledge.cost.reading.numbers import PLAIN, number
from knowledge.records.use import Money

Side = Literal["input", "output", "cached", "both", "blended"]

_CACHED = r"缓存(?!不|未)|命中(?!率)|\bcache(?:d|[- ]?hits?)?\b|\bcached\b"
_MISS = r"未命中|不命中|cache[- ]miss|uncached|non-cached"
_BOTH = (
    r"both(?: ways| sides| directions)?|\bin(?:put)?\s?(?:and|&|\+|/|or)\s?out(?:put)?|\bin(?:put)?\s?=\s?out(?:put)?|either way"
    r"|输入(?:和|与|、|/|及)?输出|进出|双向|flat|same for input and output|不分输入输出|统一价"
)
_BLENDED = r"blended|mixed|average|all-in|综合|混合|平均(?:价|每)|均价"
_INPUT = r"进(?=\s*(?:[、,，;；。]|$))|\bin(?:put|s)?\b|\bprompts?\b|输入|提示"
_OUTPUT = r"出(?=\s*(?:[、,，;；。]|$))|\bout(?:put|s)?\b|\bcompletions?\b|\bgenerat(?:ed|ion)\b|输出|生成"
_SIDES: tuple[tuple[Side, re.Pattern[str]], ...] = (
    ("both", re.compile(_BOTH, re.IGNORECASE)),
    ("blended", re.compile(_BLENDED, re.IGNORECASE)),
    ("input", re.compile(_MISS, re.IGNORECASE)),
    ("cached", re.compile(_CACHED, re.IGNORECASE)),
    ("output", re.compile(_OUTPUT, re.IGNORECASE)),
    ("input", re.compile(_INPUT, re.IGNORECASE)),
)
_SHARED = re.compile(
    r"(?:/|\bper\b|\ba\b|每|一(?=百万|千))\s*(?:1\s?)?(?P<unit>百万|million|MTok|M|千|thousand|K)(?![A-Za-z])|(?:/|\bper)\s*Mtok",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?P<kw>输入|输出|命中(?:价|缓存)?|input|output|cached)\s*(?:价格?|price|是|为|at|:|=|is)?\s*(?P<n>{PLAIN})(?=\s*(?:[、,，;；/和]|and\b|\s输出|\soutput))",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"(?P<a>{PLAIN})\s*[/／]\s*(?P<b>{PLAIN})\s*(?P<cur>美元|元|USD|\$)?\s*(?:/|每|per)\s*(?:1\s?)?(?:百万|million|M)(?![A-Za-z])",
    re.IGNORECASE,
)


def token_prices(text: str, found: list[Amount]) -> tuple[dict[str, Money], set[int]]:
    """Fields of the API prices, and the starts of the amounts they were read from."""
    priced = _shared_unit(text, found)
    fields: dict[str, Money] = {}
    sides = _sides(priced)
    for amount, side in zip(priced, sides, strict=True):
        for name in _fields_of(side):
            fields.setdefault(name, amount.money)
    fields |= {k: v for k, v in _bare(text, priced).items() if k not in fields}
    return fields, {amount.start for amount in priced}


def _fields_of(side: Side) -> tuple[str, ...]:
    return {
        "input": ("api_input",),
        "output": ("api_output",),
        "cached": ("api_cached",),
        "both": ("api_input", "api_output"),
        "blended": ("api_blended",),
    }[side]


def _shared_unit(text: str, found: list[Amount]) -> list[Amount]:
    """Prices with a unit of their own, and those that share the unit of a neighbour."""
    own = [a for a in found if a.per == "million"]
    factor = Decimal(1)
    if not own:
        unit = _SHARED.search(text)
        if unit is None and not _unitless_pair(found):
            return []
        factor = per_million((unit["unit"] if unit else "") or "M")
    elif any(per_million("千") == _factor(a) for a in own):
        factor = per_million("千")
    bare = [as_million(a, factor) for a in found if a.per == "" and _one_side(a)]
    return sorted([*own, *bare], key=lambda a: a.start)


def _unitless_pair(found: list[Amount]) -> bool:
    """An input and an output price with no unit anywhere: vendors quote them per million tokens."""
    sides = {_side(a.left[-14:] + " " + a.right[:12]) for a in found if not a.per and _one_side(a)}
    return {"input", "output"} <= sides


def _factor(amount: Amount) -> Decimal:
    unit = _SHARED.search(amount.unit or amount.left)
    return per_million(unit["unit"]) if unit and unit["unit"] else Decimal(1)


def _one_side(amount: Amount) -> bool:
    around = amount.left[-14:] + " " + amount.right[:12]
    return _side(around) is not None and not re.search(
        r"tok/s|token/秒|staff|人力|budget|预算|rent|租", around, re.IGNORECASE
    )


def _side(words: str) -> Side | None:
    return next((side for side, pattern in _SIDES if pattern.search(words)), None)


def _sides(priced: list[Amount]) -> list[Side]:
    """The side of each price: the word before it or the word behind it, as the first unambiguous one does it."""
    lefts = [_side(_near_left(a)) for a in priced]
    rights = [_side(_near_right(a)) for a in priced]
    before = next(
        (left is not None for left, right in zip(lefts, rights, strict=True) if (left is None) != (right is None)), None
    )
    chosen = [_choose(left, right, before=before is not False) for left, right in zip(lefts, rights, strict=True)]
    return _filled(chosen)


def _choose(left: Side | None, right: Side | None, *, before: bool) -> Side | None:
    if right in {"both", "blended"}:
        return right
    return (left or right) if before else (right or left)


def _near_left(amount: Amount) -> str:
    return amount.left[-24:]


def _near_right(amount: Amount) -> str:
    return re.split(r"[/(（]\s*(?=[$¥€£\d])", amount.right)[0][:26]


def _filled(sides: list[Side | None]) -> list[Side]:
    """Prices without a word: one alone is for both ways, a pair is input then output."""
    open_ = [i for i, side in enumerate(sides) if side is None]
    taken = {side for side in sides if side}
    order: Iterable[Side] = ("both",)
    if len(open_) >= 2 and not taken:
        order = ("input", "output") if len(open_) == 2 else ("input", "cached", "output")
    elif len(open_) == 1 and taken:
        order = [side for side in ("input", "output", "cached") if side not in taken][:1]
    rest: Iterator[Side] = iter(order)
    return [side if side is not None else next(rest, "both") for side in sides]


def _bare(text: str, priced: list[Amount]) -> dict[str, Money]:
    """`输入 2、输出 8 元/百万`: numbers that borrow the currency of a neighbour, and `2/8 元/百万`."""
    if pair := _PAIR.search(text):
        currency = (
            "USD" if (pair["cur"] or "") in {"美元", "$", "USD"} or text[max(0, pair.start() - 1)] == "$" else "CNY"
        )
        return {
            "api_input": Money(amount=number(pair["a"]), currency=currency),
            "api_output": Money(amount=number(pair["b"]), currency=currency),
        }
    if not priced:
        return {}
    factor = _factor(priced[-1])
    fields = {}
    for match in _BARE.finditer(text):
        side = _side(match["kw"])
        if side is not None and match.end() <= priced[-1].end:
            amount = Decimal(match["n"].replace(",", "")) * factor
            fields[_fields_of(side)[0]] = Money(amount=amount, currency=priced[-1].money.currency)
    return fields
