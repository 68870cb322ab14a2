"""`aperture sources`: what is indexed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import SourceError

if TYPE_CHECKING:
    from knowledge.rows import Entry
    from knowledge.store import Store

NAMED = "Its id, the start of it, or the file or address it came from."
app = typer.Typer(invoke_without_command=True)


@contextmanager
def _store() -> Iterator[Store]:
    from bot.ingesting import encoder_of
    from bot.settings import Settings
    from knowledge.store import Store

    settings = Settings()
    with Store.open(settings.data_dir, encoder_of(settings), settings.chroma) as store:
        yield store


def _entry(store: Store, named: str) -> Entry:
    """The one document that is meant by an id, the start of one, or where it came from."""
    entries = store.entries()
    if named in entries:
        return entries[named]
    place = str(Path(named).expanduser().resolve())
    found = [e for e in entries.values() if e.source in (named, place)]
    found = found or [e for e in entries.values() if named and e.document_id.startswith(named)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SourceError(f"no document {named!r}; `aperture sources` lists the ids")
    several = ", ".join(e.document_id for e in found[:8]) + (" …" if len(found) > 8 else "")
    raise SourceError(f"{named!r} begins {len(found)} ids ({several}); say more of one")


def _print(entries: list[Entry]) -> None:
    """A table with every id whole: long titles give way, and what goes into a pipe is as wide as it is."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.markup import escape
    from rich.measure import Measurement
    from rich.table import Table

    table = Table("id", "kind", "title", "chunks", "ingested", box=None, pad_edge=False)
    table.columns[0].no_wrap, table.columns[0].overflow = True, "ignore"
    for column in table.columns[1:]:
        column.no_wrap, column.overflow = True, "ellipsis"
    for e in entries:
        table.add_row(escape(e.document_id), e.kind, escape(e.title), str(e.chunks), e.ingested_at[:16])
    console = Console()
    widest = max((cell_len(e.document_id) for e in entries), default=0)
    table.columns[0].min_width = widest
    if not console.is_terminal:
        console.width = max(console.width, Measurement.get(console, console.options.update(width=9999), table).maximum)
    console.print(table, crop=False)


@app.callback()
def sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list on stdout.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With the cards that ship.")] = False,
) -> None:
    """List what is indexed, in a stable order."""
    if context.invoked_subcommand:
        return
    with _store() as store:
        entries = [e for e in store.entries().values() if everything or as_json or e.kind != "card"]
    if as_json:
        rows = [{"id": e.document_id, **{k: v for k, v in asdict(e).items() if k != "document_id"}} for e in entries]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    _print(entries)


@app.command()
def show(
    document: Annotated[str, typer.Argument(help=NAMED)],
    dropped: Annotated[bool, typer.Option("--dropped", help="What cleaning took out instead of the text.")] = False,
) -> None:
    """Print a document as it is stored."""
    with _store() as store:
        found = store.document(_entry(store, document).document_id)
    if found is None:
        raise SourceError(f"{document!r} is listed but not held; `aperture sources verify --repair` mends it")
    if dropped and not found.dropped:
        typer.echo("nothing was taken out", err=True)
    typer.echo("\n".join(found.dropped) if dropped else found.text)


@app.command()
def remove(document: Annotated[str, typer.Argument(help=NAMED)]) -> None:
    """Forget a document, and the licence text it brought."""
    from bot.settings import Settings
    from ingest.sync import alone
    from knowledge.texts import Texts

    folder = Settings().data_dir
    with _store() as store, alone(folder):
        entry = _entry(store, document)
        store.remove(entry.document_id)
        gone = Texts(folder / "texts").remove(entry.source)
    typer.echo(f"removed {entry.document_id} ({entry.title})")
    if gone:
        typer.echo(f"no longer quoted: {', '.join(gone)}; `aperture ingest --texts` fetches licence texts")


@app.command()
def verify(repair: Annotated[bool, typer.Option(help="Mend what is found.")] = False) -> None:
    """Hold every manifest row against the sentences it names. Exit code 1 when something is wrong."""
    with _store() as store:
        problems = store.verify(repair=repair)
    for problem in problems:
        typer.echo(problem)
    typer.echo("mended" if problems and repair else "sound" if not problems else "`--repair` mends it")
    if problems and not repair:
        raise typer.Exit(1)
