"""The message shortcut: what does Aperture say about this message?"""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks.limits import unescape
from bot.blocks.words import say
from bot.listeners.desk import Desk, post_answer


def register(app: App, desk: Desk) -> None:
    """Listen to shortcuts."""

    @app.shortcut("ask_about")
    def ask_about(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        user, message = body["user"]["id"], body["message"]
        text = unescape(str(message.get("text") or "")).strip()
        language = desk.language(client, user, text)
        channel, thread = body["channel"]["id"], str(message.get("thread_ts") or message["ts"])
        if not text or desk.too_fast(user):
            key = "slow" if text else "no_text"
            client.chat_postEphemeral(channel=channel, user=user, text=say(key, language))
            return
        answer, key = desk.answer(text)
        post_answer(client, channel, thread, answer, key, only_for=user)
