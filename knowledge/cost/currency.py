"""Money in one currency, by dated rates that a reader can see and change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from knowledge.cost.wording import plain
from knowledge.errors import PricesError
from knowledge.loading import read_record
from knowledge.records.base import Record, Words
from knowledge.records.use import Money

SHIPPED = Path(__file__).parent.parent / "facts" / "rates.yaml"


class Rates(Record):
    """What one unit of `base` buys."""

    base: str
    as_of: date
    kind: Literal["assumption", "quoted"]
    """`quoted` when `source` is where the rates were read."""
    source: str
    rates: dict[str, Decimal] = Field(min_length=1)

    def rate(self, given: str, wanted: str) -> Decimal:
        """What one `given` is in `wanted`. Raises `PricesError` naming the currency that has no rate."""
        for code in (given, wanted):
            if code not in self.rates:
                raise PricesError(
                    f"no exchange rate for {code!r}; known: {', '.join(self.rates)}. "
                    "Give prices in one of these, or add it to rates.yaml of the overlay folder"
                )
        return self.rates[wanted] / self.rates[given]

    def convert(self, money: Money, wanted: str) -> Decimal:
        """The amount in `wanted`; untouched when it is already."""
        return money.amount if money.currency == wanted else money.amount * self.rate(money.currency, wanted)

    def words(self, given: str, wanted: str) -> Words:
        """The rate as it is shown, with its source and day."""
        said = f"1 {given} = {plain(round(self.rate(given, wanted), 4))} {wanted}"
        day, assumed = self.as_of.isoformat(), self.kind == "assumption"
        return Words(
            en=f"{said} ({'working assumption' if assumed else self.source}, {day})",
            zh=f"{said}（{'暂定汇率' if assumed else self.source}，{day}）",
        )

    def with_own(self, own: dict[str, Decimal], today: date, source: str) -> Rates:
        """Rates that somebody states, laid over these. `own`: what one `base` buys."""
        return self.model_copy(
            update={"rates": {**self.rates, **own}, "as_of": today, "kind": "quoted", "source": source}
        )


@cache
def load_rates(overlay: Path | None = None) -> Rates:
    """The shipped rates, or the team's own `rates.yaml`."""
    own = overlay / "rates.yaml" if overlay else None
    return read_record(own if own and own.exists() else SHIPPED, Rates)
