"""Brings the index in step with what was named: new and changed in, unchanged untouched, deleted out.

Documents are addressed by content: the hash of the raw bytes and of this pipeline's version, taken before anything is
parsed. They are committed in batches, each whole; a run killed anywhere is taken up by running it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.chunk import chunk
from ingest.clean import clean
from ingest.load import language_of, load
from ingest.sources import Expanded, Item, expand
from knowledge.catalog import Catalog
from knowledge.errors import SourceError
from knowledge.records.document import Chunk, Document
from knowledge.store import Store
from knowledge.texts import Texts

PIPELINE = "1"
"""Changes when loading, cleaning or chunking change, so that every document is read anew."""
BATCH_CHUNKS = 400


@dataclass(frozen=True)
class Progress:
    """Where a run stands."""

    done: int
    total: int
    name: str

    def __str__(self) -> str:
        return f"{self.done}/{self.total} {self.name[:60]}"


@dataclass(frozen=True)
class Report:
    """What a run did, by document source; `skipped` and `failed` carry reasons."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()
    """Licence texts that were recognised and are now quoted from."""

    @property
    def documents(self) -> int:
        """Documents that are now indexed from what was named."""
        return len(self.added) + len(self.changed) + len(self.unchanged)


@dataclass
class _Run:
    store: Store
    dry_run: bool
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    waiting: list[tuple[Document, Sequence[Chunk]]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def take(self, document: Document) -> None:
        chunks = chunk(document)
        if not chunks:
            self.skipped.append((document.source, "nothing left after cleaning"))
            return
        known = document.id in self.store.entries()
        (self.changed if known else self.added).append(document.source)
        self.waiting.append((document, chunks))
        if sum(len(c) for _, c in self.waiting) >= BATCH_CHUNKS:
            self.commit()

    def commit(self) -> None:
        if self.waiting and not self.dry_run:
            self.store.put_many(self.waiting)
        self.waiting.clear()

    def report(self) -> Report:
        return Report(
            added=tuple(self.added),
            changed=tuple(self.changed),
            removed=tuple(self.removed),
            unchanged=tuple(self.unchanged),
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            texts=tuple(self.texts),
        )


def ingest(
    sources: Sequence[str],
    *,
    store: Store,
    texts: Texts,
    catalog: Catalog,
    prune: bool = False,
    dry_run: bool = False,
    progress: Callable[[Progress], None] | None = None,
    remote: Callable[[str], Sequence[Item]] | None = None,
) -> Report:
    """Take in files, folders and addresses; one that fails is reported and the others go on.

    `prune` also forgets documents whose file under a named folder is gone. `dry_run` only reports.

    Raises:
        StoreError: the index itself refused; what was committed before stays.
    """
    named = expand(sources, remote)
    run = _Run(store, dry_run, failed=list(named.failed))
    for place, item in enumerate(named.items, 1):
        if progress:
            progress(Progress(place, len(named.items), item.name))
        _take(run, item, texts, catalog)
    run.commit()
    if prune:
        _prune(run, named)
    return run.report()


def _take(run: _Run, item: Item, texts: Texts, catalog: Catalog) -> None:
    try:
        raw = item.read()
        digest = content_hash(raw)
        entry = run.store.entry(item.id)
        text_id = texts.identify(raw, catalog.licenses, Path(item.name).stem)
        if entry and entry.sha256 == digest and (text_id is None or texts.get(text_id) is not None):
            run.unchanged.append(item.source)
            return
        if not raw.strip():
            run.skipped.append((item.source, "empty"))
            return
        document = read(item, raw, digest)
        if text_id is not None:
            document = _as_license(document, text_id, raw, texts, catalog, run)
        run.take(document)
    except SourceError as error:
        run.failed.append((item.source, str(error)))


def read(item: Item, raw: bytes, digest: str) -> Document:
    """Load and clean one item."""
    loaded = load(raw, item.name, item.kind)
    cleaned = clean(loaded.text, markup=loaded.markup)
    title = item.about.get("name") or loaded.title or Path(item.name).stem
    return Document(
        id=item.id,
        kind="article" if loaded.published or loaded.author else "file",
        title=title.strip()[:200],
        text=cleaned.text,
        source=item.source,
        url=item.url or loaded.url,
        author=loaded.author,
        published=loaded.published,
        language=language_of(cleaned.text),
        sha256=digest,
        dropped=cleaned.dropped,
    )


def _as_license(document: Document, text_id: str, raw: bytes, texts: Texts, catalog: Catalog, run: _Run) -> Document:
    """A file that is a licence's text: kept whole, named after its licence, and quoted from."""
    text = raw.decode("utf-8", errors="replace")
    owners = [license_ for license_ in catalog.licenses.values() if any(t.id == text_id for t in license_.texts)]
    if not run.dry_run:
        texts.put(text_id, text, document.source)
    run.texts.append(text_id)
    changes: dict[str, object] = {"kind": "license", "text": clean(text, markup=True).text, "dropped": ()}
    if owners:
        changes["subjects"] = tuple(owner.id for owner in owners)
        if document.title == Path(document.source).stem:
            changes["title"] = owners[0].name
    return document.model_copy(update=changes)


def _prune(run: _Run, named: Expanded) -> None:
    """Forget documents of a named folder that were not found there any more."""
    present = {item.id for item in named.items}
    for document_id, entry in run.store.entries().items():
        under = "://" not in entry.source and any(Path(entry.source).is_relative_to(root) for root in named.roots)
        if under and document_id not in present:
            run.removed.append(entry.source)
            if not run.dry_run:
                run.store.remove(document_id)


def content_hash(raw: bytes) -> str:
    """Of the bytes and of the pipeline that will read them."""
    return hashlib.sha256(PIPELINE.encode() + b"\0" + raw).hexdigest()


def ingest_documents(
    documents: Sequence[Document],
    *,
    store: Store,
    prune_prefix: str,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Take in documents made elsewhere (cards, briefings); forget those under `prune_prefix` that are no more."""
    run = _Run(store, False)
    for place, document in enumerate(documents, 1):
        entry = store.entry(document.id)
        if entry and entry.sha256 == document.sha256:
            run.unchanged.append(document.source)
            continue
        if progress:
            progress(Progress(place, len(documents), document.title))
        run.take(document)
    run.commit()
    present = {document.id for document in documents}
    for document_id, entry in store.entries().items():
        if entry.source.startswith(prune_prefix) and document_id not in present:
            run.removed.append(entry.source)
            store.remove(document_id)
    return run.report()
