"""Taking documents in from Slack: one run at a time, and search knows them from then on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bot.settings import Settings
from ingest.remote import remote
from ingest.shipped import PREFIX, ingest_shipped
from ingest.sources import Item
from ingest.sync import Progress, Report, ingest
from knowledge.catalog import Catalog
from knowledge.errors import IngestBusy
from knowledge.policy import Policy
from knowledge.search import Search
from knowledge.store import Store
from knowledge.texts import Texts

Told = Callable[[Progress], None] | None


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
        self._catalog, self._texts, self._store, self._search = catalog, texts, store, search
        self._fetch, self._policy = fetch, policy
        self._running = threading.Lock()

    def take_in(self, sources: Sequence[str], progress: Told = None, *, prune: bool = False) -> Report:
        """Take in sources. Raises `IngestBusy` while another run is going."""
        with self._alone():
            return self._ingest(sources, progress, prune=prune)

    def again(self, progress: Told = None) -> Report:
        """What ships, and every source that is indexed, once more. Raises `IngestBusy`."""
        named = sorted({e.source for e in self._store.entries().values() if not e.source.startswith(PREFIX)})
        with self._alone():
            shipped = ingest_shipped(self._store, self._texts, self._catalog, progress=progress)
            return _joined(shipped, self._ingest(named, progress, prune=False))

    def _ingest(self, sources: Sequence[str], progress: Told, *, prune: bool) -> Report:
        return ingest(
            sources,
            store=self._store,
            texts=self._texts,
            catalog=self._catalog,
            prune=prune,
            progress=progress,
            remote=self._fetch,
            policy=self._policy,
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._running.acquire(blocking=False):
            raise IngestBusy("another ingest is running; try again when it has ended")
        try:
            yield
        finally:
            self._search.refresh()
            self._running.release()


def fetcher(settings: Settings) -> Callable[[str], Sequence[Item]]:
    """The reader of addresses that the settings allow."""
    return remote(settings.fetch_hosts, settings.data_dir / "hub", endpoint=settings.hf_endpoint)


def _joined(one: Report, other: Report) -> Report:
    return Report(**{name: (*getattr(one, name), *getattr(other, name)) for name in Report.__dataclass_fields__})
