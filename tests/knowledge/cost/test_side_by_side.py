"""Models beside each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.catalog import Catalog
from knowledge.cost.currency import load_rates
from knowledge.cost.prices import Quote
from knowledge.cost.side_by_side import Side, cheaper, side_by_side
from tests.knowledge.cost.test_compare import TODAY


def test_each_model_has_its_column_in_the_order_asked(catalog: Catalog) -> None:
    """Rung, licence, context and a dated price, open and closed models alike."""
    asked = [(catalog.model(name), None) for name in ("gpt-4o", "deepseek-r1", "kimi-k2")]
    closed, open_, _ = found = side_by_side(asked, catalog, TODAY)
    assert [side.model for side in found] == ["gpt-4o", "deepseek-r1", "kimi-k2"]
    assert closed.rung == "closed"
    assert open_.rung != "closed"
    assert all(side.quote is not None and side.quote.as_of and side.context for side in found)
    assert "$2.50" in closed.price.en


def test_an_unknown_price_is_said_as_unknown(catalog: Catalog) -> None:
    """Never as zero."""
    side = side_by_side([(catalog.model("plato-xl"), None)], catalog, TODAY)[0]
    assert side.quote is None
    assert side.price.zh == "价格不详"


def _side(name: str, given: str, made: str, currency: str = "USD") -> Side:
    quote = Quote(
        vendor="v", name="V", model=name, input=Decimal(given), cached=None, output=Decimal(made), batch_discount=None,
        currency=currency, source="s", url=None, as_of=TODAY, stale=False, first_party=True,
    )  # fmt: skip
    return Side(model=name, name=name, size_b=None, context=None, rung="closed", license=None, quote=quote)


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ([_side("A", "2", "10"), _side("B", "1", "2")], "B is cheaper: A asks 2 times as much for input and 5 times"),
        ([_side("A", "2", "2"), _side("B", "1", "4")], "B is cheaper for input, A for output; with more than 66.7 %"),
        ([_side("A", "2", "2"), _side("B", "2", "2")], "A and B cost the same"),
        ([_side("A", "2", "2"), _side("B", "7.1", "7.1", "CNY")], "B is cheaper"),
        ([_side("A", "2", "2"), _side("B", "1", "1", "HUF")], "cannot be said: no price of B"),
        ([_side("A", "2", "2"), _side("B", "3", "3"), _side("C", "4", "4")], "A is the cheapest of these"),
    ],
)
def test_which_is_cheaper_is_concluded(sides: list[Side], said: str) -> None:
    """By code, over input and output; where they cross, from which mix on."""
    told = cheaper(sides, load_rates())
    assert told is not None
    assert said in told.en
    assert told.zh


def test_prices_are_shown_in_the_currency_asked_for(catalog: Catalog) -> None:
    """With the rate; unchanged where there is none."""
    asked = [(catalog.model("gpt-4o"), None)]
    (yuan,) = side_by_side(asked, catalog, TODAY, rates=load_rates(), currency="CNY")
    (baht,) = side_by_side(asked, catalog, TODAY, rates=load_rates(), currency="THB")
    assert "¥17.75" in yuan.price.en
    assert "1 USD = 7.1 CNY" in yuan.price.zh
    assert "$2.50" in baht.price.en
