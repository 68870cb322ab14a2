"""One parser a format. They run inside the limited child of `ingest.sandbox`, never in the bot's own process."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import zip_longest
from typing import Any

from ingest.properties import by, day, first_line, glyphs, named, office
from ingest.web_page import declared_day, left_out, unlink_lists

MOST_LINES = 200_000
"""Values of one JSON or YAML file."""
MOST_CELL = 1_000_000
"""Characters of one cell of a table."""
MARKS = ",;\t|"
"""What cells may be parted by."""
SAMPLE = 20_000
"""Characters that a table's delimiter is read from."""
BETWEEN = " · "
"""Parts the cells of a row: nothing that ends a sentence."""
LONGEST_ROW = 600
"""Characters of a record that still stands on one line."""
_VALUE = re.compile(
    r"https?://\S+|[-+~≈<>≤≥$€£¥￥\s]*\d[\d.,:/年月日\s-]*[%$€£¥￥元]?|true|false|yes|no|是|否|n/?a", re.I
)
_YEAR = re.compile(r"(?:19|20)\d\d年?")


_DRAWN = "holds no readable text (a page drawn by scripts?): save it as text or PDF"


class NoText(Exception):  # noqa: N818
    """The file is whole but holds no text that can be read; the message says why."""


def html(raw: bytes) -> dict[str, Any]:
    """Body, title, author, date and address of a web page."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(raw)
    if tree is None:
        raise NoText(_DRAWN)
    as_it_is = deepcopy(tree)
    unlink_lists(tree)
    page: Any = trafilatura.bare_extraction(deepcopy(tree), include_comments=False, with_metadata=True)
    if page is None or not page.text:
        raise NoText(_DRAWN)
    found = page.as_dict()
    text = trafilatura.extract(tree, output_format="markdown", include_comments=False) or found["text"]
    text = re.sub(r"\\([^\w\s])", r"\1", text)  # a quote shows the page's words, not markdown's escapes
    return {
        "text": text,
        "title": found.get("title"),
        "author": found.get("author"),
        "published": declared_day(as_it_is),
        "url": found.get("url"),
        "dropped": left_out(as_it_is, text),
    }


def pdf(raw: bytes) -> dict[str, Any]:
    """Text and metadata of a PDF."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise NoText("is encrypted: remove the password first")
    text = unwrapped([glyphs(page.extract_text() or "") for page in reader.pages])
    if not text.strip():
        raise NoText("holds no text (a scan?): run text recognition on it first")
    about = reader.metadata
    return {
        "text": text,
        "title": (named(glyphs(about.title or "")) if about else None) or first_line(text),
        "author": by(about.author) if about else None,
        "published": day(about.creation_date, about.creator) if about else None,
    }


def unwrapped(pages: list[str]) -> str:
    """The paragraphs of a document of fixed lines: running heads and page numbers out, broken lines joined."""
    lines = [[line.strip() for line in page.splitlines()] for page in pages]
    ends = Counter(_digitless(line) for page in lines for line in {*page[:2], *page[-2:]} if line)
    running = {line for line, count in ends.items() if len(pages) > 2 and count > len(pages) / 2}
    out: list[str] = []
    for page in lines:
        out.extend(_joined([line for at, line in enumerate(page) if not _runs_along(at, page, running)]))
    return "\n\n".join(out)


def _runs_along(at: int, page: list[str], running: set[str]) -> bool:
    at_edge = at < 2 or at >= len(page) - 2
    return at_edge and (_digitless(page[at]) in running or page[at].strip("- ").isdigit())


