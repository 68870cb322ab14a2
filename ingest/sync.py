"""Brings the index in step with what was named: new and changed in, unchanged untouched, deleted out.

Documents are addressed by content: the hash of the raw bytes and of this pipeline's version, taken before anything is
parsed. They are committed in batches, each whole; a run killed anywhere is taken up by running it again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from ingest.chunk import chunk
from ingest.clean import Cleaned, clean, spaced
from ingest.licence_files import claim, disown, forgotten, replaced
from ingest.load import decode, language_of, load
from ingest.signals import weight
from ingest.sources import Content, Expanded, Item, expand, printable
from knowledge.catalog import Catalog
from knowledge.changes import report as changes_report
from knowledge.changes import text_changes
from knowledge.embedding import Vectors
from knowledge.errors import IngestStopped, SourceError, StoreError, StoreLocked
from knowledge.policy import Policy
from knowledge.records.document import Chunk, Document
from knowledge.records.license import License
from knowledge.store import Store
from knowledge.texts import Texts

_log = logging.getLogger(__name__)
_CODE = (
    "chunk.py",
    "clean.py",
    "load.py",
    "parsers.py",
    "properties.py",
    "signals.py",
    "web_page.py",
    "../knowledge/headings.py",
)
PIPELINE = hashlib.sha256(b"".join((Path(__file__).parent / name).read_bytes() for name in _CODE)).hexdigest()[:12]
"""Changes when the code of loading, cleaning or chunking changes, so that every document is read anew."""
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
    moved: tuple[tuple[str, str], ...] = ()
    """For each licence text whose words changed: which clauses moved and whom they touch, in English and Chinese."""
    told: tuple[tuple[str, str], ...] = ()
    """What else became of licence texts, in English and Chinese: refused, replaced, forgotten."""

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
    moved: list[tuple[str, str]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    policy: Policy | None = None
    waiting: list[tuple[Document, Sequence[Chunk]]] = field(default_factory=list)
    embedded: list[Vectors] = field(default_factory=list)
    """Of what is waiting, where the engine embeds; else the store does."""

    def take(self, document: Document, chunks: Sequence[Chunk], vectors: Vectors | None = None) -> None:
        if not chunks:
            self.skipped.append((document.source, "nothing left after cleaning"))
            return
        known = document.id in self.store.entries()
        (self.changed if known else self.added).append(document.source)
        self.waiting.append((document, chunks))
        if vectors is not None:
            self.embedded.append(vectors)
        if sum(len(c) for _, c in self.waiting) >= BATCH_CHUNKS:
            self.commit()

    def commit(self) -> None:
        if self.waiting and not self.dry_run:
            self.store.put_many(self.waiting, np.concatenate(self.embedded) if self.embedded else None)
        self.waiting.clear()
        self.embedded.clear()

    def report(self) -> Report:
        return Report(
            added=tuple(self.added),
            changed=tuple(self.changed),
            removed=tuple(self.removed),
            unchanged=tuple(self.unchanged),
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            texts=tuple(self.texts),
            moved=tuple(self.moved),
            told=tuple(self.told),
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
    policy: Policy | None = None,
    engine: Engine | None = None,
) -> Report:
    """Take in files, folders and addresses; one that fails is reported and the others go on.

    `prune` also forgets documents whose file under a named folder is gone. `dry_run` only reports. `policy` is the
    team's: the report on a licence text that changed names the approvals that rest on it. `engine` reads the items;
    without one they are read here, one after another.

    Raises:
        StoreLocked: another ingest into this data folder is running; names it.
        StoreError: the index itself refused; what was committed before stays.
    """
    with alone(texts.folder.parent):
        named = expand(sources, remote)
        run = _Run(store, dry_run, failed=list(named.failed), skipped=list(named.skipped), policy=policy)
        known = {key: entry.sha256 for key, entry in store.entries().items()}
        reader = Reader(known, texts, catalog.licenses)
        try:
            for place, (item, looked, vectors) in enumerate((engine or _here)(named.items, reader), 1):
                if progress:
                    progress(Progress(place, len(named.items), item.name))
                _settle(run, item, looked, vectors, texts, catalog)
        except IngestStopped:
            run.commit()
            raise
        run.commit()
        if prune:
            _prune(run, named, texts)
        return run.report()


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold the right to ingest into `data_dir`; the system frees a dead process's hold."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock, note = FileLock(data_dir / "ingest.lock"), data_dir / "ingest.owner"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = note.read_text() if note.is_file() else "another process"
        raise StoreLocked(f"an ingest into {data_dir} is running ({holder}): try again when it is done") from None
    try:
        note.write_text(f"process {os.getpid()}")
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class Looked:
    """What reading one item gave: a document, or why there is none."""

    document: Document | None = None
    chunks: tuple[Chunk, ...] = ()
    license_text: tuple[str, str] | None = None
    """Id and whole text, where the item is the text of a licence that the records name."""
    refused: tuple[str, str] | None = None
    """Why it is not that text though it has its name and clauses, in English and Chinese."""
    skipped: str | None = None
    failed: str | None = None


@dataclass(frozen=True)
class Reader:
    """Loads, cleans and chunks one item. It writes nothing and can be sent to another process."""

    known: Mapping[str, str]
    """Content hash by document id, of what is indexed."""
    texts: Texts
    licenses: Mapping[str, License]

    def __call__(self, item: Item) -> Looked:
        """One item; whatever is odd about it is its own failure."""
        try:
            return self._read(item)
        except SourceError as error:
            return Looked(failed=str(error))
        except StoreError:
            raise
        except Exception as error:
            _log.exception("cannot read %s", printable(item.source))
            return Looked(failed=f"{item.name}: cannot be read ({type(error).__name__}); the log says more")

    def _read(self, item: Item) -> Looked:
        content = item.read()
        raw, digest = content.raw, content_hash(content.raw)
        found = claim(raw, item, self.texts, self.licenses)
        text_id = found.text_id if found and not found.refused else None
        if self.known.get(item.id) == digest and (text_id is None or self.texts.get(text_id) is not None):
            return Looked()
        if not raw.strip():
            return Looked(skipped="empty")
        document, text = read(item, content, digest), None
        if text_id is not None:
            text = text_id, decode(raw, item.source)
            document = _as_license(document, item, *text, self.licenses)
        return Looked(document, tuple(chunk(document)), text, refused=found.refused if found else None)


Engine = Callable[[Sequence[Item], Reader], Iterable[tuple[Item, Looked, Vectors | None]]]
"""Reads items in their order, and may embed them too: one row a sentence."""


def _here(items: Sequence[Item], reader: Reader) -> Iterator[tuple[Item, Looked, None]]:
    for item in items:
        yield item, reader(item), None


def _settle(run: _Run, item: Item, looked: Looked, vectors: Vectors | None, texts: Texts, catalog: Catalog) -> None:
    """Write down what became of an item; only the index itself may end the run."""
    if looked.failed is not None:
        run.failed.append((printable(item.source), looked.failed))
    elif looked.skipped is not None:
        run.skipped.append((item.source, looked.skipped))
    elif looked.document is None:
        run.unchanged.append(item.source)
    else:
        if looked.license_text:
            _hold(run, *looked.license_text, item.source, texts, catalog)
        else:
            _disown(run, item, looked, texts, catalog)
        run.take(looked.document, looked.chunks, vectors)


def read(item: Item, content: Content, digest: str) -> Document:
    """Load and clean one item."""
    loaded = load(content.raw, item.name, content.kind)
    whole = Cleaned(spaced(loaded.text), ())
    cleaned = whole if loaded.data else clean(loaded.text, markup=loaded.markup, title=loaded.title)
    title = item.about.get("name") or loaded.title or _named(Path(item.name).stem, cleaned.text)
    return Document(
        id=item.id,
        kind="article" if loaded.published or loaded.author else "file",
        title=title.strip()[:200],
        text=cleaned.text,
        source=item.source,
        url=item.url,
        claimed_url=loaded.url,
        author=loaded.author,
        published=loaded.published,
        language=language_of(cleaned.text),
        sha256=digest,
        dropped=(*loaded.dropped, *cleaned.dropped),
    )


def _named(stem: str, text: str) -> str:
    """A file's name as title; where that is only a number, the first words of the text."""
    if not re.fullmatch(r"[\W\d_a-f]*", stem.lower()):
        return stem
    first = next((line.strip() for line in text.splitlines() if weight(line) >= 20), stem)
    return re.split(r"(?<=.{12})[,，。.;；:：(（]", first)[0][:60]


