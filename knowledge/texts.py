"""Stored licence texts: found by id, and quoted only by cutting verbatim pieces out of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from knowledge.errors import FactsError
from knowledge.records.base import Locator
from knowledge.records.license import License

LONGEST_QUOTE = 400
MOST_QUOTED = 0.25
"""A text of whose characters a larger share is locators' keys quotes a licence; of a licence it is a sixth at most."""
LENGTHS = 0.8, 1.25
"""How much shorter or longer than the recorded one a copy may be: notices are filled in, a web page adds its frame."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_ALIKE = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "\u2011": "-",
        "，": ",",
        "（": "(",
        "）": ")",
    }
)
_END = re.compile(r"[.!?;:](?=[\s\"”'’)]|$)|[。！？；：]|\n\s*\n|\n(?=\s*(?:[-*•#(]|\d+[.)]|[a-z][.)]))")


class Texts:
    """Texts in a folder, one `<id>.txt` each; `<data_dir>/texts` in the product."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, str | None] = {}
        self._sources: dict[str, str] | None = None
        """Where texts came from, and their ids; `None`: to be read."""

    def get(self, text_id: str) -> str | None:
        """The whole text, or `None` when it is not held on this machine."""
        if text_id not in self._held:
            path = self._path(text_id)
            self._held[text_id] = path.read_text(encoding="utf-8") if path.is_file() else None
        return self._held[text_id]

    def put(self, text_id: str, text: str, source: str) -> None:
        """Keep a text, and beside it where it came from."""
        path = self._path(text_id)
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        path.write_text(text, encoding="utf-8")
        note = json.dumps({"source": source, "sha256": digest}, ensure_ascii=False)
        path.with_suffix(".json").write_text(note, encoding="utf-8")
        self._held[text_id] = text
        self._sources = None

    def source(self, text_id: str) -> str | None:
        """Where a stored text came from, as told when it was put."""
        note = self._path(text_id).with_suffix(".json")
        return str(json.loads(note.read_text(encoding="utf-8"))["source"]) if note.is_file() else None

    def remove(self, source: str) -> list[str]:
        """Forget the texts that came from `source`; returns their ids."""
        gone = [text_id for text_id in self.ids() if self.source(text_id) == source]
        for text_id in gone:
            for path in (self._path(text_id), self._path(text_id).with_suffix(".json")):
                path.unlink(missing_ok=True)
            self._held.pop(text_id, None)
        self._sources = None
        return gone

    def ids(self) -> list[str]:
        """Ids of every text held."""
        return sorted(path.stem for path in self.folder.glob("*.txt")) if self.folder.is_dir() else []

    def forget(self) -> None:
        """Read again from disk what was put by another process."""
        self._held.clear()
        self._sources = None

    def cut(self, locator: Locator) -> str | None:
        """The sentence or item around the locator's key, verbatim; `None` when text or key is not there."""
        text = self.get(locator.text)
        return None if text is None else cut(text, locator.key)

    def identify(self, raw: bytes | str, licenses: Mapping[str, License]) -> str | None:
        """The id of the licence text these bytes are, by their hash."""
        data = raw if isinstance(raw, bytes) else raw.encode()
        digest = hashlib.sha256(data).hexdigest()
        return next((one.id for owner in licenses.values() for one in owner.texts if one.sha256 == digest), None)

    def revised(self, raw: bytes, source: str, licenses: Mapping[str, License]) -> str | None:
        """The id of the text that was last read from `source`, when these bytes are a new version of it.

        At least half of the recorded clauses and of the length must still stand, else the source holds something else.
        """
        text_id = self._read_from(source)
        if text_id is None or not shaped(self.get(text_id) or "", text_id, licenses.values()):
            return None
        words = raw.decode("utf-8", errors="replace")
        keys = [at.key for license_ in licenses.values() for at in license_.locators if at.text == text_id]
        standing = [key for key in keys if find(words, key) is not None]
        half = keys and 2 * len(standing) >= len(keys)
        return text_id if half and 2 * _length(words) >= _length(self.get(text_id) or "") else None

    def _read_from(self, source: str) -> str | None:
        """The id of the text that came from `source`; the notes are read once: a run asks this of every document."""
        if self._sources is None:
            self._sources = {told: text_id for text_id in reversed(self.ids()) if (told := self.source(text_id))}
        return self._sources.get(source)

    def _path(self, text_id: str) -> Path:
        if not _NAME.fullmatch(text_id):
            raise FactsError(f"{text_id!r} is not the id of a text: letters, digits, '.', '_', '+' and '-' only")
        return self.folder / f"{text_id}.txt"


