"""An answer that takes a model seconds: steps at once, then one whole message, whatever becomes of the stream."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.listeners.desk import STREAMING
from bot.workspace.store import Message
from tests.bot.room import ADA, GENERAL, Room, text_of


@pytest.fixture
def slow(room: Room) -> Room:
    """A model that writes until it is let go."""
    room.engine.writes, room.engine.wait_for = True, threading.Event()
    return room


def _half(room: Room, thread: str) -> Message:
    found: list[Message] = room.wait(lambda: [m for m in room.from_bot(GENERAL, thread) if m.streaming])
    return found[0]


def _let_go(room: Room) -> None:
    assert room.engine.wait_for
    room.engine.wait_for.set()


def _whole(room: Room, thread: str) -> Message:
    """The one message that is left once nothing is being answered."""
    room.wait(lambda: any("Weights Available AI" in text_of(m) for m in room.from_bot(GENERAL, thread)))
    assert room.desk.drain(10)
    messages = room.from_bot(GENERAL, thread)
    assert len(messages) == 1
    assert not messages[0].streaming
    return messages[0]


@pytest.mark.parametrize(
    ("question", "step"), [("Is OLMo open?", "Writing the answer"), ("OLMo 开源吗？", "正在撰写回答")]
)
def test_the_verdict_shows_while_the_model_writes(slow: Room, question: str, step: str) -> None:
    """As a step that is done; the answer then takes the place of the steps, with its buttons."""
    asked = slow.say(ADA, GENERAL, f"@Aperture {question}")
    half = _half(slow, asked.ts)
    assert "Weights Available AI" in str(half.tasks)
    assert step in str(half.tasks)
    _let_go(slow)
    whole = _whole(slow, asked.ts)
    assert whole.ts == half.ts
    assert any(block["type"] == "actions" for block in whole.blocks)
    assert slow.state.answer_at(GENERAL, whole.ts) not in (None, STREAMING)


def test_a_stream_that_ends_early_is_replaced(slow: Room) -> None:
    """Slack ends streams after some minutes: the whole answer is put in the message's place."""
    slow.workspace.faults.set({"stream_seconds": 0.05})
    asked = slow.say(ADA, GENERAL, "@Aperture Is OLMo open?")
    half = _half(slow, asked.ts)
    threading.Event().wait(0.1)
    _let_go(slow)
    assert _whole(slow, asked.ts).ts == half.ts
    assert [one["error"] for one in slow.workspace.state.refused] == ["message_not_in_streaming_state"]
    slow.workspace.state.refused.clear()


def test_without_streams_the_answer_is_posted(slow: Room) -> None:
    """A server that knows no streams: one message, as without a model."""
    slow.workspace.faults.set({"unknown": ["chat.startStream"]})
    asked = slow.say(ADA, GENERAL, "@Aperture Is OLMo open?")
    _let_go(slow)
    _whole(slow, asked.ts)


def test_a_fault_while_the_model_writes_takes_the_place_of_the_steps(slow: Room) -> None:
    """Nobody is left with a half answer; the inner message is not shown."""
    slow.engine.fails = True
    asked = slow.say(ADA, GENERAL, "@Aperture Is OLMo open?")
    half = _half(slow, asked.ts)
    _let_go(slow)
    slow.wait(lambda: not half.streaming and "secret" not in half.text and half.text)
    assert slow.desk.drain(10)
    assert [m.ts for m in slow.from_bot(GENERAL, asked.ts)] == [half.ts]


def test_a_bot_that_was_killed_marks_its_half_answer_when_it_comes_back(slow: Room) -> None:
    """In the half answer's place, once; not as a second message."""
    asked = slow.say(ADA, GENERAL, "@Aperture Is OLMo open?")
    half = _half(slow, asked.ts)
    slow.wait(lambda: slow.state.answers_to(GENERAL, asked.ts))
    assert len(slow.state.interrupted()) == 1
    slow.desk.tell_interrupted()
    assert not half.streaming
    assert ADA in half.text
    assert [m.ts for m in slow.from_bot(GENERAL, asked.ts)] == [half.ts]
    assert slow.state.interrupted() == []
    _let_go(slow)
    assert slow.desk.drain(10)
    slow.workspace.state.refused.clear()


def test_without_a_model_nothing_streams(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is there at once is one message at once."""

    def never(*_: Any, **__: Any) -> None:
        raise SlackApiError("streamed", {"error": "streamed"})

    monkeypatch.setattr("slack_sdk.WebClient.chat_startStream", never)
    asked = room.say(ADA, GENERAL, "@Aperture Is OLMo open?")
    _whole(room, asked.ts)
