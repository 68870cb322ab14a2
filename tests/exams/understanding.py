"""`understanding.jsonl` and our own: every slot that the text states, and those that must stay empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answering.answer import Answer, Ask
from bot.answering.engine import Engine
from tests.exams.marks import Mark, Result, rows

OWN = str(Path(__file__).parent / "own_understanding.jsonl")


def understanding(engine: Engine, name: str = "understanding.jsonl", title: str = "understanding") -> Result:
    """One point a slot."""
    marks, answers = [], []
    for row in rows(name):
        answer = engine.ask(Ask.model_validate(row))
        slots = list(_slots(row["expect"], answer, engine))
        wrong = [said for ok, said in slots if not ok]
        why = f"{row['question'][:90]} → {'; '.join(wrong)}" if wrong else ""
        marks.append(Mark(row["id"], row["lang"], len(slots) - len(wrong), len(slots), why))
        answers.append(answer)
    return Result(title, tuple(marks), tuple(answers))


def _slots(expect: dict[str, Any], answer: Answer, engine: Engine) -> Iterator[tuple[bool, str]]:
    yield answer.kind in expect.get("kind_ok", [expect.get("kind")]), f"kind {answer.kind}"
    yield answer.language in expect.get("language_ok", ["zh", "en"]), f"language {answer.language}"
    if "models" in expect:
        yield _models(expect, set(answer.models)), f"models {answer.models}"
    if "family" in expect:
        yield _family(expect["family"], answer, engine), f"family {answer.models}"
    for group, said in (("use", answer.use), ("cost", answer.cost)):
        for key, value in expect.get(group, {}).items():
            yield same(value, said.get(key)), f"{group}.{key} {said.get(key)}, expected {value}"
    for key in expect.get("absent", []):
        yield key not in answer.use and key not in answer.cost, f"{key} filled in"
    if expect.get("must_ask"):
        yield any(m.key in expect["about"] for m in answer.missing), f"asked {[m.key for m in answer.missing]}"
    for kind in expect.get("kinds", []):
        yield kind in {answer.kind, *(part.kind for part in answer.parts)}, f"no part {kind}"
    if expect.get("unknown"):
        yield answer.abstained, "not abstained"
    for model in expect.get("not_models", []):
        yield model not in answer.models, f"{model} taken"


def _models(expect: dict[str, Any], got: set[str]) -> bool:
    wanted, extra = set(expect["models"]), set(expect.get("models_extra_ok", []))
    return wanted <= got and ("*" in extra or got - wanted <= extra)


def _family(family: str, answer: Answer, engine: Engine) -> bool:
    if any(m.key == "model" for m in answer.missing):
        return True
    members = {model.id for model in engine.catalog.members(family)} or set(answer.models)
    return len(set(answer.models) & members) > 1 or (len(members) == 1 and members <= set(answer.models))


def same(expected: Any, got: Any) -> bool:
    """Whether a slot holds what was said; a list gives the values that will do."""
    if isinstance(expected, list):
        return any(same(one, got) for one in expected)
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(same(value, got.get(key)) for key, value in expected.items())
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return _name(expected) == _name(got)
    try:
        return abs(float(got) - expected) <= 1e-6 * max(1.0, abs(expected))
    except (TypeError, ValueError):
        return False


def _name(value: Any) -> Any:
    return value.replace("RTX ", "").upper().strip() if isinstance(value, str) else value
