"""The Socket Mode connection: events are acknowledged as they arrive, whatever else the bot is busy with."""

from __future__ import annotations

import json
import logging
import socket
import time
from contextlib import suppress
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack_client import make_client

_log = logging.getLogger(__name__)
RECEIVE_BYTES = 1 << 20
"""The built-in client misreads frames that one read of its default 1,024 bytes cuts apart, as a busy minute does."""
BACKLOG_SECONDS = 5.0
"""How long what is acknowledged but not yet handed on may take after a stop."""


class Socket(SocketModeHandler):
    """Bolt's own, but for events it does not wait: their acknowledgement holds nothing and is sent by the thread that
    reads them. Two hundred at once would else wait for each other, and Slack sends again what waits three seconds."""

    def __init__(self, app: App, app_token: str, **more: Any) -> None:
        super().__init__(app, app_token, **more)
        self.client.receive_buffer_size = RECEIVE_BYTES
        self.client.on_message_listeners.append(self._acknowledge)

    def handle(self, client: Any, req: SocketModeRequest) -> None:
        """An event is only handed on; commands and presses are answered with what their listener says."""
        if req.type == "events_api":
            run_bolt_app(self.app, req)
        else:
            super().handle(client, req)

    def _acknowledge(self, message: str) -> None:
        envelope = _read(message) if "events_api" in message else {}
        if envelope.get("type") != "events_api":
            return
        try:
            self.client.send_socket_mode_response(SocketModeResponse(envelope_id=str(envelope.get("envelope_id"))))
        except (SlackClientNotConnectedError, OSError) as error:
            _log.info("an event could not be acknowledged and will come again: %s", type(error).__name__)


def _read(message: str) -> dict[str, Any]:
    with suppress(ValueError):
        read = json.loads(message)
        return read if isinstance(read, dict) else {}
    return {}


def make_socket(app: App, api_url: str | None, app_token: str, ping_seconds: float) -> Socket:
    """The connection, not yet open."""
    client = make_client(app_token, api_url)
    return Socket(app, app_token, web_client=client, ping_interval=ping_seconds, trace_enabled=False)


def close_socket(handler: Socket) -> None:
    """Leave Slack once what was acknowledged is handed on. The client would first sit out a read of three seconds;
    that read is ended."""
    client = handler.client
    client.auto_reconnect_enabled = False
    session = client.current_session
    if session and session.sock:
        with suppress(OSError):
            session.sock.shutdown(socket.SHUT_RD)
    end = time.monotonic() + BACKLOG_SECONDS
    while not client.message_queue.empty() and time.monotonic() < end:
        time.sleep(0.01)
    handler.close()  # type: ignore[no-untyped-call]
