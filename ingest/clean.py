"""Page noise out, body in: navigation, related articles, comments, repeated lines.

A text is taken apart only when it shows signs of a page; notes, tables, code and legal texts come through whole.
What is taken out is kept in `Cleaned.dropped`, so that a person can see it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.signals import (
    ABOUT,
    ADVERTISED,
    BULLET,
    COPYRIGHT,
    TAIL,
    at_an_end,
    furniture,
    keeps_shape,
    legal,
    prose,
    weight,
    whole,
)

RESUME = 0.2
"""After a tail's marker the article goes on only if at least this share of its sentences is still to come."""
LEAST = 0.2
"""A cleaning that would leave less than this share of a text is not trusted: everything stays."""
_HIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
HEAD = 14
"""The title of a page stands among its first lines, if anywhere."""


@dataclass(frozen=True)
class Cleaned:
    """The body, and what was taken out, line by line."""

    text: str
    dropped: tuple[str, ...]


def clean(text: str, *, markup: bool = False, title: str | None = None) -> Cleaned:
    """Take the page noise out of `text`.

    `markup`: the text came with a structure of its own (markdown, a document format), so only what stands before its
    title and after its last sentence is looked at.
    """
    text = tidy(text)
    if markup:
        return _trimmed(text)
    if legal(text):
        return Cleaned(spaced(text), ())
    units = _units(text)
    keep = _keep(units, title)
    body = "\n".join(unit for unit, kept in zip(units, keep, strict=True) if kept or not unit.strip())
    if len(body.strip()) < LEAST * len(text.strip()):
        return Cleaned(re.sub(r"\n{3,}", "\n\n", text).strip(), ())
    dropped = tuple(u.strip() for u, kept in zip(units, keep, strict=True) if not kept and u.strip())
    return Cleaned(re.sub(r"\n{3,}", "\n\n", body).strip(), dropped)


def spaced(text: str) -> str:
    """Nothing taken out: one kind of line end, and never more than two empty lines."""
    return re.sub(r"\n{4,}", "\n\n\n", tidy(text)).strip("\n")


def _trimmed(text: str) -> Cleaned:
    """Markdown that was cut out of a page: its navigation before the first heading, its related pages at the end."""
    lines = text.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    heading = next((place for place, i in enumerate(filled[:HEAD]) if re.match(r"# \S", lines[i])), 0)
    before = filled[:heading]
    drop = set(before) if all(at_an_end(lines[i]) for i in before) else set()
    drop |= _ending(lines, filled)
    drop |= {i for i in filled if ADVERTISED.match(lines[i])}
    if drop and legal(text):
        drop = {i for i in drop if not COPYRIGHT.search(lines[i])}
    dropped = tuple(lines[i].strip() for i in sorted(drop))
    return Cleaned(spaced("\n".join(line for i, line in enumerate(lines) if i not in drop)), dropped)


