"""Finding a passage: dense sentences and words, fused; says when it has nothing.

What was measured stands in docs/decisions/retrieval.md. In short: a passage is a window of whole sentences and is
worth its best sentence's cosine, the mean of its best three, and its best run of words by BM25, where a glossary
bridges the languages. Sentences that are questions pay (an interviewer's questions are near everything). A licence
text answers for its own licence only: it comes first when it is named, and stands back when it is not.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np

from knowledge.adapter import told, toward_answers
from knowledge.alike import Alike, WordVectors
from knowledge.catalog import Catalog
from knowledge.confidence import Seen, Signals, confidence
from knowledge.embedding import BundledEncoder, Encoder, Vectors
from knowledge.encoding import SAMPLE, background
from knowledge.headings import heading_before
from knowledge.held import HeldVectors
from knowledge.lexical import Lexical, tokens
from knowledge.near import Near
from knowledge.passages import Array, Filter, Table, Window
from knowledge.records.base import Language
from knowledge.records.document import DocumentKind, Found, Passage
from knowledge.routing import Router, asks_for_terms
from knowledge.store import Store
from knowledge.tokens import in_chinese

CACHE = "cache"
"""Folder beside the index for what can be made anew."""
QUESTION_PENALTY = 0.12
MEAN = 0.4
"""Share of the mean of a window's best three sentences; the rest is the best one's."""
CLOSE = 1_000
"""Windows that are looked at closely."""
WORDS = 0.01
"""Cosine that one point of BM25 is worth."""
BRIDGED_SAME, BRIDGED_OTHER = 0.25, 1.0
"""Weight of the glossary's words in texts of the question's own language, and of the other."""
NAMED = 0.2
"""Cosine that being named is worth."""
UNNAMED_TERMS = 0.12
"""Cosine that a licence text loses when nothing names it: a hundred texts hold the same clause."""
TERMS_BESIDE_THE_POINT = 0.084
"""The same for one that is named by a question that is not about terms."""
LANGUAGE_GAP = 0.03
"""Cosine given to the other language's texts for a Chinese question, half of it for an English one: sentences that
say the same lie farther apart across languages."""
RETOLD = 0.06
"""Cosine that a briefing loses: it retells a source in our words, and the source itself comes first."""
HELD_ITSELF = 0.1
"""Cosine that a briefing loses besides where the work it retells is in the index."""
TWIN = 0.06
"""Cosine that a briefing in the other language loses where it is told in the question's own too."""
ALIKE = 0.25
"""Cosine that covering all words of the question, by the same or by like ones, is worth."""
ALIKE_AMONG = 150
"""Windows whose words are compared with the question's."""
SAME_PLACE = 0.2
"""Windows of one document that share more than this of the shorter one are one passage."""
PER_DOCUMENT = 3
"""Passages of one document among the first, unless the question names it or nothing else is left."""
MAX_QUERY = 2_000
"""Characters of a query that are read; more is noise."""
PROSE: tuple[DocumentKind, ...] = ("article", "license", "briefing", "file")
"""What is searched unless kinds are named: cards say what records say, and verdicts come from records."""


@dataclass(frozen=True)
class Candidate:
    """A passage that may be shown."""

    text: str
    title: str
    best: tuple[int, int]
    """Where its best sentence stands in `text`."""
    score: float
    """By the search."""


class Reranker(Protocol):
    """Orders passages by how well they answer; a cross-encoder or a language model."""

    @property
    def pool(self) -> int:
        """How many passages it reads."""

    def __call__(self, query: str, candidates: Sequence[Candidate]) -> Sequence[float]:
        """One score a passage, higher is better."""


@dataclass(frozen=True)
class _Index:
    """One generation of the store, ready to be searched."""

    generation: int
    table: Table
    near: Near
    background: float
    lexical: Lexical
    router: Router
    alike: Alike

    @property
    def spread(self) -> float:
        """What makes a difference of the encoder's cosines one of the bundled encoder's."""
        return (1 - BundledEncoder.background) / (1 - min(self.background, 0.99))


