"""A team's own test set: what is read, what counts as right, what is reported."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer, Citation, MissingFact
from bot.answering.model import Message, Reply, Shape, Spent
from bot.evaluation import tables
from bot.evaluation.cases import Case, load_cases
from bot.evaluation.judge import judge_by
from bot.evaluation.page import page
from bot.evaluation.run import Run
from bot.evaluation.score import Scored, checks
from knowledge.errors import FactsError, ModelError
from knowledge.records.document import Found, Passage

GOLD = "The weights may be used by products below one hundred million users"


def _answer(text: str = "It is *Open Weights AI*. [1]", **more: Any) -> Answer:
    cited = (Citation(n=1, kind="clause", title="T", source="apache-2.0", quote="a quote"),)
    return Answer(question="q", language="en", kind="openness", answer=text, **({"citations": cited} | more))


def _failed(case: dict[str, Any], answer: Answer, found: Found | None = None) -> list[str]:
    made = checks(Case(question="q", **case), answer, found, lambda quote, _: quote == "a quote")
    return [check.why for check in made if check.share < 1]


def _found(text: str) -> Found:
    passage = Passage(
        document_id="d", chunk_id="c", rank=1, score=1, text=text, title="t", source="s", url=None, locator="",
        kind="file", language="en",
    )  # fmt: skip
    return Found(passages=(passage,), confidence=0.9)


def test_the_shipped_set_covers_every_kind_in_both_languages() -> None:
    """Each question once, each kind at least twice."""
    cases = load_cases()
    kinds = Counter((case.language, case.kind or "general") for case in cases)
    for kind in ("openness", "permission", "cost", "comparison", "advice", "general", "none"):
        assert kinds["en", kind]
        assert kinds["zh", kind]
    assert len({case.id for case in cases}) == len({case.question + str(case.thread) for case in cases}) == len(cases)


def test_a_sheet_is_read_like_lines(tmp_path: Path) -> None:
    """CSV with `;` between values and `|` between wordings; ids are line numbers where none are given."""
    sheet = tmp_path / "own.csv"
    sheet.write_text("question,verdict,facts\nIs X open?,closed;unknown,API|接口;app\n", encoding="utf-8-sig")
    (case,) = load_cases(sheet)
    assert case.verdict == ("closed", "unknown")
    assert case.facts == (("API", "接口"), ("app",))
    assert case.id == "2"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"question": "a"}\n{bad', "line 2: not JSON"),
        ('{"verdict": "closed"}', "line 1: question"),
        ('{"question": "a", "verdikt": "closed"}', "line 1: verdikt"),
        ("[1]", "line 1"),
        ("\n\n", "no cases"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, text: str, told: str) -> None:
    """File, line, field and what is wrong."""
    path = tmp_path / "own.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FactsError, match=f"own.jsonl.*{told}"):
        load_cases(path)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    """With the way out."""
    with pytest.raises(FactsError, match="no such file"):
        load_cases(tmp_path / "none.jsonl")
    (tmp_path / "gb.jsonl").write_bytes('{"question": "开源吗"}'.encode("gb18030"))
    with pytest.raises(FactsError, match="UTF-8"):
        load_cases(tmp_path / "gb.jsonl")


RIGHT: list[tuple[dict[str, Any], Answer]] = [
    ({"verdict": "open-weights"}, _answer(verdict={"value": "open-weights"})),
    ({"facts": ["open weights AI"]}, _answer()),
    ({"facts": [["nothing", "Open-Weights"]], "forbid": "closed"}, _answer()),
    ({"use": {"mau_now": 100}}, _answer(use={"mau_now": 101})),
    ({"cost": {"api_input": {"amount": 2}}}, _answer(cost={"api_input": {"amount": 2.0, "currency": "USD"}})),
    ({"missing": "mau_now"}, _answer(missing=(MissingFact(key="mau_now", question="?"),))),
    ({"clause": "apache-2.0", "models": "m"}, _answer(models=("m", "n"))),
    ({"abstain": True}, _answer(abstained=True)),
    ({}, _answer(abstained=True)),
]
WRONG: list[tuple[dict[str, Any], Answer, str]] = [
    ({"verdict": "closed"}, _answer(verdict={"value": "open-weights"}), "verdict open-weights, expected closed"),
    ({"verdict": "closed"}, _answer(), "verdict None"),
    ({"kind": "cost"}, _answer(), "kind openness"),
    ({"facts": ["training data"]}, _answer(), "does not say: training data"),
    ({"forbid": "weights"}, _answer(), "says weights"),
    ({"use": {"mau_now": 100}}, _answer(use={"mau_now": 103}), "use.mau_now 103"),
    ({"use": {"commercial": True}}, _answer(), "use.commercial None"),
    ({"missing": "mau_now"}, _answer(), "does not ask for mau_now"),
    ({"clause": "mit"}, _answer(), "no clause of mit"),
    ({"models": "m"}, _answer(), "lacks m"),
    ({"abstain": True}, _answer(), "answers what it should refuse"),
    ({"facts": ["open"]}, _answer(abstained=True), "refuses what it should answer"),
    ({"lang": "zh"}, _answer(), "answers in en"),
    ({}, _answer("It is open. [2]"), r"\[2\] stands for nothing"),
    ({}, _answer(citations=(Citation(n=1, kind="clause", title="", source="", quote="made up"),)), "not in its source"),
]


@pytest.mark.parametrize(("case", "answer"), RIGHT)
def test_what_is_expected_counts(case: dict[str, Any], answer: Answer) -> None:
    """Only what the case says is checked."""
    assert _failed(case, answer) == []


@pytest.mark.parametrize(("case", "answer", "why"), WRONG)
def test_what_is_not_does_not(case: dict[str, Any], answer: Answer, why: str) -> None:
    """And the report says why."""
    import re

    (told,) = _failed(case, answer)
    assert re.search(why, told)


def test_a_passage_counts_when_half_of_it_is_found() -> None:
    """By runs of letters, whatever stands between them."""
    assert not _failed({"passage": GOLD}, _answer(), _found(f"Before. {GOLD[:50]} — and more."))
    assert _failed({"passage": GOLD}, _answer(), _found("Something else altogether, about prices of machines"))


def _run(name: str, *right: bool, usd: str | None = None) -> Run:
    spent = Spent(calls=1, usd=Decimal(usd)) if usd else None
    scored = []
    for at, good in enumerate(right):
        case = Case(id=str(at), question="开源吗" if at % 2 else "open?", verdict=("closed",))
        answer = _answer("<b>x</b> [1]", verdict={"value": "closed" if good else "open"}, spent=spent)
        made = checks(case, answer, None, lambda *_: True)
        scored.append(Scored(case, answer, made, seconds=0.1 * (at + 1), judged=good if usd else None))
    return Run(name, tuple(scored))


def test_figures_of_two_runs_stand_side_by_side() -> None:
    """Accuracy, measures, time, cost, agreement; by language and kind; where they differ."""
    one, two = _run("plain", True, False), _run("model", True, True, usd="0.01")
    rows = {row[0]: row[1:] for row in tables.summary([one, two])}
    assert rows["cases right"] == ("50.0 % of 2", "100.0 % of 2")
    assert rows["verdicts right"] == ("50.0 % of 2", "100.0 % of 2")
    assert rows["time of an answer, p50 / p95"][0] == "200 ms / 200 ms"
    assert rows["judge agrees"] == ("–", "100 %")
    assert two.dollars == Decimal("0.02")
    assert ("zh", "0.0 % of 1", "100.0 % of 1") in tables.breakdown([one, two])
    assert tables.apart([one, two]) == [("1", "开源吗", "model")]
    assert tables.wrong(one)[0][0] == "1"
    assert tables.wrong(two) == []


def test_the_page_holds_everything_escaped() -> None:
    """Answers are not trusted with markup."""
    text = page([_run("plain", True, False)], Path("own.jsonl"), date(2026, 11, 25))
    assert "own.jsonl, 2026-11-25: 2 cases." in text
    assert "&lt;b&gt;x" in text
    assert "<b>x" not in text
    assert "verdict open, expected closed" in text


class Judging:
    """A model that judges, or fails."""

    name, context = "judge", 8192

    def __init__(self, correct: bool | None) -> None:
        self.correct, self.shown = correct, ""

    def write(self, messages: Any, *, limit: int, until: float) -> Reply:
        raise NotImplementedError

    def parse(self, messages: list[Message], shape: type[Shape], *, limit: int, until: float) -> Shape:
        self.shown = messages[-1].content
        if self.correct is None:
            raise ModelError("out of order")
        return shape.model_validate({"correct": self.correct})


@pytest.mark.parametrize("correct", [True, False, None])
def test_a_judge_is_a_second_opinion(correct: bool | None) -> None:
    """It sees what was expected, and its failure is no verdict."""
    model = Judging(correct)
    assert judge_by(model)(_run("plain", True).scored[0]) is correct
    assert json.dumps(["closed"]).strip("[]").replace('"', "'") in model.shown
