"""What a quote is cut into: sentences, rows of tables, records and lines of code, and where no quote goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

FENCE = "```"
RECORD = 320
"""Characters of a record, a field a line, that is quoted whole or not at all."""
LEAD = 160
"""Characters of a header row or of the item above at most."""
_BOLD = "**"
"""Before and after a heading that begins its paragraph."""
_CLOSES = re.compile(r"\s*\*\*\s*")
_SENTENCE = re.compile(r"(?:[^。！？!?；;\n]|;(?=\s*[A-Za-z0-9]))+(?:[。！？!?；;]+[”\"」』)）]*)?")
"""A semicolon of Latin text ends none: what stands behind it is seldom whole."""
_EN_STOP = re.compile(r"(?<=[a-z0-9)\"”])\.\s+(?=[A-Z\"“])")
_LINE = re.compile(r"^[ \t>]*```[^`\n]*$|(?:(?!```)[^\n])+", re.M)
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_DELIMITER = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*$", re.M)
_MARK = re.compile(r"(?:^\s*(?:[-*•>]\s+)?|[.;:。；：]\s+)(?:\*\*)?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivx]{1,4})\.$")
"""A mark of a list at the beginning of a line, or behind a stop."""
_PAIR = re.compile(r"\s*[^\W_][^:：;；|。\n]{1,40}[:：]\s*[^\s/]")
_MARKED = re.compile(r"#{1,6}\s")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,2}[.、)）]?|[一二三四五六七八九十]{1,3}、)\s*[^\d\W].{0,50}[^.。;；:：,，!?！？\s]"
)
_STOPPED = (".", "。", "!", "！", "?", "？")
_ASKS = ("?", "？")
_SUB = re.compile(r"[ \t]*(?:[a-z]|[ivx]{1,4})[.)]\s|[ \t]*[(（](?:[a-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[)）]")
_ITEM = re.compile(r"^[ \t]*(?:\d{1,2}(?:\.\d{1,2})*[.)、]\s*|第[一二三四五六七八九十百\d]+条)\s*\S[^\n]*", re.M)


@dataclass(frozen=True, slots=True)
class Unit:
    """`text[start:end]`, which is quoted whole."""

    start: int
    end: int
    heads: bool = False
    """Promises what follows: no quote ends in it."""
    apart: bool = False
    """No quote goes on into it from the unit before."""
    asks: bool = False
    """A question, which what follows it answers."""
    cells: bool = False
    """A row of a table or a record: it speaks of what it names and of nothing else."""


def units(text: str) -> list[Unit]:
    """The units of `text` in order."""
    spans = sentences(text)
    out = []
    for at, (start, end) in enumerate(spans):
        before = spans[at - 1] if at else None
        apart = before is not None and _parted(text, before, (start, end))
        last = at + 1 == len(spans)
        asks = not last and _asks(text, start, end)
        out.append(Unit(start, end, asks or _heads(text, start, end), apart, asks, _of_cells(text[start:end])))
    return out


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, without the white space around them; rows, records and lines of pairs are whole."""
    out: list[tuple[int, int]] = []
    records = _records(text)
    for line in _LINE.finditer(text):
        start, end = line.span()
        record = next((span for span in records if span[0] <= start < span[1]), None)
        if record and record[1] - record[0] <= RECORD:
            out += [record] if not out or out[-1] != record else []
        elif line[0].lstrip(" \t>").startswith(FENCE) or not any(map(str.isalnum, line[0])):
            continue
        elif record or _row(line[0]) or _pairs(line[0]) > 1:
            out += _trimmed(text, start, end)
        else:
            out += [s for m in _SENTENCE.finditer(text, start, end) for s in _split(text, m.start(), m.end())]
    return out


def lead(text: str, start: int) -> tuple[int, int] | None:
    """What has to be read with the unit at `start`: the header of a table's row, the item above a part of it."""
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin : _end_of_line(text, start)]
    if _row(line):
        return _header(text, begin)
    if _SUB.match(line):
        above = [m for m in _ITEM.finditer(text, 0, begin) if "\n\n" not in text[m.end() : begin]]
        found = above[-1].span() if above else None
        return next(_trimmed(text, *found)) if found and found[1] - found[0] <= LEAD else None
    return None


