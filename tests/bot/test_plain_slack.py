"""The bot at a server that is not ours, knows little and refuses the rest: it degrades, and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.app import close_app, make_app
from bot.settings import Settings
from bot.socket_mode import close_socket, make_socket
from bot.state import State
from tests.bot.plain_slack import BOT, TEAM, PlainSlack
from tests.bot.room import PlainEngine
from tests.waiting import until


@pytest.fixture
def engine() -> PlainEngine:
    return PlainEngine()


@pytest.fixture
def plain(tmp_path: Path, engine: PlainEngine) -> Iterator[PlainSlack]:
    """The bot, connected."""
    with PlainSlack() as server:
        given = Settings(_env_file=None, data_dir=tmp_path, slack_api_url=server.url)  # type: ignore[call-arg]
        state = State(f"sqlite:///{tmp_path / 'state.db'}")
        app, desk = make_app(given, engine, state)
        socket = make_socket(app, server.url, "xapp-plain", 1)
        socket.connect()  # type: ignore[no-untyped-call]
        until(lambda: server._sockets)
        yield server
        assert desk.drain(10)
        close_socket(socket)
        close_app(app, desk)
        state.close()


def mention(text: str, ts: str = "100.1") -> dict[str, Any]:
    return {"type": "app_mention", "user": "UADA", "channel": "C1", "ts": ts, "text": f"<@{BOT}> {text}"}


def _known(blocks: list[dict[str, Any]]) -> None:
    """Slack's own classes take the blocks and find their lengths in order."""
    for block in Block.parse_all([b for b in blocks if b["type"] != "table"]):
        block.validate_json()


@pytest.mark.parametrize("writes", [False, True])
def test_a_mention_is_answered_in_its_thread(plain: PlainSlack, engine: PlainEngine, writes: bool) -> None:
    """With a model and without: no stream, no status, and the answer all the same, acknowledged before."""
    engine.writes = writes
    envelope = plain.event(mention("Is OLMo open?"))
    answer = until(lambda: plain.posted)[0]
    assert envelope in plain.acks
    assert (answer["channel"], answer["thread_ts"]) == ("C1", "100.1")
    assert "OLMo" in answer["text"]
    _known(answer["blocks"])
    assert set(plain.refused) <= {"assistant.threads.setStatus", "chat.startStream"}


def test_a_proxys_page_in_place_of_a_stream_is_no_end(plain: PlainSlack, engine: PlainEngine) -> None:
    """Something between the bot and Slack answers HTML."""
    engine.writes = True
    plain.html_for = {"chat.startStream", "assistant.threads.setStatus"}
    plain.event(mention("Is OLMo open?"))
    assert until(lambda: plain.posted)[0]["thread_ts"] == "100.1"


def test_a_direct_message_and_a_follow_up(plain: PlainSlack) -> None:
    """In a thread that the bot is in, no new mention is needed."""
    direct = {"type": "message", "channel_type": "im", "user": "UADA", "channel": "D1", "ts": "200.1", "text": "OLMo?"}
    plain.event(direct)
    until(lambda: plain.posted)
    plain.event(mention("Is OLMo open?", "300.1"))
    until(lambda: len(plain.posted) == 2)
    more = {"type": "message", "channel_type": "channel", "user": "UADA", "channel": "C1", "ts": "300.5"}
    plain.event({**more, "thread_ts": "300.1", "text": "and Llama 3?"})
    assert until(lambda: len(plain.posted) == 3 and plain.posted)[2]["thread_ts"] == "300.1"


def test_the_same_event_again_is_not_answered_again(plain: PlainSlack) -> None:
    """Whatever id it comes under."""
    for _ in range(5):
        plain.event(mention("Is OLMo open?"))
    plain.event(mention("Is Llama 3 open?", "400.1"))
    until(lambda: {p["thread_ts"] for p in plain.posted} >= {"100.1", "400.1"})
    assert sum(p["thread_ts"] == "100.1" for p in plain.posted) == 1


def test_commands_buttons_and_forms(plain: PlainSlack) -> None:
    """Answered by acknowledgement, `response_url` or view; sources of an answer open, the form opens."""
    url = f"http://127.0.0.1:{plain.port}/respond"
    command = {"command": "/model", "text": "olmo-2", "user_id": "UADA", "channel_id": "C1", "team_id": TEAM}
    envelope = plain.send("slash_commands", {**command, "trigger_id": "t1", "response_url": url})
    until(lambda: envelope in plain.acks and (plain.acks[envelope] or plain.responses))
    plain.responses.clear()
    plain.event(mention("Is OLMo open?"))
    answer = until(lambda: plain.posted)[0]
    button = next(e for b in answer["blocks"] if b["type"] == "actions" for e in b["elements"])
    pressed = {"type": "block_actions", "user": {"id": "UADA"}, "team": {"id": TEAM}, "channel": {"id": "C1"}}
    pressed |= {"trigger_id": "t2", "response_url": url, "message": {"ts": answer["ts"]}, "container": {}}
    plain.send("interactive", {**pressed, "actions": [{**button, "block_id": "b", "action_ts": "1"}]})
    assert "Terms" in str(until(lambda: plain.responses))
    plain.send(
        "slash_commands", {**command, "command": "/aperture", "text": "check", "trigger_id": "t3", "response_url": url}
    )
    assert until(lambda: plain.views)[0]["type"] == "modal"
