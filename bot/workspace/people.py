"""What a person does in the workspace, as the payloads that Slack would send the bot."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Sequence
from typing import Any

from bot.workspace.api import Api
from bot.workspace.store import APP_ID, BOT_USER, CHANNELS, TEAM, Message, Person, Workspace

Payload = dict[str, Any]
RESPONSE_USES = 5
RESPONSE_SECONDS = 1800.0


class People:
    """Acts for people: says, commands, clicks, submits, opens Home. Returns envelopes `(kind, payload)`."""

    def __init__(self, workspace: Workspace, api: Api, base: str) -> None:
        self.workspace, self.api, self.base = workspace, api, base
        self._responses: dict[str, tuple[str, str, str | None, str | None, float, int]] = {}

    def say(
        self, user: str, channel: str, text: str, thread: str | None = None, files: Sequence[str] = ()
    ) -> tuple[Message, list[tuple[str, Payload]]]:
        """A message, and the events it makes: in a channel a mention makes two, as on Slack."""
        text, shared = self._typed(text), [self.api.file_info(file) for file in files]
        message = self.workspace.put(Message(channel, self.workspace.ts(), user, text, thread, files=shared))
        return message, self.events(message)

    def _typed(self, text: str) -> str:
        return as_slack_text(text, self.workspace.people.values())

    def events(self, message: Message) -> list[tuple[str, Payload]]:
        """The events of a message; calling it again makes duplicates under other event ids."""
        kind = "im" if message.channel.startswith("D") else "channel"
        event: Payload = {
            **message.as_slack(),
            "channel": message.channel,
            "channel_type": kind,
            "event_ts": message.ts,
            **({"subtype": "file_share"} if message.files else {}),
        }
        events = [self._event(event)]
        if kind == "channel" and f"<@{BOT_USER}>" in message.text:
            left_out = ("channel_type", "subtype")
            events.append(self._event({k: v for k, v in event.items() if k not in left_out} | {"type": "app_mention"}))
        return events

    def _event(self, event: Payload) -> tuple[str, Payload]:
        return "events_api", {
            "token": "local",
            "team_id": TEAM,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}],
        }

    def command(self, user: str, channel: str, text: str) -> tuple[str, Payload]:
        """A slash command."""
        name, _, rest = text.strip().partition(" ")
        return "slash_commands", {
            "token": "local",
            "team_id": TEAM,
            "team_domain": "local",
            "api_app_id": APP_ID,
            "channel_id": channel,
            "channel_name": CHANNELS.get(channel, "directmessage"),
            "user_id": user,
            "user_name": self.workspace.people[user].name,
            "command": name,
            "text": self._typed(rest),
            "response_url": self._response_url(channel, user, None, None),
            "trigger_id": self.api.trigger(user),
        }

    def click(self, user: str, channel: str, ts: str, action: Payload) -> tuple[str, Payload] | None:
        """A button of a message."""
        message = self.workspace.get(channel, ts)
        if message is None:
            return None
        clicked = {**action, "type": action.get("type", "button"), "action_ts": self.workspace.ts()}
        return "interactive", {
            **self._interaction("block_actions", user),
            "channel": {"id": channel, "name": CHANNELS.get(channel, "directmessage")},
            "container": {
                "type": "message",
                "message_ts": ts,
                "channel_id": channel,
                "is_ephemeral": bool(message.ephemeral_to),
            },
            "message": message.as_slack(),
            "response_url": self._response_url(channel, user, message.thread_ts, ts),
            "actions": [clicked],
        }

    def click_view(self, user: str, view: Payload, action: Payload) -> tuple[str, Payload]:
        """A button of Home or of a modal."""
        clicked = {**action, "type": action.get("type", "button"), "action_ts": self.workspace.ts()}
        container = {"type": "view", "view_id": view["id"]}
        return "interactive", {
            **self._interaction("block_actions", user),
            "container": container,
            "view": view,
            "actions": [clicked],
        }

    def submit(self, user: str, view: Payload, values: Payload) -> tuple[str, Payload]:
        """A modal's submit."""
        sent = {**view, "state": {"values": {block: self._with_files(value) for block, value in values.items()}}}
        return "interactive", {**self._interaction("view_submission", user), "view": sent, "response_urls": []}

    def _with_files(self, value: Payload) -> Payload:
        """Ids of uploaded files as Slack describes the files."""
        return {
            action: {**held, "files": [self.api.file_info(file) for file in held["files"]]} if "files" in held else held
            for action, held in value.items()
        }

    def home(self, user: str, tab: str = "home") -> tuple[str, Payload]:
        """Somebody opens the app: its Home, or its messages."""
        event = {"type": "app_home_opened", "user": user, "channel": self.workspace.dm(user), "tab": tab}
        return self._event({**event, "event_ts": self.workspace.ts()})

    def edit(self, user: str, channel: str, ts: str, text: str) -> list[tuple[str, Payload]]:
        """Somebody changes their own message."""
        message = self.workspace.get(channel, ts)
        if message is None or message.user != user:
            return []
        before = message.as_slack()
        message.text, message.edited = self._typed(text), True
        self.workspace.put(message)
        now = self.workspace.ts()
        new = {**message.as_slack(), "edited": {"user": user, "ts": now}}
        return [self._changed("message_changed", channel, now, message=new, previous_message=before)]

    def delete(self, user: str, channel: str, ts: str) -> list[tuple[str, Payload]]:
        """Somebody deletes their own message."""
        message = self.workspace.get(channel, ts)
        if message is None or message.user != user:
            return []
        self.workspace.drop(channel, ts)
        before = message.as_slack()
        return [self._changed("message_deleted", channel, self.workspace.ts(), deleted_ts=ts, previous_message=before)]

    def _changed(self, subtype: str, channel: str, ts: str, **more: Any) -> tuple[str, Payload]:
        kind = "im" if channel.startswith("D") else "channel"
        event = {"type": "message", "subtype": subtype, "channel": channel, "channel_type": kind, "hidden": True}
        return self._event({**event, "ts": ts, "event_ts": ts, **more})

    def react(self, user: str, channel: str, ts: str, name: str) -> list[tuple[str, Payload]]:
        """Somebody reacts to a message."""
        message = self.workspace.get(channel, ts)
        if message is None or user in message.reactions.get(name, []):
            return []
        message.reactions.setdefault(name, []).append(user)
        self.workspace.put(message)
        item = {"type": "message", "channel": channel, "ts": ts}
        event = {"type": "reaction_added", "user": user, "reaction": name, "item": item, "item_user": message.user}
        return [self._event({**event, "event_ts": self.workspace.ts()})]

    def shortcut(self, user: str, channel: str, ts: str, callback: str) -> list[tuple[str, Payload]]:
        """Somebody uses a shortcut of a message."""
        message = self.workspace.get(channel, ts)
        if message is None:
            return []
        return [
            (
                "interactive",
                {
                    **self._interaction("message_action", user),
                    "callback_id": callback,
                    "message_ts": ts,
                    "message": message.as_slack(),
                    "channel": {"id": channel, "name": CHANNELS.get(channel, "directmessage")},
                    "response_url": self._response_url(channel, user, message.thread_ts, None),
                },
            )
        ]

    def _interaction(self, kind: str, user: str) -> Payload:
        return {
            "type": kind,
            "token": "local",
            "api_app_id": APP_ID,
            "team": {"id": TEAM, "domain": "local"},
            "user": {"id": user, "name": self.workspace.people[user].name, "team_id": TEAM},
            "trigger_id": self.api.trigger(user),
            "is_enterprise_install": False,
        }

    def _response_url(self, channel: str, user: str, thread: str | None, original: str | None) -> str:
        token = secrets.token_hex(8)
        self._responses[token] = (channel, user, thread, original, time.monotonic(), 0)
        return f"{self.base}/response/{token}"

    def respond(self, token: str, body: Payload) -> tuple[int, str]:
        """What a bot posts to a response address: status and Slack's word for it."""
        if token not in self._responses:
            return 404, "expired_url"
        channel, user, thread, original, since, used = self._responses[token]
        if used >= RESPONSE_USES or time.monotonic() - since > RESPONSE_SECONDS:
            return 404, "used_url" if used >= RESPONSE_USES else "expired_url"
        self._responses[token] = (channel, user, thread, original, since, used + 1)
        if body.get("delete_original") and original:
            self.workspace.drop(channel, original)
            return 200, "ok"
        return self._respond(channel, user, thread, original, body)

    def _respond(
        self, channel: str, user: str, thread: str | None, original: str | None, body: Payload
    ) -> tuple[int, str]:
        from bot.workspace.validate import blocks_fault

        text, blocks = str(body.get("text") or ""), body.get("blocks") or []
        fault = blocks_fault(blocks) if text or blocks else "no_text"
        if fault:
            self.workspace.refused.append({"method": "response_url", "error": "invalid_blocks", "details": [fault]})
            return 400, "invalid_blocks"
        replaced = self.workspace.get(channel, original) if original and body.get("replace_original") else None
        if replaced:
            replaced.text, replaced.blocks = text, blocks
            self.workspace.put(replaced)
            return 200, "ok"
        to = None if body.get("response_type") == "in_channel" else user
        self.workspace.put(Message(channel, self.workspace.ts(), BOT_USER, text, thread, blocks, ephemeral_to=to))
        return 200, "ok"


def as_slack_text(text: str, people: Iterable[Person]) -> str:
    """What a person typed as Slack sends it: escaped, `@` with anybody's first name a mention."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for person in people:
        first = re.escape(person.name.split()[0])
        text = re.sub(rf"(?<!\w)@{first}(?![A-Za-z0-9_])", f"<@{person.id}>", text, flags=re.I)
    return text
