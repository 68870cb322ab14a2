"""Settings of a channel, and what is posted in it unasked. Only admins change them, and rights are asked for twice."""

from __future__ import annotations

import json
from typing import Any, get_args

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks.limits import Block, cut
from bot.blocks.modal import checkboxes, chosen, input_block, modal, select, ticked
from bot.blocks.words import say
from bot.listeners.desk import Desk
from bot.listeners.private import whisper
from bot.listeners.rules import team_of
from bot.preferences import TOPICS, Rules, Topic, Wish
from knowledge.policy import DEFAULT
from knowledge.records.base import Language


def register(app: App, desk: Desk) -> None:
    """Listen to the submitted settings."""

    @app.view("settings")
    def saved(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        user, team, values = body["user"]["id"], team_of(body), view["state"]["values"]
        channel = json.loads(view["private_metadata"])["channel"]
        language = desk.language(client, user, team=team)
        if not desk.is_admin(client, user):
            ack(response_action="errors", errors={"language": say("settings_admins", language)})
            return
        ack()
        rules = _read(values, desk)
        desk.preferences.set_channel(team, channel, rules)
        wanted = ticked(values, "topics")
        for topic in TOPICS:
            desk.preferences.subscribe(team, channel, topic, topic in wanted)
        desk.state.note_audit(user, "settings", f"{channel}: {rules.model_dump_json()} {' '.join(wanted)}")
        whisper(client, channel, user, say("settings_saved", language))


def open_settings(desk: Desk, client: WebClient, trigger: str, team: str, channel: str, language: Language) -> None:
    """Open the box with a channel's settings as they are."""
    view = modal("settings_title", _fields(desk, team, channel, language), language, submit="settings_save")
    meta = json.dumps({"channel": channel})
    client.views_open(trigger_id=trigger, view={**view, "callback_id": "settings", "private_metadata": meta})


def _fields(desk: Desk, team: str, channel: str, language: Language) -> list[Block]:
    rules = desk.preferences.channel(team, channel)

    def words(prefix: str, *values: str) -> dict[str, str]:
        return {value: say(f"{prefix}_{value}", language) for value in values}

    topics = tuple(sorted(desk.preferences.topics(team, channel)))
    policies = words("policy", DEFAULT) | {name: cut(name, 70) for name in desk.engine.policies if name != DEFAULT}
    fields: dict[str, Block] = {
        "language": select(words("language", *get_args(Wish)), rules.language),
        "unmentioned": select(words("unmentioned", "off", "on"), "on" if rules.unmentioned else "off"),
        "seen": select(words("seen", "all", "asker"), "asker" if rules.private else "all"),
    }
    if len(policies) > 1:
        fields["policy"] = select(policies, rules.policy or DEFAULT)
    fields["topics"] = checkboxes(words("topic", *TOPICS), topics)
    return [input_block(name, f"settings_{name}", language, element) for name, element in fields.items()]


def _read(values: dict[str, Any], desk: Desk) -> Rules:
    """The rules out of a submitted view; whatever is not on offer counts as not chosen."""
    language, policy = chosen(values, "language"), chosen(values, "policy")
    wished: Wish = "zh" if language == "zh" else "en" if language == "en" else "auto"
    return Rules(
        language=wished,
        unmentioned=chosen(values, "unmentioned") == "on",
        private=chosen(values, "seen") == "asker",
        policy=policy if policy in desk.engine.policies and policy != DEFAULT else "",
    )


def topic_of(text: str) -> Topic | None:
    """The topic a command names, in either language."""
    named: dict[str, Topic] = {"changes": "changes", "变动": "changes", "digest": "digest", "摘要": "digest"}
    return named.get(text.strip().lower())
