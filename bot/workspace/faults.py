"""Faults that a test, or a curious person, can ask the workspace for."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any


class Faults:
    """What goes wrong next. Counts go down as they are used."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._limited: Counter[str] = Counter()
        self._errors: dict[str, str] = {}
        self.lost_acks = 0
        """So many acknowledgements are thrown away, so that events come again."""
        self.unknown: set[str] = set()
        """Methods this server does not know."""
        self.stream_seconds: float | None = None
        """After so long a stream is no longer in streaming state."""

    def set(self, wish: Mapping[str, Any]) -> None:
        """Take wishes as JSON: `rate_limit` {method: times}, `error` {method: code}, `lost_acks`, `unknown` [methods],
        `stream_seconds`."""
        with self._lock:
            self._limited.update(wish.get("rate_limit", {}))
            self._errors.update(wish.get("error", {}))
            self.lost_acks += int(wish.get("lost_acks", 0))
            self.unknown |= set(wish.get("unknown", []))
            if "stream_seconds" in wish:
                self.stream_seconds = wish["stream_seconds"]

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._limited.clear()
            self._errors.clear()
            self.unknown.clear()
            self.lost_acks, self.stream_seconds = 0, None

    def limited(self, method: str) -> bool:
        """Whether this call is answered with 429."""
        with self._lock:
            if self._limited[method] > 0:
                self._limited[method] -= 1
                return True
            return False

    def error(self, method: str) -> str | None:
        """The error this method answers with, while it is set."""
        return "unknown_method" if method in self.unknown else self._errors.get(method)

    def loses_ack(self) -> bool:
        """Whether this acknowledgement is thrown away."""
        with self._lock:
            if self.lost_acks > 0:
                self.lost_acks -= 1
                return True
            return False
