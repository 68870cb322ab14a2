"""The index: sentence vectors and whole documents in Chroma. The only module that imports chromadb.

Two collections. `sentences` has a row a sentence: its vector, and the version and chunk it belongs to. `documents`
has a row a document, the manifest: the record, the text, the chunk spans and the version that counts. A version is
visible from the moment its manifest row is written, which is one atomic upsert and always the last write; sentences
of any other version are leftovers of a killed run and are swept when the index is opened. So there is no second
ledger that could drift: what is indexed is read from the index.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import chromadb
import psutil
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from filelock import FileLock, Timeout

from knowledge.embedding import Encoder, Vectors
from knowledge.errors import EncoderMismatch, StoreError, StoreLocked
from knowledge.records.document import Chunk, Document

BATCH = 2000
"""Rows a write; Chroma refuses more than 5,461."""
ENCODE_BATCH = 256
_HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_search": 400, "ef_construction": 200}
BUILDING = "-building"


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
class Hit:
    """A sentence near a query."""

    document_id: str
    chunk_index: int
    sentence_index: int
    cosine: float


_Held = tuple[Entry, Document, tuple[Chunk, ...]]


class Store:
    """One process's hold on the index. Use as a context manager, or call `close`."""

    def __init__(self, client: ClientAPI, encoder: Encoder, lock: FileLock | None, suffix: str | None = None) -> None:
        self._client = client
        self.encoder = encoder
        self._lock = lock
        self._suffix = _mark_of(encoder) if suffix is None else suffix
        self._sentences = self._collection("sentences")
        self._manifest = self._collection("documents")
        self._records: dict[str, _Held] = {}
        """Replaced, never changed: readers in other threads keep what they hold while an ingest goes on."""
        self._visible: dict[str, str] = {}
        """Version to document: of each document the version that counts. Replaced like the records."""
        self.generation = 0
        """Grows with every change, so that a reader knows when to refresh."""
        self._load()

    @classmethod
    def open(cls, data_dir: Path, encoder: Encoder, chroma_url: str | None = None) -> Store:
        """Open or create the index.

        Raises:
            StoreLocked: another process owns `data_dir`; names it.
            EncoderMismatch: the index was built by another encoder.
            StoreError: the folder or the server cannot be used.
        """
        lock, client = _client(data_dir, chroma_url)
        try:
            _check_encoder(client, encoder)
            return cls(client, encoder, lock)
        except BaseException:
            if lock:
                lock.release()
            raise

    def _collection(self, name: str) -> Any:
        try:
            collection = self._client.get_or_create_collection(
                f"aperture-{name}{self._suffix}",
                metadata={"encoder": self.encoder.identity, "dimensions": self.encoder.dimensions},
                configuration={"hnsw": _HNSW},
                embedding_function=None,
            )
        except (ChromaError, ValueError, OSError) as error:
            raise StoreError(f"the index cannot be opened: {type(error).__name__}: {error}") from error
        return collection

    def _load(self) -> None:
        self._remember((meta, text) for _, meta, text in _pages(self._manifest, ["metadatas", "documents"]))
        self._sweep()

    def _remember(self, rows: Iterable[tuple[Mapping[str, Any], str]]) -> None:
        """Make manifest rows visible, all at once."""
        new = [_held(meta, text) for meta, text in rows]
        self._show({**self._records, **{held[0].document_id: held for held in new}})

    def _conceal(self, document_id: str) -> None:
        self._show({key: held for key, held in self._records.items() if key != document_id})

    def _show(self, records: dict[str, _Held]) -> None:
        self._visible = {entry.version: key for key, (entry, _, _) in records.items()}
        self._records = records
        self.generation += 1

    def _sweep(self) -> int:
        """Remove sentences of versions that no manifest row names; returns how many."""
        expected = sum(entry.sentences for entry, _, _ in self._records.values())
        if self._sentences.count() == expected:
            return 0
        return self._remove_orphans()

    def _remove_orphans(self) -> int:
        visible = {entry.version for entry, _, _ in self._records.values()}
        orphans = [i for i, meta, _ in _pages(self._sentences, ["metadatas"]) if meta["version"] not in visible]
        for batch in _batches(orphans):
            self._sentences.delete(ids=batch)
        return len(orphans)

    def put(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Write one document; see `put_many`."""
        self.put_many([(document, chunks)])

    def put_many(self, items: Iterable[tuple[Document, Sequence[Chunk]]]) -> None:
        """Write documents: their sentences, then their manifest rows, and only then forget the old versions.

        A kill at any moment leaves each document whole in its old or its new version.

        Raises:
            StoreError: Chroma refused a write, or its server is gone; nothing of this call is visible then.
        """
        prepared = [_Prepared.of(document, chunks, self.encoder.identity) for document, chunks in items]
        if not prepared:
            return
        rows = [row for item in prepared for row in item.rows]
        vectors = self._encode([row.text for row in rows])
        try:
            for start in range(0, len(rows), BATCH):
                part = rows[start : start + BATCH]
                self._sentences.upsert(
                    ids=[row.id for row in part],
                    embeddings=vectors[start : start + BATCH],
                    metadatas=[row.metadata for row in part],
                )
            replaced = [self._records[p.document.id][0] for p in prepared if p.document.id in self._records]
            for batch in _batches(prepared, 50):
                self._manifest.upsert(
                    ids=[item.document.id for item in batch],
                    embeddings=[self._mark()] * len(batch),
                    metadatas=[item.metadata for item in batch],
                    documents=[item.document.text for item in batch],
                )
            self._remember((item.metadata, item.document.text) for item in prepared)
            for entry in replaced:
                if entry.version not in {p.version for p in prepared}:
                    self._sentences.delete(where={"version": entry.version})
        except (ChromaError, ValueError, OSError) as error:
            raise StoreError(f"the index refused a write: {type(error).__name__}: {error}") from error

    def _mark(self) -> list[float]:
        return [1.0] + [0.0] * (self.encoder.dimensions - 1)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors in order; texts of like length share a batch, so that little is padded."""
        import numpy as np

        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out = np.zeros((len(texts), self.encoder.dimensions), np.float32)
        for start in range(0, len(order), ENCODE_BATCH):
            part = order[start : start + ENCODE_BATCH]
            out[part] = self.encoder.encode([texts[i] for i in part])
        return out

    def remove(self, document_id: str) -> bool:
        """Forget a document; `False` when it was not there."""
        if document_id not in self._records:
            return False
        self._manifest.delete(ids=[document_id])
        self._sentences.delete(where={"document": document_id})
        self._conceal(document_id)
        return True

    def entries(self) -> dict[str, Entry]:
        """What is indexed, by document id, in a stable order."""
        return {key: held[0] for key, held in sorted(self._records.items())}

    def entry(self, document_id: str) -> Entry | None:
        """What is indexed of one document."""
        held = self._records.get(document_id)
        return held[0] if held else None

    def document(self, document_id: str) -> Document | None:
        """The whole stored document: what quotes are cut from."""
        held = self._records.get(document_id)
        return held[1] if held else None

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """The chunks of a document, in order; empty when it is not indexed."""
        held = self._records.get(document_id)
        return held[2] if held else ()

    def nearest(self, vector: Vectors, count: int, where: dict[str, Any] | None = None) -> list[Hit]:
        """The sentences nearest to a unit `vector`, best first, of visible versions only."""
        held = sum(entry.sentences for entry, _, _ in self._records.values())
        if not held:
            return []
        found = self._sentences.query(
            query_embeddings=[vector], n_results=min(count, held), where=where, include=["distances"]
        )
        hits = (self._hit(i, d) for i, d in zip(found["ids"][0], found["distances"][0], strict=True))
        return [hit for hit in hits if hit is not None]

    def _hit(self, row: str, distance: float) -> Hit | None:
        """The sentence of a row's id; `None` when its version is not the visible one."""
        version, chunk, sentence = row.rsplit("/", 2)
        document_id = self._visible.get(version)
        return None if document_id is None else Hit(document_id, int(chunk), int(sentence), 1.0 - float(distance))

    def vectors(self, document_id: str) -> Iterator[tuple[int, int, Any]]:
        """Chunk index, sentence index and vector of every sentence of a document."""
        entry = self._records[document_id][0]
        got = self._sentences.get(where={"version": entry.version}, include=["metadatas", "embeddings"])
        for meta, vector in zip(got["metadatas"], got["embeddings"], strict=True):
            yield int(meta["chunk"]), int(meta["sentence"]), vector

    def verify(self, repair: bool = False) -> list[str]:
        """What is wrong with the index, in sentences; empty when every sentence row and every manifest row agree.

        With `repair`, orphans are removed and damaged documents forgotten, so that the next ingest brings them anew.
        """
        counts: dict[str, int] = {}
        for _, meta, _ in _pages(self._sentences, ["metadatas"]):
            counts[str(meta["version"])] = counts.get(str(meta["version"]), 0) + 1
        problems = [
            f"{entry.document_id}: {counts.get(entry.version, 0)} of {entry.sentences} sentences held"
            for entry in self.entries().values()
            if counts.get(entry.version, 0) != entry.sentences
        ]
        damaged = [problem.split(": ")[0] for problem in problems]
        orphans = sum(counts.values()) - sum(counts.get(e.version, 0) for e in self.entries().values())
        if orphans:
            problems.append(f"{orphans} sentences of versions that no document names")
        if repair:
            for document_id in damaged:
                self.remove(document_id)
            self._remove_orphans()
        return problems

    def take_place(self) -> None:
        """Become the index in force, and remove every other one. The manifest's new name is the last step."""
        mark = _mark_of(self.encoder)
        for name in _names(self._client):
            if name.startswith("aperture-") and BUILDING not in name:
                self._client.delete_collection(name)
        self._sentences.modify(name=f"aperture-sentences{mark}")
        self._manifest.modify(name=f"aperture-documents{mark}")
        self._suffix = mark

    def close(self) -> None:
        """Let go of the folder."""
        if self._lock:
            _end(self._client)
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True)
class _Row:
    id: str
    text: str
    metadata: dict[str, Any]


