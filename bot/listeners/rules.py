"""Where the bot answers, in which language, and for whom: the settings of a channel and of a person."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from bot.blocks.words import say
from bot.listeners.desk import Desk
from bot.listeners.private import whisper
from knowledge.records.base import Language


def team_of(body: dict[str, Any]) -> str:
    """The workspace a payload comes from."""
    return str(body.get("team_id") or (body.get("team") or {}).get("id") or "")


def is_direct(channel: str) -> bool:
    """Whether a channel is one person's direct messages with the bot."""
    return channel.startswith("D")


def welcome_in(desk: Desk, channel: str) -> bool:
    """Whether the bot may answer in a channel at all."""
    return not desk.channels or is_direct(channel) or channel in desk.channels


def turn_away(desk: Desk, client: WebClient, channel: str, user: str, team: str, text: str, thread: str = "") -> None:
    """Say, to the person alone, where to ask instead."""
    where = " ".join(f"<#{one}>" for one in sorted(desk.channels))
    whisper(client, channel, user, say("not_here", desk.language(client, user, text, team), where=where), thread)


def answer_language(desk: Desk, team: str, channel: str, user: str, *, private: bool) -> Language | None:
    """The language that was chosen for an answer; `None`: as it is asked. What all see follows the channel."""
    mine = desk.preferences.member_language(team, user) if private or is_direct(channel) else "auto"
    chosen = desk.preferences.channel(team, channel).language if mine == "auto" else mine
    return None if chosen == "auto" else chosen
