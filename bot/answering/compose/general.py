"""Answers out of passages: the best sentences, attributed, in the order they stand."""

from __future__ import annotations

import re

from bot.answering.compose import words
from bot.answering.compose.escape import named, quoted
from bot.answering.compose.evidence import Evidence
from bot.answering.compose.select import Piece, quotable
from knowledge.records.base import Language
from knowledge.records.document import Found, Passage
from knowledge.tokens import in_chinese

_MARKS = re.compile(r"^#{1,6}\s+", re.M)
_BOLD = re.compile(r"(?<![\w*(])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
"""Marks of headings and of bold; the citation keeps them. `2**20` is no bold."""
_HEADING = re.compile(r"(?![-*•|+>]|\d+[.)、])[^.。!！?？:：;；,，|]{1,60}")
"""A line by itself that ends no sentence."""
_CLOSING = (")", "）", "”", '"', "』", "」", "》")
BUDGET = 600
"""Characters of quoted sentences in an answer."""


def passages_text(found: Found, query: str, language: Language, evidence: Evidence, budget: int = BUDGET) -> list[str]:
    """The quoted sentences that answer `query`, each attributed; a document is introduced once."""
    lines: list[str] = []
    before: str | None = None
    for piece in quotable(found, query, budget):
        if piece.passage.document_id != before:
            lines.append(_introduced(piece.passage, language))
        before = piece.passage.document_id
        numbers = [evidence.passage(piece.passage, piece.start, piece.end), *_said_too(piece, found, evidence)]
        lines.append(f"> “{one_line(piece)}” {''.join(f'[{number}]' for number in numbers)}")
    return lines


def _said_too(piece: Piece, found: Found, evidence: Evidence) -> list[int]:
    """The citation of another document that says the very same."""
    for other in found.passages:
        start = other.text.find(piece.text) if other.document_id != piece.passage.document_id else -1
        if start >= 0:
            return [evidence.passage(other, start, start + len(piece.text))]
    return []


def one_line(piece: Piece) -> str:
    """On one line, where a heading ends in a colon: what stands under it would run on from it."""
    lines = [*quoted(piece.text).split("\n"), ""]
    shown = ""
    for at, line in enumerate(lines[:-1]):
        bare = " ".join(_BOLD.sub(r"\1", _MARKS.sub("", line)).split())
        under = any(map(str.strip, lines[at + 1 :]))
        heads = bool(_MARKS.match(line)) or (not lines[at + 1].strip() and bool(_HEADING.fullmatch(bare)))
        if heads and under and (bare[-1:].isalnum() or bare.endswith(_CLOSING)):
            shown += f"{bare}：" if in_chinese(bare) else f"{bare}: "
        elif bare:
            shown += f"{bare} "
    return shown.strip()


def _introduced(passage: Passage, language: Language) -> str:
    """Title, author and date in the asker's language; says so when the quote is in the other."""
    by = [named(passage.author or ""), str(passage.published or "")]
    told = ", ".join(part for part in by if part)
    if language == "zh":
        other = "（原文为英文）" if passage.language == "en" else ""
        return f"《{named(passage.title)}》{f'（{told}）' if told else ''}{words.SAYS.zh}{other}："
    other = ", in Chinese" if passage.language == "zh" else ""
    return f"_{named(passage.title)}_{f' ({told})' if told else ''} {words.SAYS.en}{other}:"
