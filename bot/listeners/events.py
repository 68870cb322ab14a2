"""Mentions, direct messages and threads the bot takes part in."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answering.answer import Ask, Turn
from bot.blocks.limits import unescape
from bot.blocks.words import say
from bot.listeners.charts import post_chart
from bot.listeners.desk import NO_UNFURL, Desk, post_answer, post_fault
from bot.listeners.home import publish_home
from bot.listeners.prompts import suggest
from bot.listeners.rules import answer_language, is_direct, team_of, turn_away, welcome_in
from bot.listeners.streaming import Stream
from bot.listeners.unmentioned import may_volunteer, volunteer
from bot.preferences import Rules
from knowledge.records.base import Language

_log = logging.getLogger(__name__)
THREAD = 30
"""Earlier messages of a thread that are read."""
PAGE, PAGES = 200, 10
"""Messages of a thread asked for at once, and how often: Slack gives the oldest first."""


def register(app: App, desk: Desk) -> None:
    """Listen to events."""

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], body: dict[str, Any], client: WebClient, context: dict[str, Any]) -> None:
        if not event.get("bot_id"):  # two bots that answer each other's mentions would never end
            accept(event, body, client, desk, str(context.get("bot_user_id", "")))

    @app.event("message")
    def message(event: dict[str, Any], body: dict[str, Any], client: WebClient, context: dict[str, Any]) -> None:
        me = str(context.get("bot_user_id", ""))
        if event.get("subtype") == "message_deleted":
            _withdraw(event, client, desk)
        elif event.get("subtype") == "message_changed":
            _again(event, body, client, desk, me)
        elif _addressed(event, client, me):
            accept(event, body, client, desk, me)
        elif may_volunteer(event, team_of(body), desk, me):
            volunteer(event, body, client, desk)

    @app.event("app_home_opened")
    def home(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event.get("tab", "home") == "home":
            publish_home(client, desk, event["user"], team_of(body))
        elif event.get("channel"):
            suggest(client, desk, event, body)

    @app.event("app_context_changed")
    def elsewhere(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        suggest(client, desk, event, body)


def register_rest(app: App) -> None:
    """What no other listener takes is acknowledged, or Slack would send it again and again."""

    @app.event(re.compile(r".*"))
    def rest() -> None:
        """Nothing else is done."""


def _addressed(event: dict[str, Any], client: WebClient, me: str) -> bool:
    """A person's message in a DM, or in a thread that the bot already answered in, without the mention that
    arrives as an event of its own."""
    if event.get("bot_id") or event.get("user") in (None, me) or not (event.get("text") or event.get("files")):
        return False
    if event.get("subtype") not in (None, "thread_broadcast", "file_share"):
        return False
    if event.get("channel_type") == "im":
        return True
    if not event.get("text") or f"<@{me}" in event["text"] or not event.get("thread_ts"):
        return False
    return any(m.get("user") == me for m in _replies(client, event["channel"], event["thread_ts"]))


def _replies(client: WebClient, channel: str, thread: str) -> list[dict[str, Any]]:
    """A thread, oldest first, to its end: what was said last matters most."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    try:
        for _ in range(PAGES):
            page = client.conversations_replies(channel=channel, ts=thread, limit=PAGE, cursor=cursor)
            found += page.get("messages") or []
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
    except (SlackApiError, OSError) as error:
        _log.info("a thread could not be read to its end: %s", type(error).__name__)
    return found


def _withdraw(event: dict[str, Any], client: WebClient, desk: Desk) -> None:
    """The question was deleted: its answer goes too."""
    channel, question = event["channel"], str(event.get("deleted_ts", ""))
    for ts in desk.state.answers_to(channel, question):
        _take_back(client, desk, channel, ts)


def _take_back(client: WebClient, desk: Desk, channel: str, ts: str) -> None:
    """Delete an answer; one that is gone already is no fault."""
    desk.state.forget_posted(channel, ts)
    try:
        client.chat_delete(channel=channel, ts=ts)
    except (SlackApiError, OSError) as error:
        _log.info("an answer could not be withdrawn: %s", type(error).__name__)


def _again(event: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, me: str) -> None:
    """The question was edited: its answer is made anew in the same place."""
    new, channel = dict(event.get("message") or {}), event["channel"]
    before = (event.get("previous_message") or {}).get("text")
    standing = desk.state.answers_to(channel, str(new.get("ts", "")))
    if new.get("text") == before or new.get("user") in (None, me) or new.get("bot_id") or not standing:
        return
    stamp = str((new.get("edited") or {}).get("ts") or event.get("event_ts") or "")
    asked = {**new, "channel": channel, "edit": stamp, "standing": standing}
    accept(asked, {**body, "event_id": None}, client, desk, me)