@dataclass(frozen=True)
class _Prepared:
    document: Document
    version: str
    rows: tuple[_Row, ...]
    metadata: dict[str, Any]

    @classmethod
    def of(cls, document: Document, chunks: Sequence[Chunk], identity: str) -> _Prepared:
        """The rows of one document; its version is new each time, so that old and new never mix."""
        version = f"{document.sha256[:12]}-{uuid.uuid4().hex[:8]}"
        rows = tuple(
            _Row(
                id=f"{version}/{chunk.index}/{number}",
                text=_with_title(document, chunk.text[a:b]),
                metadata={
                    "document": document.id,
                    "version": version,
                    "chunk": chunk.index,
                    "sentence": number,
                    "kind": document.kind,
                    "language": document.language,
                },
            )
            for chunk in chunks
            for number, (a, b) in enumerate(chunk.sentences or ((0, len(chunk.text)),))
        )
        metadata = {
            "record": document.model_dump_json(exclude={"text"}),
            "version": version,
            "sentences": len(rows),
            "encoder": identity,
            "ingested_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "chunks": json.dumps([[c.start, c.end, c.heading, list(c.sentences)] for c in chunks]),
        }
        return cls(document, version, rows, metadata)


def _with_title(document: Document, sentence: str) -> str:
    """A clause alone does not say whose it is: dropping the title prefix costs licences 9 points of hit@5."""
    return f"{document.title}: {sentence}" if document.kind in ("license", "card") else sentence


