"""`aperture sources`: what is indexed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from knowledge.store import Store

app = typer.Typer(invoke_without_command=True)


@contextmanager
def _store() -> Iterator[Store]:
    from bot.ingesting import encoder_of
    from bot.settings import Settings
    from knowledge.store import Store

    settings = Settings()
    with Store.open(settings.data_dir, encoder_of(settings), settings.chroma) as store:
        yield store


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
    from rich.console import Console
    from rich.table import Table

    table = Table("id", "kind", "title", "chunks", "ingested", box=None)
    for e in entries:
        table.add_row(e.document_id, e.kind, e.title, str(e.chunks), e.ingested_at[:16])
    Console().print(table)


@app.command()
def show(
    document_id: str,
    dropped: Annotated[bool, typer.Option("--dropped", help="What cleaning took out instead of the text.")] = False,
) -> None:
    """Print a document as it is stored."""
    from knowledge.errors import SourceError

    with _store() as store:
        document = store.document(document_id)
    if document is None:
        raise SourceError(f"no document {document_id!r}; `aperture sources` lists the ids")
    typer.echo("\n".join(document.dropped) if dropped else document.text)


@app.command()
def remove(document_id: str) -> None:
    """Forget a document."""
    from knowledge.errors import SourceError

    with _store() as store:
        if not store.remove(document_id):
            raise SourceError(f"no document {document_id!r}; `aperture sources` lists the ids")


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
