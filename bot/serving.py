"""Runs the bot in the mode its settings name, until it is told to stop, finishing what it was answering."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.answering.engine import Engine
from bot.app import make_app
from bot.listeners.desk import Desk
from bot.rounds import Rounds
from bot.settings import Settings
from bot.socket_mode import Socket, close_socket, make_socket
from bot.state import State
from ingest.texts import fetch_texts_in_background
from knowledge.errors import IngestBusy, SlackError, StoreError

if TYPE_CHECKING:
    import uvicorn

_log = logging.getLogger(__name__)
DRAIN_SECONDS = 20.0
"""How long answers under way may take after a stop."""
SWITCH_SECONDS = 0.001
"""How long a thread that computes may hold the interpreter; Python's own 5 ms add up in front of an acknowledgement."""
PING_SECONDS = 2
"""With less the built-in client takes a minute to notice a silent drop."""


def run(settings: Settings, port: int | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises `StoreLocked` when another process owns the data folder."""
    set_up_process(settings)
    started = time.monotonic()
    stop = _stop_on_signal()
    with opened(settings) as (engine, state):
        app, desk = make_app(settings, engine, state)
        if settings.slack_app_token or settings.slack_bot_token or settings.slack_client_id:
            desk.tell_interrupted()
        if settings.slack_app_token:
            _in_slack(settings, app, desk, stop, started)
        elif settings.hears_http:
            _by_http(settings, app, desk, state, stop, started)
        else:
            _locally(settings, engine, state, port, stop, started)


def set_up_process(settings: Settings) -> None:
    """Logging, and how threads share the interpreter."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _quiet_libraries()
    sys.setswitchinterval(SWITCH_SECONDS)


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Engine, State]]:
    """The index and the state database, being warmed. Raises `StoreLocked` when another process owns the folder."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with Engine.open(settings) as engine, _warmed(engine), _state(settings) as state:
        state.forget_old()
        fetch_texts_in_background(engine.catalog, engine.texts)
        yield engine, state


@contextmanager
def _warmed(engine: Engine) -> Iterator[None]:
    """What is read when first used is read while the bot is already there, and then what ships is brought up to date:
    neither the start nor a person waits."""

    def work() -> None:
        engine.warm()
        _renew_shipped(engine)
        gc.collect()
        gc.freeze()  # else every full collection walks the whole index, and nothing else runs meanwhile

    warming = threading.Thread(target=work, name="warm", daemon=True)
    warming.start()
    try:
        yield
    finally:
        warming.join(10)


def _renew_shipped(engine: Engine) -> None:
    """After an upgrade the index holds the cards and briefings of the version before."""
    try:
        report = engine.renew_shipped()
    except IngestBusy:
        return
    except Exception:
        _log.exception("what ships could not be brought up to date; `aperture ingest` tries again")
        return
    if moved := len(report.added) + len(report.changed) + len(report.removed):
        _log.info("brought up to date what ships: %d documents", moved)


@contextmanager
def _state(settings: Settings) -> Iterator[State]:
    try:
        state = State(settings.state_url)
    except SQLAlchemyError as error:
        told = str(error).splitlines()[0]
        raise StoreError(f"APERTURE_DATABASE_URL does not open ({told}): correct it, or unset it for SQLite") from None
    try:
        yield state
    finally:
        state.close()


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()

    def told(_: int, __: object) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    return stop


def _quiet_libraries() -> None:
    for name in ("slack_bolt", "slack_sdk", "httpx", "chromadb", "urllib3", "asyncio", "bm25s", "jieba"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("slack_bolt.App").setLevel(logging.WARNING)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _socket(app: App, api_url: str | None, app_token: str) -> Socket:
    return make_socket(app, api_url, app_token, PING_SECONDS)


def _in_slack(settings: Settings, app: App, desk: Desk, stop: threading.Event, started: float) -> None:
    token = settings.slack_app_token
    handler = _socket(app, settings.slack_api_url, token.get_secret_value() if token else "")
    _connected(handler)
    _say(f"Aperture is in Slack by Socket Mode ({time.monotonic() - started:.1f} s). Ctrl-C stops it.")
    _until(stop, desk, lambda: close_socket(handler))


def _connected(handler: Socket) -> None:
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        code = error.response.get("error")
        raise SlackError(f"Slack refuses SLACK_APP_TOKEN ({code}): it wants an app-level token, xapp-…") from None
    except OSError as error:
        raise SlackError(f"Slack cannot be reached ({error}): check the network and APERTURE_SLACK_API_URL") from None


def _by_http(settings: Settings, app: App, desk: Desk, state: State, stop: threading.Event, started: float) -> None:
    from bot.http import make_http

    secret = settings.slack_signing_secret
    server = _uvicorn(make_http(app, state, secret.get_secret_value() if secret else ""), settings)
    door = _listening(settings.http_host, settings.http_port)
    thread = threading.Thread(target=server.run, args=([door],), daemon=True)
    thread.start()
    address = f"http://{settings.http_host}:{door.getsockname()[1]}/slack/events"
    _say(f"Aperture takes Slack's requests on {address} ({time.monotonic() - started:.1f} s). Ctrl-C stops it.")

    def close() -> None:
        server.should_exit = True
        thread.join(10)

    _until(stop, desk, close, lambda: thread.is_alive())


def _listening(host: str, port: int) -> socket.socket:
    """Opened here because uvicorn's thread would end without a word when it cannot."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        way_out = "set APERTURE_HTTP_HOST and APERTURE_HTTP_PORT to a free one"
        raise SlackError(f"{host}:{port} cannot be listened on ({error.strerror}): {way_out}") from None


