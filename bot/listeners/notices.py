"""What is posted unasked: changes of licences to whoever subscribed, and the weekly digest. Each is sent once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.answering.watch import Noted
from bot.blocks.digest import Week, digest_blocks, notice_blocks
from bot.blocks.limits import Block, messages
from bot.blocks.words import say
from bot.listeners.desk import NO_UNFURL, Desk
from knowledge.records.base import Language

_log = logging.getLogger(__name__)
FRESH = timedelta(days=2)
"""A change older than this is no news any more."""
WEEK = timedelta(days=7)
HOUR = 8
"""Of Monday, UTC: when a week's digest is due."""
SENT = timedelta(days=60)
"""How long it is remembered that something was sent."""
Clients = Callable[[str], WebClient]
"""The client of a team."""


def tell_changes(desk: Desk, clients: Clients, now: datetime | None = None) -> None:
    """Post every fresh change in every channel that subscribed before it was seen."""
    at = now or datetime.now(UTC)
    fresh = [one for one in desk.engine.changes() if (seen := _seen(one)) and at - seen <= FRESH]
    for team, channel, since in desk.preferences.subscribers("changes") if fresh else ():
        language = _language(desk, team, channel)
        for one in reversed(fresh):
            seen = _seen(one)
            if seen and seen >= since and desk.preferences.lease(f"notice:{one.id}:{team}:{channel}", SENT):
                _post(clients, team, channel, say("notice_title", language), notice_blocks(one, language))


def tell_digests(desk: Desk, clients: Clients, now: datetime | None = None) -> None:
    """Post the digest of the week that ended, from Monday on, in every channel that subscribed before."""
    at = now or datetime.now(UTC)
    due = _monday(at)
    week: Week | None = None
    for team, channel, since in desk.preferences.subscribers("digest"):
        if since < due <= at and desk.preferences.lease(f"digest:{due.date()}:{team}:{channel}", SENT):
            week = week or _week(desk, due)
            language = _language(desk, team, channel)
            _post(clients, team, channel, say("digest_title", language), digest_blocks(week, language))


def _week(desk: Desk, due: datetime) -> Week:
    changes = [one for one in desk.engine.changes() if (seen := _seen(one)) and due - WEEK <= seen]
    return Week(
        figures=desk.learnt.figures(WEEK),
        reasons=desk.learnt.reasons(WEEK),
        unanswered=desk.learnt.unanswered(10),
        failures=desk.engine.health().failures,
        changes=changes,
    )


def _monday(at: datetime) -> datetime:
    """The last Monday's hour that is past, or this week's that is still to come."""
    return (at - timedelta(days=at.weekday())).replace(hour=HOUR, minute=0, second=0, microsecond=0)


def _seen(change: Noted) -> datetime | None:
    """When the watch saw it; a change that the catalog records has only a day, and is no news."""
    if "T" not in change.at:
        return None
    at = datetime.fromisoformat(change.at)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _language(desk: Desk, team: str, channel: str) -> Language:
    return "zh" if desk.preferences.channel(team, channel).language == "zh" else "en"


def _post(clients: Clients, team: str, channel: str, text: str, blocks: Iterable[Block]) -> None:
    """One that cannot be posted is logged; the others are still posted."""
    try:
        for batch in messages(list(blocks)):
            clients(team).chat_postMessage(channel=channel, text=text, blocks=batch, **NO_UNFURL)
    except (SlackClientError, OSError) as error:
        _log.warning("a notice could not be posted in %s: %s", channel, error)