def _ending(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The furniture after everything else, and short lines between a tail's marker and it."""
    out: set[int] = set()
    waiting: list[int] = []
    for i in reversed(filled):
        line = lines[i].strip()
        if line.startswith("#"):
            break
        if at_an_end(line):
            marked = bool(TAIL.match(line))
            out |= {i, *waiting} if marked or not waiting else set()
            if waiting and not marked:
                break
            waiting = []
        elif prose(line) or line.startswith(("|", "`")):
            break
        else:
            waiting.append(i)
    return out


def tidy(text: str) -> str:
    """One kind of line end, no control characters, no invisible ones (they also hide orders to a language model)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = _HIDDEN.sub("", text)
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _units(text: str) -> list[str]:
    """Lines; in a text wrapped at a fixed width the lines of a paragraph are one unit."""
    lines = text.split("\n")
    if not _wrapped(lines):
        return lines
    return re.split(r"\n(?=\s*\n)|(?<=\n)\n", text)


def _wrapped(lines: Sequence[str]) -> bool:
    """Most lines are of a like length and break in the middle of a sentence."""
    pairs = [(a, b) for a, b in pairwise(lines) if len(a) > 40 and b.strip()]
    broken = sum(not whole(a) and len(a) <= 110 and b[:1].islower() for a, b in pairs)
    return len(pairs) >= 8 and broken > 0.4 * len(pairs)


def _keep(units: Sequence[str], title: str | None) -> list[bool]:
    filled = [i for i, unit in enumerate(units) if unit.strip()]
    sentences = {i: prose(units[i]) for i in filled}
    drop = _tails(units, filled, sentences) | _repeated(units, sentences)
    drop |= _template(units, [i for i in filled if i not in drop], sentences, title)
    drop |= {i for i in filled if furniture(units[i]) and not keeps_shape(units[i])}
    if not drop:
        return [True] * len(units)
    drop |= _head(units, [i for i in filled if i not in drop], sentences, title)
    drop |= _runs(units, [i for i in filled if i not in drop], sentences)
    return [i not in drop for i in range(len(units))]


def _tails(units: Sequence[str], filled: Sequence[int], sentences: dict[int, bool]) -> set[int]:
    """After a marker everything is tail until two whole paragraphs stand together, with much of the text to come; but
    what a heading says about somebody, in whole paragraphs, is no other page."""
    full = {i: weight(units[i]) if sentences[i] and whole(units[i].strip()) else 0 for i in filled}
    total = max(1, sum(full.values()))
    out: set[int] = set()
    tail = about = False
    left = total
    for place, i in enumerate(filled):
        line = units[i].strip()
        if len(line) <= 40 and TAIL.match(line):
            tail, about = True, False
        elif tail and left > RESUME * total and _resumes([full[j] for j in filled[place : place + 3]], line):
            tail = False
        elif tail and ABOUT.match(line):
            about = _long([full[j] for j in filled[place + 1 : place + 3]])
        elif about:
            about = _long([full[i], full[i]])
        left -= full[i]
        if tail and not about:
            out.add(i)
    return out


def _long(ahead: Sequence[int]) -> bool:
    """Two whole paragraphs."""
    return len(ahead) > 1 and min(ahead) > 60


def _resumes(ahead: Sequence[int], line: str) -> bool:
    long = [size > 60 for size in ahead]
    return len(long) > 2 and ((long[0] and long[1]) or (len(line) < 20 and long[1] and long[2]))


def _repeated(units: Sequence[str], sentences: dict[int, bool]) -> set[int]:
    """Of a repeated paragraph the first stays; short lines that stand often are navigation, a heading may recur."""
    counts = Counter(units[i].strip() for i in sentences)
    seen: set[str] = set()
    out: set[int] = set()
    for i, holds in sentences.items():
        bare = units[i].strip()
        if counts[bare] < 2 or keeps_shape(units[i]):
            continue
        if (holds and bare in seen) or (not holds and (weight(bare) > 40 or counts[bare] > 3)):
            out.add(i)
        seen.add(bare)
    return out


def _template(units: Sequence[str], filled: Sequence[int], sentences: dict[int, bool], title: str | None) -> set[int]:
    """The first and last sentences that recite the page's whole title: written by a template, not by the author."""
    if not title or weight(title) < 20:
        return set()
    places = [i for i in filled if sentences[i]]
    ends = {*places[:2], *places[-4:]}
    return {i for i in ends if title in units[i] and weight(units[i]) > weight(title) + 12}


def _head(units: Sequence[str], filled: Sequence[int], sentences: dict[int, bool], title: str | None) -> set[int]:
    """What stands before the title, the title's repetitions, and the figures between the title and the text."""
    at = next((i for i in filled[:HEAD] if title and units[i].strip("#* \t") == title), None)
    start = next((i for i in filled if sentences[i] and i != at), None)
    if at is None or start is None:
        return set()
    head = [i for i in filled if i < start and i != at]
    out = {i for i in head if i < at or units[i].strip("#* \t") == title}
    return out | {i for i in head if i > at and _figures(units[i])}


def _figures(unit: str) -> bool:
    """A date, a place, a count of words: `• 2024-04-29`, `北京`, `5 min read`."""
    return weight(unit) <= 8 or (weight(unit) < 60 and bool(re.search(r"\d|[:：|｜]", unit)))


def _runs(units: Sequence[str], filled: Sequence[int], sentences: dict[int, bool]) -> set[int]:
    """Runs of short lines without sentences. The last two before a paragraph are headings, what a colon opens is a
    list, rows and code keep their shape; the rest is navigation, and so is a table of contents."""
    later = Counter(units[i].strip() for i in sentences)
    listed = _lists(units, filled, sentences)
    out: set[int] = set()
    run: list[int] = []
    before: int | None = None
    for i in [*filled, -1]:
        if i != -1 and not sentences[i] and i not in listed and not keeps_shape(units[i]):
            run.append(i)
            continue
        if len(run) > 3 and not _list(units, run, before):
            out |= set(run[:-2] if i != -1 else run)
            out |= {j for j in run[-2:] if later[units[j].strip()] > 1 and _recurs(units, filled, j)}
        elif i == -1 and before is not None and not _list(units, run, before):
            out |= set(run)
        if i == -1:
            out |= {j for j in run if later[units[j].strip()] > 1}
        run, before = [], i
    return out


def _lists(units: Sequence[str], filled: Sequence[int], sentences: dict[int, bool]) -> set[int]:
    """A line that ends in a colon and the bullets right after it, or after a paragraph."""
    out: set[int] = set()
    opened = False
    for place, i in enumerate(filled):
        if BULLET.match(units[i]) and opened:
            out.add(i)
            continue
        opener = units[i].rstrip().endswith((":", "："))
        follows = place + 1 < len(filled) and bool(BULLET.match(units[filled[place + 1]]))
        opened = sentences[i] or opener
        if opener and follows:
            out.add(i)
    return out


def _recurs(units: Sequence[str], filled: Iterable[int], place: int) -> bool:
    return any(j > place and units[j].strip() == units[place].strip() for j in filled)


def _list(units: Sequence[str], run: Sequence[int], before: int | None) -> bool:
    """A list without bullets that a paragraph opens with a colon."""
    return bool(run) and before is not None and units[before].rstrip().endswith((":", "：", "——"))