def accept(event: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk, me: str) -> None:
    """Answer once: Slack delivers again when it is unsure, sometimes under another event id.

    `edit` in the event tells an asking again from the first one; `standing` are answers that it takes the place of.
    """
    channel, ts, user = event["channel"], event["ts"], event.get("user", "")
    team = body.get("team_id") or event.get("team") or ""
    edit = f":{event['edit']}" if event.get("edit") else ""
    keys = [f"ask:{team}:{channel}:{ts}{edit}"] + ([f"event:{body['event_id']}"] if body.get("event_id") else [])
    if not user or not desk.state.first_time(*keys):
        return
    thread = event.get("thread_ts") or ts
    question = words_of(event.get("text", ""), me)
    rules = desk.preferences.channel(team, channel)
    chosen = answer_language(desk, team, channel, user, private=rules.private)
    language = chosen or desk.written_in(client, user, question)
    if not welcome_in(desk, channel):
        turn_away(desk, client, channel, user, team, question, thread)
        return
    if slow := desk.too_fast(user, channel):
        client.chat_postEphemeral(channel=channel, thread_ts=thread, user=user, text=say(slow, language))
        return
    if not question and event.get("files"):
        client.chat_postMessage(channel=channel, thread_ts=thread, text=say("file_alone", language), **NO_UNFURL)
        return
    asked = _Asked(event, team, me, keys[0], thread, question, language, chosen, rules)
    try:
        desk.begin(keys[0], channel, thread, user, language)
        _status(client, channel, thread, say("working", language))
        desk.queue.put(user, f"{channel}:{thread}", float(ts), lambda: _answer(asked, client, desk))
    except Exception:
        post_fault(client, channel, thread, user, language)
        desk.end(keys[0])


@dataclass(frozen=True)
class _Asked:
    """A question that was accepted."""

    event: dict[str, Any]
    team: str
    me: str
    key: str
    thread: str
    question: str
    language: Language
    """Of what is said about it."""
    chosen: Language | None
    """Of its answer, where one was chosen."""
    rules: Rules


def _answer(asked: _Asked, client: WebClient, desk: Desk) -> None:
    event, thread, question = asked.event, asked.thread, asked.question
    channel, ts, user = event["channel"], event["ts"], event["user"]
    only_for = user if asked.rules.private and not is_direct(channel) else None
    stream = Stream(client, desk, channel, thread, asked.team, user)
    try:
        turns = _turns(client, event, desk, asked.me) if event.get("thread_ts") else ()
        draft = None if only_for else lambda composed: stream.begin(composed, ts)
        answer, key = desk.answer(question, turns, language=asked.chosen, policy=asked.rules.policy, draft=draft)
        for old in event.get("standing", ()):
            _take_back(client, desk, channel, old)
        if answer.idle and not _to_the_bot(event, asked.me):
            _status(client, channel, thread, "")
            return
        if only_for:
            sent = post_answer(client, channel, thread, answer, key, only_for=only_for)
        else:
            sent = stream.end(answer, key)
        for posted in sent:
            desk.state.note_posted(channel, posted, key, ts)
        if not only_for:
            post_chart(client, desk.engine, channel, thread, Ask(question=question, thread=turns), answer)
    except Exception:
        post_fault(client, channel, thread, user, asked.language, stream)
    finally:
        desk.end(asked.key)


def _to_the_bot(event: dict[str, Any], me: str) -> bool:
    """Whether it is said to the bot: to it alone or by its name. In a thread people also talk to each other."""
    return is_direct(event["channel"]) or f"<@{me}" in str(event.get("text", ""))


def words_of(text: str, me: str) -> str:
    return unescape(re.sub(rf"<@{re.escape(me)}(?:\|[^>]*)?>", " ", text)).strip()


def _turns(client: WebClient, event: dict[str, Any], desk: Desk, me: str) -> tuple[Turn, ...]:
    """What was said before the question. An answer stands right behind its question, however late it came."""
    placed = []
    for m in _replies(client, event["channel"], event["thread_ts"]):
        if m.get("text") and m.get("ts") != event["ts"]:
            bot = bool(m.get("user") == me or m.get("bot_id"))
            to = desk.state.question_of(event["channel"], str(m["ts"])) if bot else None
            placed.append((float(to or m["ts"]), bot, m["text"]))
    earlier = sorted((ts, bot, text) for ts, bot, text in placed if ts < float(event["ts"]))
    return tuple(Turn(role="bot" if bot else "user", text=words_of(text, me)) for _, bot, text in earlier[-THREAD:])


def _status(client: WebClient, channel: str, thread: str, words: str) -> None:
    """Show that the bot works on it; where Slack knows no such thing, nothing is lost."""
    try:
        client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=words)
    except (SlackApiError, OSError):
        return
