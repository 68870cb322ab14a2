"""What is for one person: seen by them alone where they are, or else sent to them directly."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answering.answer import Answer
from bot.listeners.desk import NO_UNFURL, post_answer

_log = logging.getLogger(__name__)


def direct(client: WebClient, user: str) -> str:
    """The channel of direct messages with a person."""
    return str(client.conversations_open(users=user)["channel"]["id"])


def whisper(client: WebClient, channel: str, user: str, text: str, thread: str = "", **more: Any) -> None:
    """A notice for one person; where they cannot be whispered to, by direct message."""
    try:
        if channel:
            client.chat_postEphemeral(channel=channel, user=user, text=text, thread_ts=thread or None, **more)
            return
    except SlackApiError as error:
        _log.info("a notice goes by direct message: %s", error.response.get("error"))
    client.chat_postMessage(channel=direct(client, user), text=text, **more, **NO_UNFURL)


def answer_privately(client: WebClient, channel: str, thread: str, user: str, answer: Answer, key: str) -> None:
    """An answer for one person, with the button that shares it."""
    try:
        if channel:
            post_answer(client, channel, thread, answer, key, only_for=user)
            return
    except SlackApiError as error:
        _log.info("an answer goes by direct message: %s", error.response.get("error"))
    post_answer(client, direct(client, user), "", answer, key)
