"""`cost_nl.jsonl`: bills, capacity and break-even out of a question, within 2 %."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.answering.answer import Answer, Ask
from bot.answering.engine import Engine
from tests.exams.marks import Mark, Result, rows

NUMBERS = ("api_month", "self_month", "replicas", "spare", "capacity_per_replica")


def cost_nl(engine: Engine) -> Result:
    """One point a number."""
    marks, answers = [], []
    for row in rows("cost_nl.jsonl"):
        answer = engine.ask(Ask(id=row["id"], question=row["question"]))
        slots = list(_slots(row, answer))
        wrong = [said for ok, said in slots if not ok]
        why = f"{row['question'][:80]} → {'; '.join(wrong)}" if wrong else ""
        marks.append(Mark(row["id"], row["lang"], len(slots) - len(wrong), len(slots), why))
        answers.append(answer)
    return Result("cost_nl", tuple(marks), tuple(answers))


def _slots(row: dict[str, Any], answer: Answer) -> Iterator[tuple[bool, str]]:
    verdict, expect = answer.verdict or {}, row["expect"]
    for key in NUMBERS:
        yield near(expect[key], verdict.get(key)), f"{key} {verdict.get(key)}, expected {expect[key]}"
    yield verdict.get("currency") == row["currency"], f"currency {verdict.get('currency')}"
    if row.get("score_break_even"):
        wanted = [expect["break_even_tokens"], *row.get("break_even_alt", [])]
        got = verdict.get("break_even_tokens")
        yield any(near(one, got) for one in wanted), f"break-even {got}, expected {wanted}"
    if expect.get("margin", 1) > 0.05:
        yield verdict.get("value") == expect["cheaper"], f"value {verdict.get('value')}, expected {expect['cheaper']}"


def near(expected: float | None, got: float | None) -> bool:
    """Within 2 %; never is never."""
    if expected is None or got is None:
        return expected is None and got is None
    return abs(got - expected) <= 0.02 * abs(expected)