def proves(text: str, text_id: str, licenses: Iterable[License]) -> bool:
    """Whether every locator into `text_id` finds its place in `text` (and there is at least one)."""
    keys = [at.key for license_ in licenses for at in license_.locators if at.text == text_id]
    return bool(keys) and all(find(text, key) is not None for key in keys)


def genuine(text: str, text_id: str, licenses: Iterable[License]) -> bool:
    """Whether `text` is the licence text and does not only quote it: every locator proves and it has its shape."""
    owners = list(licenses)
    return proves(text, text_id, owners) and shaped(text, text_id, owners)


def shaped(text: str, text_id: str, licenses: Iterable[License]) -> bool:
    """Whether most of `text` is not the locators' words, and it is about as long as the record says."""
    owners = list(licenses)
    of = next((t for one in owners for t in one.texts if t.id == text_id), None)
    size, recorded = _length(text), of.length if of else None
    if of and recorded and not (LENGTHS[0] <= size / recorded and (of.excerpt or size / recorded <= LENGTHS[1])):
        return False
    keys = {_fold_key(at.key) for one in owners for at in one.locators if at.text == text_id}
    standing = [key for key in keys if key in _fold(text)[0]]
    return sum(map(len, standing)) <= MOST_QUOTED * size


def _length(text: str) -> int:
    return len(_fold(text)[0])


def find(text: str, key: str) -> tuple[int, int] | None:
    """Span of `key` in `text`; white space, case and the style of quotes and dashes do not count."""
    folded, places = _fold(text)
    at = folded.find(_fold_key(key))
    if at < 0:
        return None
    return places[at], places[at + len(_fold_key(key)) - 1] + 1


def cut(text: str, key: str, longest: int = LONGEST_QUOTE) -> str | None:
    """A verbatim piece of `text` around `key`, ended at sentences or items, at most `longest` characters."""
    span = find(text, key)
    if span is None:
        return None
    start, end = _sentence(text, *span)
    if end - start > longest:
        start, end = _window(text, span, (start, end), longest)
    return text[start:end].strip()


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    before = [match.end() for match in _END.finditer(text, max(0, start - 2000), start)]
    after = _END.search(text, max(start, end - 1))
    return (before[-1] if before else max(0, start - 2000)), (after.end() if after else len(text))


def _window(text: str, span: tuple[int, int], piece: tuple[int, int], longest: int) -> tuple[int, int]:
    """As much of the piece as fits, the key inside, begun and ended at words (commas where one is near)."""
    spare = max(0, longest - (span[1] - span[0]))
    start = max(piece[0], span[0] - spare // 3)
    end = min(piece[1], start + longest)
    start = start if start == piece[0] else _next_word(text, start, span[0])
    return start, end if end == piece[1] else _last_word(text, end, span[1])


def _next_word(text: str, start: int, limit: int) -> int:
    comma = re.compile(r"[,，、]\s*").search(text, start, limit)
    space = re.compile(r"\s+").search(text, start, limit)
    return comma.end() if comma else space.end() if space else start


def _last_word(text: str, end: int, limit: int) -> int:
    cuts = [match.start() for match in re.compile(r"[,，、]|\s").finditer(text, limit, end)]
    commas = [at for at in cuts if text[at] in ",，、" and at > limit + (end - limit) // 2]
    return (commas or cuts or [end])[-1]


@lru_cache(maxsize=512)
def _fold_key(key: str) -> str:
    return "".join(key.translate(_ALIKE).casefold().split())


@lru_cache(maxsize=256)
def _fold(text: str) -> tuple[str, list[int]]:
    """The text without white space and case, and where each of its characters stood."""
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text.translate(_ALIKE)):
        if not letter.isspace():
            for piece in letter.casefold():
                letters.append(piece)
                places.append(at)
    return "".join(letters), places
