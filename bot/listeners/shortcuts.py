"""Message shortcuts: what does Aperture say about this message, and, for admins, add it to what is known."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answering.intake import Note
from bot.blocks.limits import cut, unescape
from bot.blocks.words import say
from bot.listeners.desk import Desk, post_answer
from bot.listeners.keeping import admin_runs, allowed, take_file
from bot.listeners.private import whisper
from bot.listeners.rules import answer_language, team_of, turn_away, welcome_in
from knowledge.records.base import Language


def register(app: App, desk: Desk) -> None:
    """Listen to shortcuts."""

    @app.shortcut("ask_about")
    def ask_about(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        user, message = body["user"]["id"], body["message"]
        text = unescape(str(message.get("text") or "")).strip()
        team, channel = team_of(body), body["channel"]["id"]
        language, thread = desk.language(client, user, text, team), str(message.get("thread_ts") or message["ts"])
        if not welcome_in(desk, channel):
            turn_away(desk, client, channel, user, team, text)
            return
        if refused := desk.too_fast(user, channel) if text else "no_text":
            client.chat_postEphemeral(channel=channel, user=user, text=say(refused, language))
            return
        chosen, policy = answer_language(desk, team, channel, user, private=True), desk.policy_in(team, channel)
        answer, key = desk.answer(text, language=chosen, policy=policy)
        post_answer(client, channel, thread, answer, key, only_for=user)

    @app.shortcut("add_knowledge")
    def add_knowledge(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        language = allowed(desk, client, body)
        if language is None:
            return
        text = unescape(str(body["message"].get("text") or "")).strip()
        files = body["message"].get("files") or []
        if text:
            note = _note(client, body, text, language)
            run = partial(desk.engine.take_note, note)
            admin_runs(desk, client, body, "add message", note.permalink, run)
        for file in files:
            take_file(desk, client, body, file)
        if not text and not files:
            whisper(client, body["channel"]["id"], body["user"]["id"], say("note_empty", language))


def _note(client: WebClient, body: dict[str, Any], text: str, language: Language) -> Note:
    """The message as a document: who said it where and when, and a link to it."""
    message, channel = body["message"], body["channel"]
    day = datetime.fromtimestamp(float(message["ts"]), UTC).date()
    who, where = _name(client, str(message.get("user") or "")), channel.get("name") or channel["id"]
    title = say("note_title", language, who=who or "?", channel=where, day=day.isoformat())
    return Note(cut(title, 150), _permalink(client, channel["id"], message["ts"]), day, text, who)


def _permalink(client: WebClient, channel: str, ts: str) -> str:
    """Slack's own; where it gives none, the address that leads there from any workspace."""
    try:
        return str(client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
    except (SlackApiError, OSError):
        return f"https://slack.com/archives/{channel}/p{ts.replace('.', '')}"


def _name(client: WebClient, user: str) -> str:
    try:
        person = client.users_info(user=user)["user"]
    except (SlackApiError, OSError):
        return ""
    return str(person.get("real_name") or person.get("name") or "")
