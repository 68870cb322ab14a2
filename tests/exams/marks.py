"""What every exam hands back: one mark a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answering.answer import Answer
from bot.answering.engine import Engine

SHARED = Path(__file__).parents[2].parent / "shared"
"""Exams, seeds and licence texts that stand beside the checkout; absent for users."""
PAGES = (
    "fresh",
    "last",
    "held",
    "sealed",
    "blind",
    "outside",
    "stranger",
    "visitor",
    "guest",
    "caller",
    "newcomer",
    "neighbor",
    "traveler",
    "walker",
)
"""Folders of pages of our own, each with its questions beside it; from `blind` on by writers who knew neither the
product nor the other questions."""
KEPT_OUT = ("traveler", "walker")
"""Those that no weight was ever fitted on."""
PLAIN = "plain"
"""The same in nearly the words of the page, all answered: whoever asks so has to be answered."""


@dataclass(frozen=True)
class Mark:
    """How one row went."""

    id: str
    language: str
    right: float
    """1 right, 0 wrong; shares for exams that score by slot or point."""
    out_of: float = 1.0
    why: str = ""
    group: str = ""
    """Rows of one group count as one, by their mean."""


@dataclass(frozen=True)
class Result:
    """One exam."""

    name: str
    marks: tuple[Mark, ...]
    answers: tuple[Answer, ...] = ()

    def share(self, language: str | None = None) -> tuple[float, float]:
        """Points and of how many."""
        rows = [mark for mark in self.marks if language in {None, mark.language}]
        groups: dict[str, list[Mark]] = {}
        for at, mark in enumerate(rows):
            groups.setdefault(mark.group or f"#{at}", []).append(mark)
        return (
            sum(sum(m.right for m in group) / len(group) for group in groups.values()),
            sum(sum(m.out_of for m in group) / len(group) for group in groups.values()),
        )


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Rows of a JSONL exam."""
    path = Path(name) if Path(name).is_absolute() else SHARED / "exams" / name
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def astray_quotes(answers: Iterable[Answer], engine: Engine) -> list[str]:
    """Quotes of clauses and passages that are no verbatim piece of a stored text."""
    astray = []
    for answer in answers:
        for cited in answer.citations:
            if cited.kind != "fact" and cited.quote is not None and not _held(cited.quote, cited.source, engine):
                astray.append(f"{answer.id} [{cited.n}] {cited.source}: {cited.quote[:80]!r}")
    return astray


def _held(quote: str, source: str, engine: Engine) -> bool:
    record = engine.catalog.licenses.get(source)
    texts = [engine.texts.get(text.id) or "" for text in record.texts] if record else []
    if record is None:
        document = engine.store.document(source)
        texts = [document.text] if document else []
    return any(quote in text for text in texts) or any(
        quote in (engine.texts.get(text_id) or "") for text_id in (engine.texts.ids() if record else ())
    )
