"""An answer short enough to be read: what explains or proves goes behind the fold, what decides never does.

Behind the fold is where the sources are: the button under the answer shows both, the terminal shows them below.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from bot.answering.compose import words
from bot.answering.compose.costs import ASSUMED, ASSUMED_HEAD, EFFECT
from knowledge.records.base import Language, Words

BODY = 900
"""Characters before the fold, the line of sources and the closing line left out."""
_MORE = Words(en="_More with the sources._", zh="_其余见依据。_")


class _Weight(IntEnum):
    """What goes first has the lowest."""

    QUOTE = 0
    ASIDE = 1
    EXPLANATION = 2
    ASSUMPTION = 3
    STAYS = 9


def folded(text: str, language: Language, *, quotes: bool) -> tuple[str, str]:
    """The text before the fold, and the lines behind it. `quotes`: quotes are the answer and go last."""
    lines = text.split("\n")
    weights = list(_weights(lines, language, quotes=quotes))
    long = sum(len(line) + 1 for line in lines if not _closing(line)) - BODY
    behind: set[int] = set()
    for weight in sorted(set(weights) - {_Weight.STAYS}):
        for at in (at for at in reversed(range(len(lines))) if weights[at] == weight):
            if long <= 0:
                break
            behind.add(at)
            long -= len(lines[at]) + 1
    if not behind:
        return text, ""
    behind |= _introducing_nothing(lines, behind)
    shown = [line for at, line in enumerate(lines) if at not in behind]
    first_closing = next((at for at, line in enumerate(shown) if _closing(line)), len(shown))
    shown.insert(first_closing, _MORE.in_(language))
    return "\n".join(shown), "\n".join(lines[at] for at in sorted(behind))


def _introducing_nothing(lines: list[str], behind: set[int]) -> set[int]:
    """Lines that introduce what is now behind the fold, and would stand alone before it."""
    alone: set[int] = set()
    for at in reversed(range(len(lines) - 1)):
        if lines[at].endswith((":", "：")) and at + 1 in behind | alone:
            shown = next((line for on, line in enumerate(lines) if on > at and on not in behind | alone), "")
            if not shown.startswith((">", "•")):
                alone.add(at)
    return alone


def _weights(lines: list[str], language: Language, *, quotes: bool) -> Iterator[_Weight]:
    listed, after_lead, assumed = "", False, 0
    for line in lines:
        bullet = line.startswith("•")
        listed = listed if bullet else line
        reasons = listed.startswith("*") and listed.endswith("*")
        assumed = assumed + 1 if bullet and (reasons or listed == ASSUMED_HEAD.in_(language)) else 0
        yield _weight(line, language, after_lead=after_lead, assumed=assumed, quotes=quotes)
        after_lead = line.startswith("*") and line.endswith("*")


def _weight(line: str, language: Language, *, after_lead: bool, assumed: int, quotes: bool) -> _Weight:
    if line.startswith("> "):
        return _Weight.EXPLANATION if quotes else _Weight.QUOTE
    if line.startswith((words.NOTE.in_(language), "OSAID", EFFECT.in_(language), words.FACTS_ONLY.in_(language))):
        return _Weight.ASIDE
    if assumed > ASSUMED // 2:
        return _Weight.ASSUMPTION
    before, after = words.SAME_FOR.in_(language).split("{names}")
    same = line.startswith(before) and line.endswith(after)
    stays = same or quotes or after_lead or not line or line.startswith(("*", "•", "_", words.TO_BE_SURE.in_(language)))
    return _Weight.STAYS if stays or line.endswith((":", "：")) else _Weight.EXPLANATION


def _closing(line: str) -> bool:
    return line.startswith("_") and line.endswith("_")
