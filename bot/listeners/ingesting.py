"""An ingest started in Slack: one at a time, its progress in one message, every failure with its reason."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.limits import cut, escape
from bot.blocks.words import say
from bot.listeners.desk import NO_UNFURL, Desk
from ingest.sync import Progress, Report
from knowledge.errors import ApertureError, IngestBusy, IngestStopped
from knowledge.records.base import Language

_log = logging.getLogger(__name__)
Work = Callable[[Callable[[Progress], None]], Report]
"""Runs an ingest and tells each step."""


class Line(Protocol):
    """Where a person sees how it goes."""

    def show(self, text: str) -> None:
        """How it goes; may be left out."""

    def end(self, text: str) -> None:
        """How it went; never left out."""


class Live:
    """One direct message that is changed as the work goes on."""

    EVERY = 1.5
    """Seconds between two changes: Slack takes about one a second."""

    def __init__(self, client: WebClient, channel: str) -> None:
        self._client, self._channel = client, channel
        self._ts, self._last = "", 0.0

    def show(self, text: str) -> None:
        """Post it, or change what is posted, now and then."""
        if not self._ts:
            self._ts = str(self._client.chat_postMessage(channel=self._channel, text=text, **NO_UNFURL)["ts"])
        elif time.monotonic() - self._last > self.EVERY:
            self._update(text)
        self._last = time.monotonic()

    def end(self, text: str) -> None:
        """Change the message for the last time; where that is refused, post another."""
        if not self._ts or not self._update(text):
            self._client.chat_postMessage(channel=self._channel, text=text, **NO_UNFURL)

    def _update(self, text: str) -> bool:
        try:
            self._client.chat_update(channel=self._channel, ts=self._ts, text=text)
        except (SlackApiError, OSError) as error:
            _log.info("progress could not be shown: %s", type(error).__name__)
            return False
        return True


class Replies:
    """Answers to a command; its address takes five in all."""

    EVERY, MOST = 8.0, 2

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self._last, self._sent = time.monotonic(), 0

    def show(self, text: str) -> None:
        """Tell it now and then."""
        if self._sent < self.MOST and time.monotonic() - self._last > self.EVERY:
            self._last, self._sent = time.monotonic(), self._sent + 1
            self._tell(text)

    def end(self, text: str) -> None:
        """Tell it."""
        self._tell(text)


def run_ingest(desk: Desk, work: Work, language: Language, line: Line) -> Report | None:
    """Run an ingest and tell how it went; `None` when it did not come to an end. A bot that is stopped ends it
    between two documents and says so."""
    with desk.at_work():
        return _run(desk, work, language, line)


def _run(desk: Desk, work: Work, language: Language, line: Line) -> Report | None:
    def step(at: Progress) -> None:
        if desk.stopping.is_set():
            raise IngestStopped("the bot is stopping")
        line.show(say("ingest_progress", language, done=at.done, total=at.total, name=escape(cut(at.name, 60))))

    try:
        report = work(step)
    except IngestBusy:
        line.end(say("busy", language))
    except IngestStopped:
        line.end(say("ingest_stopped", language))
    except ApertureError as error:
        line.end(escape(cut(str(error), 500)))
    except Exception:
        fault = uuid.uuid4().hex[:8]
        _log.exception("fault %s in an ingest from Slack", fault)
        line.end(say("fault", language, id=fault))
    else:
        line.end(done_text(report, language))
        return report
    return None


def done_text(report: Report, language: Language) -> str:
    """The report as text: numbers, then what failed or was skipped, by name and with the reason."""
    text = say(
        "ingest_done",
        language,
        added=len(report.added),
        changed=len(report.changed),
        unchanged=len(report.unchanged),
        removed=len(report.removed),
        skipped=len(report.skipped),
        failed=len(report.failed),
    )
    moved = [escape(zh if language == "zh" else en) for en, zh in (*report.moved, *report.told)]
    lines = [f"• {escape(_because(*one))}" for one in (*report.failed, *report.skipped)]
    more = [f"… +{len(lines) - 15}"] if len(lines) > 15 else []
    return cut("\n".join([text, *moved, *lines[:15], *more]), 2900)


def _because(source: str, reason: str) -> str:
    """A reason behind the name of what it is about, which many reasons begin with."""
    name = source.rstrip("/").rpartition("/")[2] or source
    return reason if name in reason or source in reason else f"{cut(name, 80)}: {reason}"
