"""`aperture ask`: one question for a person, or JSON for a program."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

if TYPE_CHECKING:
    from bot.answering.answer import Answer, Ask
    from bot.answering.engine import Engine

app = typer.Typer()


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help="The question, in English or Chinese.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line, from lines on stdin.")] = False,
    blocks: Annotated[bool, typer.Option("--blocks", help="Add the Block Kit that Slack would get.")] = False,
) -> None:
    """Answer a question about an AI model: open, permitted, cheaper, which one. With evidence."""
    from bot.answering.answer import Ask
    from bot.answering.engine import Engine
    from bot.settings import Settings

    with redirect_stdout(sys.stderr):
        engine = Engine.open(Settings())
    with engine:
        if jsonl:
            if isinstance(sys.stdin, io.TextIOWrapper):
                sys.stdin.reconfigure(encoding="utf-8", errors="replace")
            _answer_lines(sys.stdin, engine, blocks=blocks)
        else:
            _answer_one(Ask(question=" ".join(question or [])), engine, as_json=as_json, blocks=blocks)


def _answer_one(asked: Ask, engine: Engine, *, as_json: bool, blocks: bool) -> None:
    answer = engine.ask(asked)
    if as_json or blocks:
        _write(_as_json(answer, blocks=blocks))
        return
    from rich.console import Console

    from bot.terminal import show

    show(answer, Console())


def _answer_lines(lines: Iterable[str], engine: Engine, *, blocks: bool) -> None:
    """Answer line by line, in order; a line that cannot be read gives an error object and the rest goes on."""
    from bot.answering.answer import Ask

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = Ask.model_validate(json.loads(line))
        except (ValueError, RecursionError) as error:
            _write(_bad_line(number, line, error))
            continue
        _write(_as_json(engine.ask(asked), blocks=blocks))


def _bad_line(number: int, line: str, error: Exception) -> dict[str, Any]:
    told = f"not JSON: {error}"
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        told = ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))
    return {"id": _id_of(line), "line": number, "error": told}


def _id_of(line: str) -> str:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    return str(value.get("id") or "") if isinstance(value, dict) else ""


def _as_json(answer: Answer, *, blocks: bool) -> dict[str, Any]:
    value = answer.model_dump(mode="json")
    if blocks:
        from bot.blocks.answer import answer_blocks

        value["blocks"] = answer_blocks(answer, answer.id or "cli")
    return value


def _write(value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()
