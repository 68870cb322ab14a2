"""The index built anew from the texts it holds: by another encoder, or after a kill has torn it.

Chroma writes the files of its graph in place, one after another, so a kill between two of them leaves a graph of
neither state. Records, texts and spans are in SQLite and stay: nothing has to be read from its source again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock

from knowledge import chroma
from knowledge.chroma_cloud import Cloud
from knowledge.embedding import Encoder
from knowledge.records.document import Chunk, Document
from knowledge.rows import held
from knowledge.store import BUILDING, Store, manifests, mark_of

_log = logging.getLogger(__name__)


def rebuilt(data_dir: Path, encoder: Encoder, server: str | Cloud | None = None) -> Store:
    """The same documents embedded anew by `encoder`, from the texts the index holds; no source is read again.

    The new index grows beside the old one and takes its place when it is whole: a kill leaves the old one in force.
    """
    lock, client = chroma.connect(data_dir, server)
    try:
        return _anew(client, encoder, lock)
    except BaseException:
        if lock:
            lock.release()
        raise


def after_kill(client: chroma.Client, encoder: Encoder, lock: FileLock | None, writing: Path) -> Store:
    """The index built anew, as `writing` says that a write did not end. The graph is not looked at first: reading a
    torn one may fail, give wrong neighbours or end the process."""
    _log.warning("a write to the index beside %s did not end: it is built anew from the texts it holds", writing)
    store = _anew(client, encoder, lock, writing)
    writing.unlink(missing_ok=True)
    return store


def _anew(client: chroma.Client, encoder: Encoder, lock: FileLock | None, writing: Path | None = None) -> Store:
    for name in chroma.names(client):
        if BUILDING in name:
            client.delete_collection(name)
    building = Store(client, encoder, None, suffix=BUILDING + mark_of(encoder))
    for name in manifests(client):
        _copy(client.get_collection(name, embedding_function=None), building)
    building.take_place()
    return Store(client, encoder, lock, writing=writing)


def _copy(manifest: Any, into: Store) -> None:
    waiting: list[tuple[Document, Sequence[Chunk]]] = []
    for _, meta, text in chroma.pages(manifest, ["metadatas", "documents"], 200):
        found = held(meta, text)
        waiting.append((found.document, found.chunks))
        if len(waiting) >= 50:
            into.put_many(waiting)
            waiting.clear()
    into.put_many(waiting)
