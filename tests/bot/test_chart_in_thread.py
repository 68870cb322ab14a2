"""A cost answer brings its chart as a file with words for those who do not see it."""

from __future__ import annotations

from bot.answering.answer import Ask
from bot.charts import Chart
from knowledge.records.base import Words
from tests.bot.room import BEN, GENERAL, Room, made

CHART = Chart(png=b"\x89PNG\r\n\x1a\nnot really", alt=Words(en="Both bills against volume", zh="两份账单"))


def cost(ask: Ask):  # type: ignore[no-untyped-def]
    return made(ask.question, kind="cost", verdict={"value": "api"})


def test_the_chart_follows_a_cost_answer(room: Room) -> None:
    """In the same thread, as a file with alt text."""
    room.engine.reply, room.engine.drawn = cost, CHART
    asked = room.say(BEN, GENERAL, "@Aperture 5B tokens a month: API or own?")
    posted = room.wait(lambda: [m for m in room.from_bot(GENERAL, asked.ts) if m.files])
    assert posted[0].files[0]["alt"] == "Both bills against volume"
    assert room.workspace.api.file(posted[0].files[0]["id"]) == CHART.png


def test_other_answers_bring_none(room: Room) -> None:
    """An openness answer draws nothing."""
    room.engine.drawn = CHART
    asked = room.say(BEN, GENERAL, "@Aperture Is Llama 3.1 open source?")
    room.answer_in(GENERAL, asked.ts)
    room.settle()
    assert not [m for m in room.from_bot(GENERAL) if m.files]


def test_a_refused_upload_costs_nothing_but_the_picture(room: Room) -> None:
    """Slack refuses the file: the answer stands, and no error is told."""
    room.engine.reply, room.engine.drawn = cost, CHART
    room.workspace.faults.set({"error": {"files.getUploadURLExternal": "missing_scope"}})
    asked = room.say(BEN, GENERAL, "@Aperture 5B tokens a month: API or own?")
    room.answer_in(GENERAL, asked.ts)
    room.settle()
    assert len(room.from_bot(GENERAL, asked.ts)) == 1
