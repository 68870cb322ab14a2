"""Slack's OAuth: a workspace is asked, a code comes back, and is changed for a token that ends and is renewed."""

from __future__ import annotations

import html
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.workspace.store import APP_ID, BOT_USER, TEAM

TOKEN_SECONDS = 43_200
"""Twelve hours, as Slack's."""


@dataclass
class Grant:
    """One installation."""

    team: str
    user: str
    scope: str
    access: str
    refresh: str
    ends: float
    revoked: bool = False


class OAuth:
    """What the workspace knows of installations. Tokens that it never gave out are taken as the local workspace's."""

    def __init__(self) -> None:
        self.token_seconds: float = TOKEN_SECONDS
        self.secrets: dict[str, str] = {}
        """Secrets by client id; one that is not named may have any."""
        self.grants: dict[str, Grant] = {}
        self.refreshed = 0
        self._codes: dict[str, tuple[str, str, str]] = {}

    def page(self, query: dict[str, str]) -> str:
        """What a person is asked: allow or cancel."""
        yes = self.allow(query, query.get("team", TEAM), query.get("user", "U0ADA"))
        no = _back(query, {"error": "access_denied"})
        links = f'<a href="{html.escape(yes)}">Allow 允许</a> · <a href="{html.escape(no)}">Cancel 取消</a>'
        asked = f"<title>Install</title><p>{html.escape(query['client_id'])}</p>{links}"
        return f'<!doctype html><meta charset="utf-8">{asked}'

    def allow(self, query: dict[str, str], team: str, user: str) -> str:
        """Where the browser is sent after Allow. Raises `KeyError` without a client id, a scope or a way back."""
        code = secrets.token_hex(8)
        self._codes[code] = (team, user, query["scope"])
        return _back(query, {"code": code})

    def access(self, arguments: dict[str, Any], basic: tuple[str, str] | None) -> dict[str, Any]:
        """`oauth.v2.access` for a code or a refresh token; each is good once."""
        client_id, secret = basic or (str(arguments.get("client_id")), str(arguments.get("client_secret")))
        if self.secrets.get(client_id, secret) != secret:
            return {"ok": False, "error": "bad_client_secret"}
        if arguments.get("grant_type") == "refresh_token":
            old = next((g for g in self.grants.values() if g.refresh == arguments.get("refresh_token")), None)
            if old is None or old.revoked:
                return {"ok": False, "error": "invalid_refresh_token"}
            old.refresh, of = "", (old.team, old.user, old.scope)
            self.refreshed += 1
        elif (code := str(arguments.get("code"))) in self._codes:
            of = self._codes.pop(code)
        else:
            return {"ok": False, "error": "invalid_code"}
        return self._given(*of)

    def _given(self, team: str, user: str, scope: str) -> dict[str, Any]:
        access, refresh = f"xoxe.xoxb-1-{secrets.token_hex(12)}", f"xoxe-1-{secrets.token_hex(12)}"
        self.grants[access] = Grant(team, user, scope, access, refresh, time.time() + self.token_seconds)
        return {
            "ok": True,
            "app_id": APP_ID,
            "authed_user": {"id": user},
            "scope": scope,
            "token_type": "bot",
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": int(self.token_seconds),
            "bot_user_id": BOT_USER,
            "team": {"id": team, "name": team},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def fault(self, token: str) -> str | None:
        """Slack's error code for a token that no longer serves."""
        grant = self.grants.get(token)
        if grant is None:
            return "not_authed" if self.grants and not token else None
        return "token_revoked" if grant.revoked else "token_expired" if grant.ends < time.time() else None

    def team_of(self, token: str) -> str:
        """The workspace that gave the token."""
        grant = self.grants.get(token)
        return grant.team if grant else TEAM

    def revoke(self, token: str) -> dict[str, Any]:
        """`auth.revoke`."""
        if token in self.grants:
            self.grants[token].revoked = True
        return {"ok": True, "revoked": True}


def _back(query: dict[str, str], more: dict[str, str]) -> str:
    return f"{query['redirect_uri']}?{urlencode(more | {'state': query.get('state', '')})}"
