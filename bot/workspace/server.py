"""The local workspace as a web server on 127.0.0.1: Slack's Web API, Socket Mode, and a page for people."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import json
import socket
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.manifest import SCOPES
from bot.workspace.api import Api
from bot.workspace.delivery import ACK_SECONDS, SignedHttp, Sockets
from bot.workspace.faults import Faults
from bot.workspace.oauth import OAuth
from bot.workspace.people import People
from bot.workspace.store import BOT_USER, CHANNELS, Workspace, shown

STATIC = Path(__file__).parent / "static"
PORTS_TRIED = 20


class LocalWorkspace:
    """A running workspace; a context manager. Everything it offers a test is an attribute."""

    def __init__(self, port: int = 0, ack_seconds: float = ACK_SECONDS, deliver_to: SignedHttp | None = None) -> None:
        self.socket = _listen(port)
        self.port = int(self.socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.state = Workspace()
        self.faults = Faults()
        self.api = Api(self.state, lambda: self.url, lambda: self.faults.stream_seconds)
        self.people = People(self.state, self.api, self.url)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        """Every Web API call, for tests."""
        self.oauth = OAuth()
        self.teams: deque[tuple[str, str]] = deque(maxlen=10_000)
        """Which workspace's token each call came with."""
        self.scopes = ",".join(SCOPES)
        """What tokens are good for, as Slack tells with each answer."""
        self._ack_seconds, self._http = ack_seconds, deliver_to
        self.sockets: Sockets
        self._loop: asyncio.AbstractEventLoop
        self._ready = threading.Event()
        config = uvicorn.Config(self._app(), log_level="warning", ws="websockets-sansio", timeout_graceful_shutdown=2)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="workspace", daemon=True)

    @property
    def api_url(self) -> str:
        """Base address of the Web API, for `APERTURE_SLACK_API_URL`."""
        return f"{self.url}/api/"

    def __enter__(self) -> LocalWorkspace:
        self._thread.start()
        if not self._ready.wait(15):
            raise RuntimeError("the local workspace did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self.socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self.socket]))

    def send(self, envelopes: list[tuple[str, dict[str, Any]]]) -> list[Future[dict[str, Any] | None]]:
        """Deliver events from any thread, without waiting for the bot; each future is done when its event was
        acknowledged, or given up."""
        return [
            asyncio.run_coroutine_threadsafe(self.deliver(kind, payload), self._loop) for kind, payload in envelopes
        ]

    def send_and_wait(self, envelope: tuple[str, dict[str, Any]], seconds: float = 15) -> dict[str, Any] | None:
        """Deliver one and wait for the acknowledgement's payload."""
        return asyncio.run_coroutine_threadsafe(self.deliver(*envelope), self._loop).result(seconds)

    def disconnect(self) -> None:
        """Close the bot's sockets, as Slack does now and then."""
        asyncio.run_coroutine_threadsafe(self.sockets.disconnect(), self._loop).result(5)

    def wait_connected(self, seconds: float = 20) -> bool:
        """Wait for the bot to come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.sockets.connected:
            time.sleep(0.02)
        return bool(self.sockets.connected)

    async def deliver(self, kind: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Deliver by HTTP where the bot is in HTTP mode, else by socket."""
        way = self._http or self.sockets
        return await way.deliver(kind, payload, again=kind == "events_api")

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self.sockets = Sockets(self.faults, self._ack_seconds)
        self._ready.set()
        yield

    def _app(self) -> Starlette:
        page = [
            Route("/page/state", self._state),
            Route("/page/message", self._message, methods=["POST"]),
            Route("/page/more", self._more, methods=["POST"]),
            Route("/page/action", self._action, methods=["POST"]),
            Route("/page/submit", self._submit, methods=["POST"]),
            Route("/page/home", self._home, methods=["POST"]),
            Route("/page/upload", self._share, methods=["POST"]),
            WebSocketRoute("/page/live", self._live),
        ]
        return Starlette(
            routes=[
                Route("/", lambda _: FileResponse(STATIC / "index.html")),
                Route("/oauth/v2/authorize", self._authorize),
                Route("/api/{method}", self._call, methods=["POST", "GET"]),
                WebSocketRoute("/link/", self._link),
                Route("/response/{token}", self._response, methods=["POST"]),
                Route("/upload/{file}", self._upload, methods=["POST", "PUT"]),
                Route("/file/{file}", self._file),
                Route("/control", self._control, methods=["POST"]),
                *page,
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
            lifespan=self._lifespan,
        )

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if self.faults.limited(method):
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers={"retry-after": "1"})
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        token = str(arguments.get("token") or request.headers.get("authorization", "").removeprefix("Bearer "))
        if method == "oauth.v2.access":
            return JSONResponse(self.oauth.access(arguments, _basic(request)))
        self.teams.append((method, self.oauth.team_of(token)))
        error = self.faults.error(method) or self.oauth.fault(token)
        if error:
            return JSONResponse({"ok": False, "error": error})
        if method == "auth.revoke":
            return JSONResponse(self.oauth.revoke(token))
        body = self.api.call(method, arguments)
        if method == "auth.test":
            body["team_id"] = self.oauth.team_of(token)
        return JSONResponse(body, headers={"x-oauth-scopes": self.scopes})

    async def _authorize(self, request: Request) -> Response:
        try:
            return HTMLResponse(self.oauth.page(dict(request.query_params)))
        except KeyError as missing:
            return PlainTextResponse(f"{missing.args[0]} is missing", 400)

    async def _link(self, websocket: WebSocket) -> None:
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self.api.tickets:
            await websocket.close(4401)
            return
        self.api.tickets.discard(ticket)
        await self.sockets.serve(websocket)

    async def _response(self, request: Request) -> Response:
        status, word = self.people.respond(request.path_params["token"], await request.json())
        return PlainTextResponse(word, status)

    async def _upload(self, request: Request) -> Response:
        if request.headers.get("content-type", "").startswith("multipart/"):
            form = await request.form()
            part = next(iter(form.values()))
            body = part.encode() if isinstance(part, str) else await part.read()
        else:
            body = await request.body()
        known = self.api.uploaded(request.path_params["file"], body)
        return PlainTextResponse("OK" if known else "unknown file", 200 if known else 404)

    async def _file(self, request: Request) -> Response:
        body = self.api.file(request.path_params["file"])
        kind = "image/png" if body and body.startswith(b"\x89PNG") else "application/octet-stream"
        return Response(body, media_type=kind) if body else PlainTextResponse("", 404)

    async def _control(self, request: Request) -> Response:
        wish = await request.json()
        if wish.get("disconnect"):
            await self.sockets.disconnect()
        if wish.get("clear"):
            self.faults.clear()
        self.faults.set(wish)
        return JSONResponse({"ok": True})

    async def _state(self, request: Request) -> Response:
        user = request.query_params.get("user", "U0ADA")
        people = [
            {"id": p.id, "name": p.name, "admin": p.admin, "locale": p.locale} for p in self.state.people.values()
        ]
        channels = [{"id": c, "name": n} for c, n in CHANNELS.items()] + [
            {"id": self.state.dm(user), "name": "Aperture"}
        ]
        seen = {c["id"] for c in channels}
        messages = [
            shown(m) for m in list(self.state.messages.values()) if m.channel in seen and m.ephemeral_to in (None, user)
        ]
        return JSONResponse(
            {
                "bot": BOT_USER,
                "people": [p for p in people if p["id"] != BOT_USER],
                "channels": channels,
                "messages": messages,
                "home": self.state.homes.get(user),
                "prompts": self.state.prompts.get(self.state.dm(user), []),
                "connected": self.sockets.connected > 0 or self._http is not None,
            }
        )

    async def _live(self, websocket: WebSocket) -> None:
        user = websocket.query_params.get("user", "")
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def told(change: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, change)

        with contextlib.ExitStack() as ending, contextlib.suppress(WebSocketDisconnect, RuntimeError):
            ending.callback(self.state.listen(told))  # before the page can know that it is heard
            await websocket.accept()
            ending.callback(asyncio.create_task(self._forward(websocket, queue, user)).cancel)
            while True:
                await websocket.receive_text()

    async def _forward(self, websocket: WebSocket, queue: asyncio.Queue[dict[str, Any]], user: str) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                change = await queue.get()
                if self._may_see(change, user):
                    await websocket.send_json(change)

    def _may_see(self, change: dict[str, Any], user: str) -> bool:
        if change["change"] in ("view", "home"):
            return bool(change["user"] == user)
        channel = change.get("channel") or change.get("message", {}).get("channel", "")
        private = channel.startswith("D") and channel != self.state.dm(user)
        return not private and change.get("message", {}).get("ephemeral_to") in (None, user)

    async def _message(self, request: Request) -> Response:
        body = await request.json()
        user, channel, text = body["user"], body["channel"], str(body["text"])
        if user not in self.state.people or not self.state.known(channel):
            return JSONResponse({"ok": False, "error": "channel_not_found"}, 404)
        if text.startswith("/") and not body.get("thread_ts"):
            envelope = self.people.command(user, channel, text)
            if envelope[1]["command"] not in ("/model", "/aperture"):
                return JSONResponse({"ok": False, "error": f"{envelope[1]['command']} is not a valid command"})
            self._later([envelope])
            return JSONResponse({"ok": True})
        if not text.strip() and not body.get("files"):
            return JSONResponse({"ok": False, "error": "no_text"})
        message, envelopes = self.people.say(user, channel, text, body.get("thread_ts"), body.get("files") or ())
        self._later(envelopes)
        return JSONResponse({"ok": True, "ts": message.ts})

    async def _more(self, request: Request) -> Response:
        """What else one does with a message: edit, delete, react, use a shortcut."""
        body = await request.json()
        at = (body["user"], body["channel"], body["ts"])
        ways = {
            "edit": lambda: self.people.edit(*at, str(body.get("text", ""))),
            "delete": lambda: self.people.delete(*at),
            "react": lambda: self.people.react(*at, str(body.get("name", "+1"))),
            "shortcut": lambda: self.people.shortcut(*at, str(body.get("callback", ""))),
        }
        envelopes = ways[body["do"]]() if body.get("do") in ways else []
        self._later(envelopes)
        return JSONResponse({"ok": bool(envelopes)})

    async def _action(self, request: Request) -> Response:
        body = await request.json()
        if body.get("view"):
            envelope: Any = self.people.click_view(body["user"], body["view"], body["action"])
        else:
            envelope = self.people.click(body["user"], body["channel"], body["ts"], body["action"])
        if envelope is None:
            return JSONResponse({"ok": False, "error": "message_not_found"}, 404)
        self._later([envelope])
        return JSONResponse({"ok": True})

    async def _submit(self, request: Request) -> Response:
        body = await request.json()
        held = self.state.views.get(body["view_id"])
        if held is None:
            return JSONResponse({"ok": False, "error": "not_found"}, 404)
        before = held["view"]
        kind, payload = self.people.submit(body["user"], before, body["values"])
        answer = await self.deliver(kind, payload)
        if answer is None:
            return JSONResponse({"ok": False, "error": "the app did not respond in time"})
        return JSONResponse(self._after_submit(body["view_id"], answer, before))

    def _after_submit(self, view_id: str, answer: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        """What the acknowledgement asks for; a quick bot may have updated the view before it was read."""
        action = answer.get("response_action")
        if action == "errors":
            return {"ok": False, "errors": answer["errors"]}
        if action == "update":
            if self.state.views[view_id]["view"] is before:
                self.api.replace_view(view_id, answer["view"])
            return {"ok": True}
        self.state.views.pop(view_id, None)
        return {"ok": True, "close": True}

    async def _home(self, request: Request) -> Response:
        body = await request.json()
        self._later([self.people.home(body["user"], body.get("tab", "home"))])
        return JSONResponse({"ok": True})

    async def _share(self, request: Request) -> Response:
        """A person's file, for a message or a field; at most what the form parser takes."""
        async with request.form() as form:
            part = form["file"]
            if isinstance(part, str):
                return JSONResponse({"ok": False, "error": "no_file_data"}, 400)
            taken = self.api.take_file(part.filename or "file", await part.read(), str(form.get("user", "")))
        return JSONResponse(taken)

    def _later(self, envelopes: list[tuple[str, dict[str, Any]]]) -> None:
        for kind, payload in envelopes:
            task = asyncio.get_running_loop().create_task(self.deliver(kind, payload))
            _running.add(task)
            task.add_done_callback(_running.discard)


_running: set[asyncio.Task[Any]] = set()
"""Tasks that nobody awaits are kept here, or they would be collected half-way."""


async def _arguments(request: Request) -> dict[str, Any]:
    """Arguments of a call, from a query, a form or JSON; JSON inside form fields is opened."""
    out: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        with contextlib.suppress(ValueError):
            out |= await request.json()
        return out
    form = await request.form()
    for key, value in form.items():
        out[key] = _opened(value) if isinstance(value, str) else value
    return out


def _opened(value: str) -> Any:
    if value[:1] in "[{":
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


def _listen(port: int) -> socket.socket:
    """A listening socket on loopback: the wished port, or the next free one."""
    for candidate in [0] if port == 0 else [*range(port, port + PORTS_TRIED), 0]:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", candidate))
        except OSError:
            found.close()
            continue
        found.listen(128)
        return found
    raise OSError("no free port on 127.0.0.1")


def _basic(request: Request) -> tuple[str, str] | None:
    """Client id and secret, which a client may give in a header too."""
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    if kind != "Basic":
        return None
    try:
        name, _, secret = base64.b64decode(told).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name, secret
