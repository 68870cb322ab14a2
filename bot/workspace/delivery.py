"""How events reach the bot: Socket Mode, with acknowledgements, redelivery and disconnects, or signed HTTP."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace.faults import Faults
from bot.workspace.store import APP_ID

ACK_SECONDS = 3.0
RETRIES = 3
"""Deliveries of an event after the first; Slack's own figure."""
Payload = dict[str, Any]


class Sockets:
    """Open connections of the bot. An event goes to one of them."""

    def __init__(self, faults: Faults, ack_seconds: float = ACK_SECONDS) -> None:
        self._faults, self._ack_seconds = faults, ack_seconds
        self._open: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Payload]] = {}
        self._arrived = asyncio.Event()
        self._turn = 0
        self.acks: deque[float] = deque(maxlen=10_000)
        """Seconds that the latest acknowledgements took."""

    @property
    def connected(self) -> int:
        """Connections right now."""
        return len(self._open)

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from hello to its end."""
        await socket.accept()
        info = {"app_id": APP_ID}
        await socket.send_json({"type": "hello", "num_connections": len(self._open) + 1, "connection_info": info})
        self._open.append(socket)
        self._arrived.set()
        try:
            while True:
                self._acked(json.loads(await socket.receive_text()))
        except (WebSocketDisconnect, RuntimeError, ValueError):
            pass
        finally:
            if socket in self._open:
                self._open.remove(socket)
            if not self._open:
                self._arrived.clear()

    def _acked(self, message: Payload) -> None:
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting and not waiting.done() and not self._faults.loses_ack():
            waiting.set_result(message.get("payload") or {})

    async def deliver(self, kind: str, payload: Payload, *, again: bool) -> Payload | None:
        """Send an envelope and wait for its acknowledgement; `again` sends events anew when none comes in time."""
        for attempt in range(1 + RETRIES * again):
            answer = await self._once(kind, payload, attempt)
            if answer is not None:
                return answer
        return None

    async def _once(self, kind: str, payload: Payload, attempt: int) -> Payload | None:
        try:
            await asyncio.wait_for(self._arrived.wait(), 30)
        except TimeoutError:
            return None
        envelope = secrets.token_hex(8)
        message: Payload = {"type": kind, "envelope_id": envelope, "payload": payload}
        message["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            message |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        waiting: asyncio.Future[Payload] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = waiting
        try:
            self._turn += 1
            started = time.monotonic()
            await self._open[self._turn % len(self._open)].send_json(message)
            answer = await asyncio.wait_for(waiting, self._ack_seconds)
            self.acks.append(time.monotonic() - started)
            return answer
        except (TimeoutError, RuntimeError, WebSocketDisconnect, ZeroDivisionError, IndexError):
            return None
        finally:
            self._waiting.pop(envelope, None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Send every connection away, as Slack does about every hour."""
        for socket in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": reason})
            await socket.close()


class SignedHttp:
    """Delivers to a bot in HTTP mode, signed as Slack signs."""

    def __init__(self, url: str, secret: str, post: Callable[..., Any] | None = None) -> None:
        import requests

        self._url, self._signer, self._post = url, SignatureVerifier(secret), post or requests.post
        self.acks: deque[float] = deque(maxlen=10_000)
        """Seconds that each answered request took."""

    async def deliver(self, kind: str, payload: Payload, *, again: bool) -> Payload | None:
        """Post until it is answered with 200 in time; events are tried again with Slack's retry headers."""
        for attempt in range(1 + RETRIES * again):
            answer = await run_in_threadpool(self._once, kind, payload, attempt)
            if answer is not None:
                return answer
        return None

    def _once(self, kind: str, payload: Payload, attempt: int) -> Payload | None:
        import requests

        body, content = self._body(kind, payload)
        stamp = str(int(time.time()))
        headers = {
            "content-type": content,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": str(self._signer.generate_signature(timestamp=stamp, body=body)),
        }
        if attempt:
            headers |= {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": "http_timeout"}
        try:
            started = time.monotonic()
            response = self._post(self._url, data=body.encode(), headers=headers, timeout=ACK_SECONDS)
            self.acks.append(time.monotonic() - started)
        except requests.RequestException:
            return None
        if response.status_code != 200:
            return None
        try:
            return dict(response.json())
        except ValueError:
            return {}

    @staticmethod
    def _body(kind: str, payload: Payload) -> tuple[str, str]:
        if kind == "events_api":
            return json.dumps(payload), "application/json"
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return urlencode(form), "application/x-www-form-urlencoded"


Deliver = Callable[..., Awaitable[Payload | None]]
