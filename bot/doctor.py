"""What is configured, what is reachable, what is missing and how to add it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot.manifest import INSTALL, SCOPES
from bot.settings import CLOUD, Settings
from knowledge.errors import ApertureError

if TYPE_CHECKING:
    from knowledge.catalog import Catalog

Status = Literal["ok", "off", "fault"]
TIMEOUT = 5.0
"""Seconds for each reachability check."""


@dataclass(frozen=True)
class Finding:
    """One line of the report. `off`: a part nobody switched on; `fault`: one that is on and does not work."""

    part: str
    status: Status
    says: str
    way_out: str = ""

    def as_dict(self) -> dict[str, str]:
        """For `--json`."""
        return asdict(self)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check in turn; a check that breaks becomes a fault of its part and the others go on."""
    checks: list[tuple[str, Callable[[Settings], Iterator[Finding]]]] = [
        ("data folder", _data_folder),
        ("facts", _facts),
        ("index", _index),
        ("licence texts", _texts),
        ("Slack", _slack),
        ("language model", _language_model),
        ("state database", _database),
        ("Hub look-up", _hub),
    ]
    for part, check in checks:
        try:
            yield from check(settings)
        except ApertureError as error:
            yield Finding(part, "fault", str(error))


def _data_folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if os.access(existing, os.W_OK):
        yield Finding("data folder", "ok", str(folder))
    else:
        yield Finding(
            "data folder", "fault", f"{folder} cannot be written", "set APERTURE_DATA_DIR to a folder you own"
        )


def _facts(settings: Settings) -> Iterator[Finding]:
    from knowledge.catalog import Catalog

    catalog = Catalog.load(settings.overlay_dir)
    yield Finding("facts", "ok", f"{len(catalog.models)} models, {len(catalog.licenses)} licences")
    for name, path in (("overlay", settings.overlay_dir), ("team policy", settings.policy_file)):
        if path is None:
            yield Finding(name, "off", "none", f"set {_VARIABLE[name]} to add the team's own")
        elif not path.exists():
            yield Finding(name, "fault", f"{path} does not exist", f"correct or unset {_VARIABLE[name]}")
        elif name == "team policy":
            yield _policy(path, catalog)
        else:
            yield Finding(name, "ok", str(path))


def _policy(path: Path, catalog: Catalog) -> Finding:
    from knowledge.errors import FactsError
    from knowledge.policy import load_policies

    try:
        policies = load_policies(path, catalog)
    except FactsError as error:
        return Finding("team policy", "fault", str(error), "correct the file")
    told = ", ".join(f"{name} ({policy.size} rules)" for name, policy in policies.items()) or "none in this folder"
    return Finding("team policy", "ok" if policies else "fault", f"{path}: {told}")


_VARIABLE = {"overlay": "APERTURE_OVERLAY_DIR", "team policy": "APERTURE_POLICY_FILE"}


def _index(settings: Settings) -> Iterator[Finding]:
    if settings.chroma_url:
        server = "https://api.trychroma.com" if settings.chroma_url == CLOUD else settings.chroma_url.rstrip("/")
        yield _answers("Chroma server", server + "/api/v2/heartbeat", "APERTURE_CHROMA_URL")
    marks = [path for path in (settings.data_dir,) if path.exists() and any(path.iterdir())]
    if marks:
        yield Finding("index", "ok", f"in {settings.data_dir}, encoder {settings.embedding_model}", "aperture sources")
    else:
        yield Finding("index", "off", "empty", "aperture ingest  (make run does it by itself)")


def _texts(settings: Settings) -> Iterator[Finding]:
    held = len(list((settings.data_dir / "texts").glob("*.txt"))) if (settings.data_dir / "texts").exists() else 0
    if held:
        yield Finding("licence texts", "ok", f"{held} held: answers quote the clause")
    else:
        yield Finding(
            "licence texts",
            "off",
            "none held: answers come from facts and clause numbers, without quotes",
            "aperture ingest --texts, or aperture ingest FOLDER with the texts in it",
        )


def _slack(settings: Settings) -> Iterator[Finding]:
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if settings.slack_client_id:
        yield from _workspaces(settings)
        return
    if not bot:
        yield Finding(
            "Slack", "off", "no token: the local workspace is used", "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN"
        )
        return
    yield from _token_type("SLACK_BOT_TOKEN", bot.get_secret_value(), "xoxb-")
    told: list[SlackResponse] = []
    yield _slack_call("bot token", settings, lambda client: told.append(client.auth_test()), bot.get_secret_value())
    for response in told:
        yield from _scopes("scopes", response)
    if app:
        yield from _token_type("SLACK_APP_TOKEN", app.get_secret_value(), "xapp-")
        token = app.get_secret_value()
        yield _slack_call("Socket Mode", settings, lambda client: client.apps_connections_open(app_token=token), token)
    elif not settings.slack_signing_secret:
        yield Finding(
            "Slack",
            "fault",
            "a bot token alone hears nothing",
            "add SLACK_APP_TOKEN (socket) or SLACK_SIGNING_SECRET (HTTP)",
        )


