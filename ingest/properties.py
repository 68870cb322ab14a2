"""What a PDF or an office file says of itself: only what its author said, not what a program or a template left."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from typing import Any

from ingest.signals import prose, weight

_LEFT = re.compile(
    r".{0,120}\.(?:docx?|pptx?|xlsx?|pdf|odt|odp|rtf|txt|html?|tex|indd|md|pages|key)\W*|"
    r"microsoft (?:word|powerpoint)\b.*|(?:powerpoint|word) (?:presentation|document)|"
    r"(?:untitled|title|presentation|document|slide|无标题|文档|演示文稿|幻灯片|新建.{0,20})[\s\d-]*",
    re.I,
)
_PROGRAM = re.compile(
    r"python-(?:docx|pptx)|apache poi|openpyxl|aspose.*|microsoft.*|wps.*|libreoffice.*|administrator|admin|user|"
    r"un-?known|owner|author|作者|用户|管理员",
    re.I,
)
_BROWSER = re.compile(r"mozilla|chrom|webkit|safari|firefox|wkhtmltopdf", re.I)
_RADICALS = "⺟⺠⺝⺼⺜⺧⺩⺫⺬⺶⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻱⻳"
_CHARACTERS = "母民月月日牛王目示羊虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龜龟"
"""What Unicode's EquivalentUnifiedIdeograph.txt gives for them; normalisation leaves most of these alone."""
_GLYPHS = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))}
    | dict(zip(_RADICALS, _CHARACTERS, strict=True))
)


def glyphs(text: str) -> str:
    """Radicals and ligatures that a PDF's font stands for characters with, as those characters; full-width marks and
    superscripts, which say something, stay."""
    return text.translate(_GLYPHS)


def named(title: str | None) -> str | None:
    """A title from the properties, unless it is a file's name or a template's."""
    title = " ".join((title or "").split())
    return title if title and not _LEFT.fullmatch(title) else None


def by(author: str | None) -> str | None:
    """An author from the properties, unless a program or an account of no name."""
    author = (author or "").strip()
    return author if author and not _PROGRAM.fullmatch(author) else None


def day(made: datetime | None, program: str | None = None) -> str | None:
    """The day a file was made; that of a page printed by a browser is the reader's."""
    return made.date().isoformat() if made and not _BROWSER.search(program or "") else None


def office(about: Any, kind: str) -> dict[str, str | None]:
    """Title, author and day of an office file; what the template of a library left counts as nothing."""
    author, made = _template(kind)
    own = about.created if about.created != made else None
    return {
        "title": named(about.title),
        "author": by(about.author if about.author != author else None),
        "published": day(own),
    }


@lru_cache
def _template(kind: str) -> tuple[str, datetime | None]:
    import docx
    import pptx

    about: Any = (docx.Document() if kind == "docx" else pptx.Presentation()).core_properties
    return about.author, about.created


def first_line(text: str) -> str | None:
    """The line that heads a text, where it has a heading's length and is no sentence."""
    line = next((line.strip("# ").strip() for line in text.splitlines() if line.strip()), "")
    return line if 4 <= weight(line) <= 90 and not prose(line) and re.search(r"[^\W\d]", line) else None
