"""HTTP mode: signed requests from Slack on `POST /slack/events`, health on `/healthz`, installing by OAuth."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Awaitable, Callable

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
RETRIES = frozenset({"", "1", "2", "3"})
"""Slack counts its attempts in a header that it does not sign: any other number is a replay in disguise."""


def make_http(app: App, state: State, secret: str, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """The ASGI application; `bot.asgi` makes it for a server of one's own."""
    verifier = SignatureVerifier(secret)

    async def events(request: Request) -> Response:
        body = await bounded(request)
        if body is None or not await run_in_threadpool(genuine, request, body, verifier, state):
            return PlainTextResponse("", 401)
        try:
            return to_starlette_response(await run_in_threadpool(app.dispatch, to_bolt_request(request, body)))
        except Exception:
            _log.exception("a signed request could not be read")
            return PlainTextResponse("", 400)

    async def health(_: Request) -> Response:
        return JSONResponse({"ok": True})

    routes = [Route("/slack/events", events, methods=["POST"]), Route("/healthz", health)]
    routes += _installing(app.oauth_flow) if app.oauth_flow else []
    return Starlette(routes=routes, lifespan=lifespan)


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


def genuine(request: Request, body: bytes, verifier: SignatureVerifier, state: State) -> bool:
    """Signed by Slack, fresh, and not seen before.

    Slack's verifier raises on a timestamp that is no number and on a signature that is not ASCII, and takes a replay
    inside its window; so those three are decided here.
    """
    stamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and signature.isascii()):
        return False
    if abs(time.time() - int(stamp)) > WINDOW:
        return False
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    retry = request.headers.get("x-slack-retry-num", "")
    if retry not in RETRIES or not verifier.is_valid(text, stamp, signature):
        return False
    mark = hashlib.sha256(f"{stamp}:{signature}:{retry}".encode()).hexdigest()
    return state.first_time(f"signature:{mark}")
