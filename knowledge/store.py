"""The index: sentence vectors and whole documents in Chroma.

Two collections. `sentences` has a row a sentence, whose id tells the version and chunk it belongs to. `documents` has
a row a document, the manifest: the record, the text, the chunk spans and the version that counts. A version is
visible from the moment its manifest row is written, which is one atomic upsert and always the last write; sentences
of any other version are leftovers of a killed run and are swept when the index is opened. So there is no second
ledger that could drift: what is indexed is read from the index.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
from filelock import FileLock

from knowledge import chroma
from knowledge.chroma_cloud import Cloud
from knowledge.embedding import Encoder, Vectors
from knowledge.encoding import encode_all
from knowledge.errors import EncoderMismatch
from knowledge.records.document import Chunk, Document
from knowledge.rows import TEXT, Entry, Held, Prepared, held, packed, place_of

BUILDING = "-building"
SENTENCES, DOCUMENTS = "aperture-sentences", "aperture-documents"
OVERFETCH = 2_000
"""Rows asked for at most where a filter is applied to what comes back."""
EXACT = 1_000
"""Rows up to which those that pass a filter are compared one by one; Chroma's filtered walk is slowest on few."""


class Hit(NamedTuple):
    """A sentence near a query."""

    document_id: str
    chunk_index: int
    sentence_index: int
    cosine: float


@dataclass
class _Group:
    """What passes a filter."""

    versions: frozenset[str]
    rows: list[str]
    compared: tuple[list[str], Vectors] | None = None
    """The rows with their vectors, once they were compared one by one."""


