"""The change watch: what moved in the facts since the last start, or in a licence's text at an ingest, is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from knowledge.catalog import Catalog
from knowledge.changes import Facts, facts_changes, report, terms_of
from knowledge.policy import Policy
from knowledge.records.base import Language, Record, Words
from knowledge.whole import write_whole

MOST = 100
"""Changes that are kept."""
MOVED = Words(
    en="{model}: {before} until {day}, since then {after}", zh="{model}：{day} 之前为 {before}，此后为 {after}"
)


class Noted(Record):
    """A change, told in both languages."""

    id: str
    """The same on every replica: derived from the words."""
    at: str
    """ISO time, UTC, at which it was seen; for a recorded one the day on which it happened."""
    en: str
    zh: str

    def in_(self, language: Language) -> str:
        """The words in one language; plain text, not escaped."""
        return self.zh if language == "zh" else self.en


class Watch:
    """Keeps changes and the facts as they were last seen in the data folder."""

    def __init__(self, folder: Path) -> None:
        self._log, self._seen = folder / "changes.json", folder / "facts-seen.json"

    def noted(self) -> list[Noted]:
        """Changes that were seen, newest first; an unreadable file counts as none."""
        try:
            return [Noted.model_validate(one) for one in json.loads(self._log.read_text("utf-8"))]
        except (OSError, ValueError, TypeError, ValidationError):
            return []

    def note(self, told: Iterable[tuple[str, str]]) -> None:
        """Keep changes told in English and Chinese; one that was noted before is not noted again."""
        held = self.noted()
        known, now = {one.id for one in held}, datetime.now(UTC).isoformat(timespec="seconds")
        fresh = [Noted(id=_mark(en), at=now, en=en, zh=zh) for en, zh in told if _mark(en) not in known]
        if fresh:
            write_whole(self._log, json.dumps([one.model_dump() for one in [*fresh, *held][:MOST]], ensure_ascii=False))

    def look(self, catalog: Catalog, policy: Policy | None) -> None:
        """Hold the facts against those of the last look, note what moved, and keep them for the next."""
        now = Facts(licenses=catalog.licenses, terms=dict(terms_of(catalog.models.values())))
        text, before = now.model_dump_json(), self._before()
        if before is not None and before != now:
            changes = facts_changes(before, now, catalog, policy)
            if changes:
                self.note([(report(changes, "en"), report(changes, "zh"))])
        if before != now:
            write_whole(self._seen, text)

    def _before(self) -> Facts | None:
        try:
            return Facts.model_validate_json(self._seen.read_text("utf-8"))
        except (OSError, ValueError):
            return None


def recorded(catalog: Catalog) -> Iterator[Noted]:
    """Changes of terms that the catalog records, newest first."""
    found = [(past.until, model, past) for model in catalog.models.values() for past in model.license_history]
    for until, model, past in sorted((row for row in found if row[0]), key=lambda row: str(row[0]), reverse=True):
        now = model.license
        following = next((one for one in model.license_history if one.since == past.until), None)
        before, after = _name(past.license, catalog), _name(following.license if following else now or "", catalog)
        told = [w.format(model=model.name, before=before, day=until, after=after) for w in (MOVED.en, MOVED.zh)]
        yield Noted(id=_mark(told[0]), at=str(until), en=told[0], zh=told[1])


def _name(license_id: str, catalog: Catalog) -> str:
    found = catalog.licenses.get(license_id)
    return found.name if found else license_id or "?"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
