"""A document as rows of the index, and rows as a document again.

A sentence's row has an id and a vector and nothing else: the id tells version, chunk and sentence, and what the
sentence says stands in its document's row. Metadata on it would cost as much as writing the vector does.
"""

from __future__ import annotations

import base64
import json
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from knowledge.records.document import Chunk, Document


@dataclass(frozen=True)
class Entry:
    """What is indexed of one document."""

    document_id: str
    version: str
    sha256: str
    kind: str
    title: str
    source: str
    url: str | None
    language: str
    chunks: int
    sentences: int
    ingested_at: str


@dataclass(frozen=True)
class Held:
    """A document as the index holds it."""

    entry: Entry
    document: Document
    chunks: tuple[Chunk, ...]

    def rows(self) -> Iterator[str]:
        """Ids of its sentences."""
        return _ids(self.entry.version, self.chunks)


class Place(NamedTuple):
    """Where the sentence of a row stands."""

    version: str
    chunk: int
    sentence: int


def place_of(row: str) -> Place:
    """What a sentence's id tells."""
    version, chunk, sentence = row.rsplit("/", 2)
    return Place(version, int(chunk), int(sentence))


@dataclass(frozen=True)
class Prepared:
    """A document ready to be written; its version is new each time, so that old and new never mix."""

    document: Document
    version: str
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    """What is embedded, one a row."""
    metadata: dict[str, Any]
    """Of the manifest row."""

    @classmethod
    def of(cls, document: Document, chunks: Sequence[Chunk], encoder: str) -> Prepared:
        """The rows of one document."""
        version = f"{document.sha256[:12]}-{uuid.uuid4().hex[:8]}"
        ids = tuple(_ids(version, chunks))
        metadata = {
            "record": document.model_dump_json(exclude={"text"}),
            "version": version,
            "sentences": len(ids),
            "encoder": encoder,
            "ingested_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "chunks": json.dumps([[c.start, c.end, c.heading, list(c.sentences)] for c in chunks]),
        }
        return cls(document, version, ids, embedded(document, chunks), metadata)


TEXT = "text"
"""Of a manifest row's metadata: the document's text, packed. As a document Chroma would put it into an index of all its
trigrams, which nobody asks and which takes as long as half of the vectors."""


def packed(text: str) -> str:
    """A text as a short string."""
    return base64.b85encode(zlib.compress(text.encode())).decode()


def embedded(document: Document, chunks: Sequence[Chunk]) -> tuple[str, ...]:
    """What is embedded of a document, one text a sentence."""
    return tuple(_with_title(document, chunk.text[a:b]) for chunk in chunks for a, b in _spans(chunk))


def _spans(chunk: Chunk) -> tuple[tuple[int, int], ...]:
    return chunk.sentences or ((0, len(chunk.text)),)


def _ids(version: str, chunks: Sequence[Chunk]) -> Iterator[str]:
    return (f"{version}/{chunk.index}/{number}" for chunk in chunks for number in range(len(_spans(chunk))))


def _with_title(document: Document, sentence: str) -> str:
    """A clause alone does not say whose it is: dropping the title prefix costs licences 9 points of hit@5."""
    return f"{document.title}: {sentence}" if document.kind in ("license", "card") else sentence


def held(metadata: Mapping[str, Any], text: str | None) -> Held:
    """What a manifest row holds; `text` where it does not hold it packed (a server's, or an older version's)."""
    if TEXT in metadata:
        text = zlib.decompress(base64.b85decode(metadata[TEXT])).decode()
    document = Document.model_validate({**json.loads(metadata["record"]), "text": text})
    chunks = tuple(_chunks(document, json.loads(metadata["chunks"])))
    entry = Entry(
        document_id=document.id,
        version=str(metadata["version"]),
        sha256=document.sha256,
        kind=document.kind,
        title=document.title,
        source=document.source,
        url=document.url,
        language=document.language,
        chunks=len(chunks),
        sentences=int(metadata["sentences"]),
        ingested_at=str(metadata["ingested_at"]),
    )
    return Held(entry, document, chunks)


def _chunks(document: Document, spans: Sequence[Any]) -> Iterator[Chunk]:
    for index, (start, end, heading, sentences) in enumerate(spans):
        yield Chunk.of(document, index, (start, end), ((a, b) for a, b in sentences), heading)
