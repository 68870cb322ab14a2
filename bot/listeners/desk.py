"""What every listener needs: the engine, the state, who is an admin, and one way to answer or to fail."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.answering.answer import Answer, Ask, Turn
from bot.answering.card import Card
from bot.answering.health import Health
from bot.answering.intake import Note
from bot.answering.watch import Noted
from bot.blocks.answer import answer_blocks, fallback
from bot.blocks.limits import Block, clean, messages, mrkdwn
from bot.blocks.words import say
from bot.charts import Chart
from bot.fair_queue import FairQueue
from bot.learnt import Learnt
from bot.listeners.evidence import kept
from bot.preferences import Preferences
from bot.state import State
from ingest.sync import Progress, Report
from knowledge.records.base import Language
from knowledge.records.use import Use
from knowledge.tokens import in_chinese

_log = logging.getLogger(__name__)

PER_MINUTE = 20
"""Questions one person may ask in a minute."""
CHANNEL_PER_MINUTE = 60
"""Questions in one channel in a minute, by whomever: Slack takes about one message a second there."""
ANSWERS_AT_ONCE = 4
REFUSED_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"})
STREAMING = "streaming"
"""Stands for the answer of a message that is still being written."""
NO_UNFURL: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}


class Engine(Protocol):
    """The part of the engine that Slack uses."""

    def ask(self, ask: Ask, draft: Callable[[Answer], None] | None = None) -> Answer:
        """Answer one question; never raises. `draft` gets the answer as code made it, before a model writes."""

    def card(self, name: str, language: Language = "en") -> Card:
        """What `/model NAME` shows."""

    @property
    def policies(self) -> Mapping[str, object]:
        """The team's policies that a channel may choose from, by name."""

    def check(self, name: str, use: Use, language: Language, policy: str | None = None) -> Answer:
        """The permission verdict for a use that is already taken apart."""

    def chart(self, ask: Ask) -> Chart | None:
        """Both bills of a cost question against volume, where two were compared."""

    def ingest(
        self, sources: Sequence[str], progress: Callable[[Progress], None] | None = None, *, prune: bool = False
    ) -> Report:
        """Take in sources; raises `IngestBusy` while another run is going."""

    def reingest(self, progress: Callable[[Progress], None] | None = None) -> Report:
        """Everything that is indexed, again."""

    def again_one(self, document_id: str, progress: Callable[[Progress], None] | None = None) -> Report:
        """One indexed document again; raises `IngestBusy` and `SourceError`."""

    def rebuild(self, progress: Callable[[Progress], None] | None = None) -> Report:
        """Every document embedded anew; raises `IngestBusy`."""

    def take_note(self, note: Note, progress: Callable[[Progress], None] | None = None) -> Report:
        """A message or shared file as a document; raises `IngestBusy`."""

    def remove(self, document_id: str) -> str:
        """Forget a document; returns its source. Raises `IngestBusy` and `SourceError`."""

    def sources(self) -> list[Any]:
        """What is indexed."""

    def look_for_changes(self) -> None:
        """Note what moved in the facts since the last look."""

    def changes(self) -> list[Noted]:
        """Changes of licences and facts, newest first."""

    def health(self) -> Health:
        """The index's size and age, what failed, and the language model's state."""


