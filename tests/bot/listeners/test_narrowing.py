"""A question back has buttons: one press asks again with the name, and the answer stands in the same thread."""

from __future__ import annotations

from tests.bot.room import ADA, BEN, GENERAL, Room, buttons, made


def test_a_press_asks_again_with_the_name(room: Room) -> None:
    """By whoever presses; twice is once."""
    room.engine.reply = lambda ask: made(ask.question, choices=() if "(" in ask.question else ("Llama 3.1", "Llama 4"))
    asked = room.say(BEN, GENERAL, "@Aperture May we use Llama & sell it?")
    first = room.answer_in(GENERAL, asked.ts)[0]
    room.wait(lambda: room.state.answer_at(GENERAL, first.ts))
    assert [e["text"]["text"] for e in buttons(first) if e["action_id"].startswith("narrow")] == [
        "Llama 3.1",
        "Llama 4",
    ]
    room.click(ADA, first, "narrow_1")
    second = room.answer_in(GENERAL, asked.ts, 2)[1]
    room.click(ADA, first, "narrow_1")
    room.settle()
    assert [one.question for one in room.engine.asked][:2] == [
        "May we use Llama & sell it?",
        "May we use Llama & sell it? (Llama 4)",
    ]
    assert second.thread_ts == asked.ts
    assert len(room.from_bot(GENERAL, asked.ts)) == 2
    assert not [e for e in buttons(second) if e["action_id"].startswith("narrow")]


def test_a_question_that_is_gone_gives_the_card(room: Room) -> None:
    """It was deleted: what is known of the model is shown to who pressed."""
    room.engine.reply = lambda ask: made(ask.question, choices=("Llama 3.1",))
    asked = room.say(BEN, GENERAL, "@Aperture May we use Llama?")
    first = room.answer_in(GENERAL, asked.ts)[0]
    room.wait(lambda: room.state.answer_at(GENERAL, first.ts))
    room.state.forget_posted(GENERAL, first.ts)
    room.click(ADA, first, "narrow_0")
    room.wait(lambda: any(m.ephemeral_to == ADA for m in room.from_bot(GENERAL)))
