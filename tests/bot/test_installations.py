"""Several workspaces: each installs the app by OAuth, is answered with its own token, and can leave again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from bot.app import close_app, make_app
from bot.http import make_http
from bot.listeners.desk import Desk
from bot.settings import Settings
from bot.state import State
from bot.workspace.server import LocalWorkspace
from tests.bot.installing import several
from tests.bot.room import BEN, GENERAL, PlainEngine
from tests.bot.test_http import SECRET, signed
from tests.waiting import until

OURS, OTHER = "T0OURS", "T0OTHER"


@dataclass
class House:
    """The bot in HTTP mode with OAuth, and a Slack with more than one workspace."""

    workspace: LocalWorkspace
    desk: Desk
    state: State
    engine: PlainEngine
    http: TestClient

    def install(self, team: str, user: str = "U0ADA") -> Any:
        """As a browser does it; the page that it ends on."""
        asked = self.http.get("/slack/install", follow_redirects=False)
        assert asked.status_code == 302
        query = dict(parse_qsl(urlsplit(asked.headers["location"]).query))
        back = urlsplit(self.workspace.oauth.allow(query, team, user))
        return self.http.get(f"{back.path}?{back.query}")

    def ask(self, team: str, text: str = "@Aperture Is OLMo open?") -> int:
        """A mention in a workspace; the status of its acknowledgement."""
        _, payload = self.workspace.people.say(BEN, GENERAL, text)[1][-1]
        payload["event"]["team"] = payload["team_id"] = team
        payload["authorizations"][0]["team_id"] = team
        return self.post(payload)

    def post(self, payload: dict[str, Any]) -> int:
        """A signed event."""
        body = json.dumps(payload)
        return self.http.post("/slack/events", content=body, headers=signed(body)).status_code

    def posted_in(self) -> list[str]:
        """Workspaces whose token posted."""
        return [team for method, team in self.workspace.teams if method == "chat.postMessage"]


@pytest.fixture
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """Its parameter: further settings."""
    state = State(f"sqlite:///{tmp_path / 'state.db'}")
    with LocalWorkspace(0) as workspace:
        workspace.oauth.secrets["1.2"] = "client-secret"
        engine = PlainEngine()
        app, desk = make_app(several(workspace, **getattr(request, "param", {})), engine, state)
        with TestClient(make_http(app, state, SECRET), base_url="https://testserver") as http:
            yield House(workspace, desk, state, engine, http)
        assert desk.drain(10)
        close_app(app, desk)
    state.close()


def test_each_workspace_is_answered_with_its_own_token(house: House) -> None:
    """Two install; a question in either is answered there."""
    for team in (OURS, OTHER):
        done = house.install(team)
        assert done.status_code == 200
        assert "Aperture 已安装" in done.text
    for team in (OURS, OTHER):
        assert house.ask(team) == 200
    until(lambda: set(house.posted_in()) == {OURS, OTHER} and house.desk.drain(0.1))
    assert len(house.engine.asked) == 2


def test_a_workspace_that_never_installed_is_not_answered(house: House) -> None:
    """Slack is told that it arrived; nothing is done."""
    house.install(OURS)
    assert house.ask(OTHER, "@Aperture first?") == 200
    assert house.ask(OURS, "@Aperture second?") == 200
    until(house.posted_in)
    assert house.desk.drain(5)
    assert [ask.question for ask in house.engine.asked] == ["second?"]


def test_a_token_is_renewed_before_it_ends(house: House) -> None:
    """By the next event, and by what the bot posts unasked; each refresh token is used once."""
    house.workspace.oauth.token_seconds = 60
    house.install(OURS)
    house.workspace.oauth.token_seconds = 43_200
    assert house.ask(OURS) == 200
    until(house.posted_in)
    assert house.workspace.oauth.refreshed == 1
    assert house.desk.clients(OURS).auth_test()["team_id"] == OURS
    assert house.workspace.oauth.refreshed == 1


def test_many_events_at_once_renew_once(house: House) -> None:
    """Two that used the same refresh token would lock the workspace out."""
    house.workspace.oauth.token_seconds = 60
    house.install(OURS)
    house.workspace.oauth.token_seconds = 43_200
    for place in range(8):
        assert house.ask(OURS, f"@Aperture question {place}") == 200
    until(lambda: len(house.engine.asked) == 8)
    assert house.workspace.oauth.refreshed == 1


def test_a_workspace_that_removes_the_app_is_forgotten(house: House) -> None:
    """And may come back."""
    house.install(OURS)
    gone = {"type": "app_uninstalled"}
    outer = {"type": "event_callback", "team_id": OURS, "api_app_id": "A", "event_id": "Ev1", "event": gone}
    assert house.post(outer) == 200
    until(lambda: house.desk.clients(OURS).token is None)
    assert house.ask(OURS, "@Aperture first?") == 200
    time.sleep(0.5)
    assert house.install(OURS).status_code == 200
    assert house.ask(OURS, "@Aperture second?") == 200
    until(house.posted_in)
    assert [ask.question for ask in house.engine.asked] == ["second?"]


def test_an_interrupted_question_is_told_where_it_was_asked(house: House) -> None:
    """With the token of its workspace."""
    house.install(OURS)
    house.install(OTHER)
    house.state.begin(f"ask:{OTHER}:{GENERAL}:1.000001", GENERAL, "1.000001", BEN, "en")
    house.desk.tell_interrupted()
    assert house.posted_in() == [OTHER]


@pytest.mark.parametrize("house", [{"APERTURE_TEAMS": OURS}], indirect=True)
def test_only_named_workspaces_may_install(house: House) -> None:
    """Another's token is given back, and the page says what to do."""
    refused = house.install(OTHER)
    assert "APERTURE_TEAMS" in refused.text
    assert all(grant.revoked for grant in house.workspace.oauth.grants.values())
    assert house.install(OURS).status_code == 200


