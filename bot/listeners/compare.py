"""Compare: a button under answers and cards that asks for one or two further models."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.answering.answer import Answer, Ask
from bot.blocks.modal import input_block, modal, text_input, typed
from bot.blocks.words import say
from bot.listeners.desk import Desk
from bot.listeners.private import answer_privately
from bot.listeners.rules import team_of
from knowledge.records.base import Language

FIELDS = {"first": "compare_first", "second": "compare_second", "third": "compare_third"}
NEEDED = ("first", "second")


def register(app: App, desk: Desk) -> None:
    """Listen to the button and to its modal."""

    @app.action("compare_open")
    def opened(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        message = body.get("message") or {}
        whisper = bool((body.get("container") or {}).get("is_ephemeral"))
        thread = message.get("thread_ts") or ("" if whisper else message.get("ts", ""))
        channel = str((body.get("channel") or {}).get("id", ""))
        language = desk.language(client, body["user"]["id"], team=team_of(body))
        _open(
            client,
            body["trigger_id"],
            language,
            [one for one in action["value"].split(",") if one.strip("-")],
            f"{channel}:{thread}",
        )

    @app.view("compare")
    def submitted(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        meta = json.loads(view["private_metadata"])
        language: Language = "zh" if meta["language"] == "zh" else "en"
        names, errors = _read(view["state"]["values"], language, desk)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        ack()
        answer, key = desk.keep(lambda: compared(desk, names, language))
        channel, _, thread = meta["place"].partition(":")
        answer_privately(client, channel, thread, body["user"]["id"], answer, key)


def compared(desk: Desk, names: list[str], language: Language) -> Answer:
    """The models side by side."""
    listed = "、".join(names) if language == "zh" else ", ".join(names)
    return desk.engine.ask(
        Ask(question=f"比较 {listed}" if language == "zh" else f"Compare {listed}", language=language)
    )


def _open(client: WebClient, trigger: str, language: Language, models: list[str], place: str) -> None:
    given = dict(zip(FIELDS, models, strict=False))
    blocks = [
        input_block(field, label, language, text_input(given.get(field, "")[:100]), optional=field not in NEEDED)
        for field, label in FIELDS.items()
    ]
    view = modal("compare_title", blocks, language, submit="compare")
    meta = json.dumps({"language": language, "place": place})
    client.views_open(trigger_id=trigger, view={**view, "callback_id": "compare", "private_metadata": meta})


def _read(values: dict[str, Any], language: Language, desk: Desk) -> tuple[list[str], dict[str, str]]:
    """The names out of a submitted view, or an error a field."""
    errors: dict[str, str] = {}
    names = {field: typed(values, field) for field in FIELDS}
    for field, name in names.items():
        found = desk.engine.card(name, language).found if name else "none"
        if name and found != "one":
            errors[field] = say("no_model_named" if found == "none" else "need_one_model", language)
        elif not name and field in NEEDED:
            errors[field] = say("need_model", language)
    return [name for name in names.values() if name], errors
