"""App Home: help for everybody, controls for admins."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.blocks.limits import Block, button, context, cut, escape, header, sections
from bot.blocks.words import say
from bot.listeners.desk import Desk
from knowledge.records.base import Language


def publish_home(client: WebClient, desk: Desk, user: str) -> None:
    """Draw a person's Home."""
    language = desk.language(client, user)
    blocks: list[Block] = [header(say("home_title", language)), *sections(say("help", language))]
    if desk.is_admin(client, user):
        blocks += _controls(desk, language)
    client.views_publish(user_id=user, view={"type": "home", "blocks": blocks[:100]})


def _controls(desk: Desk, language: Language) -> list[Block]:
    entries = desk.engine.sources()
    named = [e for e in entries if e.kind not in ("card", "briefing")]
    lines = [f"• {escape(cut(e.title, 80))} · {e.ingested_at[:10]}" for e in named[:20]]
    more = [f"… +{len(named) - 20}"] if len(named) > 20 else []
    audit = [
        f"{when} <@{who}> {escape(action)}: {escape(cut(detail, 60))}"
        for when, who, action, detail in desk.state.audit(5)
    ]
    blocks: list[Block] = [{"type": "divider"}, header(say("home_admin", language))]
    blocks += sections("\n".join([say("home_sources", language, n=len(entries)), *lines, *more]))
    blocks.append(
        {
            "type": "actions",
            "elements": [
                button(say("home_rerun", language), "rerun_ingest", "all", "primary"),
                button(say("home_add", language), "ingest_add", "-"),
            ],
        }
    )
    if entries:
        last = max(e.ingested_at for e in entries)
        blocks.append(context(say("home_last", language, when=escape(last[:16].replace("T", " ")))))
    blocks.append(context(say("home_counts", language, **desk.state.counts())))
    return [*blocks, *(context(line) for line in audit)]
