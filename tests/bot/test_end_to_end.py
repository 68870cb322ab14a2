"""The Bolt app over a real websocket against the local workspace, flow by flow."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.workspace.store import Person
from tests.bot.room import ADA, BEN, GENERAL, MEI, Room, buttons, made, opened, text_of


def test_a_mention_is_answered_in_its_thread(room: Room) -> None:
    """One message, in the thread of the question, with the verdict first and buttons last."""
    asked = room.say(BEN, GENERAL, "@Aperture Is Llama 3.1 open source?")
    answer = room.answer_in(GENERAL, asked.ts)[0]
    room.settle()
    assert len(room.from_bot(GENERAL)) == 1
    assert "Weights Available AI" in text_of(answer)
    ids = [e["action_id"] for e in buttons(answer)]
    assert "source" in ids
    assert any("feedback" in one for one in ids)
    assert room.engine.asked[0].question == "Is Llama 3.1 open source?"


def test_a_dm_is_answered_without_a_mention_in_both_languages(room: Room) -> None:
    """Chinese gets Chinese."""
    dm = room.workspace.state.dm(MEI)
    asked = room.say(MEI, dm, "Qwen2.5-7B 是开源的吗？")
    answer = room.answer_in(dm, asked.ts)[0]
    assert any("依据" in e["text"]["text"] for e in buttons(answer))


def test_silence_when_not_addressed(room: Room) -> None:
    """A message in a channel that does not mention the bot is not its business."""
    room.say(BEN, GENERAL, "Is Llama 3.1 open source?")
    room.settle()
    assert not room.from_bot(GENERAL)


def test_a_follow_up_in_its_thread_needs_no_mention(room: Room) -> None:
    """And the earlier turns, its own included, come along, oldest first."""
    asked = room.say(BEN, GENERAL, "@Aperture Qwen2.5-7B?")
    room.answer_in(GENERAL, asked.ts)
    room.say(ADA, GENERAL, "and the 72B?", asked.ts)
    room.answer_in(GENERAL, asked.ts, 2)
    assert [(t.role, t.text[:7]) for t in room.engine.asked[1].thread] == [("user", "Qwen2.5"), ("bot", "*Weight")]


def test_people_may_talk_to_each_other_in_its_thread(room: Room) -> None:
    """Thanks are for nobody to answer there, unless the bot is addressed."""
    room.engine.reply = lambda ask: made(ask.question, "en", idle="thanks" in ask.question)
    asked = room.say(BEN, GENERAL, "@Aperture Qwen2.5-7B?")
    room.answer_in(GENERAL, asked.ts)
    room.say(ADA, GENERAL, "ok thanks, lunch at 12?", asked.ts)
    room.settle()
    assert len(room.from_bot(GENERAL)) == 1
    assert "ok thanks, lunch at 12?" in [one.question for one in room.engine.asked]
    room.say(ADA, GENERAL, "@Aperture thanks", asked.ts)
    room.answer_in(GENERAL, asked.ts, 2)
    dm = room.workspace.state.dm(MEI)
    room.answer_in(dm, room.say(MEI, dm, "thanks").ts)


def test_called_into_a_running_thread_it_reads_it(room: Room) -> None:
    """A mention deep in a thread of people is answered there."""
    top = room.say(BEN, GENERAL, "We think of Llama 4 Scout.")
    room.say(MEI, GENERAL, "We sit in Munich.", top.ts)
    room.say(ADA, GENERAL, "@Aperture may we?", top.ts)
    room.answer_in(GENERAL, top.ts)
    assert [t.text for t in room.engine.asked[0].thread] == ["We think of Llama 4 Scout.", "We sit in Munich."]


def test_redelivered_events_are_answered_once(room: Room) -> None:
    """The same message under other event ids, and the same event again."""
    message, events = room.workspace.people.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    room.workspace.send([*events, *events, *room.workspace.people.events(message)])
    room.answer_in(GENERAL, message.ts)
    room.settle()
    assert len(room.from_bot(GENERAL)) == 1


def test_a_late_acknowledgement_brings_no_second_answer(tmp_path: Path) -> None:
    """Slack sends again what was not acknowledged in time."""
    with opened(tmp_path, ack_seconds=0.4) as room:
        room.workspace.faults.set({"lost_acks": 2})
        asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
        room.answer_in(GENERAL, asked.ts)
        room.wait(lambda: room.workspace.faults.lost_acks == 0)
        room.settle()
        assert len(room.from_bot(GENERAL)) == 1


@pytest.mark.one_way
def test_disconnects_lose_nothing(room: Room) -> None:
    """Slack closes sockets now and then; what is asked meanwhile is answered."""
    room.workspace.disconnect()
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    assert room.answer_in(GENERAL, asked.ts)


def test_a_fault_is_told_with_an_id_and_nothing_else(room: Room) -> None:
    """No traceback, no inner words; the person knows that nothing more will come."""
    room.engine.fails = True
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    notice = room.answer_in(GENERAL, asked.ts)[0]
    assert notice.ephemeral_to == BEN
    assert "secret" not in notice.text
    assert "Something went wrong" in notice.text


def test_rate_limits_of_slack_are_waited_out(room: Room) -> None:
    """429 with Retry-After is no reason to lose an answer."""
    room.workspace.faults.set({"rate_limit": {"chat.postMessage": 1}})
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    assert room.answer_in(GENERAL, asked.ts)


def test_unknown_methods_degrade(room: Room) -> None:
    """A server without status and streaming still gets the answer."""
    room.workspace.faults.set({"unknown": ["assistant.threads.setStatus", "chat.startStream"]})
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    assert room.answer_in(GENERAL, asked.ts)


def test_model_shows_a_card_only_to_who_asked(room: Room) -> None:
    """With a button to share it."""
    room.command(BEN, "/model deepseek-r1")
    card = room.answer_in(GENERAL)[0]
    assert card.ephemeral_to == BEN
    room.click(BEN, card, "share_card")
    shared = room.wait(lambda: [m for m in room.from_bot(GENERAL) if not m.ephemeral_to])[0]
    assert "deepseek-r1" in text_of(shared)


def test_a_command_answers_in_the_language_of_who_typed_it(room: Room) -> None:
    """Names of models and paths are written alike in both: a Chinese Slack gets Chinese, an English one English."""
    room.command(MEI, "/model deepseek-r1")
    assert "分享到频道" in text_of(room.answer_in(GENERAL)[0])
    room.command(MEI, "/aperture compare llama-3.1 qwen3-32b")
    room.wait(lambda: room.engine.asked)
    assert room.engine.asked[0].question == "比较 llama-3.1 qwen3-32b"
    room.command(MEI, "/aperture ingest ./contracts")
    room.wait(lambda: any("只有管理员" in m.text for m in room.from_bot(GENERAL)))
    room.command(BEN, "/aperture ingest ./contracts")
    room.wait(lambda: any("Only an admin" in m.text for m in room.from_bot(GENERAL)))


def test_several_models_are_choices(room: Room) -> None:
    """Choosing one shows its card."""
    room.command(BEN, "/model qwen")
    choice = room.answer_in(GENERAL)[0]
    room.click(BEN, choice, "model_choice_1")
    assert room.wait(lambda: [m for m in room.from_bot(GENERAL) if "qwen-b" in text_of(m) and "Dev" in text_of(m)])


def test_a_member_may_not_ingest(room: Room) -> None:
    """The refusal says so, in the person's language, and nothing is taken in."""
    room.command(BEN, "/aperture ingest /tmp/somewhere")
    room.command(MEI, "/aperture ingest 资料")
    told = [m.text for m in room.answer_in(GENERAL, count=2)]
    assert any("admin" in text for text in told)
    assert any("管理员" in text for text in told)
    assert not room.engine.ingested


