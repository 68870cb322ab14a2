"""Chroma itself: a client of a folder or of a server, who owns the folder, and collections. The only module that
imports chromadb.

Two processes on one folder ruin an index without a word, so a folder is locked for as long as it is open.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
import psutil
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from filelock import FileLock, Timeout

from knowledge.chroma_cloud import Cloud
from knowledge.errors import StoreError, StoreLocked

Client = ClientAPI
BATCH = 2000
"""Rows a write; Chroma refuses more than 5,461."""
PAGE = 5_000
_OWN: CreateHNSWConfiguration = {"space": "cosine", "ef_search": 400, "ef_construction": 32}
_SERVER: CreateHNSWConfiguration = {"space": "cosine", "ef_search": 400, "ef_construction": 100}
"""How many candidates the graph is built with. A folder's index is compared as a whole (`knowledge.near`) and its graph
only stands in for that beyond `HELD` sentences, so it is built with little, which makes writing nearly twice as quick;
a server's graph is what answers. What each finds: docs/decisions/retrieval.md. Writing the graph's files more often
than Chroma does (`sync_threshold`) would make a changed document cheaper, but a kill while they are written left an
index that could not be read. A collection that exists keeps what it was made with."""


def connect(data_dir: Path, server: str | Cloud | None) -> tuple[FileLock | None, Client]:
    """A client of the server at an address or in the cloud, or of the folder with its lock.

    Raises:
        StoreLocked: another process owns the folder; names it.
        StoreError: the folder or the server cannot be used.
    """
    if isinstance(server, Cloud):
        return None, _cloud(server)
    if server:
        return None, _server(server)
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


def _server(url: str) -> Client:
    """A client of a Chroma server."""
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


def _cloud(cloud: Cloud) -> Client:
    settings = ChromaSettings(anonymized_telemetry=False)
    try:
        return chromadb.CloudClient(
            tenant=cloud.tenant, database=cloud.database, api_key=cloud.api_key, settings=settings
        )
    except (ChromaError, ValueError, OSError) as error:
        raise StoreError(
            "Chroma Cloud does not answer, or refuses: check CHROMA_API_KEY, CHROMA_TENANT and CHROMA_DATABASE, or "
            "unset APERTURE_CHROMA_URL"
        ) from error


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


def _command() -> str:
    return " ".join(Path(part).name if i < 2 else part for i, part in enumerate(psutil.Process().cmdline()[:4]))


def _holder(note: Path) -> str:
    try:
        held = json.loads(note.read_text())
        return f"process {held['pid']} ({held['command']}) on {held['host']}"
    except (OSError, ValueError, KeyError):
        return "another process"


def close(client: Any) -> None:
    """Let Chroma flush and free its files; its typed interface has no `close`, its clients do."""
    client.close()


def in_folder(client: Client) -> bool:
    """Whether the client keeps its index in a folder of its own and not on a server."""
    return bool(client.get_settings().is_persistent)


def collection(client: Client, name: str, metadata: dict[str, Any]) -> Any:
    """The collection called `name`, made with `metadata` where there is none."""
    with refusals("the index cannot be opened"):
        graph = _OWN if in_folder(client) else _SERVER
        return client.get_or_create_collection(
            name, metadata=metadata, configuration={"hnsw": graph}, embedding_function=None
        )


def names(client: Client) -> list[str]:
    """Names of all collections."""
    return sorted(str(getattr(one, "name", one)) for one in client.list_collections())


@contextmanager
def refusals(what: str) -> Iterator[None]:
    """Whatever Chroma raises as a `StoreError` that begins with `what`: its own errors, the disk's, and those of the
    HTTP library under its client, which are no errors of Chroma's."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        raise StoreError(f"{what}: {type(error).__name__}: {error}") from error


def pages(held: Any, include: list[str], size: int = PAGE) -> Iterator[tuple[str, Any, Any]]:
    """Id, metadata and text of every row; what is not included is `None`."""
    for got in _read(held, include, size):
        nothing = [None] * len(got["ids"])
        yield from zip(got["ids"], got.get("metadatas") or nothing, got.get("documents") or nothing, strict=True)


def vectors(held: Any, ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Id and vector of each of the rows that is there, in no order."""
    for batch in batches(ids):
        got = held.get(ids=batch, include=["embeddings"])
        yield from zip(got["ids"], np.asarray(got["embeddings"], np.float32), strict=True)


def _read(held: Any, include: list[str], size: int) -> Iterator[Any]:
    """Every row, page by page."""
    offset = 0
    while True:
        got = held.get(limit=size, offset=offset, include=include)
        yield got
        offset += size
        if len(got["ids"]) < size:
            return


def batches(items: Sequence[Any], size: int = BATCH) -> Iterator[Any]:
    """Slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
