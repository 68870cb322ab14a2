"""What is kept of an answer for the buttons under it, and the answer made of it again."""

from __future__ import annotations

from typing import Any

from bot.answering.answer import Answer

_FIELDS = {"language", "kind", "models", "parts", "answer", "details", "choices", "citations", "notes"}


def kept(answer: Answer) -> dict[str, Any]:
    """The answer without its question: no message text is kept. Of a verdict only its value: a row stays small."""
    body = answer.model_dump(mode="json", include=_FIELDS)
    parts = [{**part, "verdict": _value(part["verdict"])} for part in body["parts"]]
    return {**body, "parts": parts, "verdict": _value(answer.verdict)}


def restored(body: dict[str, Any]) -> Answer:
    """The answer as far as it was kept."""
    known = {key: value for key, value in body.items() if key in _FIELDS | {"verdict"}}
    return Answer.model_validate({"question": "", **known})


def _value(verdict: dict[str, Any] | None) -> dict[str, Any] | None:
    return {"value": verdict["value"]} if verdict else None
