"""App Home: help and own settings for everybody, the index and its controls for admins."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks.home import AUDIT, LANGUAGES, MOST, Desktop, admin_blocks, member_blocks
from bot.blocks.limits import Block
from bot.listeners.desk import Desk
from bot.listeners.rules import team_of
from knowledge.records.base import Language


def register(app: App, desk: Desk) -> None:
    """Listen to what people set for themselves."""

    @app.action("my_language")
    def my_language(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        wished: Any = (action.get("selected_option") or {}).get("value", "")
        if wished in LANGUAGES:
            desk.preferences.set_member_language(team_of(body), body["user"]["id"], wished)
            publish_home(client, desk, body["user"]["id"], team_of(body))


def publish_home(client: WebClient, desk: Desk, user: str, team: str, page: int = 0) -> None:
    """Draw a person's Home; `page` of the documents, for admins."""
    language = desk.language(client, user, team=team)
    blocks = member_blocks(language, desk.preferences.member_language(team, user), desk.engine.changes())
    if desk.is_admin(client, user):
        blocks += _controls(desk, language, page)
    client.views_publish(user_id=user, view={"type": "home", "blocks": blocks[:MOST]})


def _controls(desk: Desk, language: Language, page: int) -> list[Block]:
    return admin_blocks(
        language,
        Desktop(
            health=desk.engine.health(),
            entries=desk.engine.sources(),
            counts=asdict(desk.learnt.figures()),
            unanswered=desk.learnt.unanswered(),
            audit=desk.state.audit(AUDIT),
            page=page,
        ),
    )
