"""An answer on a terminal: Slack's marks as colours, quotes set apart, sources below."""

from __future__ import annotations

import html
import re

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.answering.answer import Answer

_COLOUR = {
    "open-source-open-data": "green", "open-source": "green", "open-weights": "cyan", "weights-available": "yellow",
    "closed": "red", "allowed": "green", "allowed-with-conditions": "yellow", "needs-license": "yellow",
    "not-allowed": "red", "api": "cyan", "self-host": "cyan",
}  # fmt: skip
_MARKED = re.compile(r"\*([^*\n]+)\*|(?<!\w)_([^_\n]+)_(?!\w)|(\[\d+\])")


def show(answer: Answer, console: Console) -> None:
    """Print an answer for a person."""
    value = str((answer.verdict or {}).get("value", ""))
    lines = [_line(line) for line in html.unescape(answer.answer).splitlines()]
    title = "Aperture" if not value else f"Aperture · {value}"
    console.print(Panel(Group(*lines), title=title, title_align="left", border_style=_COLOUR.get(value, "blue")))
    if answer.details:
        console.print(Padding(Group(*(_line(line) for line in html.unescape(answer.details).splitlines())), (0, 2)))
    if answer.citations:
        console.print(_sources(answer))


def _line(line: str) -> RenderableType:
    if line.startswith("> "):
        return Padding(Text.assemble(("│ ", "dim"), _marked(line[2:], "italic")), (0, 0, 0, 2))
    return _marked(line)


def _marked(line: str, style: str = "") -> Text:
    text, at = Text(style=style), 0
    for match in _MARKED.finditer(line):
        text.append(line[at : match.start()])
        strong, quiet, number = match.groups()
        text.append(strong or quiet or number, "bold" if strong else "dim")
        at = match.end()
    text.append(line[at:])
    return text


def _sources(answer: Answer) -> Text:
    text = Text(style="dim")
    for cited in answer.citations:
        where = " · ".join(filter(None, [cited.title, cited.locator, cited.url or "", cited.checked or ""]))
        text.append(f" [{cited.n}] {where}\n")
    return text
