"""A button that says which model was meant: the question is asked again with its name, by whoever pressed it."""

from __future__ import annotations

import logging
import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.answer import NARROW
from bot.listeners.commands import show_card
from bot.listeners.desk import Desk
from bot.listeners.events import accept
from bot.listeners.rules import team_of

_log = logging.getLogger(__name__)


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons under a question back."""

    @app.action(re.compile(f"^{NARROW}"))
    def narrow(
        ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient,
        context: dict[str, Any],
    ) -> None:  # fmt: skip
        ack()
        user, name = str(body["user"]["id"]), str(action["value"])
        asked = _question(client, desk, body)
        if asked is None:  # it is gone, or was a command's
            show_card(desk, name, desk.language(client, user, team=team_of(body)), respond)
            return
        again = {**asked, "user": user, "text": f"{asked['text']} ({name})", "edit": f"narrowed to {name}"}
        accept(again, {"team_id": team_of(body)}, client, desk, str(context.get("bot_user_id", "")))


def _question(client: WebClient, desk: Desk, body: dict[str, Any]) -> dict[str, Any] | None:
    """The message that was answered, as an event has it; `None` when it cannot be read any more."""
    channel, answer = str((body.get("channel") or {}).get("id", "")), _answer(body)
    ts = desk.state.question_of(channel, answer["ts"])
    if ts is None:
        return None
    thread = answer["thread_ts"] or ts
    try:
        page = client.conversations_replies(channel=channel, ts=thread, oldest=ts, latest=ts, inclusive=True)
    except (SlackApiError, OSError) as error:
        _log.info("a question could not be read again: %s", type(error).__name__)
        return None
    text = next((m.get("text", "") for m in page.get("messages") or [] if m.get("ts") == ts), "")
    in_thread = {"thread_ts": thread} if thread != ts else {}
    return {"channel": channel, "ts": ts, "text": text, **in_thread} if text else None


def _answer(body: dict[str, Any]) -> dict[str, str]:
    """Where the pressed message stands; an answer that only one person sees is told by its container."""
    message, container = body.get("message") or {}, body.get("container") or {}
    return {
        "ts": str(message.get("ts") or container.get("message_ts") or ""),
        "thread_ts": str(message.get("thread_ts") or container.get("thread_ts") or ""),
    }
