"""A document, its chunks and a found passage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from knowledge.records.base import Language, Record

DocumentKind = Literal["article", "license", "card", "briefing", "file"]


class Document(Record):
    """One cleaned document. `text` is what is stored and what quotes are cut from."""

    id: str
    """Stable over versions of the same source: derived from the source, not from the content."""
    kind: DocumentKind
    title: str
    text: str
    source: str
    """The path or address it was read from, or `catalog:<record id>`."""
    url: str | None = None
    """An address a reader can open; never one that a document's own text claims for another."""
    claimed_url: str | None = None
    """The address the document gives for itself. Anybody can write that, so it is shown to admins and never linked."""
    author: str | None = None
    published: date | None = None
    language: Language
    sha256: str
    """Of the raw bytes, so that an unchanged source costs nothing."""
    subjects: tuple[str, ...] = ()
    """Catalog ids (models, licences) the whole document is about; empty for articles."""
    retells: str | None = None
    """Title of the work that a briefing is about."""
    dropped: tuple[str, ...] = ()
    """What cleaning took out, for `aperture sources show ID --dropped`."""


class Chunk(Record):
    """A passage-sized piece of a document; `document.text[start:end] == text`."""

    id: str
    document_id: str
    index: int = Field(ge=0)
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    heading: str = ""
    """The heading or clause number that its beginning stands under."""
    sentences: tuple[tuple[int, int], ...] = ()
    """Spans of its sentences, relative to `text`."""

    @classmethod
    def of(
        cls,
        document: Document,
        index: int,
        span: tuple[int, int],
        sentences: Iterable[tuple[int, int]],
        heading: str = "",
    ) -> Chunk:
        """The piece of `document` at `span`; `sentences` count from its start."""
        start, end = span
        return cls(
            id=f"{document.id}#{index}",
            document_id=document.id,
            index=index,
            text=document.text[start:end],
            start=start,
            end=end,
            heading=heading,
            sentences=tuple(sentences),
        )


class Passage(Record):
    """A found passage. `text` is verbatim from the document and at most 900 characters."""

    document_id: str
    chunk_id: str
    rank: int
    score: float
    text: str
    title: str
    source: str
    url: str | None
    locator: str
    """The heading that its best sentence stands under."""
    opens_under: str | None = None
    """The heading that its beginning stands under; `None`: as its best sentence does."""
    kind: DocumentKind
    language: Language
    published: date | None = None
    author: str | None = None
    best_sentence: tuple[int, int] | None = None
    """Span in `text` of the sentence that matched best."""
    sentence_scores: tuple[tuple[int, int, float], ...] = ()
    """Span in `text` and cosine to the query of each sentence that came near it."""


class Found(Record):
    """What a search returns."""

    passages: tuple[Passage, ...]
    confidence: float = Field(ge=0, le=1)
    """How likely it is that anything in the index answers; calibrated."""
