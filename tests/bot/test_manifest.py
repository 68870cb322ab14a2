"""The manifest asks for no more than what is used, and for each mode's own things."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.manifest import EVENTS, SCOPES, manifest


def test_socket_mode_names_no_address() -> None:
    """A laptop has none."""
    made = manifest("socket")
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(made)
    assert made["features"]["agent_view"]
    assert len(made["features"]["agent_view"]["suggested_prompts"]) <= 4


def test_http_mode_sends_everything_to_one_address() -> None:
    """Events, interactions and commands."""
    made = manifest("http", "https://bot.example/slack/events")
    assert json.dumps(made).count("https://bot.example/slack/events") == 4


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_its_scope(event: str) -> None:
    """Slack refuses a manifest that listens without the right to."""
    needs = {
        "app_mention": "app_mentions:read",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
        "reaction_added": "reactions:read",
    }
    assert needs.get(event, "chat:write") in SCOPES


def test_the_command_prints_json() -> None:
    """To be pasted as it is."""
    printed = CliRunner().invoke(app, ["manifest", "--mode", "http"])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout)["settings"]["socket_mode_enabled"] is False


def test_several_workspaces_come_back_after_allow_and_are_heard_leaving() -> None:
    """Their tokens end and are renewed."""
    made = manifest("oauth", "https://bot.example/slack/events")
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.example/slack/oauth_redirect"]
    assert made["settings"]["token_rotation_enabled"]
    assert {"app_uninstalled", "tokens_revoked"} <= set(made["settings"]["event_subscriptions"]["bot_events"])
