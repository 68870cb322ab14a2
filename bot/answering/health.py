"""What an admin wants to know of the index: its size and age, what last failed, and how the language model is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.sync import Report
from knowledge.whole import write_whole

MOST = 200
"""Failures that are kept."""


@dataclass(frozen=True)
class Failure:
    """A source that could not be taken in."""

    reason: str
    at: str
    """ISO time, UTC, to the second."""


@dataclass(frozen=True)
class Health:
    """The state of the engine as of now."""

    documents: int
    passages: int
    encoder: str
    last: str
    """ISO time of the newest document; empty while there is none."""
    failures: Mapping[str, Failure]
    """By source; gone once the source was taken in or removed."""
    running: bool
    """Whether an ingest is under way in this process."""
    llm: str | None
    """Name of the language model; `None`: none is configured."""
    llm_resting: bool = False
    """It failed several times in a row and is left alone for a moment."""


class Failures:
    """The sources that failed last, in a file of the data folder: they outlive a restart."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "ingest-failures.json"

    def read(self) -> dict[str, Failure]:
        """Failures by source; an unreadable file counts as none."""
        try:
            found = json.loads(self._path.read_text("utf-8"))
            return {str(source): Failure(**one) for source, one in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def note(self, report: Report) -> None:
        """Keep what failed in a run; what went well is forgotten."""
        held = self.read()
        for source in (*report.added, *report.changed, *report.unchanged, *report.removed):
            held.pop(source, None)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for source, reason in report.failed:
            held.pop(source, None)
            held[source] = Failure(reason[:500], now)
        self._write(dict(list(held.items())[-MOST:]))

    def forget(self, source: str) -> None:
        """Nobody wants this source any more."""
        held = self.read()
        if held.pop(source, None):
            self._write(held)

    def _write(self, held: Mapping[str, Failure]) -> None:
        kept = {source: asdict(one) for source, one in held.items()}
        write_whole(self._path, json.dumps(kept, ensure_ascii=False))