def _header(text: str, row: int) -> tuple[int, int] | None:
    """The row above the last delimiter before `row`, where the table goes on up to it."""
    above = list(_DELIMITER.finditer(text, 0, row))
    if not above or not all(map(_row, text[above[-1].end() : row].strip().splitlines())):
        return None
    end = text.rfind("\n", 0, above[-1].start())
    start = text.rfind("\n", 0, max(end, 0)) + 1
    fits = end > start and _row(text[start:end]) and end - start <= 2 * LEAD
    return next(_trimmed(text, start, end)) if fits else None


def _end_of_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return found if found >= 0 else len(text)


def _row(line: str) -> bool:
    return line.lstrip().startswith("|") and line.count("|") > 1


def _of_cells(text: str) -> bool:
    return _row(text) or _pairs(text) > 1 or len([part for part in text.split(" · ") if _PAIR.match(part)]) > 1


def _pairs(line: str) -> int:
    """How many `key: value` a line holds, when it holds little else."""
    parts = [part for part in re.split(r"[;；]\s*", line) if part.strip()]
    count = sum(bool(_PAIR.match(part)) for part in parts)
    return count if parts and _PAIR.match(parts[0]) and count > 0.6 * len(parts) else 0


def _records(text: str) -> list[tuple[int, int]]:
    """Paragraphs of two lines and more that are all fields."""
    return [m.span() for m in _PARAGRAPH.finditer(text) if _fields(m[0].splitlines())]


def _fields(lines: list[str]) -> bool:
    ends = sum(line.rstrip().endswith(_STOPPED) for line in lines)
    return len(lines) > 1 and ends * 2 <= len(lines) and all(map(_PAIR.match, lines))


def _parted(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    between = text[one[1] : other[0]]
    if FENCE in between or _DELIMITER.search(between):
        return True
    first, second = _line_of(text, one[0]), _line_of(text, other[0])
    if "\n" in between and _row(first) != _row(second):
        return True
    return "\n\n" in between and bool(_PAIR.match(first) and _PAIR.match(second)) and not _tells(text, one, other)


def _tells(text: str, *spans: tuple[int, int]) -> bool:
    """Whether one of these ends as a sentence does."""
    return any(text[a:b].endswith(_STOPPED) for a, b in spans)


def _line_of(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : _end_of_line(text, at)]


def _heads(text: str, start: int, end: int) -> bool:
    """Marked as a heading, a part of one, a header row, or a number and a name that are a paragraph."""
    if text.count(FENCE, 0, start) % 2:
        return False
    line = text.rfind("\n", 0, start) + 1
    if _MARKED.match(text, line) or _runs_in(text, start, end):
        return True
    rest = text[_end_of_line(text, end) :]
    if _row(text[start:end]):
        return bool(_DELIMITER.match(rest, 1)) if rest else False
    return _numbered(text, start, end)


def _numbered(text: str, start: int, end: int) -> bool:
    """`1. Summary`, unless its neighbour is an item too."""
    line = _line_of(text, start)
    if not _NUMBERED.fullmatch(line.strip()) or line.strip() != text[start:end]:
        return False
    before = text[: text.rfind("\n", 0, start) + 1].strip().splitlines()[-1:]
    after = text[_end_of_line(text, end) :].strip().splitlines()[:1]
    return not any(re.match(r"\s*(?:\d|[一二三四五六七八九十]+、)", other) for other in (*before, *after))


def _runs_in(text: str, start: int, end: int) -> bool:
    """Whether this is all that is bold, and its paragraph goes on behind it."""
    return text.startswith(_BOLD, start) and text.count(_BOLD, start, end) == 1 and text.startswith(_BOLD, end)


def _asks(text: str, start: int, end: int) -> bool:
    return text[start:end].rstrip('”"」 *_').endswith(_ASKS)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = text.rfind("\n", 0, start) + 1
    stops = [m for m in _EN_STOP.finditer(text, start, end) if not _MARK.search(text[line : m.start() + 1])]
    for a, b in pairwise([start, *(m.end() for m in stops), end]):
        opened = text.count(_BOLD, line, a) % 2
        closes = _CLOSES.match(text, a, b) if opened else None
        yield from _trimmed(text, closes.end() if closes else a, b)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
