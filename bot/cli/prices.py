"""`aperture prices`: what an API costs by every source at hand, and a newer table."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import typer

from bot.cli import amounts

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
    from ingest.prices import update_prices

    folder = Settings().data_dir
    prices, providers = update_prices(folder, url, date.today())
    sys.stdout.write(f"{prices} prices of {providers} providers, kept in {folder}\n")
