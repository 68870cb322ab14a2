"""What an admin named, as single readable items: files, folders, addresses, feeds and sitemaps, Hub repositories."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.load import KINDS, LARGEST
from knowledge.errors import Refused, SourceError

MANIFEST = "INDEX.csv"
"""A table beside files with the columns `id` (a file's name without its ending) and `name`, optionally `source` and
`version`: it describes the files and is no document itself."""


@dataclass(frozen=True)
class Item:
    """One thing to read."""

    id: str
    source: str
    name: str
    read: Callable[[], bytes]
    """The bytes; raises `SourceError` or `OSError`."""
    kind: str | None = None
    url: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    """A row of the folder's manifest."""


@dataclass(frozen=True)
class Expanded:
    """Everything to read, what could not even be listed, and the folders that were named."""

    items: tuple[Item, ...]
    failed: tuple[tuple[str, str], ...]
    roots: tuple[Path, ...]


def expand(sources: Sequence[str], remote: Callable[[str], Sequence[Item]] | None = None) -> Expanded:
    """List what `sources` name. `remote` turns an address or `hf:org/name` into items."""
    items: dict[str, Item] = {}
    failed: list[tuple[str, str]] = []
    roots: list[Path] = []
    for source in sources:
        try:
            found = _one(source, roots, remote)
            items.update((item.id, item) for item in found)
        except SourceError as error:
            failed.append((source, str(error)))
    return Expanded(tuple(items.values()), tuple(failed), tuple(roots))


def _one(source: str, roots: list[Path], remote: Callable[[str], Sequence[Item]] | None) -> Sequence[Item]:
    if source.startswith(("http://", "https://", "hf:")):
        if remote is None:
            raise SourceError(f"{source}: addresses cannot be read here")
        return remote(source)
    if "://" in source[:12]:
        raise Refused(f"{source}: only http and https addresses, hf:org/name, files and folders are read")
    path = Path(source).expanduser()
    if path.is_dir():
        roots.append(path.resolve())
        return list(_folder(path.resolve()))
    if path.exists():
        return [_file(path.resolve(), {})]
    raise SourceError(f"{source}: no such file or folder")


def _folder(root: Path) -> Iterator[Item]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        manifest = _manifest(Path(folder) / MANIFEST)
        for name in sorted(files):
            path = Path(folder) / name
            known = path.suffix.lower() in KINDS
            if known and not name.startswith(".") and not (manifest and name == MANIFEST):
                yield _file(path, manifest.get(path.stem, {}))


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    if not rows or not {"id", "name"} <= rows[0].keys():
        return {}
    return {row["id"]: {key: value for key, value in row.items() if key and value} for row in rows}


def _file(path: Path, about: Mapping[str, str]) -> Item:
    return Item(
        id=identifier(path.stem, str(path)),
        source=str(path),
        name=printable(path.name),
        read=lambda: _read(path),
        about=about,
    )


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Refused(f"{printable(path.name)}: {size:,} bytes is too large (at most {LARGEST:,}); split it")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{printable(path.name)}: vanished before it was read") from None
    except OSError as error:
        raise SourceError(f"{printable(path.name)}: cannot be read ({error.strerror})") from None


def identifier(stem: str, source: str) -> str:
    """A document id that stays the same over versions of the same source."""
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in stem)[:60].strip("-") or "document"
    return f"{safe}~{hashlib.sha256(source.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def printable(name: str) -> str:
    """A file name without control characters or lone surrogates, for messages."""
    return "".join(c if c.isprintable() else "�" for c in name)[:120]
