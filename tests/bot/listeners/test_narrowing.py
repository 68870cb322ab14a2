"""A question back has buttons: one press asks again with the name, and the answer stands in the same thread."""

from __future__ import annotations

from pathlib import Path

from bot.preferences import Rules
from bot.workspace.store import TEAM, Message
from tests.bot.room import ADA, BEN, GENERAL, Room, buttons, made, opened


def _asked_back(
    room: Room, question: str = "@Aperture May we use Llama & sell it?", thread: str | None = None
) -> Message:
    """The first answer to a question, with its buttons."""
    room.engine.reply = lambda ask: made(ask.question, choices=() if "(" in ask.question else ("Llama 3.1", "Llama 4"))
    asked = room.say(BEN, GENERAL, question, thread)
    first = room.answer_in(GENERAL, thread or asked.ts)[0]
    room.wait(lambda: room.state.answer_at(GENERAL, first.ts))
    return first


def test_a_press_asks_again_with_the_name(room: Room) -> None:
    """By whoever presses; twice is once."""
    first = _asked_back(room)
    offered = [e["text"]["text"] for e in buttons(first) if e["action_id"].startswith("narrow")]
    assert offered == ["Llama 3.1", "Llama 4"]
    room.click(ADA, first, "narrow_1")
    second = room.answer_in(GENERAL, first.thread_ts, 2)[1]
    room.click(ADA, first, "narrow_1")
    room.settle()
    question = "May we use Llama & sell it?"
    assert [one.question for one in room.engine.asked][:2] == [question, f"{question} (Llama 4)"]
    assert len(room.from_bot(GENERAL, first.thread_ts)) == 2
    assert not [e for e in buttons(second) if e["action_id"].startswith("narrow")]


def test_what_was_said_before_in_the_thread_still_counts(room: Room) -> None:
    """Facts of the use decide a verdict: the question again is not a question without them."""
    top = room.workspace.people.say(ADA, GENERAL, "We have 800 million monthly users.")[0]
    first = _asked_back(room, thread=top.ts)
    room.click(BEN, first, "narrow_0")
    room.answer_in(GENERAL, top.ts, 2)
    again = room.engine.asked[-1]
    assert again.question.endswith("(Llama 3.1)")
    assert [turn.text for turn in again.thread] == ["We have 800 million monthly users."]


def test_where_only_the_asker_sees_answers_only_who_pressed_sees_it(tmp_path: Path) -> None:
    """The channel's own rule holds for the second answer as for the first."""
    with opened(tmp_path) as room:
        room.desk.preferences.set_channel(TEAM, GENERAL, Rules(private=True))
        first = _asked_back(room)
        assert first.ephemeral_to == BEN
        room.click(BEN, first, "narrow_1")
        second = room.answer_in(GENERAL, first.thread_ts, 2)[1]
        assert second.ephemeral_to == BEN


def test_a_question_that_is_gone_gives_the_card(room: Room) -> None:
    """It was deleted: what is known of the model is shown to who pressed."""
    first = _asked_back(room)
    room.state.forget_posted(GENERAL, first.ts)
    room.click(ADA, first, "narrow_0")
    room.wait(lambda: any(m.ephemeral_to == ADA for m in room.from_bot(GENERAL)))
