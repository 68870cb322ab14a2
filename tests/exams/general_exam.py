"""`general.jsonl`: the points an answer must make, and the questions that nothing here answers."""

from __future__ import annotations

import html
import unicodedata

from bot.answering.answer import Answer, Ask
from bot.answering.engine import Engine
from tests.exams.marks import Mark, Result, rows


def general(engine: Engine) -> tuple[Result, Result]:
    """Points made out of those needed; and refusals, right ones and wrong ones."""
    points, refusals, answers = [], [], []
    for row in rows("general.jsonl"):
        answer = engine.ask(Ask(id=row["id"], question=row["question"]))
        answers.append(answer)
        right = answer.abstained != row["answerable"]
        why = "" if right else f"{row['question']} → abstained {answer.abstained} ({answer.kind})"
        refusals.append(Mark(row["id"], row["lang"], float(right), why=why, group=""))
        if row["answerable"]:
            points.append(_points(row, answer))
    return Result("general: points", tuple(points), tuple(answers)), Result("general: refusals", tuple(refusals))


def _points(row: dict, answer: Answer) -> Mark:  # type: ignore[type-arg]
    text = plain(answer.answer)
    missed = [p["point"] for p in row["points"] if not all(any(plain(a) in text for a in any_) for any_ in p["all"])]
    need = row.get("need", len(row["points"]))
    made = min(need, len(row["points"]) - len(missed))
    return Mark(row["id"], row["lang"], made, need, f"{row['question']} misses {missed}" if made < need else "")


def plain(text: str) -> str:
    """Letters and digits only, lower case."""
    folded = unicodedata.normalize("NFKC", html.unescape(text)).lower()
    return "".join(char for char in folded if char.isalnum())


def unanswerable(engine: Engine) -> Result:
    """`retrieval.jsonl` through answering: what nothing here answers must be refused, the rest must not."""
    marks, answers = [], []
    for row in rows("retrieval.jsonl"):
        answer = engine.ask(Ask(id=row["id"], question=row["question"]))
        right = answer.abstained != row["answerable"]
        why = "" if right else f"{row['question']} → abstained {answer.abstained} ({answer.kind} {answer.models})"
        marks.append(Mark(row["id"], "no" if not row["answerable"] else "yes", float(right), why=why))
        answers.append(answer)
    return Result("retrieval: refusals (yes/no = answerable)", tuple(marks), tuple(answers))
