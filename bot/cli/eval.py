"""`aperture eval`: a team's own questions through the bot, with figures, a report, and an exit code for CI."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knowledge.errors import FactsError, ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from bot.evaluation.cases import Case
    from bot.evaluation.run import Judge, Run
    from bot.settings import Settings

app = typer.Typer()


@app.command()
def evaluate(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines or CSV; left out: the set that ships.", show_default=False)
    ] = None,
    config: Annotated[
        list[Path] | None,
        typer.Option(help="A file of settings (like .env) that win over the environment; twice: side by side."),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the report as one HTML file.")] = None,
    at_least: Annotated[
        float, typer.Option(min=0, max=1, help="Share of cases that must be right, else exit code 1.")
    ] = 0.9,
    judge: Annotated[
        str | None, typer.Option(help="A stronger model at OPENAI_BASE_URL as a second opinion; changes no score.")
    ] = None,
) -> None:
    """Answer a test set and say how it went: verdicts, facts, passages, citations, refusals and time.

    A case is a question and what is expected: verdict, facts, passage, clause, use, cost, missing, abstain, forbid.
    """
    from rich.console import Console

    from bot.evaluation.cases import SHIPPED, load_cases

    source = file or SHIPPED
    cases = load_cases(source)
    runs = [_run(name, settings, cases, judge) for name, settings in _configurations(config or [])]
    _show(runs, Console())
    if html is not None:
        _write_page(runs, source, html)
    failed = any(run.accuracy < at_least or run.measure("citations")[0] < 1 for run in runs)
    raise typer.Exit(int(failed))


def _configurations(files: Sequence[Path]) -> list[tuple[str, Settings]]:
    """The environment as it is, or each file's settings over it."""
    from bot.settings import Settings

    if not files:
        return [("now", Settings())]
    return [(path.stem or path.name, Settings(**_pairs(path))) for path in files]


def _pairs(path: Path) -> dict[str, Any]:
    from dotenv import dotenv_values

    if not path.is_file():
        raise FactsError(f"configuration {path}: there is no such file; one NAME=value a line, as in .env.example")
    return {name: value for name, value in dotenv_values(path).items() if value}


def _run(name: str, settings: Settings, cases: Sequence[Case], judge: str | None) -> Run:
    from bot.answering.engine import Engine
    from bot.evaluation.run import run

    with redirect_stdout(sys.stderr):
        engine = Engine.open(settings)
    with engine:
        return run(engine, cases, name, _progress, _judge(judge, settings) if judge else None)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {total} cases" + ("\n" if done == total else ""))
        sys.stderr.flush()


def _judge(name: str, settings: Settings) -> Judge:
    from bot.answering.prose import make_model
    from bot.evaluation.judge import judge_by

    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise ModelError(f"judge {name}: no endpoint; set OPENAI_API_KEY or OPENAI_BASE_URL")
    return judge_by(make_model(settings, name))


def _show(runs: Sequence[Run], console: Console) -> None:
    from bot.evaluation import tables

    names = [run.name for run in runs]
    _table(console, "Figures", ["", *names], tables.summary(runs))
    _table(console, "Cases right by language and kind", ["", *names], tables.breakdown(runs))
    _table(console, "Where they differ", ["case", "question", "right"], tables.apart(runs))
    for run in runs:
        _table(console, f"Not right: {run.name}", ["case", "question", "what went wrong"], tables.wrong(run))


def _table(console: Console, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(*heads, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _write_page(runs: Sequence[Run], source: Path, to: Path) -> None:
    from bot.evaluation.page import page

    try:
        to.write_text(page(runs, source, datetime.now(UTC).date()), encoding="utf-8")
    except OSError as error:
        raise FactsError(f"report {to}: cannot be written ({error.strerror}); give another path to --html") from error
    sys.stderr.write(f"report: {to}\n")
