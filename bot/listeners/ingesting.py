"""An ingest started in Slack: one at a time, progress as messages, every failure with its reason."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Sequence

from bot.blocks.limits import cut, escape
from bot.blocks.words import say
from bot.listeners.desk import Desk
from ingest.sync import Progress, Report
from knowledge.errors import ApertureError, IngestBusy
from knowledge.records.base import Language

_log = logging.getLogger(__name__)
EVERY = 8.0
"""Seconds between two progress messages; a response address takes five messages in all."""
MOST = 2


def run_ingest(desk: Desk, sources: Sequence[str], language: Language, tell: Callable[[str], object]) -> None:
    """Run an ingest of `sources` (of everything again, when empty) and tell how it went."""
    told = _Teller(language, tell)
    try:
        report = desk.engine.ingest(sources, told) if sources else desk.engine.reingest(told)
    except IngestBusy:
        tell(say("busy", language))
    except ApertureError as error:
        tell(escape(cut(str(error), 500)))
    except Exception:
        fault = uuid.uuid4().hex[:8]
        _log.exception("fault %s in an ingest from Slack", fault)
        tell(say("fault", language, id=fault))
    else:
        tell(done_text(report, language))


def done_text(report: Report, language: Language) -> str:
    """The report as text: numbers, then failures with reasons."""
    text = say(
        "ingest_done",
        language,
        added=len(report.added),
        changed=len(report.changed),
        unchanged=len(report.unchanged),
        removed=len(report.removed),
        failed=len(report.failed) + len(report.skipped),
    )
    moved = [escape(zh if language == "zh" else en) for en, zh in report.moved]
    lines = [f"• {escape(reason)}" for _, reason in (*report.failed, *report.skipped)]
    return cut("\n".join([text, *moved, *lines[:15]]), 2900)


class _Teller:
    """Progress now and then."""

    def __init__(self, language: Language, tell: Callable[[str], object]) -> None:
        self._language, self._tell = language, tell
        self._last, self._sent = time.monotonic(), 0

    def __call__(self, step: Progress) -> None:
        if self._sent < MOST and time.monotonic() - self._last > EVERY:
            self._last, self._sent = time.monotonic(), self._sent + 1
            self._tell(say("ingest_progress", self._language, done=step.done, total=step.total))
