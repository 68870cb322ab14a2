"""Payloads of every malformed kind: no crash, no traceback to a person, and the bot answers afterwards."""

from __future__ import annotations

import json
import os
import random
from typing import Any
from urllib.parse import urlencode

from starlette.testclient import TestClient

from bot.app import close_app, make_app
from bot.http import make_http
from bot.settings import Settings
from tests.bot.room import BEN, GENERAL, Room
from tests.bot.test_http import SECRET, signed

ROUNDS = int(os.environ.get("APERTURE_FUZZ_ROUNDS", "400"))
"""Ten thousand take some minutes: by hand, before a release."""
ODD: tuple[Any, ...] = (None, "", "x" * 5000, 0, -1, [], {}, [[]], {"id": None}, "\ud800", "<!channel>", True, 1e400)


def _bent(payload: Any, dice: random.Random) -> Any:
    """The payload with something taken out, replaced or added somewhere."""
    if isinstance(payload, dict) and payload:
        key = dice.choice(list(payload))
        way = dice.random()
        if way < 0.3:
            return {k: v for k, v in payload.items() if k != key}
        return payload | {key: dice.choice(ODD) if way < 0.6 else _bent(payload[key], dice)}
    if isinstance(payload, list) and payload:
        return [_bent(payload[0], dice), *payload[1:]]
    return dice.choice(ODD)


def _post(http: TestClient, payload: Any) -> int:
    """Signed as Slack signs, as JSON or as a form."""
    interaction = isinstance(payload, dict) and "event" not in payload
    text = json.dumps(payload)
    body = urlencode({"payload": text}) if interaction else text
    kind = "application/x-www-form-urlencoded" if interaction else "application/json"
    return http.post("/slack/events", content=body, headers=signed(body) | {"content-type": kind}).status_code


def test_malformed_payloads_do_no_harm(room: Room) -> None:
    """Each is acknowledged or refused; nothing inner is shown to anyone."""
    people, dice = room.workspace.people, random.Random(7)
    message, events = people.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    answer = room.answer_in(GENERAL, asked.ts)[0]
    view = {
        "type": "modal",
        "id": "V1",
        "callback_id": "check_use",
        "private_metadata": '{"language": "en"}',
        "blocks": [],
    }
    click = people.click(BEN, answer.channel, answer.ts, {"action_id": "source", "value": "k", "type": "button"})
    assert click
    whole = [
        *(payload for _, payload in events),
        people.command(BEN, GENERAL, "/model x")[1],
        people.command(BEN, GENERAL, "/aperture sources")[1],
        click[1],
        people.submit(BEN, view, {"model": {"value": {"value": "x"}}})[1],
        *(payload for _, payload in people.edit(BEN, GENERAL, message.ts, "y")),
        *(payload for _, payload in people.react(BEN, GENERAL, answer.ts, "+1")),
        *(payload for _, payload in people.delete(BEN, GENERAL, message.ts)),
    ]
    settings = Settings.model_validate({"APERTURE_SLACK_API_URL": room.workspace.api_url})
    app, desk = make_app(settings, room.engine, room.state)
    with TestClient(make_http(app, room.state, SECRET)) as http:
        for _ in range(ROUNDS):
            payload = dice.choice(whole)
            for _ in range(dice.randint(1, 3)):
                payload = _bent(payload, dice)
            assert _post(http, payload) < 500
    close_app(app, desk)
    room.workspace.state.refused.clear()  # made-up channels and users are refused by Slack, as they should be
    shown = " ".join(m.text + str(m.blocks) for m in room.workspace.state.messages.values() if m.user != BEN)
    assert "Traceback" not in shown
    assert "Error" not in shown
    dm = room.workspace.state.dm("U0MEI")
    assert room.answer_in(dm, room.say("U0MEI", dm, "OLMo 开源吗？").ts)
