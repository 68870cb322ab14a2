"""Modals: check a use case, and why an answer was not helpful."""

from __future__ import annotations

import json
import logging
import uuid
from decimal import Decimal
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.answer import answer_blocks
from bot.blocks.limits import Block, messages, sections
from bot.blocks.words import say
from bot.listeners.desk import NO_UNFURL, Desk
from bot.listeners.home import publish_home
from bot.listeners.ingesting import run_ingest
from knowledge.records.base import Language, Words
from knowledge.records.use import Money, Use

_log = logging.getLogger(__name__)

USES: dict[str, Words] = {
    "commercial": Words(en="Commercially: in a product or paid service", zh="商用：用于产品或收费服务"),
    "internal": Words(en="Only inside the company", zh="仅公司内部使用"),
    "research": Words(en="Research", zh="研究"),
    "fine_tune": Words(en="Fine-tune it", zh="微调"),
    "redistribution": Words(en="Hand weights to others", zh="向他人分发权重"),
    "hosting": Words(en="Offer it to others as a service or API", zh="以服务或 API 提供给他人"),
    "output_training": Words(en="Train another model on its outputs", zh="用输出训练其他模型"),
}
NUMBERS = {"mau_now": "check_users", "mau_at_release": "check_release", "annual_revenue": "check_revenue"}
MOST = 10**13
MESSAGES_ONLY = frozenset({"table"})
"""Blocks that Slack refuses in a modal."""


