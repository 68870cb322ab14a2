"""API prices: sources, dates, what zero means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.cost.prices import UPDATED, PriceBook, apart, choose
from knowledge.errors import PricesError
from tests.knowledge.cost.test_compare import TODAY


@pytest.fixture(scope="module")
def book() -> PriceBook:
    """The shipped prices."""
    return PriceBook()


def test_the_developer_comes_first(book: PriceBook, catalog: Catalog) -> None:
    """OpenAI's own price of its model, with its cached and batch price, before any reseller's."""
    quote = choose(book.quotes(catalog.model("gpt-4o"), None, TODAY))
    assert quote is not None
    assert (quote.vendor, quote.input, quote.output) == ("openai", Decimal("2.5"), Decimal(10))
    assert quote.cached == Decimal("1.25")
    assert quote.batch_discount == Decimal("0.5")


def test_every_quote_says_where_and_when(book: PriceBook, catalog: Catalog) -> None:
    """And none is zero: zero means that nobody knows."""
    for name in ("gpt-4o", "deepseek-v3", "llama-3.3", "kimi-k2"):
        for quote in book.quotes(catalog.model(name), None, TODAY):
            assert quote.source
            assert quote.as_of
            assert quote.input > 0
            assert quote.output > 0


def test_chinese_vendors_have_dated_records_of_our_own(book: PriceBook, catalog: Catalog) -> None:
    """They are a year old and second-hand: used, and marked stale."""
    model = catalog.model("qwen3")
    quotes = book.quotes(model, model.variant("qwen3-32b"), TODAY)
    own = [q for q in quotes if q.vendor == "alibaba"]
    assert own
    assert own[0].currency == "CNY"
    assert own[0].stale
    assert "github:" in own[0].source


def test_a_fresh_price_beats_a_stale_one_of_the_developer(book: PriceBook, catalog: Catalog) -> None:
    """A host's price of this month says more than the vendor's of last year."""
    model = catalog.model("qwen3")
    quote = choose(book.quotes(model, model.variant("qwen3-32b"), TODAY))
    assert quote is not None
    assert not quote.stale


def test_sources_that_differ_are_told_apart(book: PriceBook, catalog: Catalog) -> None:
    """More than two percent between two sellers counts as a difference."""
    quotes = [q for q in book.quotes(catalog.model("deepseek-v3"), None, TODAY) if q.currency == "USD"]
    assert apart(quotes[0], quotes[-1])
    assert not apart(quotes[0], quotes[0])


def test_the_teams_own_prices_come_in(tmp_path: Path, catalog: Catalog) -> None:
    """A file in the overlay is one more seller, ahead of the hosts."""
    (tmp_path / "prices").mkdir()
    (tmp_path / "prices" / "ours.yaml").write_text(
        "vendor: ours\nname: Our contract\ncurrency: USD\nas_of: 2026-11-01\nsource: contract\ntrust: own\n"
        "prices:\n- {models: [deepseek-v3], input: 0.2, output: 0.4}\n",
        "utf-8",
    )
    quote = choose(PriceBook(overlay=tmp_path).quotes(catalog.model("deepseek-v3"), None, TODAY))
    assert quote is not None
    assert quote.vendor == "ours"


@pytest.mark.parametrize("stored", ["not json", "[]", "{}", '{"fetched": "2026-11-01", "providers": []}'])
def test_a_broken_or_empty_update_is_named(tmp_path: Path, catalog: Catalog, stored: str) -> None:
    """The error gives the file and the way out: an empty table must not stand in for a good one."""
    (tmp_path / UPDATED).write_text(stored, "utf-8")
    with pytest.raises(PricesError, match="prices update"):
        PriceBook(tmp_path).quotes(catalog.model("gpt-4o"), None, date(2026, 11, 25))
