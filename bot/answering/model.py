"""What answering asks of a language model, whoever serves it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel, field_serializer

from knowledge.records.base import Record

Shape = TypeVar("Shape", bound=BaseModel)


class Message(Record):
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    content: str


class Spent(Record):
    """What one answer took."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: Decimal | None = None
    """By the offline price table; `None`: the model or its price is not in it."""

    @field_serializer("usd", when_used="json-unless-none")
    def _as_number(self, usd: Decimal) -> float:
        return float(usd)

    def plus(self, other: Spent) -> Spent:
        """Both together."""
        known = [one for one in (self.usd, other.usd) if one is not None]
        return Spent(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            usd=sum(known, Decimal()) if known else None,
        )


class Reply(Record):
    """What a model wrote, and what it took."""

    text: str
    whole: bool = True
    """False when the model was cut off at the limit."""
    spent: Spent = Spent()


class LanguageModel(Protocol):
    """A model behind an endpoint. Calls may come from many threads."""

    @property
    def name(self) -> str:
        """As the endpoint calls it."""
        ...

    @property
    def context(self) -> int:
        """Tokens that prompt and reply may take together."""
        ...

    @property
    def resting(self) -> bool:
        """Whether it is left alone for a moment because it kept failing."""
        ...

    def write(self, messages: Sequence[Message], *, limit: int, until: float) -> Reply:
        """Text of at most `limit` tokens before `until` (`time.monotonic`).

        Raises `ModelError` for whatever goes wrong: nothing else comes out.
        """
        ...

    def parse(self, messages: Sequence[Message], shape: type[Shape], *, limit: int, until: float) -> Shape:
        """A record of the shape asked for, validated. Raises `ModelError`."""
        ...


def tokens_of(text: str) -> int:
    """An upper estimate without the model's tokenizer: a wide character is one token, three narrow ones another."""
    wide = sum(ord(char) > 0x2E80 for char in text)
    return wide + math.ceil((len(text) - wide) / 3)
