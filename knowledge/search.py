"""Finding a passage: dense sentences and words, fused; says when it has nothing.

The measured recipe: each sentence is embedded and stands for its chunk by the mean of its best three; sentences that
are questions pay a penalty (an interviewer's questions are near everything); BM25 over windows of three sentences with
a glossary bridge; reciprocal rank fusion; what the question names comes first; a passage is a window of whole
sentences around the best one, up to 880 characters; neighbours that overlap are shown once.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from knowledge.catalog import Catalog
from knowledge.embedding import Encoder
from knowledge.lexical import Lexical, tokens, windows
from knowledge.records.base import Language
from knowledge.records.document import Chunk, Document, DocumentKind, Found, Passage
from knowledge.routing import Router, Routes
from knowledge.store import Store

WINDOW = 880
RRF_K = 20
QUESTION_PENALTY = 0.12
NEAREST = 400
"""Sentences asked of the dense leg."""
ROUTED_BONUS = 0.035
"""About what moving from rank 15 to rank 1 in one leg is worth: what the question names comes first."""
KIND_PRIOR: dict[DocumentKind, float] = {"card": -0.012}
"""Cards repeat what the verdict already says; a passage should come from a text."""
MAX_QUERY = 2_000
"""Characters of a query that are read; more is noise."""


class Reranker(Protocol):
    """Orders passages by how well they answer; a cross-encoder or a language model."""

    def __call__(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        """One score a text, higher is better."""


@dataclass(frozen=True)
class _Row:
    document: Document
    chunk: Chunk


@dataclass(frozen=True)
class _Table:
    """What one generation of the index looks like in memory."""

    generation: int
    rows: tuple[_Row, ...]
    number: dict[tuple[str, int], int]
    lexical: Lexical
    router: Router


class Search:
    """Searches one index. Thread-safe; call `refresh` after an ingest."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        catalog: Catalog | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """`catalog` lets a model named in a question bring its own and its licence's documents first."""
        self._store, self._encoder = store, encoder
        self._catalog = catalog
        self._reranker = reranker
        self._lock = threading.Lock()
        self._windows: dict[str, list[list[str]]] = {}
        self._table = self._build()

    def refresh(self) -> None:
        """Read the index anew when it changed; free when it did not."""
        with self._lock:
            if self._table.generation != self._store.generation:
                self._table = self._build()

    def _build(self) -> _Table:
        generation = self._store.generation
        rows: list[_Row] = []
        prepared: list[tuple[int, list[str]]] = []
        known: dict[str, list[list[str]]] = {}
        for document_id, entry in self._store.entries().items():
            document = self._store.document(document_id)
            if document is None:
                continue
            chunks = self._store.chunks(document_id)
            known[entry.version] = self._windows.get(entry.version) or [
                [w for text in windows(chunk) for w in (*tokens(text), "\0")] for chunk in chunks
            ]
            for chunk, flat in zip(chunks, known[entry.version], strict=True):
                title = tokens(f"{document.title} {chunk.heading}")
                prepared += [(len(rows), title + part) for part in _parts(flat)]
                rows.append(_Row(document, chunk))
        self._windows = known
        number = {(row.document.id, row.chunk.index): i for i, row in enumerate(rows)}
        router = Router([row.document for row in rows])
        return _Table(generation, tuple(rows), number, Lexical(prepared), router)

    def find(
        self,
        query: str,
        *,
        top: int = 5,
        subjects: Sequence[str] = (),
        kinds: Sequence[DocumentKind] | None = None,
        language: Language | None = None,
    ) -> Found:
        """The best passages for `query`, and how likely it is that anything here answers.

        `subjects` adds catalog ids whose documents come first; `kinds` and `language` are filters.
        """
        query = query.encode("utf-8", "ignore").decode().strip()[:MAX_QUERY]
        table = self._table
        if not query or not table.rows:
            return Found(passages=(), confidence=0.0)
        routes = table.router.routes(query, (*subjects, *self._named(query)))
        allowed = [_passes(row.document, kinds, language) for row in table.rows]
        dense, best = self._dense(query, table, kinds, language)
        words = table.lexical.scores(query, len(table.rows))
        scores = _fuse(dense, words) + np.array([_prior(row.document, routes) for row in table.rows])
        scores[~np.array(allowed)] = -math.inf
        scores[(dense <= 0) & (words <= 0)] = -math.inf
        passages = self._passages(query, table, scores, best, top)
        return Found(passages=tuple(passages), confidence=_confidence(query, table, routes, dense, passages))

    def _named(self, query: str) -> list[str]:
        """Ids of the models a question names, and of their licences."""
        if self._catalog is None:
            return []
        models = [m for mention in self._catalog.mentions(query) for m in mention.models[:8]]
        terms = [self._catalog.terms(self._catalog.model(m)) for m in models]
        return [*models, *(t for t in terms if t)]

    def _dense(
        self, query: str, table: _Table, kinds: Sequence[DocumentKind] | None, language: Language | None
    ) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], dict[int, int]]:
        vector = self._encoder.encode([query])[0]
        per_chunk: dict[int, list[tuple[float, int]]] = {}
        for hit in self._store.nearest(vector, NEAREST, _where(kinds, language)):
            number = table.number.get((hit.document_id, hit.chunk_index))
            if number is None:
                continue
            chunk = table.rows[number].chunk
            spans = chunk.sentences or ((0, len(chunk.text)),)
            start, end = spans[min(hit.sentence_index, len(spans) - 1)]
            asks = chunk.text[start:end].rstrip("”\"' ").endswith(("?", "？"))
            per_chunk.setdefault(number, []).append((hit.cosine - QUESTION_PENALTY * asks, hit.sentence_index))
        out = np.zeros(len(table.rows))
        best: dict[int, int] = {}
        for number, hits in per_chunk.items():
            hits.sort(reverse=True)
            out[number] = 0.7 * hits[0][0] + 0.3 * float(np.mean([cosine for cosine, _ in hits[:3]]))
            best[number] = hits[0][1]
        return out, best

    def _passages(
        self,
        query: str,
        table: _Table,
        scores: np.ndarray[tuple[int], np.dtype[np.float64]],
        best: dict[int, int],
        top: int,
    ) -> list[Passage]:
        pool = max(top * 3, 15)
        ranked = [int(i) for i in np.argsort(-scores, kind="stable")[: pool * 3] if scores[i] > -math.inf]
        taken: list[tuple[int, int, int]] = []
        seen: set[str] = set()
        for number in ranked:
            row = table.rows[number]
            start, end = _window(row, best.get(number, 0))
            text = row.document.text[start:end]
            if any(
                table.rows[n].document.id == row.document.id and _overlap(a, b, start, end) > 0.5 for n, a, b in taken
            ):
                continue
            if text in seen:
                continue
            seen.add(text)
            taken.append((number, start, end))
            if len(taken) >= pool:
                break
        if self._reranker and taken:
            texts = [table.rows[n].document.text[a:b] for n, a, b in taken]
            order = np.argsort(-np.asarray(self._reranker(query, texts)), kind="stable")
            taken = [taken[int(i)] for i in order]
        return [
            _passage(table.rows[number], start, end, rank, float(scores[number]), best.get(number, 0))
            for rank, (number, start, end) in enumerate(taken[:top], 1)
        ]


