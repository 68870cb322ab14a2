"""Structured output over three ways of asking, best first: a JSON schema, any JSON object, plain text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel

from bot.answering.model import Message, Shape

Way = Literal["schema", "object", "text"]
WAYS: tuple[Way, ...] = ("schema", "object", "text")


def as_json(shape: type[BaseModel], way: Way) -> dict[str, Any] | None:
    """`response_format` of a request."""
    if way == "schema":
        schema = {"name": shape.__name__, "schema": shape.model_json_schema()}
        return {"type": "json_schema", "json_schema": schema}
    return {"type": "json_object"} if way == "object" else None


def asked_for(messages: Sequence[Message], shape: type[BaseModel], way: Way) -> list[Message]:
    """The messages, with the schema in words where the endpoint is not told it otherwise."""
    if way == "schema":
        return list(messages)
    schema = json.dumps(shape.model_json_schema(), ensure_ascii=False)
    return [*messages, Message(role="user", content=f"Answer with one JSON object only, of this JSON schema: {schema}")]


def repair(text: str, shape: type[Shape]) -> Shape:
    """The first JSON object in `text`, whatever is written around it. Raises pydantic's `ValidationError`."""
    start = text.find("{")
    if start >= 0:
        try:
            value, _ = json.JSONDecoder().raw_decode(text[start:])
        except (ValueError, RecursionError):
            return shape.model_validate_json(text)
        return shape.model_validate(value)
    return shape.model_validate_json(text)
