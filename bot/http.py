"""HTTP mode: signed requests from Slack on `POST /slack/events`, health on `/healthz`."""

from __future__ import annotations

import hashlib
import logging
import time

from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive

from bot.state import State

_log = logging.getLogger(__name__)
WINDOW = 300
"""Seconds a signature stays valid; Slack's own figure."""
LARGEST = 2_000_000
RETRIES = frozenset({"", "1", "2", "3"})
"""Slack counts its attempts in a header that it does not sign: any other number is a replay in disguise."""


def make_http(app: App, state: State, secret: str) -> Starlette:
    """The ASGI application that any ASGI server may run."""
    handler = SlackRequestHandler(app)
    verifier = SignatureVerifier(secret)

    async def events(request: Request) -> Response:
        body = await bounded(request)
        if body is None or not genuine(request, body, verifier, state):
            return PlainTextResponse("", 401)
        try:
            return await handler.handle(Request(request.scope, _once(body)))
        except Exception:
            _log.exception("a signed request could not be read")
            return PlainTextResponse("", 400)

    async def health(_: Request) -> Response:
        return JSONResponse({"ok": True})

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), Route("/healthz", health)])


async def bounded(request: Request) -> bytes | None:
    """The body; `None` as soon as it is larger than any of Slack's, so that nobody unsigned fills the memory."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _once(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


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