def _as_license(document: Document, item: Item, text_id: str, text: str, licenses: Mapping[str, License]) -> Document:
    """A file that is a licence's text: kept whole, named after its licence, and quoted from."""
    owners = [license_ for license_ in licenses.values() if any(t.id == text_id for t in license_.texts)]
    changes: dict[str, object] = {"kind": "license", "text": spaced(text), "dropped": ()}
    if owners:
        changes["subjects"] = tuple(owner.id for owner in owners)
        if "name" not in item.about:
            changes["title"] = _license_title(owners[0], text_id)
    return document.model_copy(update=changes)


def _hold(run: _Run, text_id: str, text: str, source: str, texts: Texts, catalog: Catalog) -> None:
    """Keep the text of a licence, and tell what moved in it."""
    _watch(run, text_id, text, texts, catalog)
    if texts.get(text_id) not in (None, text) and texts.source(text_id) != source:
        run.told.append(replaced(text_id, texts.source(text_id), source))
    if not run.dry_run:
        _keep_text(texts, text_id, text, source)
    run.texts.append(text_id)


def _disown(run: _Run, item: Item, looked: Looked, texts: Texts, catalog: Catalog) -> None:
    """Tell why a document is no licence text, and stop quoting it where it was taken for one."""
    if looked.refused:
        run.told.append(looked.refused)
    if not run.dry_run:
        gone = disown(item, texts, catalog.licenses.values())
        run.told.extend(forgotten(text_id, item.source) for text_id in gone)


