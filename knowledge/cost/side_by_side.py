"""Two or three models beside each other: size, context, rung of openness, licence, price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from knowledge.cost.currency import Rates
from knowledge.cost.prices import PriceBook, Quote, choose, default_book
from knowledge.cost.wording import digits, money, percent
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
    rate: Words | None = None
    """What the price was converted by, where it was asked for in another currency than the seller's."""

    @property
    def price(self) -> Words:
        """The price as words, an unknown one said as unknown."""
        if self.quote is None:
            return Words(en="price unknown", zh="价格不详")
        given, made = (money(m, self.quote.currency, cents=True) for m in (self.quote.input, self.quote.output))
        day = self.quote.dated or self.quote.as_of.isoformat()
        stale = (", past its date", "，已过期") if self.quote.stale else ("", "")
        rate = (f"; {self.rate.en}", f"；{self.rate.zh}") if self.rate else ("", "")
        return Words(
            en=f"{given} in, {made} out per million ({self.quote.name}, {day}{stale[0]}{rate[0]})",
            zh=f"每百万输入 {given}、输出 {made}（{self.quote.name}，{day}{stale[1]}{rate[1]}）",
        )


def side_by_side(
    models: Sequence[tuple[Model, Variant | None]],
    catalog: Catalog,
    today: date,
    book: PriceBook | None = None,
    *,
    rates: Rates | None = None,
    currency: str | None = None,
) -> tuple[Side, ...]:
    """One column a model, in the order asked; prices in `currency` where `rates` hold it, else in the seller's."""
    sides = (_side(model, variant, catalog, today, book or default_book()) for model, variant in models)
    return tuple(_in(side, currency, rates) if currency and rates else side for side in sides)


def _in(side: Side, currency: str, rates: Rates) -> Side:
    quote = side.quote
    if quote is None or quote.currency == currency or {quote.currency, currency} - set(rates.rates):
        return side
    rate = rates.rate(quote.currency, currency)
    changed = {"currency": currency, "input": quote.input * rate, "output": quote.output * rate}
    return side.model_copy(
        update={"quote": quote.model_copy(update=changed), "rate": rates.words(quote.currency, currency)}
    )


def cheaper(sides: Sequence[Side], rates: Rates) -> Words | None:
    """Which model's tokens are cheaper, or on what that depends; `None` for fewer than two.

    Where a model has no price on record, or one that no rate converts, nothing is concluded and the reason said.
    """
    if len(sides) < 2:
        return None
    unknown = [side for side in sides if side.quote is None or side.quote.currency not in rates.rates]
    if unknown:
        names = ", ".join(side.name for side in unknown)
        return Words(
            en=f"Which is cheaper cannot be said: no price of {names} that can be compared is on record.",
            zh=f"无法判断哪个便宜：没有 {names} 可比较的价格记录。",
        )
    priced = [_Priced(side.name, *_dollars(side.quote, rates)) for side in sides if side.quote]
    first = min(priced, key=lambda one: (one.input, one.output))
    if all(first.input <= one.input and first.output <= one.output for one in priced):
        return _cheapest(first, [one for one in priced if one is not first])
    return _crossed(priced)


@dataclass(frozen=True)
class _Priced:
    name: str
    input: Decimal
    output: Decimal


def _dollars(quote: Quote, rates: Rates) -> tuple[Decimal, Decimal]:
    """In one currency, for comparing only. Raises `PricesError` where there is no rate."""
    factor = rates.rate(quote.currency, rates.base) if quote.currency != rates.base else Decimal(1)
    return quote.input * factor, quote.output * factor


def _cheapest(first: _Priced, others: Sequence[_Priced]) -> Words:
    if any((one.input, one.output) == (first.input, first.output) for one in others):
        names = [one.name for one in (first, *others) if (one.input, one.output) == (first.input, first.output)]
        return Words(en=f"{' and '.join(names)} cost the same.", zh=f"{'、'.join(names)} 价格相同。")
    if len(others) > 1:
        return Words(
            en=f"{first.name} is the cheapest of these, for input and output alike.",
            zh=f"其中 {first.name} 最便宜，输入和输出都是。",
        )
    other = others[0]
    given, made = _times(other.input, first.input), _times(other.output, first.output)
    return Words(
        en=f"{first.name} is cheaper: {other.name} asks {given.en} for input and {made.en} for output.",
        zh=f"{first.name} 更便宜：{other.name} 的输入价{given.zh}，输出价{made.zh}。",
    )


def _times(dear: Decimal, cheap: Decimal) -> Words:
    if dear == cheap:
        return Words(en="the same", zh="相同")
    if cheap == 0:
        return Words(en="more", zh="更高")
    times = digits(dear / cheap, 2)
    return Words(en=f"{times} times as much", zh=f"是它的 {times} 倍")


def _crossed(priced: Sequence[_Priced]) -> Words:
    """One is cheaper for input, another for output: from which mix on, where there are two."""
    given, made = min(priced, key=lambda one: one.input), min(priced, key=lambda one: one.output)
    en = f"It depends on the mix: {given.name} is cheaper for input, {made.name} for output"
    zh = f"要看输入输出比例：输入 {given.name} 更便宜，输出 {made.name} 更便宜"
    if len(priced) > 2:
        return Words(en=f"{en}.", zh=f"{zh}。")
    gap_in, gap_out = made.input - given.input, given.output - made.output
    share = percent(gap_out / (gap_in + gap_out))
    return Words(
        en=f"{en}; with more than {share} of the tokens being input, {given.name} costs less.",
        zh=f"{zh}；输入占全部 token 的 {share} 以上时，{given.name} 更省。",
    )


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
