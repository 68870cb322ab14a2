"""The Bolt app: one for Slack and for the local workspace alike."""

from __future__ import annotations

import logging
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from bot.listeners import register
from bot.listeners.desk import Desk, Engine
from bot.listeners.faults import tell_fault
from bot.settings import Settings
from bot.state import State

WORKERS = 16
"""Listeners at once; Bolt's own default of five starves under a busy channel."""
RECEIVE_BYTES = 1 << 20
"""The built-in client misreads frames that one read of its default 1,024 bytes cuts apart, as a busy minute does."""
TIMEOUT = 30


def make_app(settings: Settings, engine: Engine, state: State) -> tuple[App, Desk]:
    """The app with every listener attached, and the desk they share."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else "xoxb-local"
    client = make_client(token, settings.slack_api_url)
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else "unused"
    app = App(
        client=client,
        signing_secret=secret,
        token_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(WORKERS, thread_name_prefix="listener"),
        request_verification_enabled=bool(settings.slack_signing_secret),
    )
    desk = Desk(engine, state, settings.admins, settings.channels, settings.keep_questions_days)
    app.logger.setLevel(logging.WARNING)
    app.error(tell_fault)
    register(app, desk)
    return app, desk


def close_app(app: App) -> None:
    """Let go of the app's threads; what they are doing is finished."""
    app.listener_runner.listener_executor.shutdown(wait=True)


def make_client(token: str, base_url: str | None) -> WebClient:
    """A Web API client that waits out rate limits and tries a lost connection again."""
    client = WebClient(token=token, base_url=base_url or WebClient.BASE_URL, timeout=TIMEOUT)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=3))
    client.retry_handlers.append(ConnectionErrorRetryHandler(max_retry_count=2))
    return client


def make_socket(app: App, api_url: str | None, app_token: str, ping_seconds: float) -> SocketModeHandler:
    """The Socket Mode connection, not yet open."""
    handler = SocketModeHandler(
        app, app_token, web_client=make_client(app_token, api_url), ping_interval=ping_seconds, trace_enabled=False
    )
    handler.client.receive_buffer_size = RECEIVE_BYTES
    return handler


def close_socket(handler: SocketModeHandler) -> None:
    """Leave Slack. The client would first sit out a read of three seconds; that read is ended."""
    client = handler.client
    client.auto_reconnect_enabled = False
    session = client.current_session
    if session and session.sock:
        with suppress(OSError):
            session.sock.shutdown(socket.SHUT_RD)
    handler.close()  # type: ignore[no-untyped-call]
