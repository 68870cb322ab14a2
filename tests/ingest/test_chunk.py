"""Chunks: verbatim, short, and cut where a reader would cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.chunk import HARD_CAP, chunk, sentences
from knowledge.records.document import Document

CORPUS = sorted((Path(__file__).parents[1] / "exams" / "corpus").glob("*.md"))


def made(text: str) -> Document:
    return Document(id="d", kind="file", title="t", text=text, source="s", language="en", sha256="0")


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_chunks_are_verbatim_and_cover_the_text(path: Path) -> None:
    """Every character that is no space is in some chunk; every sentence span lies inside its chunk."""
    text = path.read_text(encoding="utf-8")
    chunks = chunk(made(text))
    covered = set()
    for one in chunks:
        assert text[one.start : one.end] == one.text
        assert len(one.text) <= HARD_CAP
        assert all(0 <= a < b <= len(one.text) for a, b in one.sentences)
        covered |= set(range(one.start, one.end))
    assert all(i in covered for i, letter in enumerate(text) if not letter.isspace())


def test_a_clause_keeps_its_number() -> None:
    """No chunk ends with a bare number whose clause stands in the next."""
    text = "\n".join(
        f"{i}.{j} " + "The licensee keeps this notice in place. " * 4 for i in range(1, 6) for j in range(1, 5)
    )
    for one in chunk(made(text)):
        assert one.text.lstrip()[0].isdigit()


@pytest.mark.parametrize("text", ["x" * 5000, "字" * 5000, "word " * 2000, "| a | b |\n" * 500])
def test_text_without_sentences_is_still_cut(text: str) -> None:
    """A wall of letters gives chunks within the cap, and loses nothing."""
    chunks = chunk(made(text))
    assert all(len(one.text) <= HARD_CAP for one in chunks)
    assert "".join("".join(one.text.split()) for one in chunks) == "".join(text.split())


def test_nothing_gives_nothing() -> None:
    """An empty text has no chunks."""
    assert chunk(made(" \n ")) == []


def test_sentences_of_both_languages() -> None:
    """Abbreviations and decimals end no sentence."""
    text = "Version 2.5 costs $3.5, e.g. Today. It works! 它不能商用。为什么？因为许可。"
    assert [text[a:b] for a, b in sentences(text)][-3:] == ["它不能商用。", "为什么？", "因为许可。"]
    assert "Version 2.5 costs $3.5, e.g. Today." in [text[a:b] for a, b in sentences(text)]
