"""Lines that are headings, and the one that a place of a text stands under."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"^(?:#{1,6}\s+(?P<md>.+)"
    r"|(?P<clause>(?:section|article|attachment|exhibit|annex|appendix|schedule)\s+[\dA-Z]+\b.{0,80})"
    r"|(?P<zh>第[一二三四五六七八九十百\d]+[章条节].{0,40})"
    r"|(?P<num>(?:\d{1,2}(?:\.\d{1,2}){0,2}[.、)]?|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[)）])\s*\S.{0,60}))\s*$",
    re.I,
)
_ENDS = (".", "。", ";", "；", ",", "，")
_FENCE = re.compile(r"^[ \t]*```", re.M)
_MARKS = re.compile(r"[#*_`]+")
LONGEST = 80
REACH = 20_000
"""Characters in which a heading is looked for."""


def matched(line: str) -> re.Match[str] | None:
    """A line that looks like a heading, whatever it ends in."""
    return _HEADING.match(line.strip())


def heading_of(line: str) -> str | None:
    """The words of a line that is a heading."""
    found = None if line.rstrip().endswith(_ENDS) else matched(line)
    if found is None:
        return None
    text = next(group for group in found.groups() if group)
    return _MARKS.sub("", text).strip()[:LONGEST]


def heading_before(text: str, position: int) -> str | None:
    """The last heading that begins at `position` or before it; none of a list's items, nothing in a fence."""
    end = _line_end(text, position)
    while end > position - REACH:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end]
        if line.strip() and (found := heading_of(line)) and _stands(text, start, end):
            return found
        if not start:
            break
        end = start - 1
    return None


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a line is no code, and, where it has but a number, no item: nothing stands right before or behind it."""
    if len(_FENCE.findall(text, 0, start)) % 2:
        return False
    found = matched(text[start:end])
    if found is None or not found["num"]:
        return True
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    return not before.strip() and not text[end + 1 : _line_end(text, end + 1)].strip()


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return found if found >= 0 else len(text)
