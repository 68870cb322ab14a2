"""Our own questions of use: one row a deciding clause, over every licence whose text was read, asked as text.

`expect` is the verdict that the clause gives, `also` what else is right, `license` the record whose clause must come
first among those cited (empty: the terms are not held), `clause` where in it. Rows from h001 on come from a hunt for
permissions wrongly given, in the words people use; they hold the verdict alone. Needs no text beyond what ships.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.answering.answer import Answer, Ask
from bot.answering.engine import Engine
from tests.exams.marks import Mark, Result

FILE = Path(__file__).parent / "own_use.jsonl"


def own_use(engine: Engine) -> Result:
    """The verdict, or one of `also`, with a clause of the named licence first."""
    marks, answers = [], []
    for row in rows():
        answer = engine.ask(Ask(id=row["id"], question=row["question"]))
        why = wrong(row, answer)
        marks.append(Mark(row["id"], row["lang"], float(not why), why=why))
        answers.append(answer)
    return Result("own use (as text)", tuple(marks), tuple(answers))


def rows() -> list[dict[str, Any]]:
    """Every question with its expected verdict."""
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines() if line.strip()]


def wrong(row: dict[str, Any], answer: Answer) -> str:
    """What is wrong with an answer, beginning with DANGER where it permits what is not permitted; else nothing."""
    got, wanted = (answer.verdict or {}).get("value"), [row["expect"], *row["also"]]
    if got not in wanted:
        danger = "DANGER " if got == "allowed" else ""
        return f"{danger}{row['question']} → {got}, expected {wanted}; {answer.models} {answer.use}"
    first = next((cited.source for cited in answer.citations if cited.kind == "clause"), "")
    if row["license"] and first != row["license"]:
        return f"{row['question']} → first clause of {first or 'no license'}, expected {row['license']}"
    return ""
