"""Files with a parser behind them: read in a limited child, bombs refused, what holds no text says so."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib

import pytest
from docx import Document
from pptx import Presentation
from pypdf import PdfReader, PdfWriter

from bot.answering.compose.units import sentences as in_quotes
from ingest import sandbox
from ingest.chunk import sentences as in_chunks
from ingest.load import load
from knowledge.errors import Refused, SourceError


def pdf(*pages: bytes, filters: bytes = b"") -> bytes:
    """A PDF with one content stream a page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)))
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for i, content in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * i)
        )
        objects.append(b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), filters, content))
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def lines(*words: str) -> bytes:
    """A content stream with one line of text each."""
    shown = b"".join(b"1 0 0 1 50 %d Tm (%s) Tj\n" % (700 - 14 * i, w.encode()) for i, w in enumerate(words))
    return b"BT /F1 10 Tf\n" + shown + b"ET"


def archive(**files: bytes) -> bytes:
    """A zip container."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, body in files.items():
            zipped.writestr(name, body)
    return out.getvalue()


def test_pdf_lines_become_paragraphs_without_running_heads() -> None:
    """Broken lines are joined, and the head and the page number that stand on every page are gone."""
    pages = [
        lines(
            "Annual report of the group",
            f"The {word} chapter of this report tells in some detail what the",
            f"machines cost and how long they were in use; the {word} were sold.",
            str(number),
        )
        for number, word in enumerate(["first", "second", "third"], 1)
    ]
    text = load(pdf(*pages), "a.pdf").text
    assert "what the machines cost" in text
    assert "Annual report" not in text
    assert text.count("\n\n") == 2


def test_scanned_pdf_says_that_it_holds_no_text() -> None:
    """And what to do."""
    with pytest.raises(SourceError, match=r"holds no text.*text recognition"):
        load(pdf(b"0 0 612 792 re f"), "scan.pdf")


def test_encrypted_pdf_says_so() -> None:
    """And what to do."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf(lines("Secret words")))))
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(SourceError, match="encrypted: remove the password"):
        load(out.getvalue(), "a.pdf")


def test_pdf_bomb_is_refused() -> None:
    """A stream that unfolds to two gigabytes ends in the child, not here."""
    squeeze = zlib.compressobj(9)
    block = b" " * 10_000_000
    content = b"".join(squeeze.compress(block) for _ in range(200)) + squeeze.flush()
    with pytest.raises(SourceError, match=r"bomb\.pdf"):
        load(pdf(content, filters=b"/Filter /FlateDecode "), "bomb.pdf")


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_zip_bomb_is_refused_before_it_unfolds(kind: str) -> None:
    """By size and by number of parts."""
    with pytest.raises(Refused, match="would expand to"):
        load(archive(**{"word/document.xml": b"0" * 120_000_000}), f"bomb.{kind}")
    with pytest.raises(Refused, match="2,001 parts"):
        load(archive(**{f"part{n}": b"" for n in range(2001)}), f"bomb.{kind}")


