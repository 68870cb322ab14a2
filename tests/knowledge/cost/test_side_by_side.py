"""Models beside each other."""

from __future__ import annotations

from knowledge.catalog import Catalog
from knowledge.cost.side_by_side import side_by_side
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