def test_an_admin_ingests_and_leaves_an_audit_line(room: Room) -> None:
    """One message that it began, one how it ended."""
    room.command(ADA, "/aperture ingest /tmp/new.md")
    room.wait(lambda: any("Done: 1 added" in m.text for m in room.from_bot(GENERAL)))
    assert room.engine.ingested == [("/tmp/new.md",)]
    assert room.state.audit()[0][1:3] == (ADA, "ingest")


def test_a_second_ingest_is_told_to_wait(room: Room) -> None:
    """One at a time."""
    room.engine.busy = True
    room.command(ADA, "/aperture ingest /tmp/new.md")
    assert room.wait(lambda: any("already running" in m.text for m in room.from_bot(GENERAL)))


def test_an_old_admin_button_refuses_a_member(room: Room) -> None:
    """Rights are asked for when the button is pressed, not when it was drawn."""
    home = {"type": "home", "id": "VHOME", "blocks": []}
    action = {"action_id": "rerun_ingest", "value": "all", "type": "button"}
    room.workspace.send_and_wait(room.workspace.people.click_view(BEN, home, action))
    assert room.wait(lambda: any("admin" in m.text for m in room.from_bot(room.workspace.state.dm(BEN))))
    assert not room.engine.ingested


def test_home_has_controls_for_admins_only(room: Room) -> None:
    """A member sees help; an admin sources and the re-run button."""
    for user in (ADA, BEN):
        room.workspace.send_and_wait(room.workspace.people.home(user))
        room.wait(lambda user=user: room.workspace.state.homes.get(user))
    homes = room.workspace.state.homes
    assert "rerun_ingest" in str(homes[ADA])
    assert "rerun_ingest" not in str(homes[BEN])