def test_a_zip_that_lies_about_its_size_ends_in_the_child() -> None:
    """The sizes in its directory are only a claim; the limits hold all the same."""
    raw = bytearray(archive(**{"word/document.xml": b"0" * 3_000_000}))
    entry = raw.rindex(b"PK\x01\x02")
    raw[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    with pytest.raises(SourceError, match=r"a\.docx"):
        load(bytes(raw), "a.docx")


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.pdf", "a.json", "a.yaml"])
def test_a_broken_file_is_an_error_that_names_it(name: str) -> None:
    """Never a traceback."""
    with pytest.raises(SourceError, match=name):
        load(b"{ this is: no [such thing", name)


def test_word_document_keeps_headings_tables_and_facts() -> None:
    """In reading order."""
    document = Document()
    document.core_properties.title, document.core_properties.author = "Plan", "Li Lei"
    document.add_heading("部署方案", 1)
    document.add_paragraph("显卡需要八张。")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate([("GPU", "Price"), ("H100", "2.50")]):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    out = io.BytesIO()
    document.save(out)
    found = load(out.getvalue(), "a.docx")
    assert (found.title, found.author) == ("Plan", "Li Lei")
    assert found.text == "# 部署方案\n\n显卡需要八张。\n\n| GPU | Price |\n|---|---|\n| H100 | 2.50 |"


def test_slides_become_sections() -> None:
    """Title, text and notes."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Costs", "Eight cards"
    slide.notes_slide.notes_text_frame.text = "Ask for a discount"
    out = io.BytesIO()
    deck.save(out)
    assert load(out.getvalue(), "a.pptx").text == "# Costs\n\nEight cards\n\nAsk for a discount"


def test_slides_of_pictures_say_that_they_hold_no_text() -> None:
    """Empty text frames are no text."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[6])
    out = io.BytesIO()
    deck.save(out)
    with pytest.raises(SourceError, match="holds no text"):
        load(out.getvalue(), "a.pptx")


def test_web_page_gives_its_body_and_what_its_head_says() -> None:
    """Navigation and comments stay out; title, author, date and address come from the head."""
    paragraph = "<p>Running a model at home costs less than many believe, as the meter in my cellar has shown me.</p>"
    page = f"""<html lang="en"><head><title>My cellar</title><meta name="author" content="Jane Roe">
    <meta property="article:published_time" content="2025-02-03T10:00:00Z">
    <link rel="canonical" href="https://blog.example/cellar"></head><body>
    <nav><a href="/">Home</a><a href="/about">About us</a></nav>
    <article><h1>My cellar</h1>{paragraph * 6}</article>
    <div class="comments"><p>First!!!</p></div><footer>All rights reserved</footer></body></html>"""
    found = load(page.encode(), "a.html")
    assert (found.title, found.author, str(found.published)) == ("My cellar", "Jane Roe", "2025-02-03")
    assert found.url == "https://blog.example/cellar"
    assert "meter in my cellar" in found.text
    assert not any(noise in found.text for noise in ("About us", "First!!!", "All rights"))


def test_page_drawn_by_scripts_says_that_there_is_no_text() -> None:
    """A frame without content."""
    with pytest.raises(SourceError, match="no readable text"):
        load(b"<html><body><div id=root></div><script>go()</script></body></html>", "a.html")


def test_table_rows_carry_their_columns_names() -> None:
    """A row alone must make sense."""
    assert load("模型,价格\nA,1\nB,2\n".encode("gb18030"), "a.csv").text == "模型: A · 价格: 1\n\n模型: B · 价格: 2"


def a_table(text: str) -> list[str]:
    return load(text.encode(), "a.csv").text.split("\n\n")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_is_cut_where_its_rows_are_alike(mark: str) -> None:
    """Whatever parts the cells; a decimal comma or a semicolon inside one does not."""
    text = 'Model,Price,Note\nPipit,"1,50","small; fast"\nWren,"2,75","large; slow"\n'
    rows = csv.reader(io.StringIO(text))
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    assert a_table(out.getvalue()) == [
        "Model: Pipit · Price: 1,50 · Note: small; fast",
        "Model: Wren · Price: 2,75 · Note: large; slow",
    ]


def test_a_row_of_a_table_is_one_sentence() -> None:
    """For the index and for a quote: what is torn from its row means nothing."""
    document = load(b"Model,Licence,Price\nPipit,MIT,3\nWren,Apache 2.0,4\n", "a.csv").text
    rows = ["Model: Pipit · Licence: MIT · Price: 3", "Model: Wren · Licence: Apache 2.0 · Price: 4"]
    assert [document[a:b] for a, b in in_chunks(document)] == rows
    assert [document[a:b] for a, b in in_quotes(document)] == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Pipit,3,MIT\nWren,4,MIT\n", ["Pipit · 3 · MIT", "Wren · 4 · MIT"]),
        ("Pipit,allowed\nWren,allowed\n", ["Pipit · allowed", "Wren · allowed"]),
        ("Model,2024,2025\nPipit,3,4\n", ["Model: Pipit · 2024: 3 · 2025: 4"]),
        ("Model,Price\nPipit,3,and more\n", ["Model: Pipit · Price: 3 · and more"]),
        ("Price list\n\nModel,Price\nPipit,3\n", ["Price list", "Model: Pipit · Price: 3"]),
        ("模型；说明,价格\n甲,3\n", ["模型；说明: 甲 · 价格: 3"]),
        ("Approved\nPipit\nWren\n", ["Approved: Pipit", "Approved: Wren"]),
    ],
    ids=["values first", "a value again", "years", "a cell more", "a title above", "full width", "one column"],
)
def test_no_cell_of_a_table_is_lost_or_named_wrongly(text: str, rows: list[str]) -> None:
    """A first row of values names nothing, and a cell beyond the header stays."""
    assert a_table(text) == rows


def test_a_record_of_a_list_is_one_line() -> None:
    """Its fields belong together; the list's name stands above."""
    pair = [{"model": "Pipit", "price": {"in": 1, "out": 2}}, {"model": "Wren", "price": {"in": 3}}]
    rows = "model: Pipit · price.in: 1 · price.out: 2\n\nmodel: Wren · price.in: 3"
    assert load(json.dumps(pair).encode(), "a.json").text == rows
    held = load(json.dumps({"prices": pair, "year": 2026}).encode(), "a.json").text
    assert held == f"## prices\n\n{rows}\n\nyear: 2026"


def test_json_and_yaml_cards_become_lines() -> None:
    """With their paths."""
    card = {"name": "Model X", "license": {"id": "mit"}, "sizes": [7, 70]}
    for found in (
        load(json.dumps(card).encode(), "a.json"),
        load(b"name: Model X\nlicense:\n  id: mit\nsizes: [7, 70]", "a.yml"),
    ):
        assert found.title == "Model X"
        assert found.text == "name: Model X\nlicense.id: mit\nsizes: 7\nsizes: 70"


def test_yaml_aliases_that_unfold_without_end_are_refused() -> None:
    """Nine levels of nine aliases each."""
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(SourceError, match="unfolds to more than"):
        load("\n".join(levels).encode(), "bomb.yaml")


def test_json_nested_without_end_is_an_error() -> None:
    """Not a crash."""
    with pytest.raises(SourceError, match=r"deep\.json"):
        load(b"[" * 200_000, "deep.json")


def test_a_parser_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock on the wall is the last guard."""
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.0)
    with pytest.raises(Refused, match="still not read"):
        sandbox.parse("html", b"<p>slow</p>" * 50_000, "slow.html")
