"""Buttons under answers and cards: sources, share, thumbs, choices. What nobody else listens to is acknowledged."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answering.answer import Citation
from bot.blocks.answer import answer_blocks, fallback, source_blocks
from bot.blocks.card import card_blocks
from bot.blocks.limits import context, messages, sections
from bot.blocks.words import say
from bot.listeners.commands import show_card
from bot.listeners.desk import NO_UNFURL, Desk
from bot.listeners.evidence import restored
from bot.listeners.rules import team_of
from bot.listeners.views import open_check, open_reason
from knowledge.records.base import Language

ELSEWHERE = frozenset({"not_in_channel", "channel_not_found", "no_permission", "restricted_action", "is_archived"})
"""Why a bot may not post in a channel in which its commands were used."""


def register(app: App, desk: Desk) -> None:
    """Listen to buttons."""

    @app.action("source")
    def source(ack: Ack, action: dict[str, Any], respond: Respond) -> None:
        ack()
        kept = _kept(desk, action, respond)
        if kept is None:
            return
        language = _language(kept)
        citations = [Citation.model_validate(one) for one in kept["citations"]]
        details = sections(kept["details"]) if kept.get("details") else ()
        for blocks in messages([*details, *source_blocks(citations, language)]):
            respond(text=say("sources", language), blocks=blocks, response_type="ephemeral", replace_original=False)

    @app.action("share")
    def share(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        kept = _kept(desk, action, respond)
        if kept is None:
            return
        answer = restored(kept)
        by = say("shared_by", answer.language, user=body["user"]["id"])
        blocks = [*answer_blocks(answer, action["value"])[:-1], context(by)]
        _to_channel(client, body, respond, fallback(answer), blocks)

    @app.action("share_card")
    def share_card(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        language = desk.language(client, body["user"]["id"], team=team_of(body))
        card = desk.engine.card(action["value"], language)
        _to_channel(client, body, respond, card.name, card_blocks(card, share=False))

    @app.action(re.compile(r"^model_choice"))
    def choice(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        show_card(desk, action["value"], desk.language(client, body["user"]["id"], team=team_of(body)), respond)

    @app.action("feedback_up")
    def up(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        desk.state.note_feedback(action["value"], body["user"]["id"], "up")
        language = _language(desk.state.evidence(action["value"]))
        respond(text=say("thanks", language), response_type="ephemeral", replace_original=False)

    @app.action("feedback_down")
    def down(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        desk.state.note_feedback(action["value"], body["user"]["id"], "down")
        open_reason(client, body["trigger_id"], _language(desk.state.evidence(action["value"])), action["value"])

    @app.action("check_open")
    def check(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        model = action["value"].split(",")[0].strip("-")
        team, language = team_of(body), desk.language(client, body["user"]["id"], team=team_of(body))
        policy = desk.policy_in(team, str((body.get("channel") or {}).get("id", "")))
        open_check(client, body["trigger_id"], language, model, policy)

    @app.action(re.compile(r".*"))
    def rest(ack: Ack) -> None:
        ack()


def _kept(desk: Desk, action: dict[str, Any], respond: Respond) -> dict[str, Any] | None:
    """The evidence behind a button; once it is too old, the person is told."""
    kept = desk.state.evidence(action["value"])
    if kept is None:
        text = "\n".join(say("gone", language) for language in ("en", "zh"))
        respond(text=text, response_type="ephemeral", replace_original=False)
    return kept


def _language(kept: dict[str, Any] | None) -> Language:
    return "zh" if kept and kept.get("language") == "zh" else "en"


def _to_channel(client: WebClient, body: dict[str, Any], respond: Respond, text: str, blocks: list[Any]) -> None:
    """A bot that is no member of the channel may not post there, but may answer there for who asked."""
    channel = str((body.get("channel") or {}).get("id", ""))
    for place, batch in enumerate(messages(blocks)):
        words = text if place == 0 else "…"
        try:
            client.chat_postMessage(channel=channel, text=words, blocks=batch, **NO_UNFURL)
        except SlackApiError as error:
            if error.response.get("error") not in ELSEWHERE:
                raise
            respond(text=words, blocks=batch, response_type="in_channel", replace_original=False, unfurl_links=False)
