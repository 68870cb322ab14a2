"""Words that mean alike: a question is covered by other words for the same, and vectors are made once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ingest.chunk import chunk
from knowledge.alike import Alike, WordVectors
from knowledge.embedding import BundledEncoder, Vectors
from knowledge.passages import Table
from knowledge.records.document import Document


class Counting(BundledEncoder):
    """The bundled encoder; notes what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().encode(texts)


def table(*texts: str) -> Table:
    held = []
    for number, text in enumerate(texts):
        document = Document(
            id=str(number), kind="article", title="t", text=text, source="s", language="en", sha256=str(number)
        )
        held.append((document, str(number), chunk(document)))
    return Table(held, {})


@pytest.fixture(scope="module")
def encoder() -> Counting:
    return Counting()


def test_another_word_for_the_same_covers_a_question(encoder: Counting) -> None:
    """In one language and across both; the same word covers wholly."""
    held = table("The company bought graphics cards.", "Lunch is served in the garden.", "公司采购了一批显卡。")
    alike = Alike(held, WordVectors(encoder))
    cover = alike.cover("firm purchased GPUs", range(3), np.zeros(3))
    assert cover[0] > cover[1] + 0.1
    assert cover[2] > cover[1] + 0.1
    assert alike.cover("lunch garden", [1], np.zeros(3))[0] == pytest.approx(1.0)


def test_words_of_questions_are_kept_within_bounds(encoder: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked twice, encoded once; a full shelf is emptied while others read from it, and each gets its vectors."""
    monkeypatch.setattr("knowledge.alike.ASKED", 6)
    vectors = WordVectors(encoder)
    vectors.ask("red green", ["red", "green"])
    encoder.asked.clear()
    vectors.of(["red", "green"])
    assert encoder.asked == []
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight"]
    with ThreadPoolExecutor(8) as pool:
        for rows in pool.map(lambda n: vectors.of(words[n % 5 : n % 5 + 4]), range(200)):
            assert rows.shape == (4, encoder.dimensions)
            assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-3)


def test_words_are_encoded_once_and_kept_on_disk(encoder: Counting, tmp_path: Path) -> None:
    """A second opening encodes nothing; a broken file is made anew."""
    texts = ("apples and pears", "桃子和李子")
    Alike(table(*texts), WordVectors(encoder, tmp_path))
    encoder.asked.clear()
    Alike(table(*texts), WordVectors(encoder, tmp_path))
    assert encoder.asked == []
    for file in tmp_path.glob("words-*.npz"):
        file.write_bytes(b"half")
    Alike(table(*texts), WordVectors(encoder, tmp_path))
    assert "apple" in encoder.asked


def test_nothing_asked_or_nothing_held_covers_nothing(encoder: Counting) -> None:
    """An emoji, stop words, no windows."""
    alike = Alike(table("one sentence"), WordVectors(encoder))
    assert alike.cover("🙂 the of", [0], np.zeros(1)).tolist() == [0.0]
    assert alike.cover("sentence", [], np.zeros(1)).tolist() == []
