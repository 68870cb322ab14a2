"""App Home as Block Kit: help and own settings for everybody, the index and its controls for admins. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.answering.health import Health
from bot.answering.watch import Noted
from bot.blocks.limits import Block, button, context, cut, escape, header, mrkdwn, sections
from bot.blocks.modal import modal, option, plain
from bot.blocks.words import say
from knowledge.records.base import Language

PAGE = 20
"""Documents a page of Home; each is one block."""
MOST = 100
"""Blocks that Slack takes in Home."""
CHANGES, FAILURES, AUDIT = 5, 8, 6
LANGUAGES = ("auto", "zh", "en")
OWN_KINDS = frozenset({"card", "briefing"})
"""What ships: counted, not listed."""


@dataclass(frozen=True)
class Desktop:
    """What an admin's Home shows beside the index."""

    health: Health
    entries: Sequence[Any]
    counts: Mapping[str, object]
    unanswered: Sequence[str] = ()
    """Texts of questions without an answer, where keeping them is allowed."""
    audit: Sequence[tuple[str, str, str, str]] = ()
    page: int = 0
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


def member_blocks(language: Language, mine: str, changes: Sequence[Noted]) -> list[Block]:
    """Help, one's own language, and the latest changes of licences."""
    choice = {
        "type": "section",
        "text": mrkdwn(say("my_language", language)),
        "accessory": {
            "type": "static_select",
            "action_id": "my_language",
            "options": [option(one, say(f"language_{one}", language)) for one in LANGUAGES],
            "initial_option": option(mine, say(f"language_{mine}", language)),
        },
    }
    asks = {
        "type": "actions",
        "elements": [
            button(say("check", language), "check_open", "-"),
            button(say("compare_title", language), "compare_open", "-"),
        ],
    }
    blocks: list[Block] = [header(say("home_title", language)), *sections(say("help", language)), asks, choice]
    lines = [f"• {one.at[:10]} {escape(cut(one.in_(language), 280))}" for one in changes[:CHANGES]]
    body = "\n".join(lines) or say("no_changes", language)
    return [*blocks, *sections(f"*{say('recent_changes', language)}*\n{body}")]


def admin_blocks(language: Language, desktop: Desktop) -> list[Block]:
    """The index, its documents with their controls, failures, figures and the last actions."""
    blocks = [{"type": "divider"}, header(say("home_admin", language)), *_state(language, desktop), _controls(language)]
    blocks += _failures(language, desktop.health)
    blocks += _documents(language, desktop)
    blocks += _learnt(language, desktop)
    return blocks


def _state(language: Language, desktop: Desktop) -> Iterator[Block]:
    health = desktop.health
    llm = escape(health.llm) if health.llm else say("llm_none", language)
    if health.llm_resting:
        llm += f" — {say('llm_resting', language)}"
    last = health.last[:16].replace("T", " ")
    rows = {
        "home_index": say("home_size", language, documents=health.documents, passages=f"{health.passages:,}"),
        "home_taken": f"{last} ({_age(health.last, desktop.now, language)})" if last else say("never", language),
        "home_encoder": escape(health.encoder),
        "home_llm": llm,
        "home_run": say("running" if health.running else "idle", language),
    }
    yield {"type": "section", "fields": [mrkdwn(f"*{say(key, language)}*\n{value}") for key, value in rows.items()]}


def _controls(language: Language) -> Block:
    rebuild = button(say("home_rebuild", language), "rebuild_index", "all")
    rebuild["confirm"] = {
        "title": plain(say("home_rebuild", language), 100),
        "text": plain(say("rebuild_sure", language), 300),
        "confirm": plain(say("home_rebuild", language), 30),
        "deny": plain(say("close", language), 30),
    }
    row = [
        button(say("home_add", language), "ingest_add", "-", "primary"),
        button(say("home_rerun", language), "rerun_ingest", "all"),
        rebuild,
    ]
    return {"type": "actions", "elements": row}


