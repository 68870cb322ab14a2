"""`aperture doctor`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

app = typer.Typer()

MARK = {"ok": "[green]✓[/]", "off": "[dim]○[/]", "fault": "[red]✗[/]"}


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="One JSON list on stdout.")] = False) -> None:
    """Say what is configured, what is reachable, what is missing and how to add it.

    Exit code 1 when a part that is switched on does not work.
    """
    from rich.console import Console
    from rich.table import Table

    from bot.doctor import examine
    from bot.settings import Settings

    findings = list(examine(Settings()))
    if as_json:
        typer.echo(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        table = Table(box=None, show_header=False, pad_edge=False)
        for finding in findings:
            table.add_row(MARK[finding.status], finding.part, finding.says, f"[dim]{finding.way_out}[/]")
        Console().print(table)
    if any(finding.status == "fault" for finding in findings):
        raise typer.Exit(1)
