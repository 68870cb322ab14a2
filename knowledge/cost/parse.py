"""Cost inputs out of a question, in both languages. What was not said stays empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from knowledge.cost.inputs import CostInputs
from knowledge.cost.ranges import out_of_range
from knowledge.cost.reading.follow_ups import bare_volume, wanted_currency
from knowledge.cost.reading.machines import machines, says_no_staff
from knowledge.cost.reading.money import Amount, amounts, strange_money
from knowledge.cost.reading.numbers import clean
from knowledge.cost.reading.prices import token_prices
from knowledge.cost.reading.roles import bare_amounts, role
from knowledge.cost.reading.shares import shares
from knowledge.cost.reading.volumes import blank, period, speeds, volumes, wrong_volumes
from knowledge.records.base import Words
from knowledge.records.use import Money

_LONGEST = 8000
_PERIOD_NAMES = (
    (Fraction(30), "day", "天"),
    (Fraction(30, 7), "week", "周"),
    (Fraction(1, 3), "quarter", "季度"),
    (Fraction(1, 12), "year", "年"),
    (Fraction(730), "hour", "小时"),
)
_VOLUMES = {"tokens_per_month", "output_tokens_per_month"}
_OF_THE_MACHINE = {"gpus", "gpu_hour", "replica_hour", "rent_month", "gpu_month", "tokens_per_second", "purchase"}


def read_cost(text: str, thread: Sequence[str] = ()) -> CostInputs:
    """The cost inputs of a message; `thread` holds the person's earlier ones, oldest first, later ones win.

    Never raises: a value out of range is left out and named in `doubts`.
    """
    fields: dict[str, Any] = {}
    for message in (*thread, text):
        said = clean(message)[:_LONGEST]
        fields = _laid_over(fields, _going_on(said, fields, _read(said)))
    return _checked(fields)


def _going_on(text: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A follow-up's new volume may leave out its unit, and its period: those said before still hold."""
    counted = next((name for name in _VOLUMES if name in old), None)
    if counted and not _VOLUMES & new.keys() and (bare := bare_volume(text)) is not None:
        per = period(text)
        new = {**new, counted: bare * per.numerator / per.denominator if per else bare}
        new |= {"volume_per": per} if per else {}
    per = old.get("volume_per")
    if per is None or per == 1 or "volume_per" in new or not _VOLUMES & new.keys():
        return new
    scaled = {name: new[name] * per.numerator / per.denominator for name in _VOLUMES & new.keys()}
    return {**new, **scaled, "volume_per": per, "volume_note": _as_before(per)}


def _as_before(per: Fraction) -> Words:
    """That a period was taken over from an earlier message."""
    en, zh = next((w for size, *w in _PERIOD_NAMES if size == per), ("period", "周期"))
    return Words(
        en=f"The new volume was taken for a {en}, as the one before; say “a month” if a month's is meant.",
        zh=f"新用量沿用前面的口径，按每{zh}计；若指每月，请说明“每月”。",
    )


def _laid_over(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A new volume takes the place of the old one, a new GPU that of everything said about the old."""
    drop: set[str] = _VOLUMES | {"volume_per", "volume_note"} if _VOLUMES & new.keys() else set()
    if new.get("gpu") and old.get("gpu") and new["gpu"] != old["gpu"]:
        drop = drop | _OF_THE_MACHINE
    return {k: v for k, v in old.items() if k not in drop} | new


def _read(text: str) -> dict[str, Any]:
    found = amounts(text)
    fields, priced = token_prices(text, found)
    roles, read = _roles(text, [a for a in found if a.start not in priced])
    rest = _without(text, [a for a in found if a.start in priced | read])
    speed = speeds(rest)
    volume = volumes(speed.rest)
    quantities = {**shares(volume.rest), **machines(rest), **speed.fields}
    made: dict[str, Any] = {**fields, **roles, **quantities, **volume.fields}
    made |= bare_amounts(rest, set(made), _currency(found, text))
    if (wanted := wanted_currency(text)) is not None:
        made["currency"] = wanted
    if says_no_staff(text) and "staff_per_month" not in made:
        made["staff_per_month"] = Money(amount=Decimal(0), currency=_currency(found, text))
    return _finished(made, text)


def _roles(text: str, found: list[Amount]) -> tuple[dict[str, Any], set[int]]:
    fields: dict[str, Any] = {}
    read: set[int] = set()
    for amount in found:
        named = role(amount, text)
        if named and named[0] not in fields:
            fields[named[0]] = named[1]
        read.add(amount.start)
    return fields, read


def _without(text: str, found: list[Amount]) -> str:
    for amount in found:
        text = blank(text, amount.start, amount.end)
    return text


def _currency(found: list[Amount], text: str) -> str:
    """That of the amounts around; the language's own where there are none."""
    if found:
        return found[-1].money.currency
    return "CNY" if re.search(r"[一-鿿]", text) else "USD"


def _finished(made: dict[str, Any], text: str) -> dict[str, Any]:
    given = made.pop("input_tokens", None)
    if given is not None and 0 < made.get("input_share", 0) <= 1:
        made["tokens_per_month"] = given / made["input_share"]
    if "setup" in made and "purchase" not in made and "purchase_months" in made:
        made["setup_months"] = made.pop("purchase_months")
    wrong = [] if _VOLUMES & made.keys() else wrong_volumes(text)
    doubts = [
        Words(
            en=f"“{written.strip()}” is no volume I can use: give tokens a month above zero.",
            zh=f"“{written.strip()}”不是可用的用量：请给出大于零的每月 token 数。",
        )
        for written in wrong
    ]
    doubts += [
        Words(
            en=f"“{written}” was not used: no rate for such a currency is at hand.",
            zh=f"“{written}”未采用：没有这种货币的汇率。",
        )
        for written in strange_money(text)
    ]
    return {**made, "doubts": tuple(doubts)} if doubts else made


def _checked(fields: dict[str, Any]) -> CostInputs:
    """The record; what does not fit its range is left out and said."""
    doubts = [*fields.pop("doubts", ()), *([note] if (note := fields.pop("volume_note", None)) else [])]
    fields.pop("volume_per", None)
    for _ in range(len(fields) + 1):
        try:
            return CostInputs(**fields, doubts=tuple(doubts))
        except ValidationError as error:
            for name in {str(item["loc"][0]) for item in error.errors() if item["loc"]} or set(fields):
                value = fields.pop(name, None)
                doubts.append(out_of_range(name, value.amount if isinstance(value, Money) else value))
    return CostInputs(doubts=tuple(doubts))
