"""HTTP mode: only what Slack signed, just now and for the first time, is heard."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from bot.app import close_app, make_app
from bot.http import LARGEST, bounded, make_http
from bot.settings import Settings
from bot.state import State
from bot.workspace.server import LocalWorkspace
from tests.bot.room import BEN, GENERAL, PlainEngine

SECRET = "a-secret"
BODY = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})


@pytest.fixture
def http(tmp_path: Path) -> Iterator[TestClient]:
    """The bot in HTTP mode, its Web API the local workspace."""
    state = State(f"sqlite:///{tmp_path / 'state.db'}")
    with LocalWorkspace(0) as workspace:
        settings = Settings.model_validate(
            {"SLACK_SIGNING_SECRET": SECRET, "APERTURE_SLACK_API_URL": workspace.api_url, "SLACK_BOT_TOKEN": "xoxb-t"}
        )
        app, desk = make_app(settings, PlainEngine(), state)
        with TestClient(make_http(app, state, SECRET)) as client:
            client.workspace, client.desk = workspace, desk  # type: ignore[attr-defined]
            yield client
        close_app(app, desk)
    state.close()


def signed(body: str, at: int | None = None) -> dict[str, str]:
    """Headers as Slack sends them."""
    stamp = str(at or int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or ""
    return {
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
        "content-type": "application/json",
    }


def test_a_genuine_request_is_taken_and_health_needs_none(http: TestClient) -> None:
    """Slack's own first request is answered with its challenge."""
    assert http.get("/healthz").status_code == 200
    answer = http.post("/slack/events", content=BODY, headers=signed(BODY))
    assert answer.status_code == 200
    assert "abc" in answer.text


def test_a_replay_is_refused(http: TestClient) -> None:
    """The very same request a second time, still inside the window."""
    headers = signed(BODY)
    codes = [http.post("/slack/events", content=BODY, headers=headers).status_code for _ in range(2)]
    assert codes == [200, 401]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": "now"},
        {"x-slack-request-timestamp": "9" * 40},
        {"x-slack-request-timestamp": "-5"},
        {"x-slack-signature": "v0=é".encode("latin-1")},
        {"x-slack-signature": ""},
    ],
    ids=["other-body", "forged", "no-number", "huge", "negative", "not-ascii", "empty"],
)
def test_forged_requests_are_refused(http: TestClient, headers: dict[str, str]) -> None:
    """401 each time, never a crash."""
    body = BODY if headers else BODY + " "
    assert http.post("/slack/events", content=body, headers=signed(BODY) | headers).status_code == 401


def test_stale_requests_are_refused(http: TestClient) -> None:
    """Rightly signed, six minutes ago or ahead."""
    now = int(time.time())
    codes = [
        http.post("/slack/events", content=BODY, headers=signed(BODY, at)).status_code for at in (now - 360, now + 360)
    ]
    assert codes == [401, 401]


@pytest.mark.parametrize(("retry", "code"), [("1", 200), ("2", 200), ("7", 401), ("x", 401)])
def test_slacks_own_attempts_pass_and_made_up_ones_do_not(http: TestClient, retry: str, code: int) -> None:
    """The number of an attempt is not signed: it must not open the door to endless replays."""
    headers = signed(BODY)
    assert http.post("/slack/events", content=BODY, headers=headers).status_code == 200
    again = http.post("/slack/events", content=BODY, headers={**headers, "x-slack-retry-num": retry})
    assert again.status_code == code


def test_a_body_larger_than_any_of_slacks_is_not_read_to_its_end() -> None:
    """However much somebody unsigned sends."""
    taken: list[int] = []

    async def receive() -> Message:
        taken.append(LARGEST // 4)
        return {"type": "http.request", "body": b"x" * taken[-1], "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    assert asyncio.run(bounded(request)) is None
    assert sum(taken) < 2 * LARGEST


def test_bodies_that_are_no_text_are_refused(http: TestClient) -> None:
    """Bytes that are not UTF-8 cannot be what Slack signed."""
    assert http.post("/slack/events", content=b"\xff\xfe", headers=signed("x")).status_code == 401


def test_a_mention_by_http_is_answered_in_its_thread(http: TestClient) -> None:
    """The same listeners as in Socket Mode."""
    workspace = http.workspace  # type: ignore[attr-defined]
    message, events = workspace.people.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    for _, payload in [*events, *events]:
        body = json.dumps(payload)
        http.post("/slack/events", content=body, headers={**signed(body), "x-slack-retry-num": "1"})
    end = time.monotonic() + 10
    while time.monotonic() < end and len(workspace.state.thread(GENERAL, message.ts)) < 2:
        time.sleep(0.02)
    assert http.desk.drain(10)  # type: ignore[attr-defined]
    assert len(workspace.state.thread(GENERAL, message.ts)) == 2


def test_a_replayed_event_is_acknowledged_and_not_worked_on(http: TestClient) -> None:
    """The very same request again: Slack's own second attempt would be signed anew."""
    event = {"type": "app_mention", "user": BEN, "channel": GENERAL, "ts": "1.000001", "text": "Is OLMo open?"}
    body = json.dumps({"type": "event_callback", "team_id": "T", "event": event, "api_app_id": "A"})
    headers = signed(body)
    codes = [http.post("/slack/events", content=body, headers=headers).status_code for _ in range(3)]
    assert codes == [200, 200, 200]

    def posts() -> list[str]:
        return [m for m, _ in http.workspace.calls if m == "chat.postMessage"]  # type: ignore[attr-defined]

    end = time.monotonic() + 10
    while not posts() and time.monotonic() < end:
        time.sleep(0.02)
    assert http.desk.drain(10)  # type: ignore[attr-defined]
    assert len(posts()) == 1
