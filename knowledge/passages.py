"""Every passage that could be shown: runs of whole sentences of a document, at most `WINDOW` characters long."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from sys import intern
from typing import Any

import numpy as np

from knowledge.lexical import tokens
from knowledge.records.base import Language
from knowledge.records.document import Chunk, Document, DocumentKind
from knowledge.tokens import letters

FILTERS = 64
"""Filters whose rows are kept."""
WINDOW = 880
"""Characters of a passage at most: an answer is shown whole, and a judge reads no more than 900."""
_LEGAL_WORDS = re.compile(
    r"\b(?:licensor|licensee|hereby|hereunder|sublicens\w+|herein)\b|许可方|被许可|本协议|本许可", re.I
)
_LEGAL_TITLE = re.compile(
    r"\blicen[sc]e\b|\bagreement\b|\bterms\b|\b(?:use|usage) policy\b|\bAUP\b|\bMIT\b|许可协议|使用协议|许可证", re.I
)
_TERMS = re.compile(
    r"\byou(?:r|rs|rself)?\b|\bshall\b|\bpermission is\b|\bgrants?\b|\bwarrant|\bprohibited\b|\bobligations?\b|"
    r"授予|您|你方|贵方|甲方|乙方|应当|本(?:条款|模型许可|软件)",
    re.I,
)
"""How terms speak to whom they bind; a register of licences or an article on one is about others."""
SPEAKS, TITLED = 3, 2
"""Words of terms that a text has to hold, and that one has to which is titled as terms."""
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands; `start` and `end` count in the document's text."""

    document: int
    chunk: int
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences `first` to `last` of one document, shown as `text[start:end]`."""

    document: int
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Filter:
    """Which documents are searched."""

    kinds: tuple[DocumentKind, ...]
    language: Language | None = None
    since: date | None = None
    until: date | None = None
    """First and last day of publication; with either, a document without a date is left out."""

    def passes(self, document: Document) -> bool:
        """Whether a document is searched."""
        if document.kind not in self.kinds or self.language not in (None, document.language):
            return False
        if self.since is None and self.until is None:
            return True
        day = document.published
        return day is not None and (self.since or date.min) <= day <= (self.until or date.max)


def _twins(document: Document) -> str:
    """The same for a briefing in either language."""
    return re.sub(r"\.(?:en|zh)$", "", document.id)


def is_legal(document: Document) -> bool:
    """Whether a document is the text of terms: by its kind, by the words that only such texts use, or by a title that
    says so over a text that speaks as terms do."""
    if document.kind != "file":
        return document.kind == "license"
    body = document.text[:6000]
    only = len(_LEGAL_WORDS.findall(body))
    titled = document.author is None and bool(_LEGAL_TITLE.search(document.title))
    return only >= SPEAKS or (titled and only + len(_TERMS.findall(body)) >= TITLED)


class Table:
    """One generation of the index, laid out for ranking."""

    def __init__(
        self, held: Sequence[tuple[Document, str, tuple[Chunk, ...]]], known: dict[str, list[list[str]]]
    ) -> None:
        """`held`: document, version, chunks. `known`: tokens of sentences by version; filled for the next build."""
        self.documents = [document for document, _, _ in held]
        self.versions = [version for _, version, _ in held]
        self.chunks = [chunks for _, _, chunks in held]
        self.sentences: list[Sentence] = []
        self.windows: list[Window] = []
        self.tokens: list[list[str]] = []
        for number, (document, version, chunks) in enumerate(held):
            first = len(self.sentences)
            self.sentences += [
                Sentence(number, chunk.index, i, chunk.start + a, chunk.start + b)
                for chunk in chunks
                for i, (a, b) in enumerate(chunk.sentences or ((0, len(chunk.text)),))
            ]
            added = self.sentences[first:]
            if version not in known:
                known[version] = [[intern(w) for w in tokens(document.text[s.start : s.end])] for s in added]
            self.tokens += known[version]
            self.windows += _windows(self.sentences, first)
        self._passing: dict[Filter, tuple[Array, Array]] = {}
        self._halved: dict[int, list[tuple[Array, Array, Array]]] = {}
        self.number = {(self.documents[s.document].id, s.chunk, s.number): i for i, s in enumerate(self.sentences)}

    @cached_property
    def first(self) -> Array:
        """First sentence of each window."""
        return np.array([w.first for w in self.windows], dtype=np.int64)

    @cached_property
    def last(self) -> Array:
        """Last sentence of each window."""
        return np.array([w.last for w in self.windows], dtype=np.int64)

    @cached_property
    def owner(self) -> Array:
        """Document of each window."""
        return np.array([w.document for w in self.windows], dtype=np.int64)

    @cached_property
    def bounds(self) -> Array:
        """First sentence of each document, and the end of the last one."""
        owners = np.array([s.document for s in self.sentences], dtype=np.int64)
        return np.searchsorted(owners, np.arange(len(self.documents) + 1))

    @cached_property
    def chinese(self) -> Array:
        """Which windows are in Chinese."""
        return np.array([d.language == "zh" for d in self.documents], dtype=bool)[self.owner]

    @cached_property
    def legal(self) -> Array:
        """Which windows are of licence texts."""
        return np.array([is_legal(d) for d in self.documents], dtype=bool)[self.owner]

    @cached_property
    def twinned(self) -> Array:
        """Of each window, whether a briefing is told in the other language too."""
        told = Counter(_twins(d) for d in self.documents if d.kind == "briefing")
        return np.array([d.kind == "briefing" and told[_twins(d)] > 1 for d in self.documents], dtype=bool)[self.owner]

    @cached_property
    def retold(self) -> Array:
        """Which windows are of briefings."""
        return np.array([d.kind == "briefing" for d in self.documents], dtype=bool)[self.owner]

    @cached_property
    def held_itself(self) -> Array:
        """Of each window, whether it is of a briefing on a work that is in the index itself."""
        held = {letters(d.title) for d in self.documents if d.kind != "briefing"} - {""}
        return np.array([letters(d.retells or "") in held for d in self.documents], dtype=bool)[self.owner]

    @cached_property
    def asks(self) -> Array:
        """Which sentences are questions."""
        texts = (self.documents[s.document].text[s.start : s.end] for s in self.sentences)
        return np.array([text.rstrip("”\"' 」").endswith(("?", "？")) for text in texts], dtype=bool)

    @cached_property
    def runs(self) -> list[list[str]]:
        """Words of the title, and of each sentence with the two that follow it in its document."""
        titles = [tokens(document.title) for document in self.documents]
        out = []
        for i, sentence in enumerate(self.sentences):
            near = [j for j in (i, i + 1, i + 2) if j < len(self.sentences)]
            same = [j for j in near if self.sentences[j].document == sentence.document]
            out.append(titles[sentence.document] + [word for j in same for word in self.tokens[j]])
        return out

    def allowed(self, wanted: Filter) -> Array:
        """Which windows pass."""
        return self._passes(wanted)[0]

    def sentences_of(self, wanted: Filter) -> Array:
        """Which sentences are of documents that pass."""
        return self._passes(wanted)[1]

    def _passes(self, wanted: Filter) -> tuple[Array, Array]:
        """Windows and sentences that pass; worked out once."""
        found = self._passing.get(wanted)
        if found is None:
            fits = np.array([wanted.passes(d) for d in self.documents], dtype=bool)
            owners = np.array([s.document for s in self.sentences], dtype=np.int64)
            found = fits[self.owner], fits[owners]
            if len(self._passing) >= FILTERS:
                self._passing = {}
            self._passing[wanted] = found
        return found

    def best_of(self, values: Array, shorter: int = 0) -> Array:
        """The greatest value of each window's sentences; the last `shorter` of a window are left out."""
        out = np.empty(len(self.windows))
        best = np.asarray(values, dtype=np.float64)
        for reach, (here, begin, end) in enumerate(self._halves(shorter)):
            if reach:  # of twice as many sentences from each one on
                best = np.maximum(best[: -(1 << reach - 1)], best[1 << reach - 1 :])
            out[here] = np.maximum(best[begin], best[end])
        return out

    def _halves(self, shorter: int) -> list[tuple[Array, Array, Array]]:
        """For 1, 2, 4, … sentences: the windows that two runs of so many fill, and where the two begin. Worked out
        once: it is the same for every question."""
        if shorter not in self._halved:
            last = np.maximum(self.first, self.last - shorter)
            level = np.frexp(last - self.first + 1)[1] - 1
            each = [(k, np.flatnonzero(level == k)) for k in range(int(level.max(initial=-1)) + 1)]
            self._halved[shorter] = [(here, self.first[here], last[here] + 1 - (1 << k)) for k, here in each]
        return self._halved[shorter]

    def mean_of_best(self, values: Array, among: Array, count: int = 3) -> Array:
        """The mean of the greatest `count` values of the sentences of the windows `among`."""
        first, length = self.first[among], self.last[among] - self.first[among] + 1
        step = np.arange(int(length.max(initial=0)))
        inside = step < length[:, None]
        held = np.where(inside, values[np.minimum(first[:, None] + step, len(values) - 1)], -np.inf)
        best = -np.sort(-held, axis=1)[:, :count]
        return np.asarray(np.where(np.isfinite(best), best, 0.0).sum(axis=1) / np.minimum(length, count))


def _windows(sentences: Sequence[Sentence], first: int) -> list[Window]:
    """The longest window from each sentence on; one that lies inside the window before it is left out."""
    out: list[Window] = []
    last, reached = first, first - 1
    for i in range(first, len(sentences)):
        start = sentences[i].start
        last = max(last, i)
        while last + 1 < len(sentences) and sentences[last + 1].end - start <= WINDOW:
            last += 1
        if last > reached:
            out.append(Window(sentences[i].document, i, last, start, min(sentences[last].end, start + WINDOW)))
            reached = last
    return out
