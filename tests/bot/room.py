"""The bot in a running local workspace, with an engine that can be told to be slow or to fail."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import uvicorn
from slack_bolt import App
from slack_sdk import WebClient

from bot.answering.answer import Answer, Ask, Citation
from bot.answering.card import Card, Choice
from bot.answering.health import Failure, Health
from bot.answering.intake import Note
from bot.answering.watch import Noted
from bot.app import close_app, make_app
from bot.charts import Chart
from bot.http import make_http
from bot.listeners.desk import Desk
from bot.settings import Settings
from bot.socket_mode import close_socket, make_socket
from bot.state import State
from bot.workspace.delivery import SignedHttp
from bot.workspace.server import LocalWorkspace
from bot.workspace.store import BOT_USER, Message
from ingest.sync import Progress, Report
from knowledge.errors import IngestBusy
from knowledge.records.base import Language
from knowledge.records.use import Use
from tests.waiting import until

ADA, BEN, MEI = "U0ADA", "U0BEN", "U0MEI"
GENERAL = "C0GENERAL"


def made(question: str, language: Language = "en", **more: Any) -> Answer:
    """An answer as the engine would give it."""
    citation = Citation(n=1, kind="clause", title="Terms", source="terms-1", locator="§2", quote="You may <not> do it.")
    fields: dict[str, Any] = {
        "question": question,
        "language": language,
        "kind": "openness",
        "models": ("llama-3.1",),
        "verdict": {"value": "weights-available"},
        "answer": f"*Weights Available AI* for: {question}".replace("<", "&lt;").replace(">", "&gt;"),
        "citations": (citation,),
    }
    return Answer(**(fields | more))


@dataclass
class PlainEngine:
    """Implements everything that Slack uses of the engine."""

    asked: list[Ask] = field(default_factory=list)
    ingested: list[tuple[str, ...]] = field(default_factory=list)
    checked: list[tuple[str, Use]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    fails: bool = False
    drawn: Chart | None = None
    busy: bool = False
    policies: dict[str, object] = field(default_factory=lambda: {"default": None, "research": None})
    wait_for: threading.Event | None = None
    reply: Callable[[Ask], Answer] | None = None
    writes: bool = False
    """Whether a language model writes, after what code made has been shown."""

    def chart(self, ask: Ask) -> Chart | None:
        return self.drawn

    def ask(self, ask: Ask, draft: Callable[[Answer], None] | None = None) -> Answer:
        """Show a draft, wait or fail when told to; else answer."""
        self.asked.append(ask)
        language: Language = ask.language or ("zh" if any("一" <= c <= "鿿" for c in ask.question) else "en")
        if self.writes and draft:
            draft(made(ask.question, language))
        if self.wait_for:
            self.wait_for.wait(20)
        if self.fails:
            raise RuntimeError("secret inner detail")
        return self.reply(ask) if self.reply else made(ask.question, language)

    def card(self, name: str, language: Language = "en") -> Card:
        """One card, choices for `qwen`, nothing for `nomodel`."""
        if name == "nomodel":
            return Card(found="none", language=language, query=name, suggestions=("llama-3.1",), message="No record.")
        if name == "qwen":
            choices = (Choice(id="qwen-a", name="Qwen A", rung="open"), Choice(id="qwen-b", name="Qwen B", rung="open"))
            return Card(found="several", language=language, query=name, choices=choices, message="Several.")
        return Card(found="one", language=language, query=name, id=name, name=name, developer="Dev", rung="closed")

    def check(self, name: str, use: Use, language: Language, policy: str | None = None) -> Answer:
        """Remember the use."""
        self.checked.append((name, use))
        return made(name, language, kind="permission", verdict={"value": "allowed"}, answer="Allowed for *this* use.")

    def ingest(
        self, sources: Sequence[str], progress: Callable[[Progress], None] | None = None, *, prune: bool = False
    ) -> Report:
        """Remember what was taken in."""
        if self.busy:
            raise IngestBusy("another ingest is running")
        self.ingested.append(tuple(sources))
        return Report(added=tuple(sources))

    def reingest(self, progress: Callable[[Progress], None] | None = None) -> Report:
        """As an ingest of everything."""
        return self.ingest(["*"], progress)

    def again_one(self, document_id: str, progress: Callable[[Progress], None] | None = None) -> Report:
        """As an ingest of that one."""
        return self.ingest([f"again {document_id}"], progress)

    def rebuild(self, progress: Callable[[Progress], None] | None = None) -> Report:
        """As an ingest of everything."""
        return self.ingest(["rebuild"], progress)

    def take_note(self, note: Note, progress: Callable[[Progress], None] | None = None) -> Report:
        """Remember the note."""
        self.notes.append(note)
        return self.ingest([note.title], progress)

    def remove(self, document_id: str) -> str:
        """Remember what was removed."""
        if self.busy:
            raise IngestBusy("another ingest is running")
        self.removed.append(document_id)
        return "note.md"

    def look_for_changes(self) -> None:
        """Nothing moves by itself here."""

    def changes(self) -> list[Noted]:
        """What a test put there."""
        return self.noted

    def health(self) -> Health:
        """A small index with one failure."""
        failures = {"/gone <x>.pdf": Failure("is encrypted: remove the password first", "2026-11-24T10:00:00+00:00")}
        return Health(1, 12, "bundled", "2026-11-25T00:00:00", failures, running=False, llm=None)

    def sources(self) -> list[Any]:
        """One document."""
        return [
            SimpleNamespace(
                document_id="note~1",
                title="Note <b>",
                kind="article",
                ingested_at="2026-11-25T00:00:00",
                source="note.md",
                chunks=12,
            )
        ]


@dataclass
class Room:
    """A workspace with the bot in it."""

    workspace: LocalWorkspace
    engine: PlainEngine
    state: State
    desk: Desk
    app: App
    _said: list[Future[Any]] = field(default_factory=list)
    """Deliveries that were begun."""
    _heard: list[Future[Any]] = field(default_factory=list)
    """Listeners that were begun."""

    def __post_init__(self) -> None:
        self.client: WebClient = self.app.client
        executor, workspace = self.app.listener_runner.listener_executor, self.workspace
        submit, send = executor.submit, workspace.send

        def submitted(work: Callable[..., Any], *given: Any, **named: Any) -> Future[Any]:
            self._heard.append(one := submit(work, *given, **named))
            return one

        def sent(envelopes: list[tuple[str, dict[str, Any]]]) -> list[Future[dict[str, Any] | None]]:
            self._said += (begun := send(envelopes))
            return begun

        executor.submit = submitted  # type: ignore[method-assign, assignment]
        workspace.send = sent  # type: ignore[method-assign]

    def say(self, user: str, channel: str, text: str, thread: str | None = None) -> Message:
        """Somebody types something; the bot hears it by socket."""
        message, events = self.workspace.people.say(user, channel, text, thread)
        self.workspace.send(events)
        return message

    def command(self, user: str, text: str, channel: str = GENERAL) -> dict[str, Any] | None:
        """Somebody types a slash command."""
        return self.workspace.send_and_wait(self.workspace.people.command(user, channel, text))

    def click(self, user: str, message: Message, action_id: str) -> None:
        """Somebody presses a button of a message."""
        action = next(e for e in buttons(message) if e["action_id"] == action_id)
        envelope = self.workspace.people.click(user, message.channel, message.ts, action)
        assert envelope
        self.workspace.send_and_wait(envelope)

    def from_bot(self, channel: str, thread: str | None = None) -> list[Message]:
        """What the bot wrote there, oldest first."""
        found = [m for m in list(self.workspace.state.messages.values()) if m.user == BOT_USER]
        return [m for m in found if m.channel == channel and (thread is None or m.thread_ts == thread)]

    def wait(self, found: Callable[[], Any], seconds: float = 15) -> Any:
        """Wait until something is there; fails when it never is."""
        return until(found, seconds)

    def answer_in(self, channel: str, thread: str | None = None, count: int = 1) -> list[Message]:
        """Wait for so many messages of the bot."""
        return list(self.wait(lambda: (m := self.from_bot(channel, thread)) and len(m) >= count and m))

    def settle(self) -> None:
        """Let whatever is under way end: what was said has arrived, its listeners are done, and what they put in the
        desk's queue is answered. A listener may wait for Slack between the acknowledgement and the queue."""
        for stage in (self._said, self._heard):
            for one in list(stage):
                one.exception(15)
        assert self.desk.drain(10)

    def view(self) -> dict[str, Any]:
        """Wait for the one open view."""
        views = self.workspace.state.views
        return dict(self.wait(lambda: [held["view"] for held in views.values()])[-1])