class Search:
    """Searches one index. Thread-safe; call `refresh` after an ingest.

    Words are compared, and what was found is judged, by the index's encoder, or by the bundled one where the index's is
    behind an address. How likely texts tell what is asked comes from the bundled one always: it was learnt for it.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        catalog: Catalog | None = None,
        reranker: Reranker | None = None,
        folder: Path | None = None,
    ) -> None:
        """`catalog` lets a model named in a question bring its own and its licence's documents first; `folder` keeps
        what costs time to make anew."""
        self._store, self._encoder = store, encoder
        self._catalog, self._reranker = catalog, reranker
        self._lock = threading.Lock()
        self._known: dict[str, list[list[str]]] = {}
        self._judge = BundledEncoder() if getattr(encoder, "far", False) else encoder
        ours = self._judge.identity == BundledEncoder.identity
        self.bundled: Encoder = self._judge if ours else BundledEncoder()
        """For what was measured by it, whatever the index is made with."""
        self._words = WordVectors(self._judge, folder)
        self._vectors = HeldVectors(store, folder)
        self._index = self._build(None)

    def refresh(self) -> None:
        """Read the index anew when it changed; free when it did not."""
        with self._lock:
            if self._index.generation != self._store.generation:
                self._index = self._build(self._index)

    def _build(self, before: _Index | None) -> _Index:
        generation = self._store.generation
        held = [
            (document, entry.version, self._store.chunks(document_id))
            for document_id, entry in self._store.entries().items()
            if (document := self._store.document(document_id)) is not None
        ]
        versions = {version for _, version, _ in held}
        self._known = {version: words for version, words in self._known.items() if version in versions}
        table = Table(held, self._known)
        alike = Alike(table, self._words)
        near = Near(self._store, table, self._vectors)
        level = (before.background if before else 0.0) or background(self._encoder, _some(table))
        return _Index(generation, table, near, level, Lexical(table.runs), Router(table), alike)

    def find(
        self,
        query: str,
        *,
        top: int = 5,
        subjects: Sequence[str] = (),
        kinds: Sequence[DocumentKind] | None = None,
        language: Language | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> Found:
        """The best passages for `query`, and how likely it is that anything here answers.

        `subjects` adds catalog ids whose documents come first; `kinds`, `language`, `since` and `until` are filters
        (see `knowledge.passages.Filter`). Without `kinds` the catalog's cards are left out.
        """
        query = query.encode("utf-8", "ignore").decode().strip()[:MAX_QUERY]
        index, wanted = self._index, Filter(tuple(kinds or PROSE), language, since, until)
        allowed = index.table.allowed(wanted) if index.table.windows else np.zeros(0, bool)
        if not query or not allowed.any():
            return Found(passages=(), confidence=0.0)
        asked = self._words.ask(query, tokens(query))
        vector = asked if self._judge is self._encoder else self._encoder.encode([query])[0]
        cosines, near = self._cosines(toward_answers(vector, self._encoder), index, wanted)
        named = np.array(index.router.weights(query, (*subjects, *self._named(query))))[index.table.owner]
        scores = self._scores(query, index, cosines, named, allowed)
        chosen = self._chosen(query, index.table, (scores, named, cosines), top)
        passages = [_passage(index.table, found, rank, cosines, near) for rank, found in chosen]
        spread = index.spread if self._judge is self._encoder else 1.0
        first = chosen[0][1][0]
        likely = told(asked if self.bundled is self._judge else self.bundled.encode([query])[0])
        seen = Seen(asked, index.table, index.alike, self._judge, spread, first, bool(named.any()), likely)
        return Found(passages=tuple(passages), confidence=self._judged(query, seen, passages[0]))

    def _judged(self, query: str, seen: Seen, first: Passage) -> float:
        return confidence(Signals.of(query, seen, first))

    def _named(self, query: str) -> list[str]:
        """Ids of the models a question names, and of their licences."""
        if self._catalog is None:
            return []
        models = [m for mention in self._catalog.mentions(query) for m in mention.models[:8]]
        terms = [self._catalog.terms(self._catalog.model(m)) for m in models]
        return list(dict.fromkeys([*models, *(t for t in terms if t)]))

    def _cosines(self, vector: Vectors, index: _Index, wanted: Filter) -> tuple[Array, Array]:
        """Each sentence's cosine in terms of the bundled encoder, less what a question pays, and which are near."""
        cosines, near = index.near.cosines(vector, wanted)
        scaled = (cosines - index.background) * index.spread + BundledEncoder.background
        return scaled - QUESTION_PENALTY * index.table.asks, near

    def _scores(self, query: str, index: _Index, cosines: Array, named: Array, allowed: Array) -> Array:
        table = index.table
        typed, bridged = index.lexical.scores(query)
        chinese = in_chinese(query)
        same, gap = table.chinese == chinese, LANGUAGE_GAP if chinese else LANGUAGE_GAP / 2
        weight = np.where(same, BRIDGED_SAME, BRIDGED_OTHER)
        words = table.best_of(typed, 2) + weight * table.best_of(bridged, 2)
        best = table.best_of(cosines)
        standing = _standing(query, table, named, np.array(index.router.sure(query))[table.owner])
        standing = standing - TWIN * (table.twinned & ~same)
        scores = np.asarray(best + WORDS * words + standing + np.where(same, 0.0, gap), dtype=np.float64)
        scores[~allowed] = -math.inf
        close = _best(scores, CLOSE)
        far = np.ones(len(scores), dtype=bool)
        far[close] = False
        scores[far] = -math.inf
        scores[close] += MEAN * (table.mean_of_best(cosines, close) - best[close])
        close = _best(scores, ALIKE_AMONG)
        scores[close] += ALIKE * index.alike.cover(query, close, cosines)
        return scores

    def _chosen(
        self, query: str, table: Table, found: tuple[Array, Array, Array], top: int
    ) -> list[tuple[int, tuple[Window, float]]]:
        """The passages to show, ranked: none twice, and not all of one document."""
        scores, named, cosines = found
        pool = max(top, self._reranker.pool) if self._reranker else top
        taken = _apart(table, scores, named, pool)
        if self._reranker and taken:
            candidates = [_candidate(table, number, scores, cosines) for number in taken]
            order = np.argsort(-np.asarray(self._reranker(query, candidates)), kind="stable")
            taken = [taken[int(i)] for i in order]
        return list(enumerate(((table.windows[n], float(scores[n])) for n in taken[:top]), 1))


