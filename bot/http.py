"""HTTP mode: signed requests from Slack on `POST /slack/events`, health on `/healthz`, installing by OAuth."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.oauth import OAuthFlow
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Lifespan

from bot.state import State

_log = logging.getLogger(__name__)
WINDOW = 300
"""Seconds a signature stays valid; Slack's own figure."""
LARGEST = 2_000_000
DISPATCHERS = 4
"""Events that find their listener at once."""
RETRIES = frozenset({"", "1", "2", "3"})
"""Slack counts its attempts in a header that it does not sign: any other number is a replay in disguise."""


def make_http(app: App, state: State, secret: str, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """The ASGI application; `bot.asgi` makes it for a server of one's own.

    An event that Slack signed is acknowledged at once and worked on afterwards, as in Socket Mode: what an answer takes
    from the processor is nothing that Slack waits for. What wants a reply is worked on first.
    """
    verifier = SignatureVerifier(secret)
    backlog = ThreadPoolExecutor(DISPATCHERS, thread_name_prefix="dispatch")

    def work(bolt: BoltRequest, mark: str) -> BoltResponse | None:
        return app.dispatch(bolt) if state.first_time(mark) else None

    def work_later(bolt: BoltRequest, mark: str) -> None:
        try:
            new = state.first_time(mark)
        except Exception:  # the listener meets the same fault, and tells the person
            new = True
        try:
            if new:
                app.dispatch(bolt)
        except Exception:
            _log.exception("a signed event could not be worked on")

    async def events(request: Request) -> Response:
        body = await bounded(request)
        mark = None if body is None else signature_of(request, body, verifier)
        if body is None or mark is None:
            return PlainTextResponse("", 401)
        try:
            bolt = to_bolt_request(request, body)
            if bolt.body.get("type") == "event_callback":
                backlog.submit(work_later, bolt, mark)
                return PlainTextResponse("")
            answered = await run_in_threadpool(work, bolt, mark)
        except Exception:
            _log.exception("a signed request could not be read")
            return PlainTextResponse("", 400)
        return to_starlette_response(answered) if answered else PlainTextResponse("", 401)

    async def health(_: Request) -> Response:
        return JSONResponse({"ok": True})

    routes = [Route("/slack/events", events, methods=["POST"]), Route("/healthz", health)]
    routes += _installing(app.oauth_flow) if app.oauth_flow else []

    @asynccontextmanager
    async def whole(made: Starlette) -> AsyncIterator[None]:
        async with lifespan(made) if lifespan else nullcontext():
            yield
            await run_in_threadpool(backlog.shutdown)

    return Starlette(routes=routes, lifespan=whole)


def _installing(flow: OAuthFlow) -> list[Route]:
    """The two pages that a browser visits; what they do takes a while, so it does not hold up requests."""

    def page(do: Callable[[BoltRequest], BoltResponse]) -> Callable[[Request], Awaitable[Response]]:
        async def visited(request: Request) -> Response:
            return to_starlette_response(await run_in_threadpool(do, to_bolt_request(request, b"")))

        return visited

    return [
        Route(flow.install_path, page(flow.handle_installation)),
        Route(flow.redirect_uri_path, page(flow.handle_callback)),
    ]


async def bounded(request: Request) -> bytes | None:
    """The body; `None` as soon as it is larger than any of Slack's, so that nobody unsigned fills the memory."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return None
    return bytes(body)


def signature_of(request: Request, body: bytes, verifier: SignatureVerifier) -> str | None:
    """By which a request that Slack signed just now is known, for whether it was seen before; `None` for any other.

    Slack's verifier raises on a timestamp that is no number and on a signature that is not ASCII, and takes a replay
    inside its window; so those are decided here.
    """
    stamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and signature.isascii()):
        return None
    if abs(time.time() - int(stamp)) > WINDOW:
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    retry = request.headers.get("x-slack-retry-num", "")
    if retry not in RETRIES or not verifier.is_valid(text, stamp, signature):
        return None
    return f"signature:{hashlib.sha256(f'{stamp}:{signature}:{retry}'.encode()).hexdigest()}"
