"""A document into passage-sized chunks that respect headings, clauses, tables and code.

Blocks (paragraphs, list items, tables, fenced code) are packed under their heading up to `SIZE` characters. A clause
number is never torn from its text, and a chunk's text is a verbatim piece of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.headings import heading_of, matched
from knowledge.records.document import Chunk, Document

SIZE = 800
"""Characters a chunk aims at."""
HARD_CAP = 880
"""No chunk is longer, so that a passage is judged and shown whole."""

CARD_LEAD = 260
"""Characters of a card, in each language, that stand for it."""

_CLAUSE_NUMBER = re.compile(
    r"^\s*(?P<n>(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[（(](?:\d{1,2}|[a-z]|[ivx]{1,4})[)）]|§\s?\d+)\s"
)
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;])[”’\"'」』）)]*|(?<=[.])[\"')\]]*(?=\s+[A-Z“\"(\[一-鿿])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|No|Inc|Ltd|Co|Corp|Sec|Art|St|Dr|Mr|Ms|approx)|\b[A-Z]|^\s*\d{1,2}|^\s*[a-z])\.$"
)


@dataclass(frozen=True)
class _Block:
    start: int
    end: int
    heading: str
    opens: bool
    """Stands first under its heading: a chunk may begin here."""


def chunk(document: Document) -> list[Chunk]:
    """The chunks of `document`, in order; `document.text[c.start:c.end] == c.text` for each."""
    spans = list(_pack(list(_split_long(document.text, _blocks(document.text)))))
    split = _halves if document.kind == "card" else sentences
    return [
        Chunk.of(document, index, (start, end), split(document.text[start:end]), heading)
        for index, (start, end, heading) in enumerate(spans)
    ]


def _blocks(text: str) -> Iterator[_Block]:
    heading, opens = "", False
    for start, end, is_code in _paragraphs(text):
        line = text[start:end]
        found = None if is_code or "\n" in line.strip() else heading_of(line)
        if found is not None:
            heading, opens = found, True
            yield _Block(start, end, heading, True)
            continue
        yield _Block(start, end, heading, False if opens else bool(_CLAUSE_NUMBER.match(line)))
        opens = False


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of paragraphs (single lines where the text has one a line), tables and fenced code kept whole."""
    position, lines = 0, text.splitlines(keepends=True)
    start: int | None = None
    code = False
    for line in lines:
        fence, table = line.lstrip().startswith("```"), line.lstrip().startswith("|")
        if code or fence:
            start = position if start is None else start
            if fence and code:
                yield start, position + len(line), True
                start = None
            code = code != fence
        elif not line.strip():
            if start is not None:
                yield start, position, False
            start = None
        elif table or (start is not None and not _starts_block(line)):
            start = position if start is None else start
        else:
            if start is not None:
                yield start, position, False
            start = position
        position += len(line)
    if start is not None:
        yield start, position, code


def _starts_block(line: str) -> bool:
    bare = line.strip()
    return bool(re.match(r"^(?:[-*•·●]\s|#{1,6}\s)", bare) or _CLAUSE_NUMBER.match(line) or matched(bare))


def _split_long(text: str, blocks: Iterator[_Block]) -> Iterator[_Block]:
    """Blocks longer than the cap, cut at sentence ends, and where there is none at the cap."""
    for block in blocks:
        start = block.start
        while block.end - start > HARD_CAP:
            cut = start + _last_sentence_end(text[start : start + SIZE])
            yield _Block(start, cut, block.heading, block.opens and start == block.start)
            start = cut
        yield _Block(start, block.end, block.heading, block.opens and start == block.start)


def _last_sentence_end(window: str) -> int:
    ends = [end for _, end in sentences(window)]
    inner = [end for end in ends[:-1] if end > SIZE // 3]
    if inner:
        return inner[-1]
    space = window.rfind(" ", SIZE // 2)
    return space + 1 if space > 0 else len(window)


def _pack(blocks: list[_Block]) -> Iterator[tuple[int, int, str]]:
    """Neighbouring blocks joined up to `SIZE`; a heading starts a chunk once the one before holds enough."""
    start: int | None = None
    end, heading = 0, ""
    for block in blocks:
        full = start is not None and block.end - start > SIZE
        turn = start is not None and block.opens and block.heading != heading and end - start > SIZE // 3
        if start is not None and (full or turn):
            yield start, end, heading
            start = None
        if start is None:
            start, heading = block.start, block.heading
        end = block.end
    if start is not None:
        yield start, end, heading


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of `text`, Chinese and English; spans cover all text but surrounding space."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        piece = text[start : found.end()]
        if not piece.strip() or _ABBREVIATION.search(piece.rstrip()[-12:]):
            continue
        yield from _stripped(text, start, found.end())
        start = found.end()
    yield from _stripped(text, start, len(text))


def _halves(text: str) -> Iterator[tuple[int, int]]:
    """A card is one statement a language, and its first lines say what it is: its lines are no sentences, and
    embedding all of them would cost a minute on the first start."""
    start = 0
    for gap in [*re.finditer(r"\n\s*\n", text), None]:
        end = gap.start() if gap else len(text)
        cut = text.rfind("\n", start + 40, start + CARD_LEAD)
        yield from _stripped(text, start, min(end, cut if cut > start else start + CARD_LEAD))
        start = gap.end() if gap else end


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield start + left, start + len(piece.rstrip())
