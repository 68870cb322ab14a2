"""Answers out of passages: the best sentences, attributed, in the order they stand."""

from __future__ import annotations

import re

from bot.answering.compose import words
from bot.answering.compose.escape import named, quoted
from bot.answering.compose.evidence import Evidence
from bot.answering.compose.select import Piece, select
from knowledge.records.base import Language
from knowledge.records.document import Found, Passage

_MARKS = re.compile(r"^#{1,6}\s+", re.M)
_BOLD = re.compile(r"(?<![\w*(])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
"""Marks of headings and of bold; the citation keeps them. `2**20` is no bold."""
BUDGET = 600
"""Characters of quoted sentences in an answer."""


def passages_text(found: Found, query: str, language: Language, evidence: Evidence, budget: int = BUDGET) -> list[str]:
    """The quoted sentences that answer `query`, each attributed; a document is introduced once."""
    lines: list[str] = []
    before: str | None = None
    for piece in select(found.passages, query, budget):
        if piece.passage.document_id != before:
            lines.append(_introduced(piece.passage, language))
        before = piece.passage.document_id
        number = evidence.passage(piece.passage, piece.start, piece.end)
        lines.append(f"> “{_text(piece)}” [{number}]")
    return lines


def _text(piece: Piece) -> str:
    return " ".join(_BOLD.sub(r"\1", _MARKS.sub("", quoted(piece.text))).split())


def _introduced(passage: Passage, language: Language) -> str:
    """Title, author and date in the asker's language; says so when the quote is in the other."""
    by = [named(passage.author or ""), str(passage.published or "")]
    told = ", ".join(part for part in by if part)
    if language == "zh":
        other = "（原文为英文）" if passage.language == "en" else ""
        return f"《{named(passage.title)}》{f'（{told}）' if told else ''}{words.SAYS.zh}{other}："
    other = ", in Chinese" if passage.language == "zh" else ""
    return f"_{named(passage.title)}_{f' ({told})' if told else ''} {words.SAYS.en}{other}:"