def _workspaces(settings: Settings) -> Iterator[Finding]:
    """Several workspaces: who installed the app, and whether their tokens still serve."""
    from bot.installations import Installations
    from bot.state import State

    none = Finding("workspaces", "off", "none installed it yet", f"open {INSTALL} of the running bot in a browser")
    file = make_url(settings.state_url).database if settings.state_url.startswith("sqlite") else None
    if file and not Path(file).exists():
        yield none
        return
    try:
        with closing(State(settings.state_url)) as state:
            installations = Installations(settings, state.engine)
            teams = installations.installed()
            for team in teams:
                yield from _workspace(installations.client_of(team), team)
    except (SQLAlchemyError, ImportError) as error:
        yield Finding("workspaces", "fault", f"not to be read ({type(error).__name__})", "see the state database below")
        return
    if not teams:
        yield none


def _workspace(client: WebClient, team: str) -> Iterator[Finding]:
    try:
        response = client.auth_test()
    except (SlackClientError, OSError) as error:
        yield Finding(f"workspace {team}", "fault", f"its token is refused ({error})", "let it install again")
        return
    yield Finding(f"workspace {team}", "ok", "its token serves")
    yield from _scopes(f"scopes of {team}", response)


def _scopes(part: str, response: SlackResponse) -> Iterator[Finding]:
    """Slack tells with each answer what the token is good for."""
    told = {name.lower(): value for name, value in response.headers.items()}.get("x-oauth-scopes")
    if told is None:
        yield Finding(part, "off", "Slack does not say which", "compare with `aperture manifest`")
        return
    missing = [scope for scope in SCOPES if scope not in {one.strip() for one in str(told).split(",")}]
    if missing:
        without = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
        yield Finding(part, "fault", f"missing: {without}", "paste `aperture manifest` into the app, install it again")
    else:
        yield Finding(part, "ok", f"all {len(SCOPES)}")


def _token_type(name: str, token: str, prefix: str) -> Iterator[Finding]:
    if not token.startswith(prefix):
        yield Finding(name, "fault", f"does not start with {prefix}", f"copy the token that starts with {prefix}")


def _slack_call(part: str, settings: Settings, call: Callable[[WebClient], object], token: str) -> Finding:
    client = WebClient(token=token, base_url=settings.slack_api_url or WebClient.BASE_URL, timeout=int(TIMEOUT))
    try:
        call(client)
    except SlackApiError as error:
        return Finding(
            part,
            "fault",
            f"Slack answers {error.response['error']}",
            "aperture manifest lists what the app needs",
        )
    except OSError as error:
        return Finding(
            part, "fault", f"{client.base_url} is not reachable ({type(error).__name__})", "check the network"
        )
    return Finding(part, "ok", f"{client.base_url} accepts it")


def _language_model(settings: Settings) -> Iterator[Finding]:
    if not settings.llm_model:
        yield Finding(
            "language model",
            "off",
            "none: answers are composed by code",
            "set APERTURE_LLM_MODEL and OPENAI_BASE_URL or OPENAI_API_KEY",
        )
        return
    base = (settings.openai_base_url or "https://api.openai.com/v1").rstrip("/")
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    yield _answers(f"language model {settings.llm_model}", f"{base}/models", "OPENAI_BASE_URL", key)


def _answers(part: str, url: str, variable: str, key: str = "") -> Finding:
    try:
        response = requests.get(url, timeout=TIMEOUT, headers={"Authorization": f"Bearer {key}"} if key else {})
    except requests.RequestException as error:
        return Finding(part, "fault", f"{url} is not reachable ({type(error).__name__})", f"check {variable}")
    if response.ok:
        return Finding(part, "ok", f"{url} answers")
    return Finding(part, "fault", f"{url} answers {response.status_code}", f"check {variable} and its key")


def _database(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url:
        yield Finding("state database", "ok", f"SQLite, {settings.data_dir / 'state.db'}")
        return
    try:
        engine = create_engine(settings.database_url)
        with engine.connect() as connection:
            connection.execute(text("select 1"))
        engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        yield Finding(
            "state database",
            "fault",
            type(error).__name__,
            "check APERTURE_DATABASE_URL; Postgres needs the extra [postgres]",
        )
        return
    yield Finding("state database", "ok", engine.url.render_as_string(hide_password=True))


def _hub(settings: Settings) -> Iterator[Finding]:
    if not settings.hub_lookup:
        yield Finding("Hub look-up", "off", "models nobody recorded are not looked up", "set APERTURE_HUB_LOOKUP=true")
        return
    yield _answers("Hub look-up", settings.hf_endpoint, "HF_ENDPOINT")
