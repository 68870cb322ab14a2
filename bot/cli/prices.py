"""`aperture prices`: what an API costs by every source at hand, and a newer table."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Annotated

import typer

from bot.cli import amounts
from knowledge.errors import PricesError

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """API prices: show them with source and date, or fetch a newer table."""


@app.command()
def show(
    model: Annotated[str, typer.Argument(help="GPT-4o, DeepSeek-V3, …")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False,
) -> None:
    """Every seller's price of a model per million tokens, with source and date; stale ones are marked."""
    from bot.cli.lookup import find
    from bot.settings import Settings
    from knowledge.catalog import Catalog
    from knowledge.cost.prices import PriceBook

    settings = Settings()
    found, variant = find(model, Catalog.load(settings.overlay_dir))
    quotes = PriceBook(settings.data_dir, settings.overlay_dir).quotes(found, variant, date.today())
    if as_json:
        amounts.print_json(quotes)
        return
    if not quotes:
        sys.stdout.write(f"No price of {found.name} is at hand. An unknown price is not a price of zero.\n")
    for quote in quotes:
        cached = f", cached {amounts.plain(quote.cached)}" if quote.cached else ""
        flags = [
            quote.dated or quote.as_of.isoformat(),
            *(["STALE"] if quote.stale else []),
            *([quote.note] if quote.note else []),
        ]
        price = f"{amounts.plain(quote.input)} in{cached}, {amounts.plain(quote.output)} out {quote.currency}"
        sys.stdout.write(f"{quote.name} ({quote.model}): {price}  [{'; '.join(flags)}]  {quote.source}\n")


@app.command()
def update(
    url: Annotated[str | None, typer.Option(help="Where the table lies; genai-prices' own if left out.")] = None,
) -> None:
    """Fetch a newer table of prices; the old one stays until the new one has been read."""
    from bot.settings import Settings
    from knowledge.cost.prices import UPDATED, read_table

    target = Settings().data_dir / UPDATED
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    try:
        fresh.write_bytes(_fetch(url))
        providers = read_table(fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    count = sum(len(provider.models) for provider in providers)
    sys.stdout.write(f"{count} prices of {len(providers)} providers, kept in {target}\n")


def _fetch(url: str | None) -> bytes:
    """The table as it lies there. Raises `PricesError` naming the address."""
    import httpx2
    from genai_prices.update_prices import DEFAULT_UPDATE_URL

    address = url or DEFAULT_UPDATE_URL
    try:
        answer = httpx2.get(address, timeout=20)
        answer.raise_for_status()
        json.loads(answer.content)
    except Exception as error:
        raise PricesError(f"{address}: no table of prices ({error}); the prices at hand stay in use") from error
    return answer.content
