"""`/model` and `/aperture`. Answers are for the person who typed, with a button to share them."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
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
from bot.listeners.rules import answer_language, team_of, turn_away, welcome_in
from bot.listeners.settings import open_settings, topic_of
from bot.listeners.views import open_check
from knowledge.records.base import Language
from knowledge.tokens import in_chinese

_log = logging.getLogger(__name__)


def register(app: App, desk: Desk) -> None:
    """Listen to slash commands."""

    @app.command("/model")
    def model(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        team, channel, text = _where(command)
        if not welcome_in(desk, channel):
            turn_away(desk, client, channel, command["user_id"], team, _prose(text))
            return
        language = desk.language(client, command["user_id"], _prose(text), team)
        _guarded(respond, language, lambda: show_card(desk, command.get("text", ""), language, respond))

    @app.command("/aperture")
    def aperture(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        typed = unescape(command.get("text", "")).strip()
        word, _, rest = typed.partition(" ")
        run = _SUBCOMMANDS.get(word.lower())
        team, channel, _ = _where(command)
        words = typed if run is None else rest if run is _ask else _prose(rest)
        if not welcome_in(desk, channel):
            turn_away(desk, client, channel, command["user_id"], team, words)
            return
        language = desk.language(client, command["user_id"], words or _prose(word), team)
        call = _Call(desk, typed if run is None else rest.strip(), command, language, respond, client)
        _guarded(respond, language, lambda: (run or _ask)(call))


def _prose(text: str) -> str:
    """What tells the language of its writer: Latin names of models, paths and topics are written alike in any."""
    return text if in_chinese(text) else ""


def _where(command: dict[str, Any]) -> tuple[str, str, str]:
    """Team, channel and text of a command."""
    return team_of(command), str(command.get("channel_id", "")), str(command.get("text", ""))


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


def _reply(call: _Call) -> None:
    team, channel, _ = _where(call.command)
    language = answer_language(call.desk, team, channel, call.command["user_id"], private=True)
    answer, key = call.desk.answer(call.rest, language=language, policy=call.desk.policy_in(team, channel))
    for place, blocks in enumerate(messages(answer_blocks(answer, key, share=True))):
        text = clean(fallback(answer)) if place == 0 else "…"
        _answer(call.respond, text, blocks)


def _answer(respond: Respond, text: str, blocks: list[Block]) -> None:
    """For who asked; refused blocks go as their text: a response address says no without raising."""
    sent = respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False, unfurl_links=False)
    if sent.status_code != 200:
        _log.error("Slack refused an answer to a command: %s", sent.status_code)
        respond(text=text, response_type="ephemeral", replace_original=False, unfurl_links=False)


def _ask(call: _Call) -> None:
    person, channel = call.command["user_id"], _where(call.command)[1]
    if not call.rest:
        call.say("help")
    elif slow := call.desk.too_fast(person, channel):
        call.say(slow)
    else:
        work = partial(_guarded, call.respond, call.language, partial(_reply, call))
        call.desk.queue.put(person, f"command:{uuid.uuid4().hex}", 0, work)


def _compare(call: _Call) -> None:
    if not call.rest:
        call.say("compare_which")
        return
    verb = "比较" if call.language == "zh" else "Compare"
    _ask(replace(call, rest=f"{verb} {call.rest}"))


def _check(call: _Call) -> None:
    policy = call.desk.policy_in(*_where(call.command)[:2])
    open_check(call.client, call.command["trigger_id"], call.language, call.rest, policy)


def _ingest(call: _Call) -> None:
    user = call.command["user_id"]
    if not call.desk.is_admin(call.client, user):
        call.say("not_admin")
    elif not call.rest.strip("'\"“”‘’ "):
        call.say("ingest_usage")
    else:
        call.desk.state.note_audit(user, "ingest", call.rest)
        call.say("ingest_started", what=escape(call.rest))
        work = partial(call.desk.engine.ingest, [call.rest])
        if run_ingest(call.desk, work, call.language, Replies(call.tell_late)):
            tell_changes(call.desk, call.desk.clients)


def _settings(call: _Call) -> None:
    team, channel, _ = _where(call.command)
    if not call.desk.is_admin(call.client, call.command["user_id"]):
        call.say("settings_admins")
    else:
        open_settings(call.desk, call.client, call.command["trigger_id"], team, channel, call.language)


def _subscribe(call: _Call, *, wanted: bool = True) -> None:
    topic, (team, channel, _) = topic_of(call.rest), _where(call.command)
    if topic is None:
        call.say("subscribe_usage")
    elif not call.desk.is_admin(call.client, call.command["user_id"]):
        call.say("not_admin")
    else:
        call.desk.preferences.subscribe(team, channel, topic, wanted)
        call.desk.state.note_audit(
            call.command["user_id"], "subscribe" if wanted else "unsubscribe", f"{channel} {topic}"
        )
        name = say(f"topic_{topic}", call.language)
        call.say("subscribed" if wanted else "unsubscribed", topic=name)


def _unsubscribe(call: _Call) -> None:
    _subscribe(call, wanted=False)


def _sources(call: _Call) -> None:
    every = call.desk.engine.sources()
    named = [entry for entry in every if entry.kind != "card"]
    lines = [f"• {escape(cut(e.title, 90))} · {e.kind} · {e.ingested_at[:10]}" for e in named[:40]]
    more = [f"… +{len(named) - 40}"] if len(named) > 40 else []
    text = cut("\n".join([say("home_sources", call.language, n=len(every)), *lines, *more]), 2900)
    call.tell(text, blocks=section(text))


def _stats(call: _Call) -> None:
    if not call.desk.is_admin(call.client, call.command["user_id"]):
        call.say("not_admin")
    else:
        call.say("digest_counts", **asdict(call.desk.learnt.figures()))


def _help(call: _Call) -> None:
    call.say("help")


_SUBCOMMANDS: dict[str, Callable[[_Call], None]] = {
    "": _help,
    **dict.fromkeys(("ask", "提问", "cost", "成本"), _ask),
    **dict.fromkeys(("check", "核对"), _check),
    **dict.fromkeys(("compare", "比较"), _compare),
    **dict.fromkeys(("ingest", "导入"), _ingest),
    **dict.fromkeys(("settings", "设置"), _settings),
    **dict.fromkeys(("subscribe", "订阅"), _subscribe),
    **dict.fromkeys(("unsubscribe", "取消订阅"), _unsubscribe),
    **dict.fromkeys(("sources", "来源"), _sources),
    **dict.fromkeys(("stats", "统计"), _stats),
    **dict.fromkeys(("help", "帮助"), _help),
}
