"""Two or three models beside each other: size, context, rung of openness, licence, price."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from knowledge.cost.prices import PriceBook, Quote, choose, default_book
from knowledge.cost.wording import money
from knowledge.openness import judge_openness
from knowledge.records.base import Record, Words
from knowledge.records.verdicts import Rung

if TYPE_CHECKING:
    from knowledge.catalog import Catalog
    from knowledge.records.model import Model, Variant


class Side(Record):
    """One column of a comparison. `None` means that no record says."""

    model: str
    name: str
    size_b: float | None
    context: int | None
    """Tokens."""
    rung: Rung
    license: str | None
    quote: Quote | None
    """What its API costs, with source and date."""

    @property
    def price(self) -> Words:
        """The price as words, an unknown one said as unknown."""
        if self.quote is None:
            return Words(en="price unknown", zh="价格不详")
        given, made = (money(m, self.quote.currency, cents=True) for m in (self.quote.input, self.quote.output))
        day = self.quote.dated or self.quote.as_of.isoformat()
        stale = (", past its date", "，已过期") if self.quote.stale else ("", "")
        return Words(
            en=f"{given} in, {made} out per million ({self.quote.name}, {day}{stale[0]})",
            zh=f"每百万输入 {given}、输出 {made}（{self.quote.name}，{day}{stale[1]}）",
        )


def side_by_side(
    models: Sequence[tuple[Model, Variant | None]], catalog: Catalog, today: date, book: PriceBook | None = None
) -> tuple[Side, ...]:
    """One column a model, in the order asked."""
    return tuple(_side(model, variant, catalog, today, book or default_book()) for model, variant in models)


def _side(model: Model, variant: Variant | None, catalog: Catalog, today: date, book: PriceBook) -> Side:
    one_size = model.total_b[1] if model.total_b and model.total_b[0] == model.total_b[1] else None
    return Side(
        model=model.id,
        name=variant.name if variant else model.name,
        size_b=variant.total_b if variant and variant.total_b else one_size,
        context=(variant.context if variant else None) or model.context,
        rung=judge_openness(model, variant, catalog).rung,
        license=catalog.terms(model, variant),
        quote=choose(book.quotes(model, variant, today)),
    )
