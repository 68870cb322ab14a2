"""What the agent panel suggests: in the person's language, about the models talked of where the person is looking."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.listeners.desk import Desk
from bot.listeners.private import direct
from bot.manifest import PROMPTS
from knowledge.records.base import Language

MOST = 4
"""Slack drops more."""
_ABOUT: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("Is {0} open?", "Is {0} open source?"),
        ("May we use {0}?", "May we use {0} in a commercial product?"),
        ("What does {0} cost?", "{0}, 1 billion tokens a month: is self-hosting cheaper?"),
    ),
    "zh": (
        ("{0} 是开源的吗？", "{0} 是开源的吗？"),
        ("{0} 可以商用吗？", "{0} 可以用在商业产品里吗？"),
        ("{0} 自建划算吗？", "{0} 一个月 10 亿 token，自建划算吗？"),
    ),
}
_BOTH: dict[Language, tuple[str, str]] = {
    "en": ("Compare both", "Compare {0} and {1}"),
    "zh": ("比较两者", "比较 {0} 和 {1}"),
}


def suggest(client: WebClient, desk: Desk, event: dict[str, Any], body: dict[str, Any]) -> None:
    """Put prompts on the agent panel. Under `agent_view` a thread with them fails without a word: none is given."""
    user = str(event.get("user") or _told_to(body))
    if not user:
        return
    language = desk.language(client, user, team=str(body.get("team_id") or ""))
    place = looked_at(event.get("context"))
    prompts = prompts_for(desk.state.lately_answered(place) if place else [], language)
    try:
        channel = event.get("channel") or direct(client, user)
        client.api_call("assistant.threads.setSuggestedPrompts", json={"channel_id": channel, "prompts": prompts})
    except (SlackApiError, OSError):
        return


def prompts_for(models: list[str], language: Language) -> list[dict[str, str]]:
    """About the first of the models, and the first two beside each other; with none, what anybody may ask."""
    chosen = list(PROMPTS[language])
    if models:
        chosen = [(title.format(*models), text.format(*models)) for title, text in _ABOUT[language]]
        both = _BOTH[language]
        chosen.append((both[0], both[1].format(*models)) if len(models) > 1 else PROMPTS[language][3])
    return [{"title": title, "message": message} for title, message in chosen[:MOST]]


def looked_at(context: Any) -> str:
    """The channel that the person has open, of what Slack tells: a channel, or a message in one; else nothing."""
    entities = context.get("entities") if isinstance(context, dict) else None
    for entity in entities if isinstance(entities, list) else ():
        value = entity.get("value") if isinstance(entity, dict) else None
        if isinstance(value, dict):
            value = value.get("channel_id")
        if isinstance(value, str) and value[:1] in ("C", "G"):
            return value
    return ""


def _told_to(body: dict[str, Any]) -> str:
    """Slack's own example of the event names nobody but here."""
    told = [one for one in body.get("authorizations") or () if isinstance(one, dict) and not one.get("is_bot")]
    return str(told[0].get("user_id") or "") if told else ""
