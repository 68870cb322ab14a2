"""What is asked in nearly the words of a page is taken to be answered there, and the right sentence is quoted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer, Ask
from bot.answering.compose import words
from bot.answering.compose.evidence import Evidence
from bot.answering.compose.general import BUDGET, one_line, passages_text
from bot.answering.compose.select import Piece, select
from bot.answering.decide import CONFIDENT
from bot.answering.engine import Engine
from bot.answering.model import Reply
from bot.answering.prose import CheckedProse
from bot.settings import Settings
from knowledge.confidence import SURE
from knowledge.records.document import Found, Passage

EXAMS = Path(__file__).parents[2] / "exams"
ROWS = [json.loads(line) for line in (EXAMS / "plain_retrieval.jsonl").read_text(encoding="utf-8").splitlines()]
CHINESE = {"canteen.md", "gongdan.md"}
OWN = [row for row in ROWS if (row["lang"] == "zh") is (row["source"] in CHINESE)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A small index: what ships, and four short pages."""
    settings = Settings(_env_file=None, APERTURE_DATA_DIR=tmp_path_factory.mktemp("plain"))  # type: ignore[call-arg]
    with Engine.open(settings) as engine:
        engine.ingest([str(EXAMS / "plain")])
        yield engine


def _answered(engine: Engine, row: dict[str, Any]) -> bool:
    found = engine.search.find(row["question"])
    quotes = select(found.passages, row["question"], BUDGET)
    return found.confidence >= CONFIDENT and any(row["gold"] in piece.text for piece in quotes)


@pytest.mark.parametrize("row", OWN, ids=lambda row: row["id"])
def test_a_plain_question_is_answered(pages: Engine, row: dict[str, Any]) -> None:
    """However seldom documents tell such a thing."""
    assert _answered(pages, row)


def test_most_of_those_in_the_other_language_are_answered(pages: Engine) -> None:
    """There words tell less."""
    across = [row for row in ROWS if row not in OWN]
    assert sum(_answered(pages, row) for row in across) > len(across) / 2


@pytest.mark.parametrize(
    ("question", "unsure"),
    [
        ("How many engineers are on the Harbor team?", words.NEAREST.en),
        ("工单系统的数据保存多久？", words.NEAREST.zh),
    ],
)
def test_an_answer_says_how_sure_it_is(
    pages: Engine, monkeypatch: pytest.MonkeyPatch, question: str, unsure: str
) -> None:
    """Three bands: as it is, as the nearest that is held, and not at all."""
    find = pages._find

    def at(confidence: float) -> Answer:
        monkeypatch.setattr(pages, "_find", lambda *asked: find(*asked).model_copy(update={"confidence": confidence}))
        return pages.ask(Ask(question=question))

    assert at(SURE).citations
    assert not at(SURE).answer.startswith(unsure)
    assert at(SURE - 0.01).answer.startswith(unsure)
    assert at(SURE - 0.01).citations
    assert not CheckedProse(NoModel()).wants(at(SURE - 0.01))
    assert at(CONFIDENT - 0.01).abstained


class NoModel:
    """Stands there and is never asked."""

    name, context, resting = "none", 4_000, False

    def write(self, *_: object, **__: object) -> Reply:
        """Not called."""
        raise AssertionError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "The context is 2**20 tokens and f(**options) took 10**25 steps.",
            "2**20 tokens and f(**options) took 10**25",
        ),
        ("**Costs.** Nine florins a week are paid for the zebrafish.", "Costs. Nine florins a week"),
    ],
)
def test_marks_of_bold_are_taken_off_and_figures_stay(text: str, shown: str) -> None:
    """What is shown is the quote without the marks."""
    held = Passage(
        document_id="d", chunk_id="c", rank=1, score=1.0, text=text, title="t", source="d", url=None, locator="",
        kind="file", language="en",
    )  # fmt: skip
    evidence = Evidence("en")
    lines = passages_text(Found(passages=(held,), confidence=0.9), text, "en", evidence)
    assert shown in lines[-1]
    assert (evidence.citations[0].quote or "") in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "The room is locked at night.\n\n## Booking\n\nA team books cards by the hour.",
            "> “The room is locked at night. Booking: A team books cards by the hour.” [1]",
        ),
        (
            "夜间机房上锁。\n\n## 预订办法\n\n每个团队最多预订六张卡。",
            "> “夜间机房上锁。 预订办法：每个团队最多预订六张卡。” [1]",
        ),
        (
            "The room is locked at night.\n\nWho may book (2026)\n\nA team books cards by the hour.",
            "> “The room is locked at night. Who may book (2026): A team books cards by the hour.” [1]",
        ),
        (
            "The room is locked.\n\n## Who books?\n\nA team books cards\nby the hour of the night.",
            "> “The room is locked. Who books? A team books cards by the hour of the night.” [1]",
        ),
    ],
)
def test_a_heading_within_a_quote_is_set_apart(text: str, shown: str) -> None:
    """On one line it would run into what stands under it; the citation stays as it is written."""
    held = Passage(
        document_id="d", chunk_id="c", rank=1, score=1.0, text=text, title="t", source="d", url=None, locator="",
        kind="file", language="en",
    )  # fmt: skip
    evidence = Evidence("en")
    piece = Piece(held, 0, len(text), 1.0)
    number = evidence.passage(held, piece.start, piece.end)
    assert f"> “{one_line(piece)}” [{number}]" == shown
    assert evidence.citations[0].quote == text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When does the canteen close on Fridays?", "The nearest documents, worth a look: _"),
        ("工单系统由谁维护？", "可以看看最接近的文档：《"),
    ],
)
def test_a_question_that_is_refused_by_a_little_comes_with_where_to_look(
    pages: Engine, monkeypatch: pytest.MonkeyPatch, question: str, told: str
) -> None:
    """Titles only: nothing is quoted as an answer. Where all is far not even those are named."""
    monkeypatch.setattr("knowledge.search.confidence", lambda _: CONFIDENT - 0.1)
    near = pages.ask(Ask(question=question))
    assert near.abstained
    assert not near.citations
    assert told in near.answer
    monkeypatch.setattr("knowledge.search.confidence", lambda _: 0.1)
    assert told not in pages.ask(Ask(question=question)).answer


@pytest.mark.parametrize(
    "text",
    ["The room is locked at night from ten on.", "机房夜间十点上锁，钥匙由门卫保管，周末也一样。"],
)
def test_another_document_that_says_the_same_is_cited_with_it(text: str) -> None:
    """The sentence is shown once, with both numbers."""
    held = Passage(
        document_id="d", chunk_id="c", rank=1, score=1.0, text=text, title="t", source="d", url=None, locator="",
        kind="file", language="en",
    )  # fmt: skip
    copy = held.model_copy(update={"document_id": "copy", "rank": 2, "text": f"A copy.\n\n{text}"})
    evidence = Evidence("en")
    lines = passages_text(Found(passages=(held, copy), confidence=0.9), text, "en", evidence)
    assert [line for line in lines if line.startswith(">")] == [f"> “{text}” [1][2]"]
    assert [(cited.source, cited.quote) for cited in evidence.citations] == [("d", text), ("copy", text)]
