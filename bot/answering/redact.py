"""What must not leave the machine, taken out before it does and put back into the answer.

Keys and passwords, then e-mail, identity numbers, cards and phones, in that order: an earlier kind may look like a
later one. Each becomes a typed placeholder, the same value always the same one. Counts of parameters, tokens and money
are left alone, though eleven bare digits look like a phone.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.answering.sensitive import FINDERS, Span

_log = logging.getLogger(__name__)
_HOLDER = re.compile(r"⟦([A-Z]+_\d+)⟧")


@dataclass(frozen=True)
class Redacted:
    """A text without what is private, and how to put that back."""

    text: str
    restore: Mapping[str, str]
    """Placeholder to what stood there."""


class Redactor:
    """Redacts the texts of one request, so that a value has one placeholder in the question, thread and evidence."""

    def __init__(self) -> None:
        self._holders: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def redact(self, text: str) -> str:
        """`text` with placeholders, in NFKC where it needed any. Brackets that could pose as ours are made plain."""
        without = folded = plain(text)
        for kind, finder in FINDERS:
            without = self._without(without, kind, finder)
        return without if without != folded else _bracketed(text)

    def _without(self, text: str, kind: str, finder: Callable[[str], Iterator[Span]]) -> str:
        pieces, end = [], 0
        for start, stop in sorted(finder(text)):
            if start >= end:
                pieces += [text[end:start], self._holder(kind, text[start:stop])]
                end = stop
        return "".join([*pieces, text[end:]])

    def _holder(self, kind: str, value: str) -> str:
        if value not in self._holders:
            self._counts[kind] += 1
            self._holders[value] = f"⟦{kind}_{self._counts[kind]}⟧"
        return self._holders[value]

    @property
    def holders(self) -> Mapping[str, str]:
        """Placeholder to what stood there."""
        return {holder: value for value, holder in self._holders.items()}

    @property
    def counts(self) -> Mapping[str, int]:
        """How many different values of each kind were taken out: all that a log may hold."""
        return dict(self._counts)

    def restore(self, text: str) -> str:
        """Put back what was taken out. A placeholder that was never handed out becomes `…`."""
        holders = self.holders
        return _HOLDER.sub(lambda match: holders.get(match[0], "…"), text)

    def log(self) -> None:
        """Counts only, never a value."""
        if self._counts:
            _log.info("redacted %s", ", ".join(f"{kind.lower()} {n}" for kind, n in sorted(self._counts.items())))


def redact(text: str) -> Redacted:
    """One text on its own."""
    redactor = Redactor()
    return Redacted(redactor.redact(text), redactor.holders)


def plain(text: str) -> str:
    """NFKC, without characters that nobody sees, and with `⟦⟧` as ordinary brackets."""
    folded = unicodedata.normalize("NFKC", _bracketed(text))
    return "".join(char for char in folded if unicodedata.category(char) != "Cf")


def _bracketed(text: str) -> str:
    return text.replace("⟦", "[").replace("⟧", "]")