@dataclass
class Desk:
    """Shared by all listeners of one app."""

    engine: Engine
    state: State
    admins: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    """The only channels it answers in; empty: all."""
    keep_questions: int = 0
    """Days for which texts of questions without an answer are kept."""
    at_once: int = ANSWERS_AT_ONCE
    """Questions answered at the same time; the others wait their turn."""
    clients: Callable[[str], WebClient] = field(default=lambda _: WebClient())
    """The client of a team."""
    trusts_admins: bool = True
    """Whether a workspace's own admins are admins here: not where any workspace may install the app."""
    queue: FairQueue = field(init=False)
    preferences: Preferences = field(init=False)
    learnt: Learnt = field(init=False)
    _asked: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set when the bot is told to stop: work that takes long ends at its next border."""
    _open: set[str] = field(default_factory=set)
    """What is under way right now."""

    def __post_init__(self) -> None:
        self.queue = FairQueue(self.at_once)
        self.preferences = Preferences(self.state.engine)
        self.learnt = Learnt(self.state.engine, self.keep_questions)

    def is_admin(self, client: WebClient, user: str) -> bool:
        """Asked on every admin action: a configured id, or an admin or owner of the workspace as of now."""
        if user in self.admins:
            return True
        if not self.trusts_admins:
            return False
        try:
            person = client.users_info(user=user)["user"]
        except (SlackApiError, OSError):
            return False
        return bool(person.get("is_admin") or person.get("is_owner"))

    def language(self, client: WebClient, user: str, text: str = "", team: str = "") -> Language:
        """The person's own choice; else of the text; where there is none, of the person's Slack."""
        chosen = self.preferences.member_language(team, user)
        return self.written_in(client, user, text) if chosen == "auto" else chosen

    def written_in(self, client: WebClient, user: str, text: str = "") -> Language:
        """Of the text; where there is none, of the person's Slack."""
        if in_chinese(text):
            return "zh"
        if any(c.isalpha() for c in text):
            return "en"
        try:
            locale = str(client.users_info(user=user, include_locale=True)["user"].get("locale", ""))
        except (SlackApiError, OSError):
            return "en"
        return "zh" if locale.startswith("zh") else "en"

    def too_fast(self, user: str, channel: str) -> Literal["", "slow", "slow_channel"]:
        """What to say when `user`, or all in `channel` together, ask more than a minute takes; counts this question.
        Each replica counts its own."""
        if self._above(user, PER_MINUTE):
            return "slow"
        return "slow_channel" if self._above(channel, CHANNEL_PER_MINUTE) else ""

    def _above(self, who: str, most: int) -> bool:
        now = time.monotonic()
        with self._lock:
            asked = self._asked.setdefault(who, deque(maxlen=most + 1))
            while asked and asked[0] < now - 60:
                asked.popleft()
            asked.append(now)
            return len(asked) > most

    def policy_in(self, team: str, channel: str) -> str:
        """Name of the policy that holds in a channel; empty: the one that holds everywhere."""
        return self.preferences.channel(team, channel).policy

    def answer(
        self,
        question: str,
        thread: tuple[Turn, ...] = (),
        *,
        language: Language | None = None,
        policy: str = "",
        draft: Callable[[Answer], None] | None = None,
    ) -> tuple[Answer, str]:
        """The answer and the key under which its evidence is kept for the buttons."""
        ask = Ask(question=question, thread=thread, language=language, policy=policy or None)
        answer, key = self.keep(lambda: self.engine.ask(ask, draft))
        if answer.abstained:
            self.learnt.note_unanswered(key, question)
        return answer, key

    def keep(self, make: Callable[[], Answer]) -> tuple[Answer, str]:
        """Make an answer, count it, and keep its evidence."""
        key = uuid.uuid4().hex
        started = time.monotonic()
        answer = make()
        self.state.keep_evidence(key, kept(answer))
        took = int((time.monotonic() - started) * 1000)
        self.state.note_asked(key, answer.kind, answer.language, answer.abstained, took)
        return answer, key

    def begin(self, key: str, channel: str, thread: str, user: str, language: Language) -> None:
        """Note that a question was accepted."""
        with self._lock:
            self._open.add(key)
        self.state.begin(key, channel, thread, user, language)

    def end(self, key: str) -> None:
        """Note that it was answered, or that its failure was told."""
        self.state.end(key)
        with self._lock:
            self._open.discard(key)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Something under way that a stop waits for."""
        key = uuid.uuid4().hex
        with self._lock:
            self._open.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(key)

    def tell_interrupted(self) -> None:
        """Mark every accepted question that was never ended as interrupted, once."""
        for one in self.state.interrupted():
            language: Language = "zh" if one["language"] == "zh" else "en"
            text = say("interrupted", language, user=one["user"])
            try:
                self._mark_interrupted(self.clients(_team_of(one["key"])), one, text)
            except (SlackClientError, OSError):
                _log.warning("an interrupted question in %s could not be marked", one["channel"])
            self.state.end(one["key"])

    def _mark_interrupted(self, client: WebClient, one: dict[str, str], text: str) -> None:
        """In the place of the half answer where one stands, else in the thread."""
        channel = one["channel"]
        question = one["key"].split(":")[3] if one["key"].startswith("ask:") else ""
        standing = self.state.answers_to(channel, question) if question else []
        half = [ts for ts in standing if self.state.answer_at(channel, ts) == STREAMING]
        if not half:
            client.chat_postMessage(channel=channel, thread_ts=one["thread"], text=text)
        for ts in half:
            client.chat_update(channel=channel, ts=ts, text=text, blocks=[])
            self.state.forget_posted(channel, ts)

    def drain(self, seconds: float) -> bool:
        """Wait until nothing is being answered; `False` when `seconds` were not enough: what waits still is dropped."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with self._lock:
                if not self._open and self.queue.idle:
                    return True
            time.sleep(0.05)
        self.queue.drop()
        return False


