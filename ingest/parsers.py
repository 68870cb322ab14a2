"""One parser a format. They run inside the limited child of `ingest.sandbox`, never in the bot's own process."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any


class NoText(Exception):  # noqa: N818
    """The file is whole but holds no text that can be read; the message says why."""


def html(raw: bytes) -> dict[str, Any]:
    """Body, title, author, date and address of a web page."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page: Any = trafilatura.bare_extraction(raw, include_comments=False, include_tables=True, with_metadata=True)
    if page is None or not page.text:
        raise NoText("holds no readable text (a page drawn by scripts?): save it as text or PDF")
    found = page.as_dict()
    return {
        "text": trafilatura.extract(raw, output_format="markdown", include_comments=False) or found["text"],
        "title": found.get("title"),
        "author": found.get("author"),
        "published": found.get("date"),
        "url": found.get("url"),
    }


def pdf(raw: bytes) -> dict[str, Any]:
    """Text and metadata of a PDF."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise NoText("is encrypted: remove the password first")
    text = "\n\n".join(page.extract_text() or "" for page in reader.pages)
    if not text.strip():
        raise NoText("holds no text (a scan?): run text recognition on it first")
    about = reader.metadata
    made = about.creation_date if about else None
    return {
        "text": text,
        "title": about.title if about else None,
        "author": about.author if about else None,
        "published": made.date().isoformat() if made else None,
    }


def docx(raw: bytes) -> dict[str, Any]:
    """Paragraphs, headings and tables of a Word document, in reading order, as markdown."""
    from docx import Document

    document = Document(io.BytesIO(raw))
    text = "\n\n".join(_docx_blocks(document))
    if not text.strip():
        raise NoText("holds no text")
    about = document.core_properties
    made = about.created
    return {
        "text": text,
        "title": about.title or None,
        "author": about.author or None,
        "published": made.date().isoformat() if made else None,
    }


def _docx_blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield _table([[cell.text for cell in row.cells] for row in block.rows])
        elif block.text.strip():
            style = (block.style.name or "") if block.style else ""
            level = style.removeprefix("Heading ")
            yield f"{'#' * int(level)} {block.text}" if style.startswith("Heading ") and level.isdigit() else block.text


def pptx(raw: bytes) -> dict[str, Any]:
    """Slides as headed sections; tables and notes included."""
    from pptx import Presentation

    deck = Presentation(io.BytesIO(raw))
    text = "\n\n".join(_slide(number, slide) for number, slide in enumerate(deck.slides, 1))
    if not any(shape.has_text_frame for slide in deck.slides for shape in slide.shapes):
        raise NoText("holds no text (pictures only?)")
    about = deck.core_properties
    return {"text": text, "title": about.title or None, "author": about.author or None}


def _slide(number: int, slide: Any) -> str:
    title = slide.shapes.title.text if slide.shapes.title else f"Slide {number}"
    parts = [f"# {title}"]
    for shape in slide.shapes:
        if shape.has_text_frame and shape != slide.shapes.title:
            parts.append(shape.text_frame.text)
        elif shape.has_table:
            parts.append(_table([[cell.text for cell in row.cells] for row in shape.table.rows]))
    if slide.has_notes_slide:
        parts.append(slide.notes_slide.notes_text_frame.text)
    return "\n\n".join(part for part in parts if part.strip())


def _table(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(" ".join(cell.split()) for cell in row) + " |" for row in rows]
    if len(lines) > 1:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


PARSERS: dict[str, Callable[[bytes], dict[str, Any]]] = {"html": html, "pdf": pdf, "docx": docx, "pptx": pptx}

warnings.simplefilter("ignore")
