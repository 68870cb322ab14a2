"""A button that says which model was meant: the question is asked again with its name, by whoever pressed it."""

from __future__ import annotations

import logging
import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.answer import NARROW
from bot.blocks.limits import unescape
from bot.listeners.commands import show_card
from bot.listeners.desk import Desk, post_answer, post_fault
from bot.listeners.rules import answer_language, team_of

_log = logging.getLogger(__name__)


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons under a question back."""

    @app.action(re.compile(f"^{NARROW}"))
    def narrow(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        channel, user = str((body.get("channel") or {}).get("id", "")), str(body["user"]["id"])
        message = body.get("message") or {}
        ts, thread = str(message.get("ts", "")), str(message.get("thread_ts") or message.get("ts", ""))
        team, name = team_of(body), str(action["value"])
        question = _question(client, desk, channel, ts, thread)
        if not question:  # an answer that only one person saw stands in no thread
            show_card(desk, name, desk.language(client, user, team=team), respond)
            return
        key = f"narrow:{team}:{channel}:{ts}:{name}"
        if not desk.state.first_time(key):
            return
        language = answer_language(desk, team, channel, user, private=False)
        spoken = language or desk.written_in(client, user, question)
        try:
            desk.begin(key, channel, thread, user, spoken)
            answer, kept = desk.answer(
                f"{question} ({name})", language=spoken, policy=desk.preferences.channel(team, channel).policy
            )
            for posted in post_answer(client, channel, thread, answer, kept):
                desk.state.note_posted(channel, posted, kept, desk.state.question_of(channel, ts) or ts)
        except Exception:
            post_fault(client, channel, thread, user, spoken)
        finally:
            desk.end(key)


def _question(client: WebClient, desk: Desk, channel: str, ts: str, thread: str) -> str:
    """The words of the question that the message answers; empty when it cannot be read any more."""
    asked = desk.state.question_of(channel, ts)
    if asked is None:
        return ""
    try:
        page = client.conversations_replies(channel=channel, ts=thread, oldest=asked, latest=asked, inclusive=True)
    except (SlackApiError, OSError) as error:
        _log.info("a question could not be read again: %s", type(error).__name__)
        return ""
    found = next((m.get("text", "") for m in page.get("messages") or [] if m.get("ts") == asked), "")
    return unescape(re.sub(r"<@[^>]*>", " ", found)).strip()