def register(app: App, desk: Desk) -> None:
    """Listen to submitted modals."""

    @app.view("check_use")
    def check(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        language: Language = "zh" if json.loads(view["private_metadata"])["language"] == "zh" else "en"
        name, use, errors = read_check(view["state"]["values"], language, desk)
        if errors or use is None:
            ack(response_action="errors", errors=errors)
            return
        ack(response_action="update", view=_view("check_title", list(sections(say("working", language))), language))
        try:
            answer, key = desk.keep(lambda: desk.engine.check(name, use, language))
            blocks = [block for block in answer_blocks(answer, key)[:-1] if block["type"] not in MESSAGES_ONLY]
        except Exception:
            fault = uuid.uuid4().hex[:8]
            _log.exception("fault %s in a check", fault)
            blocks = list(sections(say("fault", language, id=fault)))
        _show(client, view["id"], body["user"]["id"], blocks, language)

    @app.view("ingest_add")
    def add(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        user, source = body["user"]["id"], _typed(view["state"]["values"], "source")
        language = desk.language(client, user)
        if not source or not desk.is_admin(client, user):
            ack(response_action="errors", errors={"source": say("not_admin" if source else "need_source", language)})
            return
        ack()
        channel = client.conversations_open(users=user)["channel"]["id"]
        desk.state.note_audit(user, "ingest", source)
        run_ingest(
            desk, [source], language, lambda text: client.chat_postMessage(channel=channel, text=text, **NO_UNFURL)
        )
        publish_home(client, desk, user)

    @app.view("feedback_reason")
    def reason(ack: Ack, view: dict[str, Any], body: dict[str, Any]) -> None:
        ack()
        meta = json.loads(view["private_metadata"])
        text = (view["state"]["values"]["reason"]["value"].get("value") or "").strip()
        desk.state.note_feedback(meta["answer"], body["user"]["id"], "down", text)


def _show(client: WebClient, view_id: str, user: str, blocks: list[Block], language: Language) -> None:
    """The verdict in the open modal, or as a direct message where that is closed or refused."""
    try:
        client.views_update(view_id=view_id, view=_view("check_title", blocks, language))
    except SlackApiError as error:
        _log.info("a verdict goes by direct message: %s", error.response.get("error"))
        channel = client.conversations_open(users=user)["channel"]["id"]
        for batch in messages(blocks):
            client.chat_postMessage(channel=channel, text=say("check_title", language), blocks=batch, **NO_UNFURL)


def open_check(client: WebClient, trigger: str, language: Language, model: str = "") -> None:
    """Open the modal that takes a use apart, field by field."""
    blocks: list[Block] = [
        _input("model", "check_model", language, _text(model[:100]), optional=False),
        _input("use", "check_use", language, _uses(language), optional=False),
        *(_input(key, label, language, _text()) for key, label in NUMBERS.items()),
        _input("territory", "check_territory", language, _text()),
    ]
    view = _view("check_title", blocks, language, submit="check_button")
    client.views_open(
        trigger_id=trigger,
        view={**view, "callback_id": "check_use", "private_metadata": json.dumps({"language": language})},
    )


def open_reason(client: WebClient, trigger: str, language: Language, answer: str) -> None:
    """Open the box that asks why an answer was not helpful."""
    element = {"type": "plain_text_input", "action_id": "value", "multiline": True, "max_length": 500}
    view = _view("reason_title", [_input("reason", "reason_label", language, element)], language, submit="submit")
    meta = json.dumps({"answer": answer})
    client.views_open(trigger_id=trigger, view={**view, "callback_id": "feedback_reason", "private_metadata": meta})


def open_add(client: WebClient, trigger: str, language: Language) -> None:
    """Open the box in which an admin names a document."""
    view = _view("home_add", [_input("source", "add_label", language, _text(), optional=False)], language, "submit")
    client.views_open(trigger_id=trigger, view={**view, "callback_id": "ingest_add"})


def read_check(values: dict[str, Any], language: Language, desk: Desk) -> tuple[str, Use | None, dict[str, str]]:
    """The model's name and the use out of a submitted view, or an error a block id."""
    errors: dict[str, str] = {}
    name = _typed(values, "model")
    chosen = [one["value"] for one in values.get("use", {}).get("value", {}).get("selected_options") or []]
    if not name:
        errors["model"] = say("need_model", language)
    elif desk.engine.card(name, language).found == "none":
        errors["model"] = say("no_model_named", language)
    if not chosen:
        errors["use"] = say("need_use", language)
    numbers: dict[str, int] = {}
    for key in NUMBERS:
        typed = _typed(values, key).replace(",", "").replace("，", "").replace(" ", "")
        if typed and not (typed.isascii() and typed.isdigit() and int(typed) <= MOST):
            errors[key] = say("need_number", language)
        elif typed:
            numbers[key] = int(typed)
    if errors:
        return name, None, errors
    return name, _use(chosen, numbers, _typed(values, "territory")), {}


def _use(chosen: list[str], numbers: dict[str, int], territory: str) -> Use:
    from bot.answering.question.places import places

    revenue = numbers.pop("annual_revenue", None)
    return Use.model_validate(
        {
            **dict.fromkeys((key for key in chosen if key in USES), True),
            **numbers,
            "annual_revenue": Money(amount=Decimal(revenue), currency="USD") if revenue is not None else None,
            "territory": next((one.code for one in places(f"our company is based in {territory}")), None),
        }
    )


def _typed(values: dict[str, Any], block: str) -> str:
    return str(values.get(block, {}).get("value", {}).get("value") or "").strip()


def _view(title: str, blocks: list[Block], language: Language, submit: str | None = None) -> dict[str, Any]:
    view: dict[str, Any] = {
        "type": "modal",
        "title": {"type": "plain_text", "text": say(title, language)[:24]},
        "close": {"type": "plain_text", "text": say("close", language)},
        "blocks": blocks[:100],
    }
    return {**view, "submit": {"type": "plain_text", "text": say(submit, language)[:24]}} if submit else view


def _input(block: str, label: str, language: Language, element: Block, *, optional: bool = True) -> Block:
    words = {"type": "plain_text", "text": say(label, language)}
    return {"type": "input", "block_id": block, "label": words, "element": element, "optional": optional}


def _text(initial: str = "") -> Block:
    element: Block = {"type": "plain_text_input", "action_id": "value"}
    return {**element, "initial_value": initial} if initial else element


def _uses(language: Language) -> Block:
    options = [
        {"text": {"type": "plain_text", "text": words.in_(language)[:75]}, "value": key} for key, words in USES.items()
    ]
    return {"type": "checkboxes", "action_id": "value", "options": options}
