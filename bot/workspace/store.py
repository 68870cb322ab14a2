"""What the local workspace holds: people, channels, messages, views. In memory; gone when it stops."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

TEAM = "T0LOCAL"
BOT_USER = "U0APERTURE"
BOT_ID = "B0APERTURE"
APP_ID = "A0APERTURE"
CHANNELS = {"C0GENERAL": "general", "C0MODELS": "ai-models"}


@dataclass
class Person:
    """Somebody to act as."""

    id: str
    name: str
    admin: bool = False
    locale: str = "en-US"


@dataclass
class Message:
    """A message as Slack's API shows it, and whom it is for."""

    channel: str
    ts: str
    user: str
    text: str
    thread_ts: str | None = None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    ephemeral_to: str | None = None
    edited: bool = False
    streaming: bool = False
    plan: str = ""
    """Title of the steps that a stream shows."""
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Steps of a stream by id, as their last `task_update` has them."""
    files: list[dict[str, Any]] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)

    def take(self, chunks: list[dict[str, Any]]) -> None:
        """Chunks of a stream: more text, a step's news, the title of the steps."""
        for chunk in chunks:
            if chunk.get("type") == "markdown_text":
                self.text += str(chunk.get("text", ""))
            elif chunk.get("type") == "plan_update":
                self.plan = str(chunk.get("title", ""))
            elif chunk.get("type") == "task_update":
                known = self.tasks.get(str(chunk["id"]), {})
                self.tasks[str(chunk["id"])] = known | {k: v for k, v in chunk.items() if v is not None}

    def as_slack(self) -> dict[str, Any]:
        """As `conversations.replies` returns it."""
        out: dict[str, Any] = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts, "team": TEAM}
        if self.thread_ts:
            out["thread_ts"] = self.thread_ts
        if self.blocks:
            out["blocks"] = self.blocks
        if self.files:
            out["files"] = self.files
        if self.user == BOT_USER:
            out["bot_id"], out["app_id"] = BOT_ID, APP_ID
        return out


class Workspace:
    """The state, and a way to hear of changes. Every method is thread-safe."""

    def __init__(self) -> None:
        self.people = {
            person.id: person
            for person in (
                Person("U0ADA", "Ada (admin)", admin=True),
                Person("U0BEN", "Ben"),
                Person("U0MEI", "美玲", locale="zh-CN"),
                Person(BOT_USER, "Aperture"),
            )
        }
        self.messages: dict[tuple[str, str], Message] = {}
        self.views: dict[str, dict[str, Any]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.status: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, list[dict[str, str]]] = {}
        self.refused: list[dict[str, Any]] = []
        """Calls that were answered with an error, for tests."""
        self._listeners: list[Callable[[dict[str, Any]], None]] = []
        self._lock = threading.RLock()
        self._tick = itertools.count()

    def ts(self) -> str:
        """A new timestamp, unique and growing."""
        with self._lock:
            return f"{time.time():.0f}.{next(self._tick) % 1_000_000:06d}"

    def listen(self, told: Callable[[dict[str, Any]], None]) -> Callable[[], None]:
        """Be told of every change; returns the way to stop."""
        with self._lock:
            self._listeners.append(told)
        return lambda: self._listeners.remove(told) if told in self._listeners else None

    def tell(self, change: dict[str, Any]) -> None:
        """Tell every listener."""
        with self._lock:
            listeners = list(self._listeners)
        for told in listeners:
            told(change)

    def suggest(self, channel: str, prompts: list[dict[str, str]]) -> None:
        """Prompts that a person may press instead of typing."""
        self.prompts[channel] = prompts
        self.tell({"change": "prompts", "channel": channel, "prompts": prompts})

    def dm(self, user: str) -> str:
        """The channel id of the direct messages between `user` and the bot."""
        return f"D0{user.removeprefix('U0')}"

    def known(self, channel: str) -> bool:
        """Whether there is such a channel."""
        return channel in CHANNELS or any(channel == self.dm(user) for user in self.people)

    def put(self, message: Message) -> Message:
        """Add or replace a message."""
        with self._lock:
            self.messages[message.channel, message.ts] = message
        self.tell({"change": "message", "message": shown(message)})
        return message

    def drop(self, channel: str, ts: str) -> bool:
        """Remove a message."""
        with self._lock:
            found = self.messages.pop((channel, ts), None)
        if found:
            self.tell({"change": "removed", "channel": channel, "ts": ts})
        return found is not None

    def get(self, channel: str, ts: str) -> Message | None:
        """A message by its channel and timestamp."""
        return self.messages.get((channel, ts))

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and its replies, oldest first, without ephemeral ones."""
        with self._lock:
            found = [
                m
                for m in self.messages.values()
                if m.channel == channel and not m.ephemeral_to and ts in (m.ts, m.thread_ts)
            ]
        return sorted(found, key=lambda m: m.ts)

    def history(self, channel: str) -> list[Message]:
        """Top-level messages of a channel, newest first."""
        with self._lock:
            found = [m for m in self.messages.values() if m.channel == channel and not m.ephemeral_to]
        return sorted((m for m in found if not m.thread_ts), key=lambda m: m.ts, reverse=True)


def shown(message: Message) -> dict[str, Any]:
    """A message for the page."""
    return {
        "channel": message.channel,
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "thread_ts": message.thread_ts,
        "blocks": message.blocks,
        "ephemeral_to": message.ephemeral_to,
        "edited": message.edited,
        "streaming": message.streaming,
        "plan": message.plan,
        "tasks": message.tasks,
        "files": message.files,
        "reactions": message.reactions,
    }