def _uvicorn(application: Any, settings: Settings) -> uvicorn.Server:
    import uvicorn

    host, port = settings.http_host, settings.http_port
    return uvicorn.Server(uvicorn.Config(application, host=host, port=port, log_level="warning"))


def _locally(
    settings: Settings, engine: Engine, state: State, port: int | None, stop: threading.Event, started: float
) -> None:
    from bot.workspace.server import LocalWorkspace

    wished = settings.workspace_port if port is None else port
    with LocalWorkspace(wished) as workspace:
        local = settings.model_copy(
            update={"slack_api_url": workspace.api_url, "slack_signing_secret": None, "slack_client_id": None}
        )
        local.__dict__["admins"] = settings.admins
        app, desk = make_app(local, engine, state)
        handler = _socket(app, workspace.api_url, "xapp-local")
        handler.connect()  # type: ignore[no-untyped-call]
        workspace.wait_connected()
        if workspace.port != wished and wished:
            _say(f"Port {wished} is taken.")
        _say(_welcome(workspace.url, time.monotonic() - started))
        _until(stop, desk, lambda: close_socket(handler))


def _welcome(url: str, seconds: float) -> str:
    return (
        f"\n  Aperture is running in a local workspace ({seconds:.1f} s):\n\n      {url}\n\n"
        "  To have it in your Slack, stop it and set these three lines in .env (README, “In your Slack”):\n\n"
        "      SLACK_BOT_TOKEN=xoxb-…      (from the app you make with `aperture manifest`)\n"
        "      SLACK_APP_TOKEN=xapp-…      (an app-level token with connections:write)\n"
        "      APERTURE_ADMINS=U…          (who may add documents)\n\n"
        "  Ctrl-C stops it.\n"
    )


def _until(
    stop: threading.Event,
    desk: Desk,
    close: Callable[[], None],
    alive: Callable[[], bool] = lambda: True,
) -> None:
    """Wait for the stop; then take nothing new, and give answers under way their time."""
    with Rounds(desk, desk.clients):
        while alive() and not stop.wait(0.5):
            pass
    close()
    finish(desk)


def finish(desk: Desk) -> None:
    """Answers under way get their time; what is not done then is marked in its thread."""
    desk.stopping.set()
    if not desk.drain(DRAIN_SECONDS):
        _log.warning("stopping with answers under way; each is marked as interrupted")
        desk.tell_interrupted()
