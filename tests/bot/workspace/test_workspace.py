"""The local workspace answers as Slack does, its refusals included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.server import LocalWorkspace
from bot.workspace.store import BOT_USER
from tests.bot.room import ADA, BEN, GENERAL, MEI


@pytest.fixture(scope="module")
def workspace() -> Iterator[LocalWorkspace]:
    """A workspace without a bot."""
    with LocalWorkspace(0) as running:
        yield running


@pytest.fixture
def client(workspace: LocalWorkspace) -> Iterator[WebClient]:
    """Slack's own client, pointed at it."""
    yield WebClient(token="xoxb-t", base_url=workspace.api_url)
    workspace.faults.clear()


def refused(run: object, *args: object, **more: object) -> str:
    """The error code that a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        run(*args, **more)  # type: ignore[operator]
    return str(caught.value.response["error"])


SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


@pytest.mark.parametrize(
    "blocks",
    [
        [SECTION] * 51,
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
        [{"type": "section"}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "actions", "elements": []}],
        [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x"}}]}],
        [{"type": "image", "image_url": "https://example.com/a.png"}],
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
        [{"type": "hologram"}],
        [{**SECTION, "block_id": "same"}, {**SECTION, "block_id": "same"}],
        [{"type": "markdown", "text": "x" * 7000}, {"type": "markdown", "text": "x" * 7000}],
    ],
)
def test_blocks_that_slack_refuses_are_refused(client: WebClient, blocks: list[dict[str, object]]) -> None:
    """By Slack's own error code."""
    assert refused(client.chat_postMessage, channel=GENERAL, text="x", blocks=blocks) == "invalid_blocks"


def test_unknown_things_have_slacks_own_codes(client: WebClient) -> None:
    """Channel, message, user, method, text."""
    assert refused(client.chat_postMessage, channel="C404", text="x") == "channel_not_found"
    assert refused(client.api_call, "chat.postMessage", json={"channel": GENERAL, "text": ""}) == "no_text"
    assert refused(client.chat_postMessage, channel=GENERAL, text="x" * 40_001) == "msg_too_long"
    assert refused(client.chat_update, channel=GENERAL, ts="1.1", text="x") == "message_not_found"
    assert refused(client.users_info, user="U404") == "user_not_found"
    assert refused(client.api_call, "no.such.method") == "unknown_method"
    assert refused(client.views_open, trigger_id="made-up", view={"type": "modal"}) == "invalid_trigger_id"


def test_a_stream_has_states(client: WebClient, workspace: LocalWorkspace) -> None:
    """Started, appended to, stopped; after that, or when it is too old, no more."""
    thread = client.chat_postMessage(channel=GENERAL, text="top")["ts"]
    recipient = {"recipient_team_id": "T0LOCAL", "recipient_user_id": BEN}
    assert refused(client.chat_startStream, channel=GENERAL, thread_ts=thread) == "missing_recipient_user_id"
    ts = client.chat_startStream(channel=GENERAL, thread_ts=thread, **recipient)["ts"]
    client.chat_appendStream(channel=GENERAL, ts=ts, markdown_text="half ")
    told = client.chat_stopStream(channel=GENERAL, ts=ts, markdown_text="whole", blocks=[SECTION])
    assert told["message"]["text"] == "half whole"
    code = refused(client.chat_appendStream, channel=GENERAL, ts=ts, markdown_text="late")
    assert code == "message_not_in_streaming_state"
    old = client.chat_startStream(channel=GENERAL, thread_ts=thread, **recipient)["ts"]
    workspace.faults.set({"stream_seconds": 0})
    code = refused(client.chat_appendStream, channel=GENERAL, ts=old, markdown_text="late")
    assert code == "message_not_in_streaming_state"
    assert client.chat_update(channel=GENERAL, ts=old, text="whole")["ok"]


def test_files_go_up_in_three_steps(client: WebClient, workspace: LocalWorkspace) -> None:
    """As `files_upload_v2` does it; the page can show them."""
    client.files_upload_v2(
        channel=GENERAL, filename="a.png", content=b"\x89PNG", alt_txt="a chart", request_file_info=False
    )
    message = next(m for m in workspace.state.messages.values() if m.files)
    shown = requests.get(f"{workspace.url}/file/{message.files[0]['id']}", timeout=5)
    assert shown.content == b"\x89PNG"


def test_faults_are_asked_for_over_http(client: WebClient, workspace: LocalWorkspace) -> None:
    """A 429 carries Retry-After; clearing ends it."""
    wish = {"rate_limit": {"auth.test": 1}, "error": {"users.list": "token_revoked"}}
    requests.post(f"{workspace.url}/control", json=wish, timeout=5)
    limited = requests.post(f"{workspace.api_url}auth.test", timeout=5)
    assert limited.status_code == 429
    assert limited.headers["retry-after"]
    assert refused(client.users_list) == "token_revoked"
    requests.post(f"{workspace.url}/control", json={"clear": True}, timeout=5)
    assert client.users_list()["ok"]


def test_a_response_address_is_used_five_times_at_most(workspace: LocalWorkspace) -> None:
    """Then it is spent."""
    address = workspace.people.command(BEN, GENERAL, "/model x")[1]["response_url"]
    codes = [requests.post(address, json={"text": "x"}, timeout=5).status_code for _ in range(6)]
    assert codes == [200] * 5 + [404]


def test_only_this_machine_is_listened_to(workspace: LocalWorkspace) -> None:
    """A page elsewhere cannot reach it under another name."""
    assert workspace.socket.getsockname()[0] == "127.0.0.1"
    assert requests.get(workspace.url, headers={"host": "evil.example"}, timeout=5).status_code == 400


def test_a_taken_port_gives_the_next_free_one(workspace: LocalWorkspace) -> None:
    """Two may run side by side."""
    with LocalWorkspace(workspace.port) as second:
        assert second.port != workspace.port


def test_a_socket_needs_a_ticket(workspace: LocalWorkspace) -> None:
    """One that `apps.connections.open` gave, once."""
    import websocket

    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(f"ws://127.0.0.1:{workspace.port}/link/?ticket=made-up", timeout=5)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@Aperture开源吗", f"<@{BOT_USER}>开源吗"),
        ("ask @ada, not <@U0BEN>", f"ask <@{ADA}>, not &lt;@U0BEN&gt;"),
        ("me@ada.example @Apertures", "me@ada.example @Apertures"),
        ("@美玲你好", f"<@{MEI}>你好"),
    ],
)
def test_a_typed_name_is_a_mention(workspace: LocalWorkspace, typed: str, sent: str) -> None:
    """Of anybody there, with or without a space after it; nobody can forge one, and an address holds none."""
    message, _ = workspace.people.say(BEN, GENERAL, typed)
    assert message.text == sent
