"""What the bot does unasked now and then: look for changes, tell subscribers, forget what is past its time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from bot.listeners.desk import Desk
from bot.listeners.notices import Clients, tell_changes, tell_digests

_log = logging.getLogger(__name__)
EVERY = 600.0
"""Seconds."""
FIRST = 20.0
"""Seconds after the start: it is not to hold up who is waiting."""


class Rounds:
    """Goes its rounds in the background; a context manager. One that fails is logged, the next comes anyway."""

    def __init__(self, desk: Desk, clients: Clients) -> None:
        self._desk, self._clients = desk, clients
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        wait = FIRST
        while not self._stop.wait(wait):
            self.once()
            wait = EVERY

    def once(self) -> None:
        """One round."""
        jobs: tuple[Callable[[], None], ...] = (
            self._desk.engine.look_for_changes,
            lambda: tell_changes(self._desk, self._clients),
            lambda: tell_digests(self._desk, self._clients),
            self._desk.state.forget_old,
            self._desk.learnt.forget_old,
            self._desk.preferences.forget_old,
        )
        for job in jobs:
            try:
                job()
            except Exception:
                _log.exception("a round could not be finished")