def test_sources_of_an_answer_are_unfolded_on_request(room: Room) -> None:
    """Quotes appear to who asked for them, escaped."""
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    room.click(BEN, room.answer_in(GENERAL, asked.ts)[0], "source")
    shown = room.wait(lambda: [m for m in room.from_bot(GENERAL) if m.ephemeral_to == BEN])[0]
    assert "&lt;not&gt;" in text_of(shown)


def test_thumbs_are_kept_and_a_thumb_down_asks_why(room: Room) -> None:
    """The last word of a person on an answer counts."""
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    answer = room.answer_in(GENERAL, asked.ts)[0]
    room.click(BEN, answer, "feedback_up")
    room.wait(lambda: room.desk.learnt.figures().up == 1)
    room.click(BEN, answer, "feedback_down")
    view = room.view()
    values = {"reason": {"value": {"value": "too long"}}}
    room.workspace.send_and_wait(room.workspace.people.submit(BEN, view, values))
    room.wait(lambda: room.desk.learnt.figures().down == 1)
    assert room.desk.learnt.figures().up == 0


def test_an_ephemeral_answer_is_shared(room: Room) -> None:
    """Under the name of who shared it."""
    room.command(BEN, "/aperture ask Is OLMo open?")
    room.click(BEN, room.answer_in(GENERAL)[0], "share")
    shared = room.wait(lambda: [m for m in room.from_bot(GENERAL) if not m.ephemeral_to])[0]
    assert f"<@{BEN}>" in text_of(shared)


def test_an_empty_check_names_each_field_and_a_full_one_ends_in_a_verdict(room: Room) -> None:
    """The modal is never left on “working”."""
    room.command(BEN, "/aperture check")
    view = room.view()
    people = room.workspace.people
    refused = room.workspace.send_and_wait(people.submit(BEN, view, {"mau_now": {"value": {"value": "many"}}}))
    assert refused
    assert refused["response_action"] == "errors"
    assert set(refused["errors"]) == {"model", "use", "mau_now"}
    assert set(refused["errors"]) <= {b["block_id"] for b in view["blocks"]}
    full = {
        "model": {"value": {"value": "llama-3.1"}},
        "use": {"value": {"selected_options": [{"value": "commercial"}]}},
        "mau_now": {"value": {"value": "1,000"}},
    }
    updated = room.workspace.send_and_wait(people.submit(BEN, view, full))
    assert updated
    assert updated["response_action"] == "update"
    room.wait(lambda: "Allowed for" in str(room.view()))
    assert room.engine.checked[0][1].mau_now == 1000


def test_nothing_a_person_types_pings_or_links(room: Room) -> None:
    """What is echoed is escaped; nothing unfolds."""
    room.engine.reply = lambda ask: made(ask.question, answer="About &lt;!channel&gt; and \ud800 it")
    asked = room.say(BEN, GENERAL, "@Aperture is <!channel> <https://evil.example|x> open?")
    answer = room.answer_in(GENERAL, asked.ts)[0]
    assert "<!channel>" not in text_of(answer) + answer.text
    assert "\ud800" not in text_of(answer)
    sent = [a for m, a in room.workspace.calls if m == "chat.postMessage"]
    assert all(str(a.get("unfurl_links")).lower() in ("0", "false") for a in sent)


def test_too_many_questions_get_a_friendly_notice(room: Room) -> None:
    """Each one is either answered or told."""
    dm = room.workspace.state.dm(BEN)
    for place in range(23):
        room.say(BEN, dm, f"question {place}")
    told = room.answer_in(dm, count=23)
    assert sum("a lot of questions" in m.text for m in told) == 3


def test_a_channel_takes_so_many_questions_a_minute(room: Room) -> None:
    """By whomever; a direct message still goes through."""
    room.workspace.state.people |= {user: Person(user, user) for user in (f"U0P{place}" for place in range(7))}
    for place in range(63):
        room.say(f"U0P{place % 7}", GENERAL, f"@Aperture question {place}")
    told = room.answer_in(GENERAL, count=63)
    assert sum("This channel asks more" in m.text for m in told) == 3
    dm = room.workspace.state.dm(BEN)
    assert "This channel" not in room.answer_in(dm, room.say(BEN, dm, "Is OLMo open?").ts)[0].text


