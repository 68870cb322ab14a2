"""What goes wrong around an answer neither loses it nor leaves a person without a word."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answer import Part
from bot.listeners import events
from tests.bot.room import ADA, BEN, GENERAL, Room, buttons, made, text_of


def test_a_long_thread_is_read_to_its_end(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack gives the oldest messages first, a page at a time; the latest are those that matter."""
    monkeypatch.setattr(events, "PAGE", 10)
    top = room.workspace.people.say(ADA, GENERAL, "We think of Llama 4 Scout.")[0]
    for place in range(45):
        room.workspace.people.say(ADA, GENERAL, f"remark {place}", top.ts)
    room.say(BEN, GENERAL, "@Aperture may we?", top.ts)
    room.answer_in(GENERAL, top.ts)
    read = [turn.text for turn in room.engine.asked[0].thread]
    assert (len(read), read[-1]) == (events.THREAD, "remark 44")
    room.say(BEN, GENERAL, "and in Munich?", top.ts)
    assert len(room.answer_in(GENERAL, top.ts, 2)) == 2


def test_a_fault_before_a_question_is_accepted_is_told_too(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is gone, for example: the person gets an id, in the thread."""

    def gone(*_: str) -> bool:
        raise RuntimeError("secret inner detail")

    monkeypatch.setattr(room.desk.state, "first_time", gone)
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    told = room.answer_in(GENERAL, asked.ts)[0]
    assert told.ephemeral_to == BEN
    assert "secret" not in told.text


def test_a_status_that_times_out_costs_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is posted all the same."""

    def slow(**_: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr("slack_sdk.WebClient.assistant_threads_setStatus", lambda *_, **more: slow(**more))
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    assert "Weights Available AI" in text_of(room.answer_in(GENERAL, asked.ts)[0])


def test_an_answer_that_is_gone_is_made_anew_all_the_same(room: Room) -> None:
    """Somebody deleted it; then the question is edited."""
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    old = room.answer_in(GENERAL, asked.ts)[0]
    room.wait(lambda: room.state.answers_to(GENERAL, asked.ts))
    room.workspace.state.drop(GENERAL, old.ts)
    room.workspace.send(room.workspace.people.edit(BEN, GENERAL, asked.ts, "@Aperture Is Grok open?"))
    room.wait(lambda: any("Grok" in text_of(m) for m in room.from_bot(GENERAL)))
    assert [one["error"] for one in room.workspace.state.refused] == ["message_not_found"]
    room.workspace.state.refused.clear()


def test_sharing_works_where_the_bot_is_no_member(room: Room) -> None:
    """Its commands can be used everywhere, so the answer goes by the address that Slack gave with the click."""
    room.command(BEN, "/aperture ask Is OLMo open?")
    room.workspace.faults.set({"error": {"chat.postMessage": "not_in_channel"}})
    room.click(BEN, room.answer_in(GENERAL)[0], "share")
    shared = room.wait(lambda: [m for m in room.from_bot(GENERAL) if not m.ephemeral_to])[0]
    assert f"<@{BEN}>" in text_of(shared)


@pytest.mark.parametrize("fault", ["", "not_found"])
def test_the_modal_ends_in_a_verdict_for_a_whole_family(
    room: Room, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table is for messages only; a modal that is closed or refuses sends its verdict by direct message."""
    parts = tuple(
        Part(kind="permission", label=f"M{i}", verdict={"value": "allowed"}, text=f"M{i} yes") for i in (1, 2)
    )
    told = made("m", kind="permission", verdict={"value": "allowed"}, answer="M1 yes\nM2 yes", parts=parts)
    monkeypatch.setattr(room.engine, "check", lambda *_: told)
    room.command(BEN, "/aperture check")
    view = room.view()
    if fault:
        room.workspace.faults.set({"error": {"views.update": fault}})
    chosen = {
        "model": {"value": {"value": "m"}},
        "use": {"value": {"selected_options": [{"value": "commercial"}]}},
    }
    room.workspace.send_and_wait(room.workspace.people.submit(BEN, view, chosen))
    if fault:
        assert "M1 yes" in text_of(room.answer_in(room.workspace.state.dm(BEN))[0])
    else:
        room.wait(lambda: "M1 yes" in str(room.view()))
        assert all(block["type"] != "table" for block in room.view()["blocks"])


def test_another_bots_mention_is_not_answered(room: Room) -> None:
    """Two bots that answer each other would never end."""
    message, said = room.workspace.people.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    for _, payload in said:
        payload["event"]["bot_id"] = "B0OTHER"
    room.workspace.send(said)
    room.settle()
    assert not room.from_bot(GENERAL, message.ts)


def test_nearest_names_are_offered_as_buttons(room: Room) -> None:
    """One press shows that model's card."""
    room.command(BEN, "/model nomodel")
    told = room.answer_in(GENERAL)[0]
    assert [one["value"] for one in buttons(told)] == ["llama-3.1"]


def test_a_file_alone_in_a_dm_gets_a_word(room: Room) -> None:
    """A direct message is addressed to the bot, whatever it holds; a file in a channel is not."""
    for channel in (GENERAL, room.workspace.state.dm(BEN)):
        _, said = room.workspace.people.say(BEN, channel, "")
        for _, payload in said:
            payload["event"].update(subtype="file_share", files=[{"id": "F1"}])
        room.workspace.send(said)
    assert "Add to knowledge" in room.answer_in(room.workspace.state.dm(BEN))[0].text
    room.settle()
    assert not room.from_bot(GENERAL)
    assert not room.engine.asked


def test_an_ingest_that_outlives_its_command_reports_by_direct_message(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack takes answers to a command for half an hour."""
    done = room.engine.ingest

    def slow(*given: Any, **more: Any) -> Any:
        monkeypatch.setattr(room.workspace.people, "respond", lambda *_: (404, "expired_url"))
        return done(*given, **more)

    monkeypatch.setattr(room.engine, "ingest", slow)
    room.command(ADA, "/aperture ingest note.md")
    assert "1 added" in room.answer_in(room.workspace.state.dm(ADA))[0].text


def test_evidence_past_its_time_is_told_in_both_languages(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing tells any more which language the answer had."""
    room.command(BEN, "/aperture ask Is OLMo open?")
    monkeypatch.setattr(room.desk.state, "evidence", lambda _: None)
    room.click(BEN, room.answer_in(GENERAL)[0], "source")
    told = room.answer_in(GENERAL, count=2)[1]
    assert "Ask again" in told.text
    assert "重新提问" in told.text


def test_blocks_refused_at_a_response_address_go_as_text(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such an address answers no without an error that could be caught."""
    monkeypatch.setattr("bot.listeners.commands.answer_blocks", lambda *_, **__: [{"type": "nonsense"}])
    room.command(BEN, "/aperture ask Is OLMo open?")
    assert "Weights Available AI" in room.answer_in(GENERAL)[0].text
    assert room.workspace.state.refused.pop()["error"] == "invalid_blocks"


@pytest.mark.parametrize(("typed", "like"), [("来源", "sources"), ("统计", "stats"), ("帮助", "help")])
def test_a_sub_command_may_be_chinese(room: Room, typed: str, like: str) -> None:
    """It does what the English one does, in Chinese, and asks nothing."""
    room.command(ADA, f"/aperture {like}")
    english = room.answer_in(GENERAL)[0].text
    room.command(ADA, f"/aperture {typed}")
    chinese = room.answer_in(GENERAL)[-1].text
    assert not room.engine.asked
    assert chinese != english
    assert any("一" <= char <= "鿿" for char in chinese)


def test_figures_are_for_admins(room: Room) -> None:
    """As on Home."""
    room.command(BEN, "/aperture stats")
    assert "admin" in room.answer_in(GENERAL)[0].text
