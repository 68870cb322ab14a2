"""Fields of use named in a question, by the trigger words of `knowledge.permission.FIELDS`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bot.answering.question.activities import denied
from knowledge.permission import FIELDS


def field_of_use(text: str) -> str | None:
    """The slug of the first field whose words stand in the text and are not denied there, or `None`."""
    hits = [
        (match.start(), slug)
        for slug, pattern in _patterns()
        for match in pattern.finditer(text)
        if not denied(text, match.start()) or slug in _HIDING
    ]
    return min(hits)[1] if hits else None


_HIDING = frozenset({"undisclosed-bot"})
"""Fields whose own words are a denial: "does not say it is a bot"."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((slug, _pattern((*field.en, *field.zh))) for slug, field in FIELDS.items())


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    latin = [rf"\b{re.escape(word)}\b" for word in words if word.isascii()]
    return re.compile("|".join([*latin, *(re.escape(word) for word in words if not word.isascii())]), re.I)