def _parts(flat: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in flat:
        if word == "\0":
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part] or [[]]


def _where(kinds: Sequence[DocumentKind] | None, language: Language | None) -> dict[str, object] | None:
    terms: list[dict[str, object]] = []
    if kinds:
        terms.append({"kind": {"$in": list(kinds)}})
    if language:
        terms.append({"language": language})
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else {"$and": terms}


def _passes(document: Document, kinds: Sequence[DocumentKind] | None, language: Language | None) -> bool:
    return (not kinds or document.kind in kinds) and (language is None or document.language == language)


def _fuse(
    dense: np.ndarray[tuple[int], np.dtype[np.float64]], words: np.ndarray[tuple[int], np.dtype[np.float32]]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Reciprocal rank fusion of the two legs; a chunk a leg does not know gets nothing from it."""
    out = np.zeros(len(dense))
    for leg in (dense, words):
        order = np.argsort(-leg, kind="stable")
        ranks = np.empty(len(leg))
        ranks[order] = np.arange(1, len(leg) + 1)
        out += np.where(leg > 0, 1.0 / (RRF_K + ranks), 0.0)
    return out


def _prior(document: Document, routes: Routes) -> float:
    return ROUTED_BONUS * routes.weight(document) + KIND_PRIOR.get(document.kind, 0.0)


def _window(row: _Row, sentence: int) -> tuple[int, int]:
    """The chunk, grown over its neighbours on both sides up to `WINDOW` characters, cut at line or sentence ends."""
    text, chunk = row.document.text, row.chunk
    spans = chunk.sentences or ((0, len(chunk.text)),)
    a, b = spans[min(sentence, len(spans) - 1)]
    room = WINDOW - (chunk.end - chunk.start)
    if room < 80:
        return _trim(text, chunk.start, chunk.end)
    middle = (a + b) / 2 / max(1, chunk.end - chunk.start)
    before, after = int(room * (1 - middle)), int(room * middle)
    start = _boundary(text, max(0, chunk.start - before), chunk.start, forward=True)
    end = _boundary(text, chunk.end, min(len(text), chunk.end + after), forward=False)
    return _trim(text, start, end)


def _boundary(text: str, low: int, high: int, *, forward: bool) -> int:
    """The sentence or line end in `[low, high]` that keeps most; the inner border where there is none."""
    if low == 0 and forward:
        return 0
    if high == len(text) and not forward:
        return high
    marks = [i + 1 for i in range(low, high) if text[i] in "\n。！？" or text[i : i + 2] == ". "]
    if not marks:
        return high if forward else low
    return marks[0] if forward else marks[-1]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _overlap(a: int, b: int, c: int, d: int) -> float:
    return max(0, min(b, d) - max(a, c)) / max(1, min(b - a, d - c))


def _passage(row: _Row, start: int, end: int, rank: int, score: float, sentence: int) -> Passage:
    document, chunk = row.document, row.chunk
    spans = chunk.sentences or ((0, len(chunk.text)),)
    a, b = spans[min(sentence, len(spans) - 1)]
    a, b = max(0, a + chunk.start - start), min(end - start, b + chunk.start - start)
    return Passage(
        document_id=document.id,
        chunk_id=chunk.id,
        rank=rank,
        score=round(score, 6),
        text=document.text[start:end],
        title=document.title,
        source=document.source,
        url=document.url,
        locator=chunk.heading,
        kind=document.kind,
        language=document.language,
        published=document.published,
        author=document.author,
        best_sentence=(a, b) if b > a else None,
    )


def _confidence(
    query: str,
    table: _Table,
    routes: Routes,
    dense: np.ndarray[tuple[int], np.dtype[np.float64]],
    passages: Sequence[Passage],
) -> float:
    """A logistic over the best cosine (inside what the question names, if it names something) and word cover."""
    if not passages:
        return 0.0
    weights = np.array([routes.weight(row.document) > 0 for row in table.rows])
    routed = bool(weights.any())
    cosine = float(dense[weights].max() if routed else dense.max())
    cover = max(table.lexical.cover(query, f"{p.title}\n{p.text}") for p in passages[:3])
    unnamed = routes.names_unknown
    score = -4.6 + 7.5 * cosine + 2.6 * cover + 0.5 * routed - 1.5 * unnamed
    return round(1 / (1 + math.exp(-score)), 4)
