"""Fields of use named in a question, by the trigger words of `knowledge.permission.FIELDS`."""

from __future__ import annotations

import re
from functools import cache


def field_of_use(text: str) -> str | None:
    """The slug of the first field whose words stand in the text, or `None`."""
    hits = [(match.start(), slug) for slug, pattern in _patterns() if (match := pattern.search(text))]
    return min(hits)[1] if hits else None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((slug, _pattern(words)) for slug, words in _words().items())


def _words() -> dict[str, list[str]]:
    try:
        from knowledge.permission import FIELDS
    except ImportError:
        return {}
    return {slug: [*field.en, *field.zh] for slug, field in FIELDS.items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    latin = [rf"\b{re.escape(word)}\b" for word in words if word.isascii()]
    return re.compile("|".join([*latin, *(re.escape(word) for word in words if not word.isascii())]), re.I)
