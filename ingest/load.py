"""A file's bytes into text and what is known about it: title, author, date, address, language.

Plain text and markdown are decoded here: decoding cannot run away, and most documents are of these kinds. Everything
with a parser behind it goes to the sandbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import yaml
from charset_normalizer import from_bytes

from ingest import sandbox
from ingest.signals import COPYRIGHT, TAIL, prose, weight
from knowledge.errors import Refused, SourceError
from knowledge.records.base import Language

LARGEST = 50_000_000
"""Bytes of one file."""
LARGEST_TEXT = 10_000_000
FEWEST_BYTES = 24
"""Bytes beyond ASCII that an encoding is told from."""
CONTAINERS = frozenset({"html", "pdf", "docx", "pptx"})
"""Kinds whose bytes are no plain text; the child sees them as they are."""
KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".csv": "csv",
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_DATE = re.compile(r"\b(20\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
_AUTHOR = re.compile(
    r"(?:作者|撰文|文)\s*[|:：／/]\s*([^\s,，|]{2,20})|作者\s?([一-鿿A-Za-z]{2,8})\s*$|^(?:by|author:)\s+(.{3,40})$",
    re.I | re.M,
)
_CHINESE = re.compile(r"[一-鿿]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_FIELD = re.compile(r"[A-Za-z][A-Za-z ]{1,14}[:：]\s*\S|[一-鿿]{1,6}\s?[:：]\s*\S")
"""`时间：6月3日`: one line of a block of them, which no title is."""
_TITLED = re.compile(r"(?:title|subject|标题|题目|主题)\s?[:：]\s*(\S.{3,118})$", re.I)
_LONE_URL = re.compile(r"^\s*(https?://\S+)\s*$")
_CREDIT = re.compile(r"作者|来源|转载|编辑|发布|阅读|字数|\b(?:by|author|posted|published|source)\b", re.I)


@dataclass(frozen=True)
class Loaded:
    """What a file says, before cleaning."""

    text: str
    markup: bool
    """The text has a structure of its own; cleaning only mends its spacing."""
    title: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    """The address the document gives for itself: a claim, never linked."""
    dropped: tuple[str, ...] = ()
    """What reading the format left out: a page's frame."""
    data: bool = False
    """Rows and records: there is no page around them to clean away."""


def load(raw: bytes, name: str, kind: str | None = None) -> Loaded:
    """Read `raw` as the kind that `name` ends in.

    Raises:
        Refused: too large, or a bomb.
        SourceError: empty, binary under a text's name, broken, or a kind that is not read; says which.
    """
    kind = kind or KINDS.get(_suffix(name))
    if kind is None:
        raise SourceError(
            f"{name}: files ending in {_suffix(name) or 'nothing'} are not read; {', '.join(sorted(KINDS))} are"
        )
    if not raw.strip():
        raise SourceError(f"{name}: empty")
    most = LARGEST if kind in CONTAINERS else LARGEST_TEXT
    if len(raw) > most:
        raise Refused(f"{name}: {len(raw):,} bytes is too large (at most {most:,}): split it")
    if kind in ("markdown", "text"):
        return (_markdown if kind == "markdown" else _text)(decode(raw, name))
    found = _parsed(sandbox.parse(kind, raw if kind in CONTAINERS else decode(raw, name).encode(), name))
    return found if kind in CONTAINERS else replace(found, data=True)