def _watch(run: _Run, text_id: str, text: str, texts: Texts, catalog: Catalog) -> None:
    """Tell which clauses moved when the words of a stored text changed."""
    before = texts.get(text_id)
    changes = text_changes(text_id, before, text, catalog, run.policy) if before and before != text else None
    if changes:
        run.moved.append((changes_report(changes, "en"), changes_report(changes, "zh")))


def _license_title(owner: License, text_id: str) -> str:
    role = next((text.role for text in owner.texts if text.id == text_id), "license")
    return owner.name if role == "license" else f"{owner.name}: {text_id}"


def _keep_text(texts: Texts, text_id: str, text: str, source: str) -> None:
    try:
        texts.put(text_id, text, source)
    except OSError as error:
        raise StoreError(
            f"{texts.folder} cannot be written ({error.strerror}): free some space, then run again"
        ) from error


def _prune(run: _Run, named: Expanded, texts: Texts) -> None:
    """Forget documents of a named folder that are no longer there; what could not be listed may well be."""
    present = {item.id for item in named.items}
    unlisted = [Path(source) for source, _ in named.failed]
    for document_id, entry in run.store.entries().items():
        if "://" in entry.source or document_id in present:
            continue
        path = Path(entry.source)
        under = any(path.is_relative_to(root) for root in named.roots)
        if under and not any(path.is_relative_to(folder) for folder in unlisted):
            run.removed.append(entry.source)
            if not run.dry_run:
                run.store.remove(document_id)
                texts.remove(entry.source)


def content_hash(raw: bytes) -> str:
    """Of the bytes and of the pipeline that will read them."""
    return hashlib.sha256(PIPELINE.encode() + b"\0" + raw).hexdigest()


def ingest_documents(
    documents: Sequence[Document],
    *,
    store: Store,
    prune_prefix: str,
    progress: Callable[[Progress], None] | None = None,
    dry_run: bool = False,
) -> Report:
    """Take in documents made elsewhere (cards, briefings); forget those under `prune_prefix` that are no more."""
    run = _Run(store, dry_run)
    for place, document in enumerate(documents, 1):
        entry = store.entry(document.id)
        if entry and entry.sha256 == document.sha256:
            run.unchanged.append(document.source)
            continue
        if progress:
            progress(Progress(place, len(documents), document.title))
        run.take(document, chunk(document))
    run.commit()
    present = {document.id for document in documents}
    for document_id, entry in store.entries().items():
        if document_id not in present and entry.source.startswith(prune_prefix):
            run.removed.append(entry.source)
            if not dry_run:
                store.remove(document_id)
    return run.report()
