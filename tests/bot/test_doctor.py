"""`aperture doctor` says what is on, what is reachable and how to add the rest."""

from __future__ import annotations

import http.server
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.doctor import Finding, examine
from bot.installations import Installations
from bot.settings import Settings
from bot.state import State
from bot.workspace.server import LocalWorkspace
from tests.bot.installing import install, several
from tests.loopback import serving


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "OPENAI_API_KEY", "OPENAI_BASE_URL", "APERTURE_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("APERTURE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def loopback() -> Iterator[str]:
    """A server that answers 200 to /v1/models and 401 to everything else."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/v1/models" else 401)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with serving(Handler) as address:
        yield address


def findings(**changes: str) -> dict[str, Finding]:
    settings = Settings(_env_file=None, **changes)  # type: ignore[call-arg, arg-type]
    return {finding.part: finding for finding in examine(settings)}


def test_nothing_configured_is_no_fault() -> None:
    """With no setting at all every part is ok or off, and each part that is off says how to switch it on."""
    found = findings()
    assert {finding.status for finding in found.values()} == {"ok", "off"}
    assert all(finding.way_out for finding in found.values() if finding.status == "off")


def test_a_bot_token_alone_is_a_fault() -> None:
    """A bot token without app token or signing secret hears nothing, and doctor says which to add."""
    found = findings(slack_bot_token="xoxb-1", slack_api_url="http://127.0.0.1:9/api")
    assert found["Slack"].status == "fault"
    assert "SLACK_APP_TOKEN" in found["Slack"].way_out


def test_a_token_of_the_wrong_type_is_named_and_never_printed() -> None:
    """An app token in the bot token's place is a fault; its value appears nowhere."""
    found = findings(slack_bot_token="xapp-secret-value", slack_api_url="http://127.0.0.1:9/api")
    assert found["SLACK_BOT_TOKEN"].status == "fault"
    assert "secret-value" not in repr(found)


def test_a_language_model_that_answers_is_ok(loopback: str) -> None:
    """The endpoint's model list is asked for; an answer is ok."""
    found = findings(llm_model="m", openai_base_url=f"{loopback}/v1")
    assert found["language model m"].status == "ok"


def test_a_language_model_that_refuses_is_a_fault(loopback: str) -> None:
    """A 401 is reported with its number and the setting to check."""
    found = findings(llm_model="m", openai_base_url=f"{loopback}/other")
    assert "401" in found["language model m"].says
    assert "OPENAI_BASE_URL" in found["language model m"].way_out


def test_a_policy_file_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    """The path is named, and the setting to correct."""
    found = findings(policy_file=str(tmp_path / "none.yaml"))
    assert found["team policy"].status == "fault"
    assert "APERTURE_POLICY_FILE" in found["team policy"].way_out


def test_a_scope_that_the_token_lacks_is_named_with_what_needs_it() -> None:
    """Slack tells the scopes with every answer."""
    with LocalWorkspace(0) as workspace:
        given = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "slack_api_url": workspace.api_url}
        assert findings(**given)["scopes"].status == "ok"
        workspace.scopes = workspace.scopes.replace("files:write,", "")
        found = findings(**given)["scopes"]
    assert found.status == "fault"
    assert "files:write (post the chart" in found.says
    assert "aperture manifest" in found.way_out


def test_each_workspace_that_installed_the_app_is_checked(tmp_path: Path) -> None:
    """None yet, one whose token serves, one whose token was taken back."""
    with LocalWorkspace(0) as workspace:
        given = {
            "slack_client_id": "1.2",
            "slack_client_secret": "s",
            "slack_signing_secret": "s",
            "slack_api_url": workspace.api_url,
        }
        assert findings(**given)["workspaces"].way_out
        (tmp_path / "data").mkdir()
        with closing(State(f"sqlite:///{tmp_path / 'data' / 'state.db'}")) as state:
            installations = Installations(several(workspace), state.engine)
            install(installations, workspace, "T0OURS")
            workspace.oauth.revoke(str(install(installations, workspace, "T0OTHER").bot_token))
        found = findings(**given)
    assert found["workspace T0OURS"].status == found["scopes of T0OURS"].status == "ok"
    assert found["workspace T0OTHER"].status == "fault"


def test_workspaces_that_cannot_be_read_are_a_fault(tmp_path: Path) -> None:
    """No traceback; the other checks go on."""
    given = {"slack_client_id": "1.2", "slack_client_secret": "s", "slack_signing_secret": "s"}
    (tmp_path / "broken.db").write_bytes(b"no database " * 100)
    found = findings(**given, database_url=f"sqlite:///{tmp_path / 'broken.db'}")
    assert found["workspaces"].status == "fault"
    assert "Hub look-up" in found
