"""Change notices: what moved in a licence or in the facts, told once to every channel that wants to know."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk import WebClient

from bot.listeners.desk import Desk


def tell_changes(desk: Desk, client: WebClient, moved: Sequence[tuple[str, str]]) -> None:
    """Tell subscribers."""
