"""API prices: genai-prices' offline table, and our own dated records for the vendors it lacks.

Nothing here touches the network; `aperture prices update` fetches a newer table, which `PriceBook` reads from a file.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from knowledge.errors import PricesError
from knowledge.loading import read_record
from knowledge.records.base import Record

if TYPE_CHECKING:
    from knowledge.records.model import Model, Variant

FOLDER = Path(__file__).parent.parent / "facts" / "prices"
FRESH = timedelta(days=180)
"""An API price older than this is used and marked stale."""
APART = Decimal("0.02")
"""Two sources further apart than this are both shown."""
UPDATED = "api_prices.json"
"""The table that `aperture prices update` leaves in the data folder."""
_SKIP = {"github-copilot", "cursor", "quicksilverpro", "openai-decisions", "huggingface_publicai"}
"""Sellers of seats and relays whose token prices are not what a team pays for an API."""
_FIRST = {
    "anthropic": "anthropic", "openai": "openai", "google": "google", "deepseek": "deepseek", "mistral ai": "mistral",
    "moonshot ai": "moonshotai", "zhipu ai": "zai", "z.ai": "zai", "minimax": "minimax", "xai": "x-ai",
    "cohere": "cohere", "alibaba": "alibaba", "tencent": "tencent", "baidu": "baidu", "bytedance": "bytedance",
    "meta": "meta", "perplexity": "perplexity", "amazon": "aws",
}  # fmt: skip


class Price(Record):
    """A price record of ours."""

    models: tuple[str, ...]
    """Catalog ids of models or sizes, or the vendor's own names."""
    input: Decimal = Field(ge=0)
    cached: Decimal | None = Field(default=None, ge=0)
    output: Decimal = Field(ge=0)
    batch_discount: Decimal | None = Field(default=None, ge=0, le=1)
    note: str = ""


class PriceFile(Record):
    """One file of `facts/prices`: a vendor's prices of one day, per million tokens."""

    vendor: str
    name: str
    currency: str
    as_of: date
    dated: str = ""
    source: str
    page: str | None = None
    trust: Literal["own", "vendor", "second-hand"] = "vendor"
    prices: tuple[Price, ...]


class Quote(Record):
    """What one seller asks for a million tokens. A price of zero never becomes a quote: it means unknown."""

    vendor: str
    name: str
    model: str
    input: Decimal
    cached: Decimal | None
    output: Decimal
    batch_discount: Decimal | None
    currency: str
    source: str
    url: str | None
    as_of: date
    dated: str = ""
    """The date in words, where the source names no day."""
    stale: bool
    first_party: bool
    note: str = ""

    def blended(self, input_share: Decimal) -> Decimal:
        """A million tokens of which `input_share` are input."""
        return input_share * self.input + (1 - input_share) * self.output


class PriceBook:
    """Every price at hand."""

    def __init__(self, data_dir: Path | None = None, overlay: Path | None = None) -> None:
        self._updated = data_dir / UPDATED if data_dir else None
        self._overlay = overlay / "prices" if overlay else None

    @cached_property
    def _files(self) -> list[PriceFile]:
        folders = [FOLDER, *([self._overlay] if self._overlay and self._overlay.is_dir() else [])]
        return [read_record(path, PriceFile) for folder in folders for path in sorted(folder.glob("*.yaml"))]

    @cached_property
    def _kept(self) -> tuple[date, list[Any]] | None:
        """The updated table and its day, where there is one."""
        return _stored(self._updated) if self._updated is not None and self._updated.exists() else None

    @cached_property
    def _providers(self) -> list[Any]:
        """The updated table where there is one, else the one installed."""
        if self._kept:
            return self._kept[1]
        from genai_prices.data import providers

        return list(providers)

    @cached_property
    def _table(self) -> dict[str, list[tuple[Any, Any]]]:
        rows: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
        for provider in self._providers:
            for info in provider.models if provider.id not in _SKIP else ():
                if ":" not in info.id:
                    rows[_plain(info.id)].append((provider, info))
        return rows

    @cached_property
    def table_date(self) -> date:
        """The day of the table: of its update, else the newest price change it knows of."""
        if self._kept:
            return self._kept[0]
        return max(
            (d for d in _start_dates(self._providers) if d <= datetime.now(UTC).date()), default=date(2026, 1, 1)
        )

    def quotes(self, model: Model, variant: Variant | None, today: date, input_length: int = 0) -> list[Quote]:
        """Every seller's price of a model: the developer's own first, then by price of a plain mix."""
        wanted = _wanted(model, variant)
        first = _FIRST.get(model.developer.lower(), "")
        found = [*self._listed(wanted, first, today, input_length), *self._own(wanted, first, today)]
        return sorted(
            found, key=lambda q: (not q.first_party, q.stale, q.currency != "USD", q.blended(Decimal("0.75")))
        )

    def sellers(self, model: Model, variant: Variant | None) -> int:
        """How many sell a model: a sign of how widely it is served."""
        wanted = _wanted(model, variant)
        listed = {provider.id for name in wanted for provider, _ in self._table.get(name, ())}
        own = {f.vendor for f in self._files for p in f.prices if wanted & {_plain(name) for name in p.models}}
        return len(listed | own)

    def _listed(self, wanted: set[str], first: str, today: date, length: int) -> Iterator[Quote]:
        for provider, info in (row for name in wanted for row in self._table.get(name, ())):
            given, cached, output = _of_day(info, today, length)
            if given is None or output is None:
                continue
            pages = provider.pricing_urls or [None]
            yield Quote(
                vendor=provider.id, name=provider.name, model=info.id, input=given, cached=cached, output=output,
                batch_discount=_batch(info, today, given), currency="USD", source=f"genai-prices: {provider.id}",
                url=pages[0], as_of=self.table_date, stale=today - self.table_date > FRESH,
                first_party=provider.id == first, note="mean over the hours of the day" if _by_hour(info) else "",
            )  # fmt: skip

    def _own(self, wanted: set[str], first: str, today: date) -> Iterator[Quote]:
        for file in self._files:
            for price in file.prices:
                if price.input > 0 and price.output > 0 and wanted & {_plain(name) for name in price.models}:
                    yield Quote(
                        vendor=file.vendor, name=file.name, model=price.models[0], input=price.input,
                        cached=price.cached or None, output=price.output, batch_discount=price.batch_discount,
                        currency=file.currency, source=file.source, url=file.page, as_of=file.as_of, dated=file.dated,
                        stale=today - file.as_of > FRESH, first_party=file.vendor == first or file.trust == "own",
                        note=price.note,
                    )  # fmt: skip


