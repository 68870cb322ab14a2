"""HTTP mode under an ASGI server of one's own: `uvicorn --factory bot.asgi:create`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from bot.app import close_app, make_app
from bot.http import make_http
from bot.rounds import Rounds
from bot.serving import finish, opened, set_up_process
from bot.settings import Settings
from knowledge.errors import SlackError


def create() -> Starlette:
    """The bot as an ASGI application, from the environment; it opens the index now and closes it with the server.

    Raises `SlackError` when the environment is not that of HTTP mode.
    """
    settings = Settings()
    if not settings.hears_http or settings.slack_signing_secret is None:
        raise SlackError("HTTP mode needs SLACK_SIGNING_SECRET, and SLACK_BOT_TOKEN or SLACK_CLIENT_ID")
    set_up_process(settings)
    with ExitStack() as opening:
        engine, state = opening.enter_context(opened(settings))
        app, desk = make_app(settings, engine, state)
        opening.callback(close_app, app, desk)
        opening.callback(finish, desk)
        desk.tell_interrupted()
        opening.enter_context(Rounds(desk, desk.clients))
        held = opening.pop_all()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await run_in_threadpool(held.close)

    return make_http(app, state, settings.slack_signing_secret.get_secret_value(), lifespan)