def _failures(language: Language, health: Health) -> Iterator[Block]:
    failed = list(health.failures.items())
    if not failed:
        return
    yield from sections(f"*{say('home_failed', language, n=len(failed))}*")
    for source, failure in failed[-FAILURES:][::-1]:
        text = (
            f"⚠️ `{escape(cut(source, 120)).replace('`', ' ')}`\n{escape(cut(failure.reason, 300))} · {failure.at[:10]}"
        )
        again = {"accessory": button(say("home_retry", language), "ingest_retry", source)} if len(source) < 1900 else {}
        yield {"type": "section", "text": mrkdwn(text), **again}


def _documents(language: Language, desktop: Desktop) -> Iterator[Block]:
    shipped = sum(entry.kind in OWN_KINDS for entry in desktop.entries)
    listed = [entry for entry in desktop.entries if entry.kind not in OWN_KINDS]
    listed.sort(key=lambda entry: str(entry.ingested_at), reverse=True)
    yield from sections(
        f"*{say('home_sources', language, n=len(desktop.entries))}* · {say('home_shipped', language, n=shipped)}"
    )
    pages = max(1, -(-len(listed) // PAGE))
    page = min(max(desktop.page, 0), pages - 1)
    for entry in listed[page * PAGE : (page + 1) * PAGE]:
        yield _document(language, entry, desktop.now)
    if pages > 1:
        yield _pager(language, page, pages)


def _document(language: Language, entry: Any, now: datetime) -> Block:
    age = _age(entry.ingested_at, now, language)
    text = f"*{escape(cut(str(entry.title), 90))}*\n{escape(cut(str(entry.source), 110))} · {entry.kind} · {age}"
    verbs = (("r", "home_rerun_one"), ("x", "home_remove"))
    menu = {
        "type": "overflow",
        "action_id": "document",
        "options": [option(f"{verb}:{entry.document_id}", say(words, language)) for verb, words in verbs],
    }
    return {"type": "section", "text": mrkdwn(text), "accessory": menu}


def _pager(language: Language, page: int, pages: int) -> Block:
    row = [button(f"{page + 1} / {pages}", "home_page_here", str(page))]
    if page:
        row.insert(0, button(f"← {say('newer', language)}", "home_page_newer", str(page - 1)))
    if page + 1 < pages:
        row.append(button(f"{say('older', language)} →", "home_page_older", str(page + 1)))
    return {"type": "actions", "elements": row}


def _learnt(language: Language, desktop: Desktop) -> Iterator[Block]:
    yield context(say("home_counts", language, **desktop.counts))
    if desktop.unanswered:
        lines = [f"• {escape(cut(text, 150))}" for text in desktop.unanswered]
        yield from sections("\n".join([f"*{say('home_unanswered', language)}*", *lines]))
    if desktop.audit:
        lines = [
            f"{when.replace('T', ' ')} <@{who}> {escape(action)}: {escape(cut(detail, 80))}"
            for when, who, action, detail in desktop.audit[:AUDIT]
        ]
        yield context("\n".join([f"*{say('home_audit', language)}*", *lines]))


def _age(when: str, now: datetime, language: Language) -> str:
    """How long ago, in words; empty where the time cannot be read."""
    try:
        then = datetime.fromisoformat(when)
    except ValueError:
        return ""
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    hours = int((now - then).total_seconds() // 3600)
    if hours < 1:
        return say("age_now", language)
    return say("age_hours", language, n=hours) if hours < 48 else say("age_days", language, n=hours // 24)


def remove_view(document_id: str, title: str, language: Language) -> dict[str, Any]:
    """The modal that asks whether a document is really to be forgotten."""
    asked = say("remove_sure", language, title=escape(cut(title, 200)))
    view = modal("home_remove", list(sections(asked)), language, submit="home_remove")
    return {**view, "callback_id": "remove_document", "private_metadata": json.dumps({"id": document_id})}
