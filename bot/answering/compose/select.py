"""Which sentences of the found passages to quote: runs of whole sentences that say most about the question."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.confidence import SURE
from knowledge.glossary import other_side
from knowledge.lexical import tokens
from knowledge.records.document import Found, Passage
from knowledge.tokens import in_chinese

PIECES = 4
"""Runs that are quoted at most."""
FIRST, NEXT = 240, 160
"""Characters of the first run and of each later one: several short runs show the sentence that answers more often than
one long run (docs/decisions/retrieval.md)."""
SHORTEST = 12
LEAST_ROOM = 60
"""Characters that a further run is worth looking for."""
NEARNESS = 15.0
"""What a sentence of cosine 1 to the question is worth, in rare words."""
USUAL = 0.95
"""Share of the mean score that a sentence has to be worth."""
OF_A_HEADING = 0.5
"""A heading names what the sentences under it say."""
INHERITED = 0.7
"""Share of a heading's score that the sentences under it get."""
_HEADING = re.compile(r"(?:[一二三四五六七八九十\d][\d.、)）.]*\s*)?[^。，；！!,;]{1,28}[^。，；！!,;:：.]")
_MARKED = re.compile(r"#{1,6}\s")
_BOLD = "**"
"""Before and after a heading that begins its paragraph."""
_CLOSES = re.compile(r"\s*\*\*\s*")
FADES = 0.82
"""Each rank of the search is worth this much of the one before."""
FAR_LESS = 0.35
"""Share of the best score of the document that answers, below which another document says nothing of it
(docs/decisions/retrieval.md)."""
_SENTENCE = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;]+[”\"」』)）]*)?")
_EN_STOP = re.compile(r"(?<=[a-z0-9)\"”])\.\s+(?=[A-Z\"“])")


@dataclass(frozen=True)
class Piece:
    """A run of sentences of a passage, `passage.text[start:end]`."""

    passage: Passage
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The run itself."""
        return self.passage.text[self.start : self.end]


def quotable(found: Found, query: str, budget: int) -> list[Piece]:
    """What `select` takes, without other documents that say far less where the first passage surely answers.

    Over languages a score tells less: all this is of documents in the language of the question.
    """
    pieces = select(found.passages, query, budget)
    if found.confidence < SURE or not any(piece.passage is found.passages[0] for piece in pieces):
        return pieces
    first, language = found.passages[0], "zh" if in_chinese(query) else "en"
    best: dict[str, float] = {}
    for piece in pieces:
        best[piece.passage.document_id] = max(best.get(piece.passage.document_id, 0.0), piece.score)
    least = FAR_LESS * best[first.document_id] if first.language == language else 0.0
    return [p for p in pieces if p.passage.language != language or best[p.passage.document_id] >= least]


def select(passages: Sequence[Passage], query: str, budget: int) -> list[Piece]:
    """Up to `PIECES` runs within `budget` characters, those of one document together, in the order they stand.

    None ends in a marked heading, unless there is nothing else to say.
    """
    weights = _weights(passages, query)
    spans = [sentences(passage.text) for passage in passages]
    heads = [_headings(p, sp) for p, sp in zip(passages, spans, strict=True)]
    scores = _above_usual([_scores(p, sp, hd, weights) for p, sp, hd in zip(passages, spans, heads, strict=True)])
    return _chosen(passages, spans, heads, scores, budget) or _chosen(passages, spans, _none(heads), scores, budget)


def _none(heads: Sequence[Sequence[bool]]) -> list[list[bool]]:
    return [[False] * len(row) for row in heads]


def _chosen(
    passages: Sequence[Passage],
    spans: Sequence[Sequence[tuple[int, int]]],
    heads: Sequence[Sequence[bool]],
    scores: Sequence[Sequence[float]],
    budget: int,
) -> list[Piece]:
    chosen: list[Piece] = []
    room = budget
    while len(chosen) < PIECES and room >= LEAST_ROOM:
        sizes = (min(room, NEXT if chosen else FIRST), room)
        best = max(_runs(passages, spans, heads, scores, sizes, chosen), key=lambda piece: piece.score, default=None)
        if best is None or best.score <= 0:
            break
        chosen.append(best)
        room -= best.end - best.start
    return _in_order(chosen)


def _in_order(chosen: list[Piece]) -> list[Piece]:
    documents = list(dict.fromkeys(piece.passage.document_id for piece in chosen))
    return sorted(chosen, key=lambda p: (documents.index(p.passage.document_id), p.passage.rank, p.start))


def _runs(
    passages: Sequence[Passage],
    spans: Sequence[Sequence[tuple[int, int]]],
    heads: Sequence[Sequence[bool]],
    scores: Sequence[Sequence[float]],
    sizes: tuple[int, int],
    chosen: Sequence[Piece],
) -> Iterator[Piece]:
    """The best run of each passage that fits and says nothing again."""
    for at, passage in enumerate(passages):
        fitting = _fitting(spans[at], heads[at], scores[at], sizes, cut=not chosen)
        runs = [r for r in fitting if not _again(passage, r[0], r[1], chosen)]
        if runs:
            start, end, score = max(runs, key=lambda run: run[2])
            yield Piece(passage, start, end, score * FADES**at)


def _fitting(
    spans: Sequence[tuple[int, int]],
    heads: Sequence[bool],
    scores: Sequence[float],
    sizes: tuple[int, int],
    *,
    cut: bool,
) -> Iterator[tuple[int, int, float]]:
    """Every run of whole sentences up to the first of `sizes`, and single ones up to the second, that does not end in
    a heading, which promises and says nothing. A single still longer sentence is cut there, or left out: what follows
    may be its condition."""
    usual, most = sizes
    for first in range(len(spans)):
        total = 0.0
        for last in range(first, len(spans)):
            start, end = spans[first][0], spans[last][1]
            if end - start > (most if first == last else usual):
                if first == last and cut:
                    yield start, start + most, scores[first] * most / (end - start)
                break
            total += scores[last]
            if end - start >= SHORTEST and not heads[last]:
                yield start, end, total


def _again(passage: Passage, start: int, end: int, chosen: Sequence[Piece]) -> bool:
    text = passage.text[start:end]
    for piece in chosen:
        if piece.passage is passage and start < piece.end and piece.start < end:
            return True
        if piece.passage.document_id == passage.document_id and _shared(
            text, piece.passage.text[piece.start : piece.end]
        ):
            return True
    return False


def _shared(text: str, other: str) -> bool:
    return any(text[at : at + 24] in other for at in range(0, max(1, len(text) - 24), 12))


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, without the white space around them."""
    return [span for match in _SENTENCE.finditer(text) for span in _split(text, match.start(), match.end())]


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    edges = [start, *(m.end() for m in _EN_STOP.finditer(text, start, end)), end]
    for a, b in pairwise(edges):
        piece = text[a:b]
        opened = text.count(_BOLD, text.rfind("\n", 0, a) + 1, a) % 2
        if opened and (closes := _CLOSES.match(piece)):
            a, piece = a + closes.end(), piece[closes.end() :]
        if piece.strip():
            yield a + len(piece) - len(piece.lstrip()), b - len(piece) + len(piece.rstrip())


