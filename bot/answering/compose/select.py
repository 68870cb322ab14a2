"""Which sentences of the found passages to quote: runs of whole sentences that say most about the question."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.compose.given import wanted
from bot.answering.compose.units import Unit, lead, units
from knowledge.confidence import SURE
from knowledge.glossary import other_side
from knowledge.lexical import tokens
from knowledge.records.document import Found, Passage
from knowledge.tokens import in_chinese, letters

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
SAID = 20
"""Letters of a sentence from which on it is not quoted again out of another document."""
_HEADING = re.compile(r"(?:[一二三四五六七八九十\d][\d.、)）.]*\s*)?[^。，；！!,;]{1,28}[^。，；！!,;:：.]")
OF_A_QUESTION = 0.5
"""Share of a question's score that the sentence behind it gets; the one after that as much of this."""
GIVEN = 6.0
"""What the name or the amount asked for is worth, in rare words, where all words of the question stand beside it."""
NAMED = 15.0
"""What a row is worth that names what the question names (`Kittiwake-4`), in rare words: the rows beside it tell the
same of others."""
_NAME = re.compile(r"[一-鿿]{1,2}-[A-Za-z0-9.]+|[A-Za-z][\w.]*(?:-[\w.]+)+|[A-Za-z]+\d[\w.]*")
FADES = 0.82
"""Each rank of the search is worth this much of the one before."""
FAR_LESS = 0.35
"""Share of the best score of the document that answers, below which another document says nothing of it
(docs/decisions/retrieval.md)."""


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

    None ends in a heading or a question, unless there is nothing else to say. A row of a table comes with its header, a
    part of an item with the item, each a piece of its own.
    """
    held = _Held.of(passages, query)
    return _chosen(held, budget) or _chosen(held.without_heads(), budget)


@dataclass(frozen=True)
class _Held:
    """The passages, the units of each, and what each unit is worth."""

    passages: Sequence[Passage]
    units: Sequence[Sequence[Unit]]
    scores: Sequence[Sequence[float]]

    @classmethod
    def of(cls, passages: Sequence[Passage], query: str) -> _Held:
        held = [units(passage.text) for passage in passages]
        weights = _weights(passages, held, query)
        scores = [_scores(p, row, weights, query) for p, row in zip(passages, held, strict=True)]
        return cls(passages, held, _above_usual(scores))

    def without_heads(self) -> _Held:
        return replace(self, units=[[replace(unit, heads=False) for unit in row] for row in self.units])

    def said(self, chosen: Sequence[Piece]) -> set[tuple[str, str]]:
        """The sentences of `chosen`, by document and letters."""
        return {
            (passage.document_id, said)
            for passage, row in zip(self.passages, self.units, strict=True)
            for piece in chosen
            if piece.passage is passage
            for unit in row
            if piece.start <= unit.start < piece.end and len(said := _letters(passage, unit)) >= SAID
        }


def _letters(passage: Passage, unit: Unit) -> str:
    return letters(passage.text[unit.start : unit.end])


def _chosen(held: _Held, budget: int) -> list[Piece]:
    chosen: list[Piece] = []
    leads: list[Piece] = []
    room = budget
    while len(chosen) < PIECES and room >= LEAST_ROOM:
        sizes = (min(room, NEXT if chosen else FIRST), room)
        best = max(_runs(held, sizes, chosen), key=lambda piece: piece.score, default=None)
        if best is None or best.score <= 0:
            break
        chosen.append(best)
        room -= best.end - best.start
        above = lead(best.passage.text, best.start)
        if above is not None:
            leads.append(replace(best, start=above[0], end=above[1]))
            room -= above[1] - above[0]
    for one in leads:
        chosen += [] if any(_shares(one, other) for other in chosen) else [one]
    return _in_order(chosen)


def _shares(one: Piece, other: Piece) -> bool:
    return one.passage is other.passage and one.start < other.end and other.start < one.end


def _in_order(chosen: list[Piece]) -> list[Piece]:
    documents = list(dict.fromkeys(piece.passage.document_id for piece in chosen))
    return sorted(chosen, key=lambda p: (documents.index(p.passage.document_id), p.passage.rank, p.start))


def _runs(held: _Held, sizes: tuple[int, int], chosen: Sequence[Piece]) -> Iterator[Piece]:
    """The best run of each passage that fits and says nothing again."""
    said = held.said(chosen)
    for at, passage in enumerate(held.passages):
        others = {letters for document, letters in said if document != passage.document_id}
        fresh = [not others or _letters(passage, unit) not in others for unit in held.units[at]]
        fitting = _fitting(held.units[at], held.scores[at], fresh, sizes, cut=not chosen)
        runs = [r for r in fitting if not _again(passage, r[0], r[1], chosen)]
        if runs:
            start, end, score = max(runs, key=lambda run: run[2])
            yield Piece(passage, start, end, score * FADES**at)


def _fitting(
    row: Sequence[Unit], scores: Sequence[float], fresh: Sequence[bool], sizes: tuple[int, int], *, cut: bool
) -> Iterator[tuple[int, int, float]]:
    """Every run of whole units up to the first of `sizes`, and single ones up to the second, of what is `fresh`, that
    does not end in a heading, which promises and says nothing. A single still longer sentence is cut there, or left
    out: what follows may be its condition."""
    usual, most = sizes
    for first, opening in enumerate(row):
        total, start = 0.0, opening.start
        for last in range(first, len(row)):
            unit = row[last]
            if not fresh[last] or (last > first and unit.apart):
                break
            if unit.end - start > (most if first == last else usual):
                if first == last and cut:
                    yield start, start + most, scores[first] * most / (unit.end - start)
                break
            total += scores[last]
            if unit.end - start >= SHORTEST and not unit.heads:
                yield start, unit.end, total


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


def _weights(passages: Sequence[Passage], rows: Sequence[Sequence[Unit]], query: str) -> dict[str, float]:
    """Words of the query, and of its terms in the other language, by how rare they are in what was found."""
    wanted = dict.fromkeys(tokens(query), 1.0)
    bridged = other_side(query)
    for term in (*bridged, *other_side(" ".join(bridged))):
        for word in tokens(term):
            wanted.setdefault(word, 0.7)
    held = [set(tokens(p.text[u.start : u.end])) for p, row in zip(passages, rows, strict=True) for u in row]
    return {word: share * _rarity(word, held) for word, share in wanted.items()}


def _rarity(word: str, held: Sequence[set[str]]) -> float:
    return math.log(1 + len(held) / (1 + sum(word in words for words in held)))


def _above_usual(scores: list[list[float]]) -> list[list[float]]:
    """What a sentence says beyond what most of those found say, so that a run does not grow for its own sake."""
    every = [score for row in scores for score in row] or [0.0]
    usual = USUAL * sum(every) / len(every)
    return [[score - usual for score in row] for row in scores]


def _scores(passage: Passage, row: Sequence[Unit], weights: Mapping[str, float], query: str) -> list[float]:
    """Each sentence by its own words, by those of the heading it stands under and of the question before it, and by
    whether it gives the name or the amount that is asked for."""
    scores: list[float] = []
    above = asked = 0.0
    names = _names(query)
    for unit, given in zip(row, _given(passage, row, weights, query), strict=True):
        own = _score(passage, unit, weights)
        own += NAMED * (unit.cells and not unit.heads and bool(names.search(passage.text, unit.start, unit.end)))
        if (unit.heads and not unit.asks) or _HEADING.fullmatch(_line(passage.text, (unit.start, unit.end))):
            above, asked = INHERITED * own, 0.0
            scores.append(OF_A_HEADING * own)
        else:
            scores.append(own + above + asked + given)
            asked = OF_A_QUESTION * (own if unit.asks else asked)
    return scores


def _names(query: str) -> re.Pattern[str]:
    """Finds what the question names by a name with a figure or a hyphen, whole."""
    found = "|".join(re.escape(name.rstrip(".")) for name in _NAME.findall(query)) or "(?!)"
    return re.compile(rf"(?<![A-Za-z0-9])(?:{found})(?![A-Za-z0-9]|[-.][A-Za-z0-9])", re.I)


def _given(passage: Passage, row: Sequence[Unit], weights: Mapping[str, float], query: str) -> list[float]:
    """What it is worth to give the name or the amount asked for: the more of the words it and its neighbours hold, by
    the square, as half of them may stand beside another's."""
    gives = wanted(query)
    if gives is None:
        return [0.0] * len(row)
    texts = [passage.text[unit.start : unit.end] for unit in row]
    held = [set(tokens(text)) & weights.keys() for text in texts]
    every = sum(weights.values()) or 1.0
    worth = [0.0] * len(row)
    for at, text in enumerate(texts):
        if gives(text) and not row[at].asks:
            beside = set().union(*held[max(0, at - 2) : at + 2])
            worth[at] = GIVEN * (sum(weights[word] for word in beside) / every) ** 2
    return worth


def _line(text: str, span: tuple[int, int]) -> str:
    """The whole line a sentence stands on when it is all of it, else nothing."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    line = text[start : end if end >= 0 else len(text)].strip()
    return line if line == text[span[0] : span[1]] else ""


def _score(passage: Passage, unit: Unit, weights: Mapping[str, float]) -> float:
    text = passage.text[unit.start : unit.end]
    lexical = sum(weights.get(word, 0.0) for word in set(tokens(text)))
    near = max((c for a, b, c in passage.sentence_scores if a < unit.end and unit.start < b), default=0.0)
    return (lexical + NEARNESS * near + 0.2) * (0.5 if unit.asks else 1.0)
