"""What an admin named, as single readable items: files, folders, addresses, feeds and sitemaps, Hub repositories."""

from __future__ import annotations

import csv
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.load import KINDS, LARGEST
from knowledge.errors import Refused, SourceError

MANIFEST = "INDEX.csv"
"""A table beside files with the columns `id` (a file's name without its ending) and `name`, optionally `source` and
`version`: it describes the files and is no document itself."""


@dataclass(frozen=True)
class Content:
    """The bytes of one item, and their kind where something better than a name's ending tells it."""

    raw: bytes
    kind: str | None = None


@dataclass(frozen=True)
class Item:
    """One thing to read."""

    id: str
    source: str
    name: str
    read: Callable[[], Content]
    """Raises `SourceError` when it cannot be had."""
    url: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    """A row of the folder's manifest."""


@dataclass(frozen=True)
class Expanded:
    """Everything to read, what could not even be listed, and the folders that were named."""

    items: tuple[Item, ...]
    failed: tuple[tuple[str, str], ...]
    skipped: tuple[tuple[str, str], ...]
    roots: tuple[Path, ...]


@dataclass
class _Listing:
    items: dict[str, Item] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    roots: list[Path] = field(default_factory=list)

    def add(self, items: Iterable[Item]) -> None:
        self.items.update((item.id, item) for item in items)


def expand(sources: Sequence[str], remote: Callable[[str], Sequence[Item]] | None = None) -> Expanded:
    """List what `sources` name. `remote` turns an address or `hf:org/name` into items."""
    out = _Listing()
    for source in sources:
        try:
            _one(source, out, remote)
        except SourceError as error:
            out.failed.append((printable(source), str(error)))
        except (OSError, ValueError, RuntimeError) as error:
            out.failed.append((printable(source), f"{printable(source)}: cannot be read ({error})"))
    return Expanded(tuple(out.items.values()), tuple(out.failed), tuple(out.skipped), tuple(out.roots))


def _one(source: str, out: _Listing, remote: Callable[[str], Sequence[Item]] | None) -> None:
    if not source.strip():
        raise SourceError(
            f"{source!r}: names nothing; give a file, a folder (. for this one), an address or hf:org/name"
        )
    if source.lower().startswith(("http://", "https://", "hf:")):
        if remote is None:
            raise SourceError(f"{source}: addresses cannot be read here")
        out.add(remote(source))
        return
    if "://" in source[:12]:
        raise Refused(f"{source}: only http and https addresses, hf:org/name, files and folders are read")
    path = Path(source).expanduser()
    if path.is_dir():
        out.roots.append(path.resolve())
        _folder(path.resolve(), out)
    elif path.exists():
        out.add([_file(path.resolve(), {})])
    else:
        raise SourceError(f"{printable(source)}: no such file or folder")


def _folder(root: Path, out: _Listing) -> None:
    unread: Counter[str] = Counter()
    for folder, names, files in os.walk(root, onerror=lambda error: _unlisted(error, out)):
        names[:] = sorted(name for name in names if not name.startswith("."))
        manifest = _manifest(Path(folder) / MANIFEST)
        for name in sorted(files):
            path = Path(folder) / name
            if name.startswith(".") or (manifest and name == MANIFEST):
                continue
            if path.suffix.lower() in KINDS:
                out.add([_file(path, manifest.get(path.stem, {}))])
            else:
                unread[path.suffix.lower() or "no ending"] += 1
    if unread:
        kinds = ", ".join(f"{count} × {printable(ending)}" for ending, count in unread.most_common(8))
        out.skipped.append((printable(str(root)), f"files of kinds that are not read: {kinds}"))


def _unlisted(error: OSError, out: _Listing) -> None:
    out.failed.append((printable(str(error.filename)), f"folder cannot be listed ({error.strerror})"))


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    if not rows or not {"id", "name"} <= rows[0].keys():
        return {}
    return {row["id"]: {key: value for key, value in row.items() if key and value} for row in rows}


def _file(path: Path, about: Mapping[str, str]) -> Item:
    return Item(
        id=identifier(path.stem, str(path)),
        source=str(path).encode("utf-8", "replace").decode(),
        name=printable(path.name),
        read=lambda: Content(_read(path)),
        about=about,
    )


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        size = status.st_size
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{printable(path.name)}: a device or pipe, not a file")
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
    return "".join(c if c.isprintable() else "�" for c in name)[:200]