class Store:
    """One process's hold on the index. Use as a context manager, or call `close`."""

    def __init__(
        self,
        client: chroma.Client,
        encoder: Encoder,
        lock: FileLock | None,
        suffix: str | None = None,
        writing: Path | None = None,
    ) -> None:
        """`writing`: a file that stands there while an embedded index is written to."""
        self._client, self._writing = client, writing
        self.encoder = encoder
        self._lock = lock
        self._packs = chroma.in_folder(client)
        suffix = mark_of(encoder) if suffix is None else suffix
        about = {"encoder": encoder.identity, "dimensions": encoder.dimensions}
        self._sentences = chroma.collection(client, SENTENCES + suffix, about)
        self._manifest = chroma.collection(client, DOCUMENTS + suffix, about)
        self._records: dict[str, Held] = {}
        """Replaced, never changed: readers in other threads keep what they hold while an ingest goes on."""
        self._visible: dict[str, str] = {}
        """Version to document: of each document the version that counts. Replaced like the records."""
        self._sentences_held = 0
        self._groups: dict[str, _Group] = {}
        self.generation = 0
        """Grows with every change, so that a reader knows when to refresh."""
        self._load()

    @classmethod
    def open(cls, data_dir: Path, encoder: Encoder, server: str | Cloud | None = None) -> Store:
        """Open or create the index. After a kill in the middle of a write it is built anew from the texts it holds.

        Raises:
            StoreLocked: another process owns `data_dir`; names it.
            EncoderMismatch: the index was built by another encoder.
            StoreError: the folder or the server cannot be used.
        """
        lock, client = chroma.connect(data_dir, server)
        try:
            _check_encoder(client, encoder)
            writing = data_dir / "index.writing" if lock else None
            if writing is None or not writing.exists():
                return cls(client, encoder, lock, writing=writing)
            from knowledge.rebuild import after_kill

            return after_kill(client, encoder, lock, writing)
        except BaseException:
            if lock:
                lock.release()
            raise

    @property
    def embedded(self) -> bool:
        """Whether the index is a folder of this process and not on a server."""
        return self._lock is not None

    def _load(self) -> None:
        with chroma.refusals("the index cannot be read"):
            self._remember((meta, text) for _, meta, text in chroma.pages(self._manifest, ["metadatas", "documents"]))
            if self._sentences.count() != self._sentences_held:
                self._remove_orphans()

    def _remember(self, rows: Iterable[tuple[Mapping[str, Any], str]]) -> None:
        """Make manifest rows visible, all at once."""
        new = [held(meta, text) for meta, text in rows]
        self._show({**self._records, **{one.document.id: one for one in new}})

    def _show(self, records: dict[str, Held]) -> None:
        self._visible = {one.entry.version: key for key, one in records.items()}
        self._sentences_held = sum(one.entry.sentences for one in records.values())
        self._records, self._groups = records, {}
        self.generation += 1

    def _remove_orphans(self) -> None:
        """Remove sentences of versions that no manifest row names."""
        rows = (row for row, _, _ in chroma.pages(self._sentences, []))
        self._delete([row for row in rows if place_of(row).version not in self._visible])

    def _delete(self, rows: Iterable[str]) -> None:
        for batch in chroma.batches(list(rows)):
            self._sentences.delete(ids=batch)

    def put(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Write one document; see `put_many`."""
        self.put_many([(document, chunks)])

    def put_many(self, items: Iterable[tuple[Document, Sequence[Chunk]]], vectors: Vectors | None = None) -> None:
        """Write documents: their sentences, then their manifest rows, and only then forget the old versions.

        A kill at any moment leaves each document whole in its old or its new version. `vectors`, a row for each of
        `knowledge.rows.embedded` of all items in order, where they were encoded elsewhere by the same encoder.

        Raises:
            StoreError: Chroma refused a write, or its server is gone; nothing of this call is visible then.
        """
        prepared = [Prepared.of(document, chunks, self.encoder.identity) for document, chunks in items]
        if not prepared:
            return
        ids = [row for item in prepared for row in item.ids]
        if vectors is None:
            vectors = encode_all(self.encoder, [text for item in prepared for text in item.texts])
        with chroma.refusals("the index refused a write"), self._marked():
            for start in range(0, len(ids), chroma.BATCH):
                part = slice(start, start + chroma.BATCH)
                self._sentences.upsert(ids=ids[part], embeddings=vectors[part])
            replaced = [self._records[p.document.id] for p in prepared if p.document.id in self._records]
            for batch in chroma.batches(prepared, 50):
                self._manifest.upsert(
                    ids=[item.document.id for item in batch],
                    embeddings=[self._mark()] * len(batch),
                    metadatas=[self._metadata(item) for item in batch],
                    documents=None if self._packs else [item.document.text for item in batch],
                )
            self._remember((item.metadata, item.document.text) for item in prepared)
            self._delete(row for one in replaced for row in one.rows())

    def _metadata(self, item: Prepared) -> dict[str, Any]:
        return {**item.metadata, TEXT: packed(item.document.text)} if self._packs else item.metadata

    @contextmanager
    def _marked(self) -> Iterator[None]:
        """A file that says that a write is going on; after a kill it is found by who opens the index next."""
        if self._writing:
            self._writing.touch()
        yield
        if self._writing:
            self._writing.unlink(missing_ok=True)

    def _mark(self) -> list[float]:
        return [1.0] + [0.0] * (self.encoder.dimensions - 1)

    def remove(self, document_id: str) -> bool:
        """Forget a document; `False` when it was not there."""
        found = self._records.get(document_id)
        if found is None:
            return False
        with chroma.refusals("the index refused a removal"), self._marked():
            self._manifest.delete(ids=[document_id])
            self._show({key: one for key, one in self._records.items() if key != document_id})
            self._delete(found.rows())
        return True

    def entries(self) -> dict[str, Entry]:
        """What is indexed, by document id, in a stable order."""
        return {key: one.entry for key, one in sorted(self._records.items())}

    def entry(self, document_id: str) -> Entry | None:
        """What is indexed of one document."""
        found = self._records.get(document_id)
        return found.entry if found else None

    def document(self, document_id: str) -> Document | None:
        """The whole stored document: what quotes are cut from."""
        found = self._records.get(document_id)
        return found.document if found else None

    def chunks(self, document_id: str) -> tuple[Chunk, ...]:
        """The chunks of a document, in order; empty when it is not indexed."""
        found = self._records.get(document_id)
        return found.chunks if found else ()

    def nearest(self, vector: Vectors, count: int, where: Mapping[str, Any] | None = None) -> list[Hit]:
        """The sentences nearest to a unit `vector`, best first, of visible versions only.

        `where` filters by the fields of `Entry`: a value, `{"$in": values}`, or several under `$and`.

        Raises:
            StoreError: the index cannot be asked.
        """
        every = self._sentences_held
        with chroma.refusals("the index cannot be asked"):
            if where is None or not every:
                return self._hits(self._ask(vector, min(count, every)), self._visible)
            return self._filtered(vector, count, self._group(where), every)

    def _filtered(self, vector: Vectors, count: int, group: _Group, every: int) -> list[Hit]:
        """Chroma's own filter by metadata costs ten times a search: few rows are compared here one by one, of many
        some come along with what is nearest anyway, and what lies between is asked for by its ids."""
        size = len(group.rows)
        if size <= EXACT:
            return self._hits(self._compared(vector, group), self._visible)[:count]
        wanted = count * every // size * 5 // 4
        if wanted <= OVERFETCH:
            hits = self._hits(self._ask(vector, min(wanted, every)), group.versions)
            if len(hits) >= count or wanted >= every:
                return hits[:count]
        return self._hits(self._ask(vector, min(count, size), group.rows), self._visible)

    def _group(self, where: Mapping[str, Any]) -> _Group:
        key = json.dumps(where, sort_keys=True)
        if key not in self._groups:
            fits = [one for one in self._records.values() if _meets(one.entry, where)]
            rows = [row for one in fits for row in one.rows()]
            self._groups[key] = _Group(frozenset(one.entry.version for one in fits), rows)
        return self._groups[key]

    def _ask(self, vector: Vectors, count: int, rows: list[str] | None = None) -> Iterator[tuple[str, float]]:
        if not count:
            return iter(())
        found = self._sentences.query(query_embeddings=[vector], n_results=count, ids=rows, include=["distances"])
        return zip(found["ids"][0], (1.0 - np.asarray(found["distances"][0])).tolist(), strict=True)

    def _compared(self, vector: Vectors, group: _Group) -> Iterator[tuple[str, float]]:
        if not group.rows:
            return iter(())
        if group.compared is None:
            found = self._sentences.get(ids=group.rows, include=["embeddings"])
            group.compared = found["ids"], np.asarray(found["embeddings"], np.float32)
        rows, vectors = group.compared
        cosines = vectors @ vector
        return ((rows[i], float(cosines[i])) for i in np.argsort(-cosines, kind="stable"))

    def _hits(self, found: Iterable[tuple[str, float]], versions: Container[str]) -> list[Hit]:
        """The sentences of rows, where their version is among `versions` and still the visible one."""
        out, visible = [], self._visible
        for row, cosine in found:
            version, chunk, sentence = row.rsplit("/", 2)
            if version in versions and version in visible:
                out.append(Hit(visible[version], int(chunk), int(sentence), cosine))
        return out

    def vectors(self, documents: Iterable[str]) -> Iterator[tuple[str, int, int, Any]]:
        """Document, chunk, sentence and vector of every sentence of the documents, in no order."""
        records = self._records
        rows = [row for key in documents if key in records for row in records[key].rows()]
        with chroma.refusals("the index cannot be read"):
            for row, vector in chroma.vectors(self._sentences, rows):
                place = place_of(row)
                if place.version in self._visible:
                    yield self._visible[place.version], place.chunk, place.sentence, vector

    def verify(self, repair: bool = False) -> list[str]:
        """What is wrong with the index, in sentences; empty when every sentence row and every manifest row agree.

        With `repair`, orphans are removed and damaged documents forgotten, so that the next ingest brings them anew.
        """
        counts = Counter(place_of(row).version for row, _, _ in chroma.pages(self._sentences, []))
        entries = self.entries().values()
        damaged = [entry for entry in entries if counts[entry.version] != entry.sentences]
        problems = [f"{e.document_id}: {counts[e.version]} of {e.sentences} sentences held" for e in damaged]
        orphans = counts.total() - sum(counts[entry.version] for entry in entries)
        if orphans:
            problems.append(f"{orphans} sentences of versions that no document names")
        if repair:
            for entry in damaged:
                self.remove(entry.document_id)
            self._remove_orphans()
        return problems

    def take_place(self) -> None:
        """Become the index in force, and remove every other one. The manifest's new name is the last step."""
        mark = mark_of(self.encoder)
        for name in chroma.names(self._client):
            if name.startswith("aperture-") and BUILDING not in name:
                self._client.delete_collection(name)
        self._sentences.modify(name=SENTENCES + mark)
        self._manifest.modify(name=DOCUMENTS + mark)

    def close(self) -> None:
        """Let go of the folder."""
        if self._lock:
            chroma.close(self._client)
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _meets(entry: Entry, where: Mapping[str, Any]) -> bool:
    """Whether a document passes a filter."""
    for field, wanted in where.items():
        if field == "$and":
            fits = all(_meets(entry, one) for one in wanted)
        else:
            fits = getattr(entry, field) in (wanted["$in"] if isinstance(wanted, Mapping) else [wanted])
        if not fits:
            return False
    return True


def mark_of(encoder: Encoder) -> str:
    """What names of collections of an encoder end in."""
    return "-" + hashlib.sha256(encoder.identity.encode()).hexdigest()[:8]


def manifests(client: chroma.Client) -> list[str]:
    """Names of the manifests that are whole."""
    return [name for name in chroma.names(client) if name.startswith(f"{DOCUMENTS}-") and BUILDING not in name]


def _check_encoder(client: chroma.Client, encoder: Encoder) -> None:
    held_by = manifests(client)
    if not held_by or f"{DOCUMENTS}{mark_of(encoder)}" in held_by:
        return
    built_by = (client.get_collection(held_by[0], embedding_function=None).metadata or {}).get("encoder")
    raise EncoderMismatch(
        f"the index was built by the encoder {built_by}, APERTURE_EMBEDDING_MODEL now means "
        f"{encoder.identity}: set it back, or rebuild with `aperture ingest --rebuild`"
    )
