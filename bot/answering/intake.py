"""Taking documents in from Slack: one run at a time, and search knows them from then on."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from bot.answering.health import Failures
from bot.answering.watch import Watch
from bot.settings import Settings
from ingest.remote import remote
from ingest.shipped import PREFIX, ingest_shipped
from ingest.sources import Content, Item, identifier
from ingest.sync import Progress, Report, alone, ingest
from knowledge.catalog import Catalog
from knowledge.errors import IngestBusy, SourceError
from knowledge.policy import Policy
from knowledge.search import Search
from knowledge.store import Store
from knowledge.texts import Texts

Told = Callable[[Progress], None] | None
MESSAGES = "slack"
"""Folder of the data folder that holds what was taken from messages."""
REBUILT = 20
"""Documents that are embedded anew at once."""


@dataclass(frozen=True)
class Note:
    """A message or a file somebody shared, as a document."""

    title: str
    permalink: str
    day: date
    text: str = ""
    """The words of a message; empty for a file."""
    author: str = ""
    file: tuple[str, bytes] | None = None
    """Name and bytes of a shared file."""


class Intake:
    """Ingests into one store."""

    def __init__(
        self,
        catalog: Catalog,
        texts: Texts,
        store: Store,
        search: Search,
        fetch: Callable[[str], Sequence[Item]] | None = None,
        policy: Policy | None = None,
    ) -> None:
        """`fetch` reads addresses; without it they are refused. `policy` is the team's."""
        self._catalog, self._texts, self.store, self.search = catalog, texts, store, search
        self._fetch, self._policy = fetch, policy
        self._running = threading.Lock()
        self._folder = texts.folder.parent / MESSAGES
        self.failures, self.watch = Failures(texts.folder.parent), Watch(texts.folder.parent)

    @property
    def running(self) -> bool:
        """Whether a run is under way in this process."""
        return self._running.locked()

    def take_in(self, sources: Sequence[str], progress: Told = None, *, prune: bool = False) -> Report:
        """Take in sources. Raises `IngestBusy` while another run is going."""
        with self._alone():
            return self._ingest(sources, progress, prune=prune)

    def again(self, progress: Told = None) -> Report:
        """What ships, and every source that is indexed, once more. Raises `IngestBusy`."""
        named = sorted({e.source for e in self.store.entries().values() if not e.source.startswith(PREFIX)})
        with self._alone():
            shipped = ingest_shipped(self.store, self._texts, self._catalog, progress=progress)
            return _joined(shipped, self._ingest(named, progress, prune=False))

    def renew_shipped(self, progress: Told = None) -> Report:
        """What ships with this version, where the index still holds another's. Raises `IngestBusy`."""
        with self._alone():
            return ingest_shipped(self.store, self._texts, self._catalog, progress=progress)

    def again_one(self, document_id: str, progress: Told = None) -> Report:
        """One indexed document's source once more. Raises `IngestBusy`, and `SourceError` when it is not indexed."""
        source = self._source(document_id)
        with self._alone():
            if source.startswith(PREFIX):
                return ingest_shipped(self.store, self._texts, self._catalog, progress=progress)
            return self._ingest([source], progress, prune=False)

    def remove(self, document_id: str) -> str:
        """Forget a document and return its source. Raises `IngestBusy`, and `SourceError` when it is not indexed."""
        source = self._source(document_id)
        with self._alone(), alone(self._texts.folder.parent):
            self.store.remove(document_id)
            self._texts.remove(source)
            self.failures.forget(source)
            if kept := self._kept(source):
                kept.unlink(missing_ok=True)
        return source

    def rebuild(self, progress: Told = None) -> Report:
        """Embed every document anew from the text the index holds, each staying searchable. Raises `IngestBusy`."""
        with self._alone(), alone(self._texts.folder.parent):
            entries = list(self.store.entries().values())
            for start in range(0, len(entries), REBUILT):
                part = [(self.store.document(e.document_id), e) for e in entries[start : start + REBUILT]]
                held = [(document, self.store.chunks(e.document_id)) for document, e in part if document]
                self.store.put_many(held)
                if progress:
                    progress(Progress(min(start + REBUILT, len(entries)), len(entries), part[-1][1].title))
            return Report(changed=tuple(entry.source for entry in entries))

    def take_note(self, note: Note, progress: Told = None) -> Report:
        """Keep a message or a shared file in the data folder and take it in. Raises `IngestBusy`."""
        with self._alone():
            self._folder.mkdir(parents=True, exist_ok=True)
            _keep(note, self._folder)
            return self._ingest([note.permalink], progress, prune=False)

    def _kept(self, permalink: str) -> Path | None:
        """The file that holds what was taken from there."""
        return next(self._folder.glob(f"{_mark(permalink)}*"), None)

    def _read(self, source: str) -> Sequence[Item]:
        """An address: of something kept from Slack, or of something out there."""
        kept = self._kept(source)
        if kept:
            named = Path(kept.name.removeprefix(f"{_mark(source)}-"))
            item = Item(
                id=identifier(named.stem, source),
                source=source,
                name=named.name,
                read=lambda: Content(kept.read_bytes()),
                url=source,
            )
            return [item]
        if self._fetch is None:
            raise SourceError(f"{source}: addresses cannot be read here")
        return self._fetch(source)

    def _source(self, document_id: str) -> str:
        entry = self.store.entry(document_id)
        if entry is None:
            raise SourceError(f"no document {document_id!r} is indexed: it may have been removed already")
        return entry.source

    def _ingest(self, sources: Sequence[str], progress: Told, *, prune: bool) -> Report:
        report = ingest(
            sources,
            store=self.store,
            texts=self._texts,
            catalog=self._catalog,
            prune=prune,
            progress=progress,
            remote=self._read,
            policy=self._policy,
        )
        self.failures.note(report)
        self.watch.note(report.moved)
        return report

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._running.acquire(blocking=False):
            raise IngestBusy("another ingest is running; try again when it has ended")
        try:
            yield
        finally:
            self.search.refresh()
            self._running.release()


def fetcher(settings: Settings) -> Callable[[str], Sequence[Item]]:
    """The reader of addresses that the settings allow."""
    return remote(settings.fetch_hosts, settings.data_dir / "hub", endpoint=settings.hf_endpoint)


def _mark(permalink: str) -> str:
    return hashlib.sha256(permalink.encode()).hexdigest()[:10]


def _keep(note: Note, folder: Path) -> None:
    mark = _mark(note.permalink)
    if note.file:
        name, raw = note.file
        safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in name)[-80:].strip("-.") or "file"
        (folder / f"{mark}-{safe}").write_bytes(raw)
        return
    about = {"title": note.title, "date": note.day.isoformat()} | ({"author": note.author} if note.author else {})
    front = yaml.safe_dump(about, allow_unicode=True, sort_keys=False)
    (folder / f"{mark}-message.md").write_text(f"---\n{front}---\n\n{note.text}\n", "utf-8")


def _joined(one: Report, other: Report) -> Report:
    return Report(**{name: (*getattr(one, name), *getattr(other, name)) for name in Report.__dataclass_fields__})
