"""Listeners translate between Slack and the engine, and do nothing else."""

from __future__ import annotations

from slack_bolt import App

from bot.listeners import (
    actions,
    commands,
    compare,
    events,
    home,
    keeping,
    narrowing,
    reactions,
    settings,
    shortcuts,
    views,
)
from bot.listeners.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Attach every listener; Bolt tries them in this order, and most of what comes is an event."""
    events.register(app, desk)
    commands.register(app, desk)
    compare.register(app, desk)
    keeping.register(app, desk)
    home.register(app, desk)
    settings.register(app, desk)
    narrowing.register(app, desk)
    actions.register(app, desk)
    views.register(app, desk)
    shortcuts.register(app, desk)
    reactions.register(app, desk)
    events.register_rest(app)