def decode(raw: bytes, name: str) -> str:
    """Text as UTF-8, UTF-16 by its mark, else GB18030 or Big5, whichever reads as Chinese.

    Raises:
        SourceError: the bytes are no text.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace").replace("\r\n", "\n")
    if b"\x00" in raw[:8192]:
        raise SourceError(f"{name}: binary data, not text, whatever its name says")
    for encoding in ("utf-8-sig", _chinese, "gb18030"):
        try:
            text = raw.decode(encoding if isinstance(encoding, str) else encoding(raw)).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text[:4000])) <= len(text[:4000]) // 50:
            return text
    raise SourceError(f"{name}: neither UTF-8 nor GB18030 nor Big5 text: binary or another encoding; save it as UTF-8")


def _chinese(raw: bytes) -> str:
    """GB18030 takes nearly any bytes: where another Chinese encoding makes words of them, that one; of a few
    characters nobody can tell."""
    if sum(byte > 127 for byte in raw[:1000]) < FEWEST_BYTES:
        return "gb18030"
    sample = raw[:20_000].rpartition(b"\n")[0] or raw[:20_000]
    found = from_bytes(sample, cp_isolation=["gb18030", "big5", "big5hkscs"]).best()
    return "big5hkscs" if found and found.encoding.startswith("big5") else "gb18030"


def language_of(text: str) -> Language:
    """`zh` when Chinese characters make up a tenth of the letters."""
    head = text[:20_000]
    return "zh" if len(_CHINESE.findall(head)) > 0.1 * max(1, sum(map(str.isalpha, head))) else "en"


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _parsed(found: dict[str, Any]) -> Loaded:
    return Loaded(
        text=found["text"],
        markup=True,
        title=(found.get("title") or "").strip() or None,
        author=(found.get("author") or "").strip() or None,
        published=_iso(found.get("published")),
        url=found.get("url"),
        dropped=tuple(found.get("dropped") or ()),
    )


def _iso(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _markdown(text: str) -> Loaded:
    front, body = front_matter(text)
    heading = re.search(r"^#\s+(.+)$", body, re.M)
    title = front.get("title") or front.get("model_name") or (heading.group(1).strip() if heading else None)
    about = "\n".join(f"{key}: {said}" for key, value in front.items() if (said := _plain(value)))
    is_card = "license" in front or "base_model" in front
    return Loaded(
        text=f"{about}\n\n{body}" if is_card and about else body,
        markup=True,
        title=str(title) if title else None,
        author=str(front["author"]) if front.get("author") else None,
        published=_iso(front.get("date") or front.get("published")),
        url=str(front["url"]) if str(front.get("url", "")).startswith("http") else None,
    )


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value[:20] if isinstance(one, str | int | float))
    return str(value) if isinstance(value, str | int | float) else ""


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The YAML between two `---` lines at the top, and the rest.

    One that is no YAML is read line by line where it names a title (`title: Notes: a second look`), else it is text.
    """
    found = re.match(r"\A---[ \t]*\n(.{0,60000}?)\n---[ \t]*(?:\n|\Z)", text, re.S)
    if not found:
        return {}, text
    try:
        front = yaml.safe_load(found.group(1))
    except (yaml.YAMLError, RecursionError, ValueError):
        front = _line_by_line(found.group(1))
    return (front, text[found.end() :]) if isinstance(front, dict) else ({}, text)


def _line_by_line(front: str) -> dict[str, str] | None:
    lines = [re.match(r"(\w+):\s+(.+)$", line) for line in front.splitlines() if line.strip()]
    held = {line[1]: re.sub(r"^(['\"])(.*)\1$", r"\2", line[2].strip()) for line in lines if line}
    return held if all(lines) and "title" in held else None


def _text(text: str) -> Loaded:
    if front_matter(text)[0]:
        return _markdown(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = "\n".join(lines[:30])
    found = _AUTHOR.search(head)
    when = _DATE.search("\n".join(line for line in lines[:30] if not prose(line) and not COPYRIGHT.search(line)))
    return Loaded(
        text=text,
        markup=False,
        title=_title(lines[:14]),
        author=next((g.strip() for g in found.groups() if g), None) if found else None,
        published=_iso("-".join(f"{int(part):02d}" for part in when.groups())) if when else None,
        url=_own_address(lines),
    )


def _own_address(lines: list[str]) -> str | None:
    """A lone address among the first lines, at the very end, or before the tail; in the text it belongs to another."""
    in_text = next((at for at, line in enumerate(lines) if prose(line)), len(lines))
    for place, line in enumerate(lines):
        found = _LONE_URL.match(line)
        after = lines[place + 1] if place + 1 < len(lines) else ""
        if found and (place < in_text or not after or TAIL.match(after)):
            return found.group(1)
    return None


def _title(lines: list[str]) -> str | None:
    """The most title-like of the lines before the text: of a heading's length, not a sentence, not navigation."""
    start = next((at for at, line in enumerate(lines) if prose(line) and weight(line) > 80), len(lines))
    if said := next((found[1] for line in lines[:start] if (found := _TITLED.match(line))), None):
        return said.strip('"“” ')
    fields = {at for pair in pairwise(range(start)) if all(_FIELD.match(lines[at]) for at in pair) for at in pair}
    free = [(at, line) for at, line in enumerate(lines[:start]) if at not in fields]
    scored = [(_titleness(line) - at * 0.02, line) for at, line in free]
    best = max(scored, default=(0.0, ""))
    return best[1].strip("#* ") if best[0] > 0.25 else None


def _titleness(line: str) -> float:
    size = weight(line)
    sentence = line.endswith(("。", ".", ";", "；", ",", ":", "：")) and not line.endswith("...")
    if not 8 <= size <= 120 or sentence or re.search(r"https?://|>|»|^\W*\d|[|｜]", line):
        return 0.0
    return 0.0 if size < 60 and _CREDIT.search(line) else min(size, 40) / 40
