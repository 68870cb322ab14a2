"""Several workspaces: each installs the app by OAuth, and its tokens are kept and renewed in the state database."""

from __future__ import annotations

import html
import logging
import threading
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import InstallationStoreAuthorize
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, desc, select

from bot.manifest import CALLBACK, INSTALL, SCOPES
from bot.settings import Settings
from bot.slack_client import make_client
from bot.state import make_tables

_log = logging.getLogger(__name__)
STATE_SECONDS = 600
"""How long somebody may take to press Allow."""
_FAILED = {
    "access_denied": ("You pressed Cancel; nothing was installed.", "你取消了授权，没有安装任何东西。"),
    "storage_error": (
        "This workspace is not one that may use this bot. Ask whoever runs it to add it to APERTURE_TEAMS.",
        "这个工作区不在允许之列。请让管理员把它加入 APERTURE_TEAMS。",
    ),
}
_AGAIN = ("The installation did not come through. Please start again.", "安装没有完成，请重新开始。")
_DONE = (
    "Aperture is installed. Mention it in a channel, or write to it.",
    "Aperture 已安装。在频道里提及它，或直接给它发消息。",
)


class _Authorize(InstallationStoreAuthorize):
    """One at a time: a refresh token is good once, and two that used it would lock the workspace out."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._lock = threading.Lock()

    def __call__(self, **of: Any) -> AuthorizeResult | None:
        """The tokens of an installation, renewed when they are about to end; read again when another replica was
        faster with that. `None` without an installation."""
        with self._lock:
            return super().__call__(**of) or super().__call__(**of)


class Installations(OAuthFlow):
    """The way in of a workspace, and afterwards its client."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.api_url = settings.slack_api_url
        self.teams = settings.teams
        client = make_client(None, self.api_url)
        client_id, secret = settings.slack_client_id or "", settings.slack_client_secret
        self.store = SQLAlchemyInstallationStore(client_id=client_id, engine=engine)
        states = SQLAlchemyOAuthStateStore(expiration_seconds=STATE_SECONDS, engine=engine)
        make_tables(engine, self.store.metadata)
        make_tables(engine, states.metadata)
        self._rows = engine
        oauth = OAuthSettings(
            client_id=client_id,
            client_secret=secret.get_secret_value() if secret else "",
            scopes=list(SCOPES),
            user_scopes=[],
            redirect_uri=settings.public_url and settings.public_url.rstrip("/") + CALLBACK,
            install_path=INSTALL,
            redirect_uri_path=CALLBACK,
            install_page_rendering_enabled=False,
            callback_options=CallbackOptions(success=_installed, failure=_refused),
            authorization_url=client.base_url.removesuffix("api/") + "oauth/v2/authorize",
            installation_store=self.store,
            state_store=states,
            state_expiration_seconds=STATE_SECONDS,
        )
        oauth.authorize = self._authorize(oauth, client)
        super().__init__(client=client, settings=oauth)

    def _authorize(self, oauth: OAuthSettings, client: WebClient) -> _Authorize:
        """Bolt's own renews tokens at slack.com whatever the address, and asks `auth.test` about every event."""
        return _Authorize(
            logger=_log,
            installation_store=self.store,
            client_id=oauth.client_id,
            client_secret=oauth.client_secret,
            client=client,
            cache_enabled=True,
        )

    def client_of(self, team: str) -> WebClient:
        """The client of a workspace; one without a token, which Slack refuses, where it is not installed."""
        client = make_client(None, self.api_url)
        found = self.settings.authorize(
            context=BoltContext({"client": client}), enterprise_id=self._enterprise(team), team_id=team, user_id=None
        )
        client.token = found.bot_token if found else None
        return client

    def installed(self) -> list[str]:
        """Ids of the workspaces that have the app."""
        columns = self.store.bots.c
        of = select(columns.team_id).where(columns.client_id == self.store.client_id, columns.team_id.is_not(None))
        with self._rows.connect() as db:
            return sorted({str(team) for team in db.execute(of).scalars()})

    def _enterprise(self, team: str) -> str | None:
        """A workspace of an organization is found under both ids."""
        columns = self.store.installations.c
        of = select(columns.enterprise_id).where(columns.team_id == team, columns.client_id == self.store.client_id)
        with self._rows.connect() as db:
            return db.execute(of.order_by(desc(columns.installed_at)).limit(1)).scalar()

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        """Keep it; raises `BoltError`, the token given back, when the workspace is not one that may use the bot."""
        if self.teams and installation.team_id not in self.teams:
            _log.warning("workspace %s is not in APERTURE_TEAMS: not installed", installation.team_id)
            try:
                self.client.auth_revoke(token=installation.bot_token)
            except SlackApiError:
                _log.warning("its token could not be given back")
            raise BoltError("not in APERTURE_TEAMS")
        super().store_installation(request, installation)
        _log.info("installed in workspace %s", installation.team_id)


def _installed(_: SuccessArgs) -> BoltResponse:
    return _page(200, _DONE)


def _refused(args: FailureArgs) -> BoltResponse:
    _log.warning("an installation failed: %s", args.reason)
    return _page(args.suggested_status_code, _FAILED.get(args.reason, _AGAIN))


def _page(status: int, words: tuple[str, str]) -> BoltResponse:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in words)
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Aperture</title>'
    style = "<style>:root{color-scheme:light dark}body{font:18px/1.5 sans-serif;margin:3em auto;max-width:36em}</style>"
    page = f"<!doctype html><html><head>{head}{style}</head><body>{body}</body></html>"
    return BoltResponse(status=status, body=page, headers={"Content-Type": "text/html; charset=utf-8"})