def _weights(passages: Sequence[Passage], query: str) -> dict[str, float]:
    """Words of the query, and of its terms in the other language, by how rare they are in what was found."""
    wanted = dict.fromkeys(tokens(query), 1.0)
    bridged = other_side(query)
    for term in (*bridged, *other_side(" ".join(bridged))):
        for word in tokens(term):
            wanted.setdefault(word, 0.7)
    held = [set(tokens(p.text[a:b])) for p in passages for a, b in sentences(p.text)]
    return {word: share * _rarity(word, held) for word, share in wanted.items()}


def _rarity(word: str, held: Sequence[set[str]]) -> float:
    return math.log(1 + len(held) / (1 + sum(word in words for words in held)))


def _above_usual(scores: list[list[float]]) -> list[list[float]]:
    """What a sentence says beyond what most of those found say, so that a run does not grow for its own sake."""
    every = [score for row in scores for score in row] or [0.0]
    usual = USUAL * sum(every) / len(every)
    return [[score - usual for score in row] for row in scores]


def _headings(passage: Passage, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Which sentences are marked as headings, or are part of one."""
    lines = [passage.text.rfind("\n", 0, start) + 1 for start, _ in spans]
    return [
        bool(_MARKED.match(passage.text, line)) or _runs_in(passage.text, start, end)
        for line, (start, end) in zip(lines, spans, strict=True)
    ]


def _runs_in(text: str, start: int, end: int) -> bool:
    """Whether this is all that is bold, and its paragraph goes on behind it."""
    return text.startswith(_BOLD, start) and text.count(_BOLD, start, end) == 1 and text.startswith(_BOLD, end)


def _scores(
    passage: Passage, spans: Sequence[tuple[int, int]], heads: Sequence[bool], weights: Mapping[str, float]
) -> list[float]:
    """Each sentence by its own words, and by those of the heading it stands under."""
    scores: list[float] = []
    above = 0.0
    for span, head in zip(spans, heads, strict=True):
        own = _score(passage, span, weights)
        if head or _HEADING.fullmatch(_line(passage.text, span)):
            above = INHERITED * own
            scores.append(OF_A_HEADING * own)
        else:
            scores.append(own + above)
    return scores


def _line(text: str, span: tuple[int, int]) -> str:
    """The whole line a sentence stands on when it is all of it, else nothing."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    line = text[start : end if end >= 0 else len(text)].strip()
    return line if line == text[span[0] : span[1]] else ""


def _score(passage: Passage, span: tuple[int, int], weights: Mapping[str, float]) -> float:
    text = passage.text[span[0] : span[1]]
    lexical = sum(weights.get(word, 0.0) for word in set(tokens(text)))
    near = max((c for a, b, c in passage.sentence_scores if a < span[1] and span[0] < b), default=0.0)
    asks = text.rstrip('”"」 ').endswith(("?", "？"))
    return (lexical + NEARNESS * near + 0.2) * (0.5 if asks else 1.0)
