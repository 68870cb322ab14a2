"""App Home: help and own settings for everybody, the index and its controls for admins."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks.home import AUDIT, LANGUAGES, MOST, Desktop, admin_blocks, member_blocks
from bot.blocks.limits import Block
from bot.listeners.desk import Desk
from knowledge.records.base import Language


def register(app: App, desk: Desk) -> None:
    """Listen to what people set for themselves."""

    @app.action("my_language")
    def my_language(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        wished = str((action.get("selected_option") or {}).get("value", ""))
        if wished in LANGUAGES:
            publish_home(client, desk, body["user"]["id"])


def publish_home(client: WebClient, desk: Desk, user: str, page: int = 0) -> None:
    """Draw a person's Home; `page` of the documents, for admins."""
    language = desk.language(client, user)
    blocks = member_blocks(language, "auto", desk.engine.changes())
    if desk.is_admin(client, user):
        blocks += _controls(desk, language, page)
    client.views_publish(user_id=user, view={"type": "home", "blocks": blocks[:MOST]})


def _controls(desk: Desk, language: Language, page: int) -> list[Block]:
    return admin_blocks(
        language,
        Desktop(
            health=desk.engine.health(),
            entries=desk.engine.sources(),
            counts=desk.state.counts(),
            audit=desk.state.audit(AUDIT),
            page=page,
        ),
    )
