"""Whether a clause's trigger holds for a use: yes, no, or nobody said.

An *activity* (fine-tuning, handing out weights, hosting, a field of use …) that was not named is not part of the use
described. A *measure* (commercial or not, users, revenue, territory) that was not named is unknown and asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.records.condition import Condition, Group, Test
from knowledge.records.use import Money, Use

WIDTH = {"product": 0, "entity": 1, "affiliates": 2, "group": 2}
"""Whose revenue an amount is: a wider one holds the narrower. A company with all its affiliates is the group."""
MEASURES = frozenset(
    {
        "commercial",
        "mau_now",
        "mau_at_release",
        "dau",
        "visits_per_month",
        "annual_revenue",
        "monthly_revenue",
        "territory",
        "users_territory",
    }
)
ROUGH_USD = {
    "USD": Decimal(1),
    "EUR": Decimal("1.1"),
    "GBP": Decimal("1.3"),
    "CNY": Decimal("0.14"),
    "HKD": Decimal("0.128"),
    "TWD": Decimal("0.031"),
    "JPY": Decimal("0.0066"),
    "KRW": Decimal("0.00072"),
    "SGD": Decimal("0.75"),
    "INR": Decimal("0.0117"),
    "CHF": Decimal("1.2"),
    "AUD": Decimal("0.65"),
    "CAD": Decimal("0.72"),
}
"""US dollars for one unit, rounded; only decides amounts that are further than `ROUGHLY` from a threshold."""
ROUGHLY = Decimal("1.3")


@dataclass(frozen=True)
class Facts:
    """A use together with what its model implies."""

    use: Use
    multimodal: bool = False
    derivative: bool = False

    @property
    def noncommercial(self) -> bool | None:
        """Research, or said not to be commercial."""
        return None if self.commercial is None else not self.commercial

    @property
    def commercial(self) -> bool | None:
        """As said. Selling what comes out of a model is a commercial use of it; research alone is not."""
        if self.use.commercial is not None:
            return self.use.commercial
        return True if self.use.outputs_commercial else False if self.use.research else None

    def value(self, name: str) -> Any:
        """The value of a fact, `None` when nobody said."""
        if name in ("noncommercial", "multimodal", "derivative", "commercial"):
            return getattr(self, name)
        return getattr(self.use, name)


BEYOND = 2
"""How many times a figure said to be exceeded it may be at most; who has more names a higher one."""


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether `condition` holds; `None` when a measure it needs was not said."""
    if isinstance(condition, Test):
        return _test(condition, facts)
    results = [holds(part, facts) for part in condition.parts]
    if condition.kind == "not":
        return None if results[0] is None else not results[0]
    if condition.kind == "any":
        return True if True in results else None if None in results else False
    return False if False in results else None if None in results else True


def unsaid(condition: Condition, facts: Facts) -> list[str]:
    """Measures that were not said and that keep `condition` open."""
    if holds(condition, facts) is not None:
        return []
    if isinstance(condition, Test):
        return ["commercial" if condition.fact == "noncommercial" else condition.fact]
    assert isinstance(condition, Group)  # noqa: S101  (the union has no third member)
    return [name for part in condition.parts for name in unsaid(part, facts)]


def _test(test: Test, facts: Facts) -> bool | None:
    if test.fact in ("annual_revenue", "monthly_revenue"):
        money, stated = _revenue(test.fact, facts.use)
        if money is not None and money.currency == "USD" and _exceeds(test, money.amount, facts.use):
            return _of_whom(True, test, money)
        if money is not None and money.currency == "USD" and _may_reach(test, money.amount, facts.use):
            return None
        return _amount(test, money, stated)
    value = facts.value(test.fact)
    if value is None and test.fact in ("mau_now", "dau"):
        return _bounded(test, facts.use)
    if value is None:
        return None if test.fact in MEASURES or test.fact == "noncommercial" else _absent(test)
    if _may_reach(test, value, facts.use):
        return None
    return _compare(test, value) or _exceeds(test, value, facts.use)


