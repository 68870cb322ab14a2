"""What is posted unasked: each thing once, in every channel that wants it and in no other."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answering.watch import Noted, Watch, recorded
from bot.listeners.notices import tell_changes, tell_digests
from bot.preferences import Preferences, Rules
from bot.rounds import Rounds
from bot.state import State
from bot.workspace.store import TEAM
from knowledge.catalog import Catalog
from tests.bot.room import BEN, GENERAL, Room, made, text_of

MODELS = "C0MODELS"


def noted(room: Room, at: datetime, number: int = 1) -> Noted:
    """A change that the watch saw."""
    change = Noted(id=f"id{number}", at=at.isoformat(), en=f"terms <{number}> moved", zh=f"条款 <{number}> 变动")
    room.engine.noted.append(change)
    return change


def test_a_change_is_told_once_to_every_subscriber(room: Room) -> None:
    """In the channel's language, escaped; rounds and a second process tell it no second time."""
    now = datetime.now(UTC)
    room.desk.preferences.subscribe(TEAM, GENERAL, "changes")
    room.desk.preferences.subscribe(TEAM, MODELS, "changes")
    room.desk.preferences.set_channel(TEAM, MODELS, Rules(language="zh"))
    noted(room, now + timedelta(seconds=2))
    for _ in range(3):
        tell_changes(room.desk, lambda _: room.client)
    assert ["terms &lt;1&gt; moved" in text_of(m) for m in room.from_bot(GENERAL)] == [True]
    assert ["条款 &lt;1&gt; 变动" in text_of(m) for m in room.from_bot(MODELS)] == [True]


def test_old_changes_and_those_before_the_subscription_are_no_news(room: Room) -> None:
    """Nor are those that the catalog records by their day."""
    noted(room, datetime.now(UTC) - timedelta(hours=1))
    room.engine.noted.append(Noted(id="x", at="2025-02", en="recorded", zh="记录"))
    room.desk.preferences.subscribe(TEAM, GENERAL, "changes")
    noted(room, datetime.now(UTC) - timedelta(days=9), 2)
    tell_changes(room.desk, lambda _: room.client)
    assert not room.from_bot(GENERAL)


def test_a_channel_that_cannot_be_posted_in_holds_up_no_other(room: Room) -> None:
    """Archived, or the bot was removed."""
    room.desk.preferences.subscribe(TEAM, "C0GONE", "changes")
    room.desk.preferences.subscribe(TEAM, GENERAL, "changes")
    noted(room, datetime.now(UTC) + timedelta(seconds=2))
    tell_changes(room.desk, lambda _: room.client)
    assert len(room.from_bot(GENERAL)) == 1
    assert room.workspace.state.refused.pop()["error"] == "channel_not_found"


def test_the_digest_comes_once_a_week(room: Room) -> None:
    """From Monday morning on, with the week's figures and why answers did not help."""
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    room.answer_in(GENERAL, asked.ts)
    room.state.note_feedback("some answer", BEN, "down", "too <long>")
    room.desk.preferences.subscribe(TEAM, MODELS, "digest")
    now = datetime.now(UTC)
    monday = (now + timedelta(days=7 - now.weekday())).replace(hour=9)
    for at in (now, monday - timedelta(hours=3), monday, monday, monday + timedelta(days=3)):
        tell_digests(room.desk, lambda _: room.client, at)
    posts = room.from_bot(MODELS)
    assert len(posts) == 1
    assert "1 questions" in text_of(posts[0])
    assert "too &lt;long&gt;" in text_of(posts[0])
    assert "encrypted" in text_of(posts[0])
    tell_digests(room.desk, lambda _: room.client, monday + timedelta(days=7))
    assert len(room.from_bot(MODELS)) == 2


def test_a_job_is_done_by_one_of_many(tmp_path: Path) -> None:
    """Two processes on one database: one gets the lease; when it is over, again one."""
    url = f"sqlite:///{tmp_path / 'state.db'}"
    one, other = State(url), State(url)
    both = [Preferences(one.engine), Preferences(other.engine)]
    assert [each.lease("job", timedelta(hours=1)) for each in both] == [True, False]
    assert [each.lease("short", timedelta(0)) for each in both] == [True, True]
    one.close()
    other.close()


def test_a_round_goes_on_after_a_fault(room: Room) -> None:
    """One job that fails is logged; the others are done."""

    def broken() -> None:
        raise RuntimeError("no")

    room.engine.look_for_changes = broken  # type: ignore[method-assign]
    room.desk.preferences.subscribe(TEAM, GENERAL, "changes")
    noted(room, datetime.now(UTC) + timedelta(seconds=2))
    Rounds(room.desk, lambda _: room.client).once()
    assert len(room.from_bot(GENERAL)) == 1


def test_a_bot_that_runs_for_months_forgets_too(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a restart: a round sweeps marks of events that are past their time."""
    assert [room.state.first_time("event:1") for _ in range(2)] == [True, False]
    monkeypatch.setattr("bot.state.KEEP_EVENTS", timedelta(seconds=-1))
    Rounds(room.desk, lambda _: room.client).once()
    assert room.state.first_time("event:1")


def test_the_watch_sees_facts_that_moved_between_two_starts(tmp_path: Path) -> None:
    """The first look only remembers; what moved is noted once, with the models it touches."""
    catalog = Catalog.load()
    watch = Watch(tmp_path)
    watch.look(catalog, None)
    assert watch.noted() == []
    kept = tmp_path / "facts-seen.json"
    facts = json.loads(kept.read_text("utf-8"))
    facts["terms"]["deepseek-r1"] = "apache-2.0"
    kept.write_text(json.dumps(facts), "utf-8")
    for _ in range(2):
        Watch(tmp_path).look(catalog, None)
    seen = Watch(tmp_path).noted()
    assert len(seen) == 1
    assert "deepseek-r1" in seen[0].en
    assert "apache-2.0" in seen[0].zh


def test_recorded_changes_name_what_was_and_what_is() -> None:
    """Newest first, each with its day."""
    found = list(recorded(Catalog.load()))
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    assert any("Apache License 2.0" in one.en and one.at[:4] == "2024" for one in found)


def test_texts_of_questions_are_kept_only_where_allowed(room: Room) -> None:
    """By default not one; where it is allowed an admin sees them, and they go in time."""
    room.engine.reply = lambda ask: made(ask.question, kind="general", abstained=True)
    asked = room.say(BEN, GENERAL, "@Aperture what about Poplar?")
    room.answer_in(GENERAL, asked.ts)
    assert room.desk.learnt.unanswered() == []
    allowed = type(room.desk.learnt)(room.state.engine, 7)
    allowed.note_unanswered("k", "what about <Poplar>?")
    assert allowed.unanswered() == ["what about <Poplar>?"]
    type(room.desk.learnt)(room.state.engine, 0).forget_old()
    assert allowed.unanswered() == []
