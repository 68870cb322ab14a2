"""`aperture ingest`."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def ingest(
    sources: Annotated[list[str] | None, typer.Argument(help="Files, folders, addresses, hf:org/name.")] = None,
    prune: Annotated[bool, typer.Option(help="Forget documents whose file under a named folder is gone.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only report what would happen.")] = False,
    rebuild: Annotated[bool, typer.Option(help="Build the index anew, for example with another encoder.")] = False,
    texts: Annotated[bool, typer.Option(help="Fetch the licence texts, so that answers quote the clause.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Take documents in: what ships, then what is named. Safe to repeat: unchanged documents cost nothing.

    Exit code 1 when something named could not be taken in.
    """
    from bot.ingesting import run_ingest
    from bot.settings import Settings

    failed = run_ingest(
        Settings(), sources or [], prune=prune, dry_run=dry_run, rebuild=rebuild, with_texts=texts, as_json=as_json
    )
    if failed:
        raise typer.Exit(1)
