"""`aperture ingest`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

app = typer.Typer()


@app.command()
def ingest(
    sources: Annotated[list[str] | None, typer.Argument(help="Files, folders, addresses, hf:org/name.")] = None,
    prune: Annotated[bool, typer.Option(help="Forget documents whose file under a named folder is gone.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only report what would happen.")] = False,
    rebuild: Annotated[bool, typer.Option(help="Build the index anew, for example with another encoder.")] = False,
    texts: Annotated[bool, typer.Option(help="Fetch the licence texts, so that answers quote the clause.")] = False,
    engine: Annotated[Literal["local", "ray"], typer.Option(help="`ray`: on all cores or a cluster.")] = "local",
    workers: Annotated[int, typer.Option(min=1, help="Workers of each stage with `--engine ray`.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Take documents in: what ships, then what is named. Safe to repeat: unchanged documents cost nothing.

    Exit code 1 when something named could not be taken in.
    """
    from bot.ingesting import run_ingest
    from bot.settings import Settings

    failed = run_ingest(
        Settings(),
        sources or [],
        prune=prune,
        dry_run=dry_run,
        rebuild=rebuild,
        with_texts=texts,
        as_json=as_json,
        workers=workers if engine == "ray" else 0,
    )
    if failed:
        raise typer.Exit(1)
