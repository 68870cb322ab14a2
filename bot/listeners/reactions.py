"""Thumbs under an answer as reactions, beside the buttons."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.listeners.desk import Desk

THUMBS = {"+1": "up", "thumbsup": "up", "-1": "down", "thumbsdown": "down"}


def register(app: App, desk: Desk) -> None:
    """Listen to reactions."""

    @app.event("reaction_added")
    def added(event: dict[str, Any]) -> None:
        item = event.get("item") or {}
        value = THUMBS.get(str(event.get("reaction", "")).split("::")[0])
        key = desk.state.answer_at(str(item.get("channel", "")), str(item.get("ts", "")))
        if value and key and event.get("user"):
            desk.state.note_feedback(key, event["user"], value)
