"""The agent panel suggests what fits the person and the place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.listeners.prompts import looked_at, prompts_for
from tests.bot.room import BEN, GENERAL, MEI, Room, made


def changed(room: Room, who: str, context: dict[str, Any], **more: Any) -> list[dict[str, str]]:
    """The person looks elsewhere; what is suggested then."""
    kind, payload = room.workspace.people._event({"type": "app_context_changed", "context": context})
    payload["event"] |= more
    payload["authorizations"] = [{"user_id": who, "is_bot": False}]
    place = room.workspace.state.dm(who)
    room.workspace.state.prompts.pop(place, None)
    room.workspace.send([(kind, payload)])
    return list(room.wait(lambda: room.workspace.state.prompts.get(place)))


def test_what_was_talked_of_in_the_channel_is_suggested(room: Room) -> None:
    """In the person's language; elsewhere, what anybody may ask."""
    room.engine.reply = lambda ask: made(ask.question, answer="It is.", models=("olmo-2", "qwen2.5"))
    asked = room.say(BEN, GENERAL, "@Aperture OLMo 2 or Qwen2.5?")
    room.answer_in(GENERAL, asked.ts)
    room.wait(lambda: room.state.lately_answered(GENERAL))
    here = {"entities": [{"type": "slack#/types/channel_id", "value": GENERAL, "team_id": "T0LOCAL"}]}
    english = changed(room, BEN, here)
    assert english[0]["message"] == "Is olmo-2 open source?"
    assert english[-1]["message"] == "Compare olmo-2 and qwen2.5"
    assert changed(room, MEI, here)[0]["message"] == "olmo-2 是开源的吗？"
    assert "Llama" in changed(room, BEN, {})[0]["message"]
    assert "Llama" in changed(room, BEN, {"entities": [{"value": "C0NOWHERE"}]}, user=BEN)[0]["message"]


@pytest.mark.parametrize(
    ("context", "place"),
    [
        ({"entities": [{"type": "slack#/types/message_context", "value": {"channel_id": "C1"}}]}, "C1"),
        ({"entities": [{"value": "F1"}, {"value": "G2"}]}, "G2"),
        ({"entities": [None, {"value": 5}, {"value": {"channel_id": None}}]}, ""),
        ({"entities": "C1"}, ""),
        ("C1", ""),
        (None, ""),
    ],
)
def test_any_context_is_read(context: Any, place: str) -> None:
    """Canvases, lists and whatever else comes are passed over."""
    assert looked_at(context) == place


@pytest.mark.parametrize("models", [[], ["a"], ["a", "b"], ["a", "b", "c"]])
def test_four_at_most_in_both_languages(models: list[str]) -> None:
    """Slack drops more."""
    assert len(prompts_for(models, "en")) == len(prompts_for(models, "zh")) == 4
