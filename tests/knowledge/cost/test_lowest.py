"""Bills of several models for one volume."""

from __future__ import annotations

from decimal import Decimal

from knowledge.cost.lowest import lowest_bill
from knowledge.records.base import Words
from knowledge.records.verdicts import CostVerdict


def _bill(api: str | None, own: str | None, currency: str = "USD") -> CostVerdict:
    return CostVerdict(
        value="depends", currency=currency, volume_counts="total", replicas=None, spare=None,
        capacity_per_replica=None, break_even_tokens=None, reason=Words(en="r", zh="r"),
        api_month=Decimal(api) if api else None, self_month=Decimal(own) if own else None,
    )  # fmt: skip


def test_the_lowest_bill_comes_first_each_by_its_cheaper_way() -> None:
    """Own machines for one, the API for the other."""
    told = lowest_bill([("A", _bill("875", None)), ("B", _bill("900", "500"))])
    assert told is not None
    assert told.en.endswith("B $500 (self-hosted) · A $875 (API)")
    assert told.zh.endswith("B $500（自建） · A $875（API）")


def test_without_every_bill_nothing_is_concluded() -> None:
    """A model whose bill is unknown may be the cheaper one."""
    told = lowest_bill([("A", _bill("875", None)), ("B", _bill(None, None))])
    assert told is not None
    assert "no bill for B" in told.en
    assert "B" in told.zh


def test_bills_in_two_currencies_or_of_one_model_are_no_choice() -> None:
    """Nothing is said."""
    assert lowest_bill([("A", _bill("1", None))]) is None
    assert lowest_bill([("A", _bill("1", None)), ("B", _bill("1", None, "CNY"))]) is None
