"""What a PDF or an office file says of itself is taken from it only where a person said it."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from pptx import Presentation

from ingest.load import Loaded, load
from ingest.properties import by, day, glyphs, named


def word(title: str = "", author: str | None = None, *, heading: bool = True) -> Loaded:
    document = Document()
    if heading:
        document.add_paragraph("Use of models at Acme", style="Title")
    document.add_paragraph("Every model is reviewed before anybody uses it for the work of the company.")
    document.core_properties.title = title
    if author:
        document.core_properties.author = author
    out = io.BytesIO()
    document.save(out)
    return load(out.getvalue(), "v3 final.docx")


def test_a_word_file_is_named_by_its_title_paragraph() -> None:
    """And the properties that a library's template left say nothing of it."""
    found = word()
    assert (found.title, found.author, found.published) == ("Use of models at Acme", None, None)
    assert found.text.startswith("# Use of models at Acme")
    assert word("Model policy", "Jane Doe", heading=False).title == "Model policy"
    assert word(author="Jane Doe").author == "Jane Doe"


def test_slides_are_named_by_the_first() -> None:
    """Not by their file, nor by the template's “PowerPoint Presentation”."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "模型选型评审"
    out = io.BytesIO()
    deck.save(out)
    found = load(out.getvalue(), "deck.pptx")
    assert (found.title, found.author, found.published) == ("模型选型评审", None, None)


@pytest.mark.parametrize(
    "title", ["report_v3.docx", "Microsoft Word - report.doc", "untitled", "演示文稿1", "Document1", ""]
)
def test_a_title_of_a_program_is_none(title: str) -> None:
    """What a program put there by itself."""
    assert named(title) is None
    assert named("Report on models") == "Report on models"


def test_an_account_of_no_name_and_a_browsers_day_are_none() -> None:
    """A page printed today was not published today."""
    assert by("Microsoft Office User") is None
    assert by("李雷") == "李雷"
    made = datetime(2026, 5, 6, tzinfo=UTC)
    assert day(made, "Mozilla/5.0 (X11) Chrome/130") is None
    assert day(made, "LaTeX") == "2026-05-06"


def test_radicals_and_ligatures_of_a_font_become_characters() -> None:
    """And what says something by its form stays."""
    assert glyphs("⾦雕⽇期 ﬁnance ⻓⻛ x² （是）。") == "金雕日期 finance 长风 x² （是）。"
