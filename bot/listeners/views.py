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
from bot.blocks.modal import checkboxes, input_block, modal, text_input, ticked, typed
from bot.blocks.words import say
from bot.listeners.desk import NO_UNFURL, Desk
from knowledge.records.base import Language, Words
from knowledge.records.use import Money, Use, one_or_all

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
        meta = json.loads(view["private_metadata"])
        language: Language = "zh" if meta["language"] == "zh" else "en"
        name, use, errors = read_check(view["state"]["values"], language, desk)
        if errors or use is None:
            ack(response_action="errors", errors=errors)
            return
        ack(response_action="update", view=modal("check_title", list(sections(say("working", language))), language))
        try:
            answer, key = desk.keep(lambda: desk.engine.check(name, use, language, meta.get("policy") or None))
            blocks = [block for block in answer_blocks(answer, key)[:-1] if block["type"] not in MESSAGES_ONLY]
        except Exception:
            fault = uuid.uuid4().hex[:8]
            _log.exception("fault %s in a check", fault)
            blocks = list(sections(say("fault", language, id=fault)))
        _show(client, view["id"], body["user"]["id"], blocks, language)

    @app.view("feedback_reason")
    def reason(ack: Ack, view: dict[str, Any], body: dict[str, Any]) -> None:
        ack()
        meta = json.loads(view["private_metadata"])
        text = typed(view["state"]["values"], "reason")
        desk.state.note_feedback(meta["answer"], body["user"]["id"], "down", text)


def _show(client: WebClient, view_id: str, user: str, blocks: list[Block], language: Language) -> None:
    """The verdict in the open modal, or as a direct message where that is closed or refused."""
    try:
        client.views_update(view_id=view_id, view=modal("check_title", blocks, language))
    except SlackApiError as error:
        _log.info("a verdict goes by direct message: %s", error.response.get("error"))
        channel = client.conversations_open(users=user)["channel"]["id"]
        for batch in messages(blocks):
            client.chat_postMessage(channel=channel, text=say("check_title", language), blocks=batch, **NO_UNFURL)


def open_check(client: WebClient, trigger: str, language: Language, model: str = "", policy: str = "") -> None:
    """Open the modal that takes a use apart, field by field; `policy` holds where it is opened."""
    uses = checkboxes({key: words.in_(language) for key, words in USES.items()})
    blocks: list[Block] = [
        input_block("model", "check_model", language, text_input(model[:100]), optional=False),
        input_block("use", "check_use", language, uses, optional=False),
        *(input_block(key, label, language, text_input()) for key, label in NUMBERS.items()),
        input_block("territory", "check_territory", language, text_input()),
    ]
    meta = json.dumps({"language": language, "policy": policy})
    view = modal("check_title", blocks, language, submit="check_button")
    client.views_open(
        trigger_id=trigger,
        view={**view, "callback_id": "check_use", "private_metadata": meta},
    )


def open_reason(client: WebClient, trigger: str, language: Language, answer: str) -> None:
    """Open the box that asks why an answer was not helpful."""
    box = text_input(most=500, multiline=True)
    view = modal("reason_title", [input_block("reason", "reason_label", language, box)], language, submit="submit")
    meta = json.dumps({"answer": answer})
    client.views_open(trigger_id=trigger, view={**view, "callback_id": "feedback_reason", "private_metadata": meta})


def read_check(values: dict[str, Any], language: Language, desk: Desk) -> tuple[str, Use | None, dict[str, str]]:
    """The model's name and the use out of a submitted view, or an error a block id."""
    errors: dict[str, str] = {}
    name, chosen = typed(values, "model"), ticked(values, "use")
    if not name:
        errors["model"] = say("need_model", language)
    elif desk.engine.card(name, language).found == "none":
        errors["model"] = say("no_model_named", language)
    if not chosen:
        errors["use"] = say("need_use", language)
    numbers: dict[str, int] = {}
    for key in NUMBERS:
        said = typed(values, key).replace(",", "").replace("，", "").replace(" ", "")
        if said and not (said.isascii() and said.isdigit() and int(said) <= MOST):
            errors[key] = say("need_number", language)
        elif said:
            numbers[key] = int(said)
    if errors:
        return name, None, errors
    return name, _use(chosen, numbers, typed(values, "territory")), {}


def _use(chosen: list[str], numbers: dict[str, int], territory: str) -> Use:
    from bot.answering.question.places import named

    revenue = numbers.pop("annual_revenue", None)
    return Use.model_validate(
        {
            **dict.fromkeys((key for key in chosen if key in USES), True),
            **numbers,
            "annual_revenue": Money(amount=Decimal(revenue), currency="USD") if revenue is not None else None,
            "territory": one_or_all(named(territory)),
        }
    )
