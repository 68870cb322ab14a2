"""Licence texts for users: from the official address, else out of ScanCode's licence database, never installed.

The database is CC-BY-4.0 data of the ScanCode project (AboutCode); its wheel is downloaded without its dependencies
from whatever package index pip is configured for, a few files are read, and the wheel is thrown away.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.fetch import fetch
from ingest.sync import Progress
from knowledge.catalog import Catalog
from knowledge.errors import SourceError
from knowledge.records.license import LicenseText
from knowledge.texts import Texts, proves

WHEEL = "scancode-toolkit-mini==32.5.0"
DOWNLOAD_SECONDS = 300
INSIDE = "licensedcode/data/licenses/{key}.LICENSE"
FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)


@dataclass(frozen=True)
class FetchedTexts:
    """What was got, and what is still not held."""

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
    hosts: Iterable[str] = (),
    *,
    official: Callable[[str], bytes] | None = None,
    wheel: Callable[[Path], Path | None] | None = None,
) -> FetchedTexts:
    """Fetch every text that a record names and that is not held yet. A copy whose locators do not prove is not kept."""
    wanted = {text.id: text for one in catalog.licenses.values() for text in one.texts if texts.get(text.id) is None}
    reach = official or (lambda url: fetch(url, hosts).body)
    done = 0
    unreachable = False
    for done, text in enumerate(wanted.values(), 1):
        if progress:
            progress(Progress(done, len(wanted), text.id))
        if text.url and not unreachable:
            unreachable = _official(text, texts, catalog, reach)
    rest = {key: text for key, text in wanted.items() if texts.get(key) is None and text.scancode_key}
    if rest:
        _from_wheel(rest, texts, catalog, wheel or _download)
    held = [text.id for one in catalog.licenses.values() for text in one.texts if texts.get(text.id) is not None]
    missing = [key for key in wanted if texts.get(key) is None]
    return FetchedTexts(tuple(dict.fromkeys(held)), tuple(missing))


def _official(text: LicenseText, texts: Texts, catalog: Catalog, reach: Callable[[str], bytes]) -> bool:
    """Try the official address; `True` when the network is not there at all, so that the others are not tried."""
    try:
        words = reach(text.url or "").decode("utf-8", errors="replace")
    except SourceError as error:
        return "cannot be reached" in str(error)
    _keep(text, words, str(text.url), texts, catalog)
    return False


def _from_wheel(
    wanted: Mapping[str, LicenseText], texts: Texts, catalog: Catalog, wheel: Callable[[Path], Path | None]
) -> None:
    with tempfile.TemporaryDirectory(prefix="aperture-") as folder:
        path = wheel(Path(folder))
        if path is None:
            return
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for text in wanted.values():
                name = INSIDE.format(key=text.scancode_key)
                if name in names:
                    words = FRONT.sub("", archive.read(name).decode("utf-8"), count=1).strip() + "\n"
                    _keep(text, words, f"ScanCode licence database, {text.scancode_key} (CC-BY-4.0)", texts, catalog)


def _keep(text: LicenseText, words: str, source: str, texts: Texts, catalog: Catalog) -> None:
    if proves(words, text.id, catalog.licenses.values()):
        texts.put(text.id, words, source)


def _download(folder: Path) -> Path | None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), WHEEL]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=DOWNLOAD_SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError):
        return None
    return next(folder.glob("*.whl"), None)