def _wanted(model: Model, variant: Variant | None) -> set[str]:
    """The names under which sellers may list a model."""
    names = [variant.id, variant.name, variant.hf_repo] if variant else [model.id, model.name, model.hf_repo]
    if variant is None and len(model.variants) == 1:
        names += [model.variants[0].id, model.variants[0].hf_repo]
    return {_plain(name) for name in names if name}


@cache
def default_book() -> PriceBook:
    """The shipped prices alone."""
    return PriceBook()


def choose(quotes: Sequence[Quote]) -> Quote | None:
    """The developer's own fresh price; else the middle of the fresh ones; else the middle of all. A real row always."""
    fresh = [q for q in quotes if not q.stale]
    own = [q for q in fresh if q.first_party]
    if own:
        return own[0]
    pool = [q for q in fresh or quotes if q.currency == (fresh or quotes)[0].currency]
    ranked = sorted(pool, key=lambda q: q.blended(Decimal("0.75")))
    return ranked[(len(ranked) - 1) // 2] if ranked else None


def apart(one: Quote, other: Quote) -> bool:
    """Whether two prices in one currency differ by more than `APART`."""
    a, b = one.blended(Decimal("0.75")), other.blended(Decimal("0.75"))
    return one.currency == other.currency and abs(a - b) > APART * max(a, b)


def table_of(raw: Any) -> list[Any]:
    """The providers of a published table. Raises `ValueError` for anything else, an empty one included: that must not
    stand in for a good one."""
    from genai_prices.types import _providers_from_raw  # its own update uses it, and there is no public way

    providers = list(_providers_from_raw(raw)) if isinstance(raw, list) else []
    if not providers:
        raise ValueError("it lists no provider")
    return providers


def _stored(path: Path) -> tuple[date, list[Any]]:
    """The table that `aperture prices update` kept, and its day. Raises `PricesError` naming file and way out."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return date.fromisoformat(kept["fetched"]), table_of(kept["providers"])
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        told = str(error).splitlines()[0]
        raise PricesError(f"{path}: no table of prices ({told}); delete it or run `aperture prices update`") from error


def _of_day(info: Any, today: date, length: int) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Input, cached and output price: the mean over the day where they depend on the hour."""
    hours = range(24) if _by_hour(info) else (12,)
    rows = [info.get_prices(datetime(today.year, today.month, today.day, hour, tzinfo=UTC)) for hour in hours]
    names = ("input_mtok", "cache_read_mtok", "output_mtok")
    given, cached, output = (_mean([_step(getattr(row, name, None), length) for row in rows]) for name in names)
    return given, cached, output


def _by_hour(info: Any) -> bool:
    rows = info.prices if isinstance(info.prices, list) else []
    return any(hasattr(row.constraint, "start_time") for row in rows)


def _mean(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value]
    return sum(known, Decimal(0)) / len(known) if known and len(known) == len(values) else None


def _step(price: Any, length: int) -> Decimal | None:
    """A price that depends on the prompt's length, at `length` tokens."""
    if price is None or isinstance(price, Decimal):
        return price
    value: Decimal = price.base
    for tier in price.tiers:
        value = tier.price if length > tier.start else value
    return value


def _batch(info: Any, today: date, given: Decimal) -> Decimal | None:
    """What batch takes off, where the seller publishes a batch price."""
    when = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    price = _step(getattr(info.get_prices(when, {"processing": "batch"}), "input_mtok", None), 0)
    return 1 - price / given if price and price < given else None


def _start_dates(providers: Iterable[Any]) -> Iterator[date]:
    for info in (info for provider in providers for info in provider.models):
        for row in info.prices if isinstance(info.prices, list) else ():
            if start := getattr(row.constraint, "start_date", None):
                yield start


_TAIL = re.compile(
    r"[-_. ](?:instruct|chat|hf|versatile|instant|it|latest|fp8|bf16|awq|tput|maas|reference)(?=$|[-_. ])"
)


def _plain(name: str) -> str:
    """Names of one model by different sellers made equal: owner, `-Instruct` and punctuation dropped."""
    name = name.lower().rsplit("/", 1)[-1].replace("meta-", "")
    name = name.replace("-turbo", "") if "llama" in name else name
    for _ in range(3):
        name = _TAIL.sub("", name)
    return re.sub(r"[^a-z0-9]", "", name)
