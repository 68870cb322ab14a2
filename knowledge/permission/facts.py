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
        if self.use.commercial is not None:
            return not self.use.commercial
        return True if self.use.research else None

    @property
    def commercial(self) -> bool | None:
        """As said; research alone is not commercial, revenue-sized hosting is."""
        if self.use.commercial is None and self.use.research:
            return False
        return self.use.commercial

    def value(self, name: str) -> Any:
        """The value of a fact, `None` when nobody said."""
        if name in ("noncommercial", "multimodal", "derivative", "commercial"):
            return getattr(self, name)
        return getattr(self.use, name)


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
    value = facts.value(test.fact)
    if test.fact in ("annual_revenue", "monthly_revenue"):
        return _amount(test, _revenue(test.fact, facts.use))
    if test.fact == "mau_now" and value is None and (facts.use.dau or 0) > (test.value if test.op == "gt" else 10**18):
        return True
    if value is None:
        return None if test.fact in MEASURES or test.fact == "noncommercial" else _absent(test)
    return _compare(test, value)


def _absent(test: Test) -> bool:
    """An activity nobody named: it is not what the test asks for, and it is outside every list but an excluding one."""
    if test.op == "is":
        return test.value is False
    return test.op == "not_in"


def _compare(test: Test, value: Any) -> bool:
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


def _revenue(fact: str, use: Use) -> Money | None:
    """The amount asked for; a year's from twelve months of the average, and the other way round."""
    annual, monthly = use.annual_revenue, use.monthly_revenue
    if fact == "annual_revenue":
        return annual or (monthly and monthly.model_copy(update={"amount": monthly.amount * 12}))
    return monthly or (annual and annual.model_copy(update={"amount": annual.amount / 12}))


def _amount(test: Test, money: Money | None) -> bool | None:
    if money is None:
        return None
    rate = ROUGH_USD.get(money.currency)
    if rate is None:
        return None
    value, limit = money.amount * rate, Decimal(test.value)
    near = money.currency != "USD" and limit / ROUGHLY < value < limit * ROUGHLY
    return None if near else _number(test.op, value, limit)


@lru_cache(maxsize=1)
def european_union() -> frozenset[str]:
    """Member states by ISO 3166 code, and `EU` itself."""
    path = Path(__file__).parent.parent / "facts" / "territories.yaml"
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8"))["eu"]) | {"EU"}
