"""A circuit breaker: an endpoint that keeps failing is left alone for a while, so that nobody waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 4
REST = 30.0
"""Seconds."""


class Breaker:
    """Closed until `failures` calls fail in a row; then open for `rest` seconds; then one call tries."""

    def __init__(
        self, failures: int = FAILURES, rest: float = REST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures, self._rest, self._clock = failures, rest, clock
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._opened: float | None = None

    def lets_through(self) -> bool:
        """Whether to call now. After the rest, one caller is let through and the others wait for how it went."""
        with self._lock:
            if self._opened is None:
                return True
            if self._clock() - self._opened < self._rest:
                return False
            self._opened = self._clock()
            return True

    @property
    def resting(self) -> bool:
        """Whether calls are held back right now."""
        with self._lock:
            return self._opened is not None and self._clock() - self._opened < self._rest

    def worked(self) -> None:
        """A call came back."""
        with self._lock:
            self._in_a_row, self._opened = 0, None

    def failed(self) -> None:
        """A call failed by the endpoint's doing."""
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self._failures:
                self._opened = self._clock()
