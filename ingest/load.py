"""A file's bytes into text and what is known about it: title, author, date, address, language.

Plain text, markdown, tables and cards are decoded here: decoding cannot run away, and 137 of them must not cost 137
interpreters. Everything with a parser behind it goes to the sandbox.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from ingest import sandbox
from knowledge.errors import Refused, SourceError
from knowledge.records.base import Language

LARGEST = 50_000_000
"""Bytes of one file."""
LARGEST_TEXT = 10_000_000
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
_LONE_URL = re.compile(r"^\s*(https?://\S+)\s*$", re.M)


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
    if len(raw) > (LARGEST_TEXT if kind not in sandbox_kinds() else LARGEST):
        raise Refused(f"{name}: {len(raw):,} bytes is too large; split it")
    if kind in sandbox_kinds():
        return _parsed(sandbox.parse(kind, raw, name), kind)
    text = decode(raw, name)
    return {"markdown": _markdown, "csv": _csv, "json": _json, "yaml": _yaml, "text": _text}[kind](text, name)


def sandbox_kinds() -> frozenset[str]:
    """Kinds that only the limited child may open."""
    return frozenset({"html", "pdf", "docx", "pptx"})


def decode(raw: bytes, name: str) -> str:
    """Text as UTF-8, UTF-16 by its mark, else GB18030.

    Raises:
        SourceError: the bytes are no text.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw[:8192]:
        raise SourceError(f"{name}: binary data, not text, whatever its name says")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(1 for c in text[:4000] if ord(c) < 32 and c not in "\n\r\t\f")
        if strange <= len(text[:4000]) // 50:
            return text
    raise SourceError(f"{name}: neither UTF-8 nor GB18030 text: binary, or another encoding; save it as UTF-8")


def language_of(text: str) -> Language:
    """`zh` when Chinese characters make up a tenth of the letters."""
    letters = [c for c in text[:20_000] if c.isalpha()]
    return "zh" if sum("一" <= c <= "鿿" for c in letters) > 0.1 * max(1, len(letters)) else "en"


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _parsed(found: dict[str, Any], kind: str) -> Loaded:
    return Loaded(
        text=found["text"],
        markup=kind != "pdf",
        title=(found.get("title") or "").strip() or None,
        author=(found.get("author") or "").strip() or None,
        published=_iso(found.get("published")),
        url=found.get("url"),
    )


def _iso(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _markdown(text: str, _name: str) -> Loaded:
    front, body = front_matter(text)
    heading = re.search(r"^#\s+(.+)$", body, re.M)
    title = front.get("title") or front.get("model_name") or (heading.group(1).strip() if heading else None)
    about = "\n".join(f"{key}: {value}" for key, value in front.items() if isinstance(value, str | int | float | bool))
    is_card = "license" in front or "base_model" in front
    return Loaded(
        text=f"{about}\n\n{body}" if is_card and about else body,
        markup=True,
        title=str(title) if title else None,
        author=str(front["author"]) if front.get("author") else None,
        published=_iso(front.get("date") or front.get("published")),
        url=str(front["url"]) if str(front.get("url", "")).startswith("http") else None,
    )


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The YAML between two `---` lines at the top, and the rest; a broken one is text like any other."""
    found = re.match(r"\A---\s*\n(.*?)\n---\s*\n", text, re.S)
    if not found:
        return {}, text
    try:
        front = yaml.safe_load(found.group(1))
    except yaml.YAMLError:
        return {}, text
    return (front, text[found.end() :]) if isinstance(front, dict) else ({}, text)


def _text(text: str, _name: str) -> Loaded:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = "\n".join(lines[:30])
    found = _AUTHOR.search(head)
    when = _DATE.search(head)
    where = _LONE_URL.search(text)
    return Loaded(
        text=text,
        markup=False,
        title=_title(lines[:14]),
        author=next((g.strip() for g in found.groups() if g), None) if found else None,
        published=_iso("-".join(f"{int(part):02d}" for part in when.groups())) if when else None,
        url=where.group(1) if where else None,
    )


def _title(lines: list[str]) -> str | None:
    """The most title-like of the first lines: of a heading's length, not a sentence, not navigation."""

    def likely(place: int, line: str) -> float:
        weight = sum(2 if "一" <= c <= "鿿" else 1 for c in line)
        sentence = line.endswith(("。", ".", ";", "；", ",")) and not line.endswith("...")
        if not 8 <= weight <= 120 or sentence or re.search(r"https?://|>|»|^\W*\d|[|]", line):
            return 0.0
        return min(weight, 40) / 40 - place * 0.02

    scored = [(likely(place, line), line) for place, line in enumerate(lines)]
    best = max(scored, default=(0.0, ""))
    return best[1].strip("#* ") if best[0] > 0.25 else None


def _csv(text: str, name: str) -> Loaded:
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise SourceError(f"{name}: not a readable table ({error})") from None
    head, *body = rows or [[]]
    records = ["; ".join(f"{key}: {value}" for key, value in zip(head, row, strict=False) if value) for row in body]
    return Loaded(text="\n\n".join(records) or "; ".join(head), markup=True)


def _json(text: str, name: str) -> Loaded:
    try:
        return _tree(json.loads(text))
    except (json.JSONDecodeError, RecursionError) as error:
        raise SourceError(f"{name}: not valid JSON ({error})") from None


def _yaml(text: str, name: str) -> Loaded:
    try:
        return _tree(yaml.safe_load(text))
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceError(f"{name}: not valid YAML ({str(error).splitlines()[0]})") from None


def _tree(value: Any) -> Loaded:
    lines: list[str] = []
    _flatten(value, "", lines)
    title = value.get("name") or value.get("title") or value.get("id") if isinstance(value, dict) else None
    return Loaded(text="\n".join(lines), markup=True, title=str(title) if title else None)


def _flatten(value: Any, path: str, lines: list[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(inner, f"{path}.{key}" if path else str(key), lines)
    elif isinstance(value, list):
        for inner in value:
            _flatten(inner, path, lines)
    elif value is not None:
        lines.append(f"{path}: {value}")