def _may_reach(test: Test, value: Any, use: Use) -> bool:
    """Whether a figure said to be exceeded may stand beyond a limit above it: `over 90 million` tells nothing of a
    limit of 100 million, and is below one of 700 million."""
    return test.fact in (use.above or ()) and value < test.value < value * BEYOND


def _exceeds(test: Test, value: Any, use: Use) -> bool:
    """Whether a figure said to be exceeded stands at the limit itself: `over 100 million` is above 100 million."""
    return test.op == "gt" and test.fact in (use.above or ()) and value == test.value


def _bounded(test: Test, use: Use) -> bool | None:
    """Users of a day are users of the month: more in a day than the limit decides, so do fewer in a month."""
    if test.op not in ("gt", "ge"):
        return None
    if test.fact == "mau_now" and use.dau is not None and _number(test.op, Decimal(use.dau), test.value):
        return True
    few = test.fact == "dau" and use.mau_now is not None and not _number(test.op, Decimal(use.mau_now), test.value)
    return False if few else None


def _absent(test: Test) -> bool:
    """An activity nobody named: it is not what the test asks for, and it is outside every list but an excluding one."""
    if test.op == "is":
        return test.value is False
    return test.op == "not_in"


def _compare(test: Test, value: Any) -> bool:
    """Of several places or fields any one suffices: what is barred in one of them is barred."""
    if isinstance(value, tuple):
        return any(_compare(test, one) for one in value)
    if test.op in ("in", "not_in"):
        inside = value in test.value or (
            "EU" in test.value and test.fact in ("territory", "users_territory") and value in european_union()
        )
        return inside if test.op == "in" else not inside
    if test.op in ("prefix", "not_prefix"):
        begins = str(value).strip(" \"'“”").lower().startswith(str(test.value).lower())
        return begins if test.op == "prefix" else not begins
    if test.op == "is":
        return bool(value == test.value)
    return _number(test.op, Decimal(value), test.value)


def _number(op: str, value: Decimal, limit: Decimal) -> bool:
    return {"gt": value > limit, "ge": value >= limit, "lt": value < limit, "le": value <= limit}[op]


def _revenue(fact: str, use: Use) -> tuple[Money | None, bool]:
    """The amount asked for and whether it is as stated; else twelve average months make a year."""
    annual, monthly = use.annual_revenue, use.monthly_revenue
    stated, other = (annual, monthly) if fact == "annual_revenue" else (monthly, annual)
    if stated or not other:
        return stated, True
    amount = other.amount * 12 if fact == "annual_revenue" else other.amount / 12
    return other.model_copy(update={"amount": amount}), False


def _amount(test: Test, money: Money | None, stated: bool) -> bool | None:
    """Whether the amount meets the test; open when it was converted and is near, or is another's revenue.

    A year whose average month is above a month's limit has a month that is.
    """
    rate = ROUGH_USD.get(money.currency) if money else None
    if money is None or rate is None:
        return None
    value, limit = money.amount * rate, Decimal(test.value)
    meets = _number(test.op, value, limit)
    certain = money.currency == "USD" and (stated or (meets and test.fact == "monthly_revenue"))
    if not certain and limit / ROUGHLY < value < limit * ROUGHLY:
        return None
    return _of_whom(meets, test, money)


def _of_whom(meets: bool, test: Test, money: Money) -> bool | None:
    """A product below the limit says nothing of its group; a group above it says nothing of the product."""
    if test.scope is None or money.scope is None or test.op not in ("gt", "ge"):
        return meets
    narrower, wider = WIDTH[money.scope] < WIDTH[test.scope], WIDTH[money.scope] > WIDTH[test.scope]
    return None if (narrower and not meets) or (wider and meets) else meets


@lru_cache(maxsize=1)
def european_union() -> frozenset[str]:
    """Member states by ISO 3166 code, and `EU` itself."""
    path = Path(__file__).parent.parent / "facts" / "territories.yaml"
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8"))["eu"]) | {"EU"}