def test_a_thread_is_answered_one_by_one_in_its_order(room: Room) -> None:
    """Others are answered meanwhile; what came later sees what was answered before."""
    room.engine.reply = lambda ask: made(ask.question, answer=f"About {ask.question[-2:]}")
    room.engine.wait_for = threading.Event()
    first = room.say(BEN, GENERAL, "@Aperture q1")
    room.wait(lambda: len(room.engine.asked) == 1)
    for place, user in enumerate((ADA, MEI, BEN, ADA), 2):
        room.say(user, GENERAL, f"@Aperture q{place}", first.ts)
    room.wait(lambda: len(room.state.interrupted()) == 5)
    other = room.say(MEI, GENERAL, "@Aperture q9")
    room.wait(lambda: len(room.engine.asked) == 2)
    room.engine.wait_for.set()
    answers = room.answer_in(GENERAL, first.ts, 5)
    assert [m.text for m in answers] == [f"About q{place}" for place in range(1, 6)]
    assert room.answer_in(GENERAL, other.ts)
    last = next(ask for ask in room.engine.asked if ask.question == "q5")
    assert [turn.text for turn in last.thread if turn.role == "bot"] == ["About q1", "About q2", "About q3", "About q4"]


def test_a_stop_waits_for_what_is_under_way(room: Room) -> None:
    """And says so when it cannot wait any longer."""
    room.engine.wait_for = threading.Event()
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    room.wait(lambda: room.engine.asked)
    assert not room.desk.drain(0.2)
    room.engine.wait_for.set()
    assert room.desk.drain(10)
    assert room.answer_in(GENERAL, asked.ts)


def test_what_a_restart_interrupted_is_said(room: Room) -> None:
    """A question that a killed bot had accepted ends in a notice when it comes back."""
    room.state.begin("ask:T:C:1", GENERAL, "1.000001", BEN, "zh")
    room.desk.tell_interrupted()
    notice = room.answer_in(GENERAL)[0]
    assert "中断" in notice.text
    assert not room.state.interrupted()


def test_a_deleted_question_takes_its_answer_along(room: Room) -> None:
    """Nothing is left to answer."""
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    room.answer_in(GENERAL, asked.ts)
    room.wait(lambda: room.state.answers_to(GENERAL, asked.ts))
    room.workspace.send(room.workspace.people.delete(BEN, GENERAL, asked.ts))
    assert room.wait(lambda: not room.from_bot(GENERAL))


def test_an_edited_question_is_answered_anew_in_its_place(room: Room) -> None:
    """Still one answer; an edit that changes nothing changes nothing."""
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    room.answer_in(GENERAL, asked.ts)
    room.wait(lambda: room.state.answers_to(GENERAL, asked.ts))
    room.workspace.send(room.workspace.people.edit(BEN, GENERAL, asked.ts, "@Aperture Is Grok open?"))
    room.wait(lambda: any("Grok" in text_of(m) for m in room.from_bot(GENERAL)))
    room.settle()
    assert len(room.from_bot(GENERAL)) == 1
    room.workspace.send(room.workspace.people.edit(BEN, GENERAL, asked.ts, "@Aperture Is Grok open?"))
    room.settle()
    assert [ask.question for ask in room.engine.asked if "Grok" in ask.question] == ["Is Grok open?"]


def test_reactions_count_as_feedback(room: Room) -> None:
    """A thumb under an answer; one under another message is nobody's business."""
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    answer = room.answer_in(GENERAL, asked.ts)[0]
    room.wait(lambda: room.state.answers_to(GENERAL, asked.ts))
    room.workspace.send(room.workspace.people.react(BEN, GENERAL, asked.ts, "+1"))
    room.workspace.send(room.workspace.people.react(MEI, GENERAL, answer.ts, "-1"))
    room.wait(lambda: room.desk.learnt.figures().down == 1)
    assert room.desk.learnt.figures().up == 0


def test_the_message_shortcut_answers_only_who_asked(room: Room) -> None:
    """In the thread of that message."""
    said = room.say(ADA, GENERAL, "We could ship Llama 4 Scout")
    room.workspace.send(room.workspace.people.shortcut(BEN, GENERAL, said.ts, "ask_about"))
    answer = room.answer_in(GENERAL, said.ts)[0]
    assert answer.ephemeral_to == BEN
    assert "Llama 4 Scout" in text_of(answer)
