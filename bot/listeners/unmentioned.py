"""Questions that mention nobody, in channels whose admins want them answered: only what can be answered is."""

from __future__ import annotations

import logging
import re
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.answering.answer import Answer
from bot.blocks.limits import unescape
from bot.listeners.desk import Desk, post_answer
from bot.listeners.rules import answer_language, is_direct, team_of, welcome_in

_log = logging.getLogger(__name__)
_ASKS = re.compile(r"[?？]\s*$|[吗呢么]\s*[。.!！]?\s*$")
LONGEST = 600
"""Characters; longer is a story, not a question."""


def may_volunteer(event: dict[str, Any], team: str, desk: Desk, me: str) -> bool:
    """A person's top-level question in a channel that wants it answered; one to another person is not."""
    text, channel = str(event.get("text") or ""), str(event.get("channel") or "")
    person = event.get("user") not in (None, me) and not event.get("bot_id") and not event.get("subtype")
    asks = bool(_ASKS.search(text)) and len(text) <= LONGEST and "<@" not in text
    if not person or not asks or event.get("thread_ts") or is_direct(channel) or not welcome_in(desk, channel):
        return False
    return desk.preferences.channel(team, channel).unmentioned


def volunteer(event: dict[str, Any], body: dict[str, Any], client: WebClient, desk: Desk) -> None:
    """Answer once in the thread, or keep silent: nobody asked the bot, so nobody waits."""
    channel, ts, user, team = event["channel"], event["ts"], event["user"], team_of(body)
    keys = [f"ask:{team}:{channel}:{ts}"] + ([f"event:{body['event_id']}"] if body.get("event_id") else [])
    if desk.state.first_time(*keys) and not desk.too_fast(user, channel):
        work = partial(_answer, event, team, client, desk)
        desk.queue.put(user, f"{channel}:{ts}", float(ts), work)


def _answer(event: dict[str, Any], team: str, client: WebClient, desk: Desk) -> None:
    channel, ts, user = event["channel"], event["ts"], event["user"]
    rules = desk.preferences.channel(team, channel)
    language = answer_language(desk, team, channel, user, private=rules.private)
    try:
        answer, key = desk.answer(unescape(str(event["text"])), language=language, policy=rules.policy)
        if not _worth_saying(answer):
            return
        for posted in post_answer(client, channel, ts, answer, key, only_for=user if rules.private else None):
            desk.state.note_posted(channel, posted, key, ts)
    except Exception:
        _log.exception("a question that mentioned nobody was not answered")


def _worth_saying(answer: Answer) -> bool:
    """About a model it knows, or found in a document; never that it does not know."""
    return not answer.abstained and answer.kind != "none" and bool(answer.models or answer.citations)
