"""`/model` and `/aperture`. Answers are for the person who typed, with a button to share them."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.blocks.answer import answer_blocks, fallback
from bot.blocks.card import card_blocks
from bot.blocks.limits import Block, clean, cut, escape, messages, unescape
from bot.blocks.words import say
from bot.listeners.desk import NO_UNFURL, Desk, section
from bot.listeners.ingesting import Replies, run_ingest
from bot.listeners.notices import tell_changes
from bot.listeners.views import open_check
from knowledge.records.base import Language

_log = logging.getLogger(__name__)


def register(app: App, desk: Desk) -> None:
    """Listen to slash commands."""

    @app.command("/model")
    def model(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        language = desk.language(client, command["user_id"], command.get("text", ""))
        _guarded(respond, language, lambda: show_card(desk, command.get("text", ""), language, respond))

    @app.command("/aperture")
    def aperture(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        typed = unescape(command.get("text", "")).strip()
        word, _, rest = typed.partition(" ")
        run = _SUBCOMMANDS.get(word.lower())
        language = desk.language(client, command["user_id"], typed if run is None else rest)
        call = _Call(desk, typed if run is None else rest.strip(), command, language, respond, client)
        _guarded(respond, language, lambda: (run or _ask)(call))


@dataclass(frozen=True)
class _Call:
    """One use of `/aperture`."""

    desk: Desk
    rest: str
    """What stands behind the sub-command; all of it when the first word is no sub-command."""
    command: dict[str, Any]
    language: Language
    respond: Respond
    client: WebClient

    def tell(self, text: str, **more: Any) -> None:
        self.respond(text=text, response_type="ephemeral", **more)

    def tell_late(self, text: str) -> None:
        """Tell it however late: the address of a command is good for half an hour, a direct message always."""
        sent = self.respond(text=text, response_type="ephemeral")
        if sent.status_code != 200:
            channel = self.client.conversations_open(users=self.command["user_id"])["channel"]["id"]
            self.client.chat_postMessage(channel=channel, text=text, **NO_UNFURL)

    def say(self, key: str, **values: object) -> None:
        self.tell(say(key, self.language, **values))


def _guarded(respond: Respond, language: Language, run: Callable[[], None]) -> None:
    try:
        run()
    except Exception:
        fault = uuid.uuid4().hex[:8]
        _log.exception("fault %s in a slash command", fault)
        respond(text=say("fault", language, id=fault), response_type="ephemeral")


def show_card(desk: Desk, name: str, language: Language, respond: Respond) -> None:
    """The card of a model; an empty name says how to ask."""
    if not name.strip():
        respond(text=say("which_model", language), response_type="ephemeral")
        return
    card = desk.engine.card(unescape(name), language)
    title = card.name or card.query
    _answer(respond, cut(clean(title), 200), card_blocks(card))


def _reply(desk: Desk, question: str, respond: Respond) -> None:
    answer, key = desk.answer(question)
    for place, blocks in enumerate(messages(answer_blocks(answer, key, share=True))):
        text = clean(fallback(answer)) if place == 0 else "…"
        _answer(respond, text, blocks)


def _answer(respond: Respond, text: str, blocks: list[Block]) -> None:
    """For who asked; refused blocks go as their text: a response address says no without raising."""
    sent = respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False, unfurl_links=False)
    if sent.status_code != 200:
        _log.error("Slack refused an answer to a command: %s", sent.status_code)
        respond(text=text, response_type="ephemeral", replace_original=False, unfurl_links=False)


def _ask(call: _Call) -> None:
    if call.desk.too_fast(call.command["user_id"]):
        call.say("slow")
    elif call.rest:
        _reply(call.desk, call.rest, call.respond)
    else:
        call.say("help")


def _compare(call: _Call) -> None:
    if not call.rest:
        call.say("compare_which")
        return
    verb = "比较" if call.language == "zh" else "Compare"
    _ask(replace(call, rest=f"{verb} {call.rest}"))


def _check(call: _Call) -> None:
    open_check(call.client, call.command["trigger_id"], call.language, call.rest)


def _ingest(call: _Call) -> None:
    user = call.command["user_id"]
    if not call.desk.is_admin(call.client, user):
        call.say("not_admin")
    elif not call.rest:
        call.say("ingest_usage")
    else:
        call.desk.state.note_audit(user, "ingest", call.rest)
        call.say("ingest_started", what=escape(call.rest))
        report = run_ingest(
            lambda step: call.desk.engine.ingest([call.rest], step), call.language, Replies(call.tell_late)
        )
        tell_changes(call.desk, call.client, report.moved if report else ())


def _sources(call: _Call) -> None:
    every = call.desk.engine.sources()
    named = [entry for entry in every if entry.kind != "card"]
    lines = [f"• {escape(cut(e.title, 90))} · {e.kind} · {e.ingested_at[:10]}" for e in named[:40]]
    more = [f"… +{len(named) - 40}"] if len(named) > 40 else []
    text = cut("\n".join([say("home_sources", call.language, n=len(every)), *lines, *more]), 2900)
    call.tell(text, blocks=section(text))


def _help(call: _Call) -> None:
    call.say("help")


_SUBCOMMANDS: dict[str, Callable[[_Call], None]] = {
    "ask": _ask,
    "check": _check,
    "compare": _compare,
    "cost": _ask,
    "ingest": _ingest,
    "sources": _sources,
    "help": _help,
    "帮助": _help,
    "": _help,
}
