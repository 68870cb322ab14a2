"""The client: whatever an endpoint does, there is a reply or a `ModelError`, in time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from bot.answering.breaker import Breaker
from bot.answering.llm import OpenAIModel
from bot.answering.model import Message, Spent, tokens_of
from knowledge.errors import ModelError
from tests.bot.answering.endpoint import Endpoint, endpoint

Made = Callable[..., OpenAIModel]
ASK = [Message(role="user", content="Say something about licences.")]


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """A fake endpoint."""
    with endpoint() as state:
        state.say = lambda _body: "Weights are not code. [1]"
        yield state


@pytest.fixture
def made(server: Endpoint) -> Iterator[Callable[..., OpenAIModel]]:
    """Makes models of the endpoint, and closes them."""
    models: list[OpenAIModel] = []

    def make(**options: Any) -> OpenAIModel:
        models.append(OpenAIModel("fake", **({"api_key": "k", "base_url": server.url} | options)))
        return models[-1]

    yield make
    for thread in threading.enumerate():
        if thread.name == "language-model":
            thread.join(10)
    for model in models:
        model.close()


def _soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


@pytest.mark.parametrize("streaming", [True, False])
def test_a_reply_comes_whole_with_what_it_took(server: Endpoint, made: Made, streaming: bool) -> None:
    """Streaming or not."""
    reply = made(streaming=streaming).write(ASK, limit=50, until=_soon(10))
    assert reply.text == "Weights are not code. [1]"
    assert reply.whole
    assert reply.spent == Spent(calls=1, input_tokens=100, output_tokens=20)


@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize("fault", ["silent", "drip", "401", "429", "500", "blank", "broken", "half"])
def test_every_fault_is_a_model_error(server: Endpoint, made: Made, fault: str, streaming: bool) -> None:
    """It names the model and what happened, never a key, and nobody waits past the deadline."""
    server.fault = fault
    server.say = lambda _body: "a word and another, " * 20
    with pytest.raises(ModelError, match="model fake: ") as raised:
        made(streaming=streaming).write(ASK, limit=50, until=_soon(1.5))
    assert "secret1234567890" not in str(raised.value)


@pytest.mark.parametrize("streaming", [True, False])
def test_a_model_that_does_not_stop_is_cut(server: Endpoint, made: Made, streaming: bool) -> None:
    """Of 100,000 tokens only what was asked for is kept, marked as cut."""
    server.fault = "endless"
    reply = made(streaming=streaming).write(ASK, limit=50, until=_soon(10))
    assert not reply.whole
    assert len(reply.text) < 500


@pytest.mark.parametrize("fault", ["429", "500", "blank", "half"])
def test_a_passing_fault_is_tried_again(server: Endpoint, made: Made, fault: str) -> None:
    """Once is no reason to go without."""
    server.fault, server.faults = fault, 1
    assert made().write(ASK, limit=50, until=_soon(10)).text
    assert len(server.asked) == 2


def test_a_wrong_key_is_not_tried_again(server: Endpoint, made: Made) -> None:
    """It would be as wrong the second time."""
    server.fault = "401"
    with pytest.raises(ModelError):
        made().write(ASK, limit=50, until=_soon(10))
    assert len(server.asked) == 1


def test_nobody_listens_at_all(made: Made) -> None:
    """A refused connection."""
    model = made(base_url="http://127.0.0.1:9/v1")
    with pytest.raises(ModelError):
        model.write(ASK, limit=50, until=_soon(1.5))


@pytest.mark.parametrize("option", ["stream_options", "temperature", "max_tokens", "stream"])
def test_an_option_that_the_endpoint_does_not_know_is_left_out(server: Endpoint, made: Made, option: str) -> None:
    """And stays out for the next call."""
    server.refuses = (option,)
    model = made()
    assert model.write(ASK, limit=50, until=_soon(10)).text
    before = len(server.asked)
    assert model.write(ASK, limit=50, until=_soon(10)).text
    assert len(server.asked) == before + 1


def test_thoughts_are_no_part_of_the_reply(server: Endpoint, made: Made) -> None:
    """Reasoning models print them in the content."""
    server.say = lambda _body: "<think>hm, licence…</think>It is closed. [1]"
    assert made().write(ASK, limit=50, until=_soon(10)).text == "It is closed. [1]"


def test_a_failing_endpoint_is_left_alone_and_tried_again_after_a_rest(server: Endpoint, made: Made) -> None:
    """The breaker opens after some failures, then lets one call through."""
    now = [0.0]
    model = made(breaker=Breaker(failures=2, rest=30, clock=lambda: now[0]))
    server.fault = "401"
    for _ in range(3):
        with pytest.raises(ModelError):
            model.write(ASK, limit=50, until=_soon(5))
    assert len(server.asked) == 2
    server.fault, now[0] = "", 31.0
    assert model.write(ASK, limit=50, until=_soon(5)).text


def test_calls_beyond_the_limit_wait_for_a_slot_until_the_deadline(server: Endpoint, made: Made) -> None:
    """One slot, taken by a silent call: the next says so."""
    server.fault = "silent"
    model = made(concurrency=1, breaker=Breaker(failures=9))

    def hold() -> None:
        with pytest.raises(ModelError):
            model.write(ASK, limit=50, until=_soon(5))

    holding = threading.Thread(target=hold)
    holding.start()
    end = time.monotonic() + 10
    while not server.asked and time.monotonic() < end:
        time.sleep(0.01)
    with pytest.raises(ModelError, match="all slots busy"):
        model.write(ASK, limit=50, until=_soon(0.2))
    holding.join(30)
    assert not holding.is_alive()


class Slots(BaseModel):
    """A shape to fill."""

    model: str
    users: int


@pytest.mark.parametrize(
    ("said", "refuses"),
    [
        ('{"model": "Qwen", "users": 5}', ()),
        ('Sure! ```json\n{"model": "Qwen", "users": 5}\n```', ()),
        ('{"model": "Qwen", "users": 5}', ("response_format",)),
    ],
)
def test_a_shape_is_read_out_of_whatever_way_the_endpoint_takes(
    server: Endpoint, made: Made, said: str, refuses: tuple[str, ...]
) -> None:
    """Schema, JSON object, or plain text with words around it."""
    server.say, server.refuses = lambda _body: said, refuses
    assert made().parse(ASK, Slots, limit=50, until=_soon(10)) == Slots(model="Qwen", users=5)


def test_an_invalid_shape_gets_one_repair(server: Endpoint, made: Made) -> None:
    """The model sees what was wrong; twice wrong is an error."""
    told = iter(['{"model": "Qwen", "users": "many"}', '{"model": "Qwen", "users": 7}'])
    server.say = lambda _body: next(told)
    assert made().parse(ASK, Slots, limit=50, until=_soon(10)).users == 7
    server.say = lambda _body: "no JSON here"
    with pytest.raises(ModelError, match="no valid Slots"):
        made().parse(ASK, Slots, limit=50, until=_soon(10))


def test_tokens_are_rather_over_than_underestimated() -> None:
    """A budget that is too small costs a passage; one too large costs the answer."""
    assert tokens_of("开源许可证") == 5
    assert tokens_of("open source licence") >= 4
    assert tokens_of("") == 0


def test_prompts_hold_what_was_asked(server: Endpoint, made: Made) -> None:
    """Over the wire as it was given."""
    made().write(ASK, limit=50, until=_soon(10))
    assert json.loads(server.prompts)[0]["messages"][0]["content"] == ASK[0].content
