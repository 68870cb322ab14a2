"""What a channel's admins and a member choose, and that the bot keeps to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.preferences import Rules
from bot.workspace.store import TEAM
from tests.bot.room import ADA, BEN, GENERAL, MEI, Room, made, opened, text_of
from tests.bot.test_admins import home_of, press

MODELS = "C0MODELS"


def choose(room: Room, user: str = ADA, **fields: str) -> dict[str, Any] | None:
    """Open the settings of the channel and submit them with these selections."""
    room.workspace.state.views.clear()
    room.command(user, "/aperture settings")
    values: dict[str, Any] = {name: {"value": {"selected_option": {"value": value}}} for name, value in fields.items()}
    topics = fields.get("topics", "").split()
    values["topics"] = {"value": {"selected_options": [{"value": topic} for topic in topics]}}
    return room.workspace.send_and_wait(room.workspace.people.submit(user, room.view(), values))


def test_the_box_shows_how_it_is_and_keeps_what_is_chosen(room: Room) -> None:
    """An audit line says who changed what; the next time the box shows it."""
    choose(room, language="zh", unmentioned="on", seen="asker", policy="research", topics="changes digest")
    room.wait(lambda: any("Saved" in m.text for m in room.from_bot(GENERAL)))
    assert room.desk.preferences.channel(TEAM, GENERAL) == Rules(
        language="zh", unmentioned=True, private=True, policy="research"
    )
    assert room.desk.preferences.topics(TEAM, GENERAL) == {"changes", "digest"}
    assert room.state.audit()[0][1:3] == (ADA, "settings")
    room.workspace.state.views.clear()
    room.command(ADA, "/aperture settings")
    shown = {b["block_id"]: b["element"] for b in room.view()["blocks"]}
    assert shown["policy"]["initial_option"]["value"] == "research"
    assert len(shown["topics"]["initial_options"]) == 2
    assert room.desk.preferences.channel(TEAM, MODELS) == Rules()


def test_only_admins_change_them_and_rights_are_asked_for_twice(room: Room) -> None:
    """A member is told why and where their own language is; a demoted admin's open box saves nothing."""
    room.command(BEN, "/aperture settings")
    room.wait(lambda: any("Only an admin" in m.text for m in room.from_bot(GENERAL)))
    assert not room.workspace.state.views
    room.command(ADA, "/aperture settings")
    view = room.view()
    room.workspace.state.people[ADA].admin = False
    answer = room.workspace.send_and_wait(room.workspace.people.submit(ADA, view, {}))
    assert answer
    assert "language" in answer["errors"]
    assert room.desk.preferences.channel(TEAM, GENERAL) == Rules()


def test_the_channels_language_and_policy_reach_the_engine(room: Room) -> None:
    """By mention, by command and by shortcut alike; in another channel nothing changes."""
    room.desk.preferences.set_channel(TEAM, GENERAL, Rules(language="zh", policy="research"))
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    answer = room.answer_in(GENERAL, asked.ts)[0]
    assert "查看依据" in text_of(answer)
    room.command(BEN, "/aperture ask Is Grok open?")
    room.wait(lambda: len(room.engine.asked) == 2)
    room.workspace.send(room.workspace.people.shortcut(BEN, GENERAL, asked.ts, "ask_about"))
    room.wait(lambda: len(room.engine.asked) == 3)
    assert {(ask.language, ask.policy) for ask in room.engine.asked} == {("zh", "research")}
    other = room.say(BEN, MODELS, "@Aperture Is OLMo open?")
    room.answer_in(MODELS, other.ts)
    assert (room.engine.asked[-1].language, room.engine.asked[-1].policy) == (None, None)


def test_the_policy_of_the_channel_holds_in_the_box_too(room: Room) -> None:
    """A use that is checked in a channel is checked by its rules."""
    room.desk.preferences.set_channel(TEAM, GENERAL, Rules(policy="research"))
    room.command(BEN, "/aperture check llama-3.1")
    assert '"policy": "research"' in room.view()["private_metadata"]


def test_answers_for_the_asker_alone(room: Room) -> None:
    """Nobody else sees them."""
    room.desk.preferences.set_channel(TEAM, GENERAL, Rules(private=True))
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    answer = room.answer_in(GENERAL, asked.ts)[0]
    assert answer.ephemeral_to == BEN
    room.settle()
    assert len(room.from_bot(GENERAL)) == 1


def test_questions_without_a_mention(room: Room) -> None:
    """Answered where the channel wants it and it knows; otherwise silence, never that it does not know."""
    room.desk.preferences.set_channel(TEAM, GENERAL, Rules(unmentioned=True))
    asked = room.say(BEN, GENERAL, "Is OLMo open?")
    assert room.answer_in(GENERAL, asked.ts)
    room.engine.reply = lambda ask: made(ask.question, kind="general", abstained=True, models=(), citations=())
    for text in ("Is lunch at noon?", "Llama 4 is out.", "@Ada is Grok open?", "no question"):
        room.say(BEN, GENERAL, text)
    room.say(BEN, MODELS, "Is OLMo open?")
    room.settle()
    assert len(room.from_bot(GENERAL)) == 1
    assert not room.from_bot(MODELS)
    in_channels = {ask.question for ask in room.engine.asked if "marker" not in ask.question}
    assert in_channels == {"Is OLMo open?", "Is lunch at noon?"}


def test_elsewhere_it_says_where_to_ask(tmp_path: Path) -> None:
    """Only to who asked; a direct message is always answered."""
    with opened(tmp_path, channels_csv=MODELS) as room:
        asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
        room.command(MEI, "/model llama-3.1")
        told = room.answer_in(GENERAL, count=2)
        assert {m.ephemeral_to for m in told} == {BEN, MEI}
        assert all(f"<#{MODELS}>" in m.text for m in told)
        assert not room.engine.asked
        allowed = room.say(BEN, MODELS, "@Aperture Is OLMo open?")
        assert room.answer_in(MODELS, allowed.ts)
        dm = room.workspace.state.dm(BEN)
        direct = room.say(BEN, dm, "Is OLMo open?")
        assert room.answer_in(dm, direct.ts)
        assert asked.ts


def test_a_members_own_language(room: Room) -> None:
    """Chosen on Home; it holds in direct messages and there, and not for what all see."""
    home = home_of(room, BEN)
    press(room, BEN, home, "my_language", "zh")
    room.wait(lambda: "你的语言" in str(room.workspace.state.homes[BEN]["blocks"]))
    dm = room.workspace.state.dm(BEN)
    asked = room.say(BEN, dm, "Is OLMo open?")
    assert "查看依据" in text_of(room.answer_in(dm, asked.ts)[0])
    public = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    assert "Show sources" in text_of(room.answer_in(GENERAL, public.ts)[0])


def test_subscriptions_by_command(room: Room) -> None:
    """By admins, in either language, and back."""
    room.command(BEN, "/aperture subscribe changes")
    room.wait(lambda: any("Only an admin" in m.text for m in room.from_bot(GENERAL)))
    room.command(ADA, "/aperture subscribe weather")
    room.wait(lambda: any("/aperture subscribe changes" in m.text for m in room.from_bot(GENERAL)))
    assert room.desk.preferences.topics(TEAM, GENERAL) == set()
    room.command(ADA, "/aperture 订阅 变动")
    room.wait(lambda: room.desk.preferences.topics(TEAM, GENERAL) == {"changes"})
    room.command(ADA, "/aperture unsubscribe changes")
    room.wait(lambda: room.desk.preferences.topics(TEAM, GENERAL) == set())
