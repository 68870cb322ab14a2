"""A workspace that installs the app, without a browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from slack_sdk.oauth.installation_store import Installation

from bot.installations import Installations
from bot.settings import Settings
from bot.workspace.server import LocalWorkspace
from tests.bot.room import ADA


def several(workspace: LocalWorkspace, **more: Any) -> Settings:
    """Settings for several workspaces, without a file."""
    given = {
        "SLACK_SIGNING_SECRET": "a-secret",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "client-secret",
        "APERTURE_PUBLIC_URL": "https://testserver",
        "APERTURE_SLACK_API_URL": workspace.api_url,
    }
    return Settings(_env_file=None, **(given | more))  # type: ignore[call-arg]


def install(installations: Installations, workspace: LocalWorkspace, team: str) -> Installation:
    """Allowed, changed for a token, kept."""
    query = {"scope": workspace.scopes, "redirect_uri": "https://x", "client_id": "1.2"}
    back = urlsplit(workspace.oauth.allow(query, team, ADA))
    installed = installations.run_installation(parse_qs(back.query)["code"][0])
    assert installed
    installations.store.save(installed)
    return installed
