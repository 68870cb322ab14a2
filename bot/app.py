"""The Bolt app: one for Slack and for the local workspace alike."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App

from bot.installations import Installations
from bot.listeners import register
from bot.listeners.desk import ANSWERS_AT_ONCE, Desk, Engine
from bot.listeners.faults import tell_fault
from bot.settings import Settings
from bot.slack_client import make_client
from bot.state import State

WORKERS = 8
"""Listeners at once; Bolt's own default of five starves under a busy channel. Answers wait in a queue of their own."""


def make_app(settings: Settings, engine: Engine, state: State) -> tuple[App, Desk]:
    """The app with every listener attached, and the desk they share."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else "xoxb-local"
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else "unused"
    installations = Installations(settings, state.engine) if settings.slack_client_id else None
    app = App(
        client=make_client(None if installations else token, settings.slack_api_url),
        oauth_flow=installations,
        signing_secret=secret,
        token_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(WORKERS, thread_name_prefix="listener"),
        request_verification_enabled=bool(settings.slack_signing_secret),
    )
    at_once = max(ANSWERS_AT_ONCE, settings.llm_concurrency)
    desk = Desk(engine, state, settings.admins, settings.channels, settings.keep_questions_days, at_once)
    if installations:
        desk.clients, desk.trusts_admins = installations.client_of, bool(settings.teams)
        app.enable_token_revocation_listeners()
    else:
        desk.clients = lambda _: app.client
    app.logger.setLevel(logging.WARNING)
    app.error(tell_fault)
    register(app, desk)
    return app, desk


def close_app(app: App, desk: Desk) -> None:
    """Let go of the app's threads; what they are doing is finished."""
    app.listener_runner.listener_executor.shutdown(wait=True)
    desk.queue.close()
