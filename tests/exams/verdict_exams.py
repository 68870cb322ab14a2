"""`openness.csv` and `use.csv`, asked as text."""

from __future__ import annotations

import csv
from typing import Any

from bot.answering.answer import Answer, Ask
from bot.answering.engine import Engine
from tests.exams.marks import SHARED, Mark, Result

RUNG = {
    "Open Source AI with Open Data": "open-source", "Open Source AI": "open-source", "Open Weights AI": "open-weights",
    "Weights Available AI": "weights-available", "closed": "closed",
}  # fmt: skip
PERMISSION = {
    "allowed": "allowed", "allowed with conditions": "allowed-with-conditions",
    "needs separate licence": "needs-license", "not allowed": "not-allowed", "unknown": "unknown",
}  # fmt: skip


def openness(engine: Engine) -> Result:
    """One point a family; Open Source AI with and without Open Data count alike."""
    marks, answers = [], []
    for row in _rows("openness.csv"):
        expected = RUNG.get(row["g7_label"])
        if expected is None:
            continue
        answer = engine.ask(Ask(id=row["id"], question=row["question"]))
        got = str((answer.verdict or {}).get("value")).replace("open-source-open-data", "open-source")
        why = "" if got == expected else f"{row['question']} → {got}, expected {expected}; {answer.models}"
        marks.append(Mark(row["id"], row["lang"], float(got == expected), why=why, group=row["family"]))
        answers.append(answer)
    return Result("openness", tuple(marks), tuple(answers))


def use(engine: Engine) -> Result:
    """The verdict, or one of `also_accept`, and a clause cited from the named licence."""
    marks, answers = [], []
    for row in _rows("use.csv"):
        answer = engine.ask(Ask(id=row["id"], question=row["question"]))
        why = _wrong_use(row, answer)
        marks.append(Mark(row["id"], row["lang"], float(not why), why=why))
        answers.append(answer)
    return Result("use (as text)", tuple(marks), tuple(answers))


def _wrong_use(row: dict[str, Any], answer: Answer) -> str:
    wanted = [PERMISSION[w.strip()] for w in (row["expected"], *row["also_accept"].split(";")) if w.strip()]
    got = (answer.verdict or {}).get("value")
    cited = {c.source for c in answer.citations if c.kind == "clause"}
    if got not in wanted:
        danger = "DANGER " if got == "allowed" else ""
        return f"{danger}{row['question']} → {got}, expected {wanted}; {answer.models} {answer.use}"
    if row["clause"] and row["licence"] and row["licence"] not in cited:
        return f"{row['question']} → clause of {sorted(cited)}, expected {row['licence']}"
    return ""


def _rows(name: str) -> list[dict[str, Any]]:
    with (SHARED / "exams" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
