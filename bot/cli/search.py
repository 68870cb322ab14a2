"""`aperture search`: what retrieval alone finds, for a person or as JSON lines for a program."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from knowledge.records.document import Found, Passage
    from knowledge.search import Search

app = typer.Typer()
DAY = ["%Y-%m-%d"]
Kind = Literal["article", "license", "briefing", "file", "card"]
Language = Literal["en", "zh"]


@app.command()
def search(
    question: Annotated[list[str] | None, typer.Argument(help="What to look for, in English or Chinese.")] = None,
    top: Annotated[int, typer.Option(min=1, max=50, help="Passages to show.")] = 5,
    kind: Annotated[Kind | None, typer.Option(help="Only documents of this kind.")] = None,
    language: Annotated[Language | None, typer.Option(help="Only documents in this language.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="Published on this day or later.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Published on this day or before.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="JSON lines; questions come from stdin if none is given.")
    ] = False,
) -> None:
    """Show the passages that retrieval finds, and how likely it is that anything indexed answers."""
    with _opened() as opened:
        find = partial(
            opened.find, top=top, kinds=(kind,) if kind else None, language=language,
            since=since.date() if since else None, until=until.date() if until else None,
        )  # fmt: skip
        if jsonl:
            for line in _asked(question):
                _write(_answered(line, find))
            return
        from rich.console import Console

        show(find(" ".join(question or [])), Console())


@contextmanager
def _opened() -> Iterator[Search]:
    """The search that answers use; an empty index takes in what ships first."""
    from bot.answering.engine import Engine
    from bot.settings import Settings

    with Engine.open(Settings()) as engine:
        yield engine.search


def _asked(question: list[str] | None) -> Iterable[str]:
    if question:
        return [json.dumps({"id": "", "question": " ".join(question)})]
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return (line for line in sys.stdin if line.strip())


def _answered(line: str, find: Callable[[str], Found]) -> dict[str, Any]:
    """One line's result; a line that cannot be read gives an error object and the rest goes on."""
    try:
        row = json.loads(line)
        identity, question = str(row.get("id", "")), row["question"]
        if not isinstance(question, str):
            raise TypeError("question is not a text")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return {"id": "", "error": f"no question in {line.strip()[:80]!r}: {type(error).__name__}: {error}"}
    found = find(question)
    return {
        "id": identity,
        "question": question,
        "passages": [_passage(passage) for passage in found.passages],
        "confidence": found.confidence,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return passage.model_dump(include={"rank", "score", "text", "title", "source", "locator"})


def _write(value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()


def show(found: Found, console: Any) -> None:
    """A table for a person: the passage with its best sentence set off, and where it stands."""
    from rich.table import Table
    from rich.text import Text

    table = Table("#", "passage", "where", box=None, pad_edge=False, padding=(0, 2, 1, 0))
    for passage in found.passages:
        text = Text(passage.text)
        if passage.best_sentence:
            text.stylize("bold", *passage.best_sentence)
        table.add_row(
            str(passage.rank), text, Text("\n".join(filter(None, [passage.title, passage.locator, passage.source])))
        )
    console.print(table)
    console.print(f"confidence that anything here answers: {found.confidence:.2f}")