def _some(table: Table) -> list[str]:
    """Sentences from all over the index."""
    picked = table.sentences[:: max(1, len(table.sentences) // SAMPLE)]
    return [table.documents[s.document].text[s.start : s.end] for s in picked]


def _best(scores: Array, count: int) -> Array:
    """Numbers of the `count` highest scores, best first; of equals the earlier ones."""
    if count < len(scores):
        least = -np.partition(-scores, count - 1)[count - 1]
        among = np.flatnonzero(scores >= least)
    else:
        among = np.arange(len(scores))
    return among[np.argsort(-scores[among], kind="stable")][:count]


def _standing(query: str, table: Table, named: Array, sure: Array) -> Array:
    """What naming and kind add to a window's score."""
    if asks_for_terms(query):
        terms = np.where(named > 0, NAMED * named, -UNNAMED_TERMS)
    else:
        terms = np.where(named > 0, -TERMS_BESIDE_THE_POINT, -UNNAMED_TERMS)
    return np.where(table.legal & ~sure, terms, NAMED * named) - RETOLD * table.retold - HELD_ITSELF * table.held_itself


def _candidate(table: Table, number: int, scores: Array, cosines: Array) -> Candidate:
    window = table.windows[number]
    best = _span(table, window, _best_of(window, cosines))
    return Candidate(_text(table, window), table.documents[window.document].title, best, float(scores[number]))


def _best_of(window: Window, cosines: Array) -> int:
    """The sentence of a window that is nearest to the question."""
    return window.first + int(np.argmax(cosines[window.first : window.last + 1]))


def _apart(table: Table, scores: Array, named: Array, count: int) -> list[int]:
    taken: list[int] = []
    held_back: list[int] = []
    texts: set[str] = set()
    for number in map(int, _best(scores, CLOSE)):
        if len(taken) >= count or scores[number] == -math.inf:
            break
        window = table.windows[number]
        text = _text(table, window)
        if text in texts or any(_same_place(window, table.windows[other]) for other in (*taken, *held_back)):
            continue
        texts.add(text)
        crowded = sum(table.windows[other].document == window.document for other in taken) >= PER_DOCUMENT
        (held_back if crowded and not named[number] else taken).append(number)
    return (taken + held_back)[:count]


def _same_place(one: Window, other: Window) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return one.document == other.document and shared > SAME_PLACE * shorter


def _text(table: Table, window: Window) -> str:
    return table.documents[window.document].text[window.start : window.end]


def _passage(table: Table, found: tuple[Window, float], rank: int, cosines: Array, near: Array) -> Passage:
    window, score = found
    document = table.documents[window.document]
    best = _best_of(window, cosines)
    chunk = table.chunks[window.document][table.sentences[best].chunk]
    under = heading_before(document.text, table.sentences[best].start)
    spans = {i: _span(table, window, i) for i in range(window.first, window.last + 1)}
    return Passage(
        document_id=document.id,
        chunk_id=chunk.id,
        rank=rank,
        score=round(score, 6),
        text=_text(table, window),
        title=document.title,
        source=document.source,
        url=document.url,
        locator=under or chunk.heading,
        opens_under=heading_before(document.text, window.start),
        kind=document.kind,
        language=document.language,
        published=document.published,
        author=document.author,
        best_sentence=spans[best],
        sentence_scores=tuple((*span, round(float(cosines[i]), 4)) for i, span in spans.items() if near[i]),
    )


def _span(table: Table, window: Window, sentence: int) -> tuple[int, int]:
    held = table.sentences[sentence]
    return held.start - window.start, min(held.end, window.end) - window.start