def _pages(collection: Any, include: list[str], size: int = 5000) -> Iterator[tuple[str, Any, Any]]:
    offset = 0
    while True:
        got = collection.get(limit=size, offset=offset, include=include)
        documents = got.get("documents") or [None] * len(got["ids"])
        yield from zip(got["ids"], got["metadatas"], documents, strict=True)
        offset += size
        if len(got["ids"]) < size:
            return


def _batches(items: Sequence[Any], size: int = BATCH) -> Iterator[Any]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _client(data_dir: Path, chroma_url: str | None) -> tuple[FileLock | None, ClientAPI]:
    if chroma_url:
        return None, _server(chroma_url)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"APERTURE_DATA_DIR={data_dir} cannot be made: {error.strerror}") from error
    lock = _own(data_dir)
    try:
        settings = ChromaSettings(anonymized_telemetry=False)
        return lock, chromadb.PersistentClient(str(data_dir / "chroma"), settings=settings)
    except BaseException:
        lock.release()
        raise


def _server(url: str) -> ClientAPI:
    """A client of a Chroma server; `CHROMA_API_KEY`, tenant and database come from Chroma's own variables."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreError(f"APERTURE_CHROMA_URL={url} is no address: give http://host:port")
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=ChromaSettings(anonymized_telemetry=False),
        )
    except (ChromaError, ValueError, OSError) as error:
        raise StoreError(f"APERTURE_CHROMA_URL={url} does not answer: start the server, or unset it") from error


def _own(data_dir: Path) -> FileLock:
    """Take the folder's lock, and leave a note of who holds it. The system frees a dead process's lock."""
    lock, note = FileLock(data_dir / "index.lock"), data_dir / "index.owner"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreLocked(
            f"{data_dir} is in use by {_holder(note)}: stop it first, or set APERTURE_DATA_DIR to another folder"
        ) from None
    note.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "command": _command()}))
    return lock


def _end(client: Any) -> None:
    """Let Chroma flush and free its files; its typed interface has no `close`, its clients do."""
    client.close()


def _command() -> str:
    return " ".join(Path(part).name if i < 2 else part for i, part in enumerate(psutil.Process().cmdline()[:4]))


def _holder(note: Path) -> str:
    try:
        held = json.loads(note.read_text())
        return f"process {held['pid']} ({held['command']}) on {held['host']}"
    except (OSError, ValueError, KeyError):
        return "another process"


def rebuilt(data_dir: Path, encoder: Encoder, chroma_url: str | None = None) -> Store:
    """The same documents embedded anew by `encoder`, from the texts the index holds; no source is read again.

    The new index grows beside the old one and takes its place when it is whole: a kill leaves the old one in force.
    """
    lock, client = _client(data_dir, chroma_url)
    try:
        names = _names(client)
        for name in names:
            if BUILDING in name:
                client.delete_collection(name)
        held = [name for name in names if name.startswith("aperture-documents-") and BUILDING not in name]
        building = Store(client, encoder, None, suffix=BUILDING + _mark_of(encoder))
        for name in held:
            _copy(client.get_collection(name, embedding_function=None), building)
        building.take_place()
        return Store(client, encoder, lock)
    except BaseException:
        if lock:
            lock.release()
        raise


def _copy(manifest: Any, into: Store) -> None:
    known = ((_document_of(meta, text), meta) for _, meta, text in _pages(manifest, ["metadatas", "documents"], 200))
    waiting: list[tuple[Document, Sequence[Chunk]]] = []
    for document, meta in known:
        waiting.append((document, _chunks_of(document, meta)))
        if len(waiting) >= 50:
            into.put_many(waiting)
            waiting.clear()
    into.put_many(waiting)


def _document_of(meta: Mapping[str, Any], text: str) -> Document:
    return Document.model_validate({**json.loads(meta["record"]), "text": text})


def _held(meta: Mapping[str, Any], text: str) -> _Held:
    document = _document_of(meta, text)
    chunks = _chunks_of(document, meta)
    entry = Entry(
        document_id=document.id,
        version=str(meta["version"]),
        sha256=document.sha256,
        kind=document.kind,
        title=document.title,
        source=document.source,
        url=document.url,
        language=document.language,
        chunks=len(chunks),
        sentences=int(meta["sentences"]),
        ingested_at=str(meta["ingested_at"]),
    )
    return entry, document, chunks


def _chunks_of(document: Document, meta: Mapping[str, Any]) -> tuple[Chunk, ...]:
    return tuple(
        Chunk(
            id=f"{document.id}#{index}",
            document_id=document.id,
            index=index,
            text=document.text[start:end],
            start=start,
            end=end,
            heading=heading,
            sentences=tuple((a, b) for a, b in spans),
        )
        for index, (start, end, heading, spans) in enumerate(json.loads(meta["chunks"]))
    )


def _mark_of(encoder: Encoder) -> str:
    return "-" + hashlib.sha256(encoder.identity.encode()).hexdigest()[:8]


def _names(client: ClientAPI) -> list[str]:
    return sorted(str(getattr(one, "name", one)) for one in client.list_collections())


def _check_encoder(client: ClientAPI, encoder: Encoder) -> None:
    held = [n for n in _names(client) if n.startswith("aperture-documents-") and BUILDING not in n]
    if not held or f"aperture-documents{_mark_of(encoder)}" in held:
        return
    built_by = (client.get_collection(held[0], embedding_function=None).metadata or {}).get("encoder")
    raise EncoderMismatch(
        f"the index was built by the encoder {built_by}, APERTURE_EMBEDDING_MODEL now means "
        f"{encoder.identity}: set it back, or rebuild with `aperture ingest --rebuild`"
    )
