"""Text made harmless for Slack: no ping, no link, no picture whose address came from outside."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.makers import dotted
from knowledge.records.base import Language

_PINGS = re.compile(r"<[!@#][^<>\s]*>?")
_IMAGE = re.compile(r"!?\[([^\]\n]*)\]\(([^)\n]*)\)?")
_LINK = re.compile(
    r"(?<![a-z0-9])(?:(?:https?|ftp)\s?:\s?//[!-~]*|(?:mailto|javascript):[!-~]+|data:[a-z]+/[!-~]+)", re.I
)
_BARE = re.compile(
    r"(?<![a-z0-9\-])(?:www\.[!-~]+|(?:[a-z0-9\-]+\.)+(?:(?:com|net|org|io|ai|cn|dev|app|co|me|info|example|test|xyz|ru|"
    r"top|site|link|click)(?![a-z0-9])(?:/[!-~]*)?|[a-z]{2,}/[!-~]*))",
    re.I,
)
"""Addresses stand in Chinese text without blanks around them, so neither `\\b` nor `\\S` finds their ends."""
_MARKS = re.compile(r"[*_~`]")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")


def escape(text: str) -> str:
    """Slack's three entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """A piece of a document: verbatim but for what Slack would act on. Addresses go, makers' names stay."""
    text = _HIDDEN.sub("", text)
    text = _IMAGE.sub(lambda m: m[1] or "…", text)
    text = _BARE.sub(_maker_or_gone, _LINK.sub("…", text))
    return escape(_PINGS.sub("…", text)).replace("](", "] (").strip()


def _maker_or_gone(found: re.Match[str]) -> str:
    """A maker's own name stays though Slack links it: it leads to the maker. No path and no person stands at it."""
    ours = found[0].casefold() in dotted() and not found.string.endswith("@", 0, found.start())
    return found[0] if ours else "…"


def named(text: str) -> str:
    """A name somebody else gave (a file, a model, a title): one short line without marks."""
    return _MARKS.sub("", quoted(" ".join(text.split())))[:120]


def listed(names: Iterable[str], language: Language, most: int | None = None) -> str:
    """Names one after another, each escaped; what is over `most` is hinted at."""
    every = list(names)
    shown = ("、" if language == "zh" else ", ").join(named(name) for name in every[:most])
    return shown + (" …" if most is not None and len(every) > most else "")