def buttons(message: Message) -> list[dict[str, Any]]:
    """The buttons of a message."""
    return [e for b in message.blocks if b["type"] == "actions" for e in b["elements"]]


def text_of(message: Message) -> str:
    """Every text of a message's blocks."""
    return str(message.blocks)


@contextmanager
def opened_http(folder: Path, **settings: Any) -> Iterator[Room]:
    """The same in HTTP mode: the workspace signs and posts, the bot answers behind a real server."""
    engine, state, secret = PlainEngine(), State(f"sqlite:///{folder / 'state.db'}"), "a-secret"
    door = socket.create_server(("127.0.0.1", 0))
    way = SignedHttp(f"http://127.0.0.1:{door.getsockname()[1]}/slack/events", secret)
    with LocalWorkspace(0, deliver_to=way) as workspace:
        values = {
            "SLACK_SIGNING_SECRET": secret,
            "SLACK_BOT_TOKEN": "xoxb-t",
            "APERTURE_SLACK_API_URL": workspace.api_url,
        }
        given = Settings(_env_file=None, data_dir=folder, **(values | settings))  # type: ignore[call-arg]
        app, desk = make_app(given, engine, state)
        server = uvicorn.Server(uvicorn.Config(make_http(app, state, secret), log_level="warning"))
        thread = threading.Thread(target=server.run, args=([door],), daemon=True)
        thread.start()
        try:
            yield Room(workspace, engine, state, desk, app)
        finally:
            if engine.wait_for:
                engine.wait_for.set()
            server.should_exit = True
            thread.join(10)
            close_app(app, desk)
            door.close()
            assert not workspace.state.refused, workspace.state.refused
    state.close()


@contextmanager
def opened(folder: Path, ack_seconds: float = 3.0, **settings: Any) -> Iterator[Room]:
    """A workspace, the bot connected to it by Socket Mode."""
    engine, state = PlainEngine(), State(f"sqlite:///{folder / 'state.db'}")
    with LocalWorkspace(0, ack_seconds=ack_seconds) as workspace:
        given = Settings(_env_file=None, data_dir=folder, slack_api_url=workspace.api_url, **settings)  # type: ignore[call-arg]
        app, desk = make_app(given, engine, state)
        handler = make_socket(app, workspace.api_url, "xapp-test", 0.3)
        handler.connect()  # type: ignore[no-untyped-call]
        assert workspace.wait_connected()
        try:
            yield Room(workspace, engine, state, desk, app)
        finally:
            if engine.wait_for:
                engine.wait_for.set()
            close_socket(handler)
            close_app(app, desk)
            assert not workspace.state.refused, workspace.state.refused
    state.close()