def _digitless(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _joined(lines: list[str]) -> Iterator[str]:
    """Paragraphs: a line that is nearly as wide as the widest and no sentence's end goes on in the next."""
    widest = max((len(line) for line in lines), default=0)
    paragraph = ""
    for line in [*lines, ""]:
        paragraph = _glued(paragraph, line)
        if paragraph and (not line or len(line) < 0.75 * widest or re.search(r"[.。!！?？:：;；]$", line)):
            yield paragraph
            paragraph = ""


def _glued(paragraph: str, line: str) -> str:
    if not paragraph or not line:
        return paragraph + line
    if re.search(r"[a-z]-$", paragraph):
        return paragraph[:-1] + line
    chinese = paragraph[-1] > "⺀" and line[0] > "⺀"
    return paragraph + ("" if chinese else " ") + line


def docx(raw: bytes) -> dict[str, Any]:
    """Paragraphs, headings and tables of a Word document, in reading order, as markdown."""
    from docx import Document

    document = Document(io.BytesIO(raw))
    text = "\n\n".join(_docx_blocks(document))
    if not text.strip():
        raise NoText("holds no text")
    about = office(document.core_properties, "docx")
    return {"text": text, **about, "title": _docx_title(document, "Title") or about["title"] or _docx_title(document)}


def _docx_title(document: Any, style: str = "Heading 1") -> str | None:
    return next((one.text.strip() for one in document.paragraphs if _style(one) == style and one.text.strip()), None)


def _style(paragraph: Any) -> str:
    return (paragraph.style.name or "") if paragraph.style else ""


def _docx_blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield _table([[cell.text for cell in row.cells] for row in block.rows])
        elif block.text.strip():
            level = "1" if _style(block) == "Title" else _style(block).removeprefix("Heading ")
            yield f"{'#' * int(level)} {block.text}" if level.isdigit() else block.text


def pptx(raw: bytes) -> dict[str, Any]:
    """Slides as headed sections; tables and notes included."""
    from pptx import Presentation

    deck = Presentation(io.BytesIO(raw))
    text = "\n\n".join(_slide(number, slide) for number, slide in enumerate(deck.slides, 1))
    if not any(shape.has_text_frame for slide in deck.slides for shape in slide.shapes):
        raise NoText("holds no text (pictures only?)")
    about = office(deck.core_properties, "pptx")
    opens = next((slide.shapes.title for slide in deck.slides if slide.shapes.title), None)
    return {"text": text, **about, "title": about["title"] or (" ".join(opens.text.split()) if opens else None)}


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


def table(raw: bytes) -> dict[str, Any]:
    """The rows of a CSV, one paragraph each and without a semicolon of our own, so that a quote holds a whole row;
    every cell with its column's name."""
    csv.field_size_limit(MOST_CELL)
    try:
        rows = _rows(raw.decode())
    except csv.Error as error:
        raise NoText(f"is no readable table ({error})") from None
    above = _above(rows)
    rows = rows[len(above) :]
    head = rows[0] if len(rows) > 1 and _heads(rows[0], rows[1:]) else []
    lines = [*(_row([], row) for row in above), *(_row(head, row) for row in rows[bool(head) :])]
    return {"text": "\n\n".join(line for line in lines if line)}


def _rows(text: str) -> list[list[str]]:
    sample = text[:SAMPLE].rpartition("\n")[0] or text[:SAMPLE]
    try:
        mark = csv.Sniffer().sniff(sample, MARKS).delimiter
    except csv.Error:
        mark = ","
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def _above(rows: list[list[str]]) -> list[list[str]]:
    """What stands over the table: lines of one cell before rows of several."""
    several = [sum(map(bool, row)) > 1 for row in rows]
    return rows[: several.index(True)] if True in several else []


def _heads(first: list[str], body: list[list[str]]) -> bool:
    """Whether a first row names columns: its cells differ, none is a value by its looks (a year may be a column), and
    none stands below itself."""
    names = [cell.strip() for cell in first if cell.strip()]
    if len(set(names)) < len(names) or any(_VALUE.fullmatch(name) and not _YEAR.fullmatch(name) for name in names):
        return False
    return bool(names) and not any(a and a == b for row in body for a, b in zip(first, row, strict=False))


def _row(head: list[str], row: list[str]) -> str:
    cells = [(name.strip(), " ".join(cell.split())) for name, cell in zip_longest(head, row, fillvalue="")]
    return BETWEEN.join(f"{name}: {cell}" if name else cell for name, cell in cells if cell)


def json_tree(raw: bytes) -> dict[str, Any]:
    """A JSON file as lines of path and value, a record of a list on one line."""
    try:
        return _tree(json.loads(raw))
    except (ValueError, RecursionError) as error:
        raise NoText(f"is not valid JSON ({error})") from None


def yaml_tree(raw: bytes) -> dict[str, Any]:
    """A YAML file as lines of path and value, a record of a list on one line."""
    import yaml

    try:
        return _tree(yaml.load(raw.decode(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        raise NoText(f"is not valid YAML ({' '.join(str(error).split())[:120]})") from None


def _tree(value: Any) -> dict[str, Any]:
    text = "\n".join(_blocks(value, "", iter(range(MOST_LINES))))
    title = value.get("name") or value.get("title") or value.get("id") if isinstance(value, dict) else None
    return {"text": re.sub(r"\n{3,}", "\n\n", text).strip(), "title": str(title) if title else None}


def _blocks(value: Any, path: str, budget: Iterator[int]) -> Iterator[str]:
    """Lines; a list of records is a paragraph each, under the name of the list."""
    if isinstance(value, list) and len(value) > 1 and all(isinstance(one, dict) for one in value):
        if path:
            yield f"\n## {path}\n"
        for one in value:
            yield f"\n{_record(list(_leaves(one, '', budget)))}\n"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _blocks(inner, f"{path}.{key}" if path else str(key), budget)
    else:
        yield from _leaves(value, path, budget)


def _record(lines: list[str]) -> str:
    one = BETWEEN.join(" ".join(line.split()) for line in lines)
    return one if len(one) <= LONGEST_ROW else "\n".join(lines)


def _leaves(value: Any, path: str, budget: Iterator[int]) -> Iterator[str]:
    """One line a leaf. Aliases let a small YAML file unfold without end, so that lines are counted."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key), budget)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path, budget)
    elif value is not None:
        if next(budget, None) is None:
            raise NoText(f"unfolds to more than {MOST_LINES:,} values")
        yield f"{path}: {value}" if path else str(value)


PARSERS: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "html": html,
    "pdf": pdf,
    "docx": docx,
    "pptx": pptx,
    "csv": table,
    "json": json_tree,
    "yaml": yaml_tree,
}

warnings.simplefilter("ignore")