def _team_of(key: str) -> str:
    """`ask:TEAM:…`: by which a question is known."""
    return key.split(":")[1] if key.startswith("ask:") else ""


def post_answer(
    client: WebClient, channel: str, thread: str, answer: Answer, key: str, *, only_for: str | None = None
) -> list[str]:
    """Post an answer in a thread; a long one in several messages. Returns their ts; ephemeral with `only_for`."""
    sent = []
    for place, blocks in enumerate(messages(answer_blocks(answer, key, share=only_for is not None))):
        text = clean(fallback(answer)) if place == 0 else "…"
        sent.append(post_message(client, channel, thread, text, blocks, only_for))
    return sent


def post_message(
    client: WebClient, channel: str, thread: str, text: str, blocks: list[Block] | None, only_for: str | None = None
) -> str:
    """One message; returns its ts. Refused blocks are tried without the table, then the text alone: plain is better
    than nothing."""
    try:
        if only_for:
            told = client.chat_postEphemeral(
                channel=channel, thread_ts=thread or None, user=only_for, text=text, blocks=blocks
            )
            return str(told.get("message_ts", ""))
        told = client.chat_postMessage(channel=channel, thread_ts=thread or None, text=text, blocks=blocks, **NO_UNFURL)
        return str(told.get("ts", ""))
    except SlackApiError as error:
        if not blocks or error.response.get("error") not in REFUSED_BLOCKS:
            raise
        _log.error("Slack refused the blocks of an answer: %s", error.response.get("response_metadata"))
        plainer = [block for block in blocks if block["type"] != "table"]
        return post_message(client, channel, thread, text, plainer if len(plainer) < len(blocks) else None, only_for)


class Half(Protocol):
    """An answer that began to show."""

    def fail(self, text: str) -> bool:
        """A sentence in its place; `False` when nothing shows yet."""


def post_fault(
    client: WebClient, channel: str, thread: str, user: str, language: Language, half: Half | None = None
) -> None:
    """Say that something went wrong, with an id that the log has too; the last resort of every accepted question."""
    fault = uuid.uuid4().hex[:8]
    _log.exception("fault %s while answering in Slack", fault)
    text = say("fault", language, id=fault)
    try:
        if half is not None and half.fail(text):
            return
    except (SlackApiError, OSError):
        _log.error("fault %s could not be told in the place of the answer", fault)
    try:
        client.chat_postEphemeral(channel=channel, thread_ts=thread, user=user, text=text)
    except SlackApiError:
        try:
            client.chat_postMessage(channel=channel, thread_ts=thread, text=text)
        except SlackApiError:
            _log.error("fault %s could not be told to the person", fault)


def section(text: str) -> list[Block]:
    """One section of mrkdwn."""
    return [{"type": "section", "text": mrkdwn(text)}]