@pytest.mark.parametrize(
    ("house", "trusted"), [({}, False), ({"APERTURE_TEAMS": OURS}, True)], indirect=["house"], ids=["any", "named"]
)
def test_admins_of_any_workspace_are_no_admins_here(house: House, trusted: bool) -> None:
    """Whoever may install could else remove the documents of all; configured ids and named workspaces may."""
    house.install(OURS)
    assert house.desk.is_admin(house.desk.clients(OURS), "U0ADA") is trusted


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?code=x&state=forged", "?error=access_denied", "?error=%3Cscript%3E", "?state=%00"],
)
def test_a_forged_callback_installs_nothing(house: House, query: str) -> None:
    """Each ends on a page with a way out."""
    page = house.http.get(f"/slack/oauth_redirect{query}")
    assert page.status_code in (200, 400, 401)
    assert "安装" in page.text
    assert "<script>" not in page.text
    assert house.desk.clients(OURS).token is None


def test_a_code_is_good_once(house: House) -> None:
    """The same way back a second time installs nothing."""
    asked = house.http.get("/slack/install", follow_redirects=False)
    query = dict(parse_qsl(urlsplit(asked.headers["location"]).query))
    back = urlsplit(house.workspace.oauth.allow(query, OURS, "U0ADA"))
    codes = [house.http.get(f"{back.path}?{back.query}").status_code for _ in range(2)]
    assert codes == [200, 401]


@pytest.mark.parametrize(
    "given",
    [
        {"SLACK_CLIENT_ID": "1.2"},
        {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"},
        {
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": "s",
            "SLACK_SIGNING_SECRET": "s",
            "SLACK_BOT_TOKEN": "xoxb-1",
        },
    ],
    ids=["alone", "unsigned", "with-a-token"],
)
def test_half_a_setting_fails_at_the_start(given: dict[str, str]) -> None:
    """It names what is missing or too much."""
    with pytest.raises(ValidationError, match="SLACK_CLIENT_ID") as raised:
        Settings.model_validate(given)
    assert "xoxb-1" not in str(raised.value)
