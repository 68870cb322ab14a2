"""A second, much plainer stand-in for Slack, written without a look at the local workspace.

It knows a dozen methods and answers `unknown_method` to all others: no streams, no status, no prompts, no files. Events
go out by Socket Mode; what the bot posts is kept as it came.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.waiting import until

BOT, TEAM = "UBOT", "TPLAIN"


@dataclass
class PlainSlack:
    """The server and what it saw. Use as a context manager."""

    posted: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    acks: dict[str, Any] = field(default_factory=dict)
    views: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    """What came to a `response_url`."""
    html_for: set[str] = field(default_factory=set)
    """Methods answered by a proxy's page instead of JSON."""
    port: int = 0

    def __enter__(self) -> PlainSlack:
        self._numbers, self._sockets = itertools.count(1), set[WebSocket]()
        routes = [
            Route("/api/{method}", self._api, methods=["POST", "GET"]),
            Route("/respond", self._respond, methods=["POST"]),
            WebSocketRoute("/socket", self._socket),
        ]
        config = uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="warning")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        until(lambda: self._server.started)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def url(self) -> str:
        """Base address of the Web API."""
        return f"http://127.0.0.1:{self.port}/api/"

    def send(self, kind: str, payload: dict[str, Any]) -> str:
        """An envelope to the bot; returns its id."""
        envelope = f"E{next(self._numbers)}"
        text = json.dumps(
            {
                "envelope_id": envelope,
                "type": kind,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
        )
        socket = next(iter(self._sockets))
        asyncio.run_coroutine_threadsafe(socket.send_text(text), self._loop).result(10)
        return envelope

    def event(self, event: dict[str, Any]) -> str:
        """An Events API envelope around `event`."""
        number = next(self._numbers)
        body = {"type": "event_callback", "event_id": f"Ev{number}", "team_id": TEAM, "event": event}
        return self.send("events_api", body)

    async def _socket(self, socket: WebSocket) -> None:
        await socket.accept()
        self._loop = asyncio.get_running_loop()
        await socket.send_text(json.dumps({"type": "hello", "num_connections": 1}))
        self._sockets.add(socket)
        try:
            while True:
                said = json.loads(await socket.receive_text())
                self.acks[said["envelope_id"]] = said.get("payload")
        except WebSocketDisconnect:
            self._sockets.discard(socket)

    async def _respond(self, request: Request) -> Response:
        self.responses.append(await request.json())
        return PlainTextResponse("ok")

    async def _api(self, request: Request) -> Response:
        method = request.path_params["method"]
        if method in self.html_for:
            return PlainTextResponse("<html>gateway</html>", status_code=502)
        body = (await request.body()).decode()
        is_json = request.headers.get("content-type", "").startswith("application/json")
        given: dict[str, Any] = json.loads(body or "{}") if is_json else dict(parse_qsl(body))
        answer = getattr(self, "_" + method.replace(".", "_"), None)
        if answer is None:
            self.refused.append(method)
            return JSONResponse({"ok": False, "error": "unknown_method", "req_method": method})
        return JSONResponse({"ok": True, **answer(given)})

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"user_id": BOT, "bot_id": "BBOT", "team_id": TEAM, "url": self.url, "user": "aperture", "team": "plain"}

    def _apps_connections_open(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"url": f"ws://127.0.0.1:{self.port}/socket"}

    def _users_info(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"user": {"id": given["user"], "is_admin": given["user"] == "UADMIN", "locale": "en-US"}}

    def _chat_postMessage(self, given: dict[str, Any]) -> dict[str, Any]:
        ts = f"{int(time.time())}.{next(self._numbers):06d}"
        self.posted.append({**given, "ts": ts, "blocks": _listed(given.get("blocks"))})
        return {"channel": given["channel"], "ts": ts, "message": {"ts": ts, "user": BOT}}

    def _chat_postEphemeral(self, given: dict[str, Any]) -> dict[str, Any]:
        self.posted.append({**given, "ephemeral": True, "blocks": _listed(given.get("blocks"))})
        return {"message_ts": "1.1"}

    def _conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        said = [
            {"user": BOT, "text": p["text"], "ts": p["ts"]} for p in self.posted if p.get("thread_ts") == given["ts"]
        ]
        return {"messages": said, "has_more": False}

    def _views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        view = given["view"] if isinstance(given["view"], dict) else json.loads(given["view"])
        self.views.append(view)
        return {"view": {**view, "id": f"V{len(self.views)}", "state": {"values": {}}}}


def _listed(blocks: Any) -> list[dict[str, Any]]:
    return json.loads(blocks) if isinstance(blocks, str) else list(blocks or [])
