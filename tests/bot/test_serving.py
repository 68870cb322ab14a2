"""The bot does not start with what cannot work, and says what to mend."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import serving
from bot.settings import Settings
from bot.workspace.server import LocalWorkspace
from ingest.sync import Report
from knowledge.errors import IngestBusy, SlackError, StoreError
from tests.bot.room import PlainEngine


class Ready(PlainEngine):
    """What `serve` needs beside what Slack does."""

    catalog = texts = None

    def warm(self) -> None:
        """Nothing to read."""

    def renew_shipped(self) -> Report:
        """Nothing ships."""
        return Report()

    def __enter__(self) -> Ready:
        return self

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine at once, no licence texts fetched, no signal handlers changed."""
    import threading

    monkeypatch.setattr("bot.serving.Engine.open", lambda _: Ready())
    monkeypatch.setattr(serving, "fetch_texts_in_background", lambda *_: None)
    monkeypatch.setattr(serving, "_stop_on_signal", threading.Event)


@pytest.fixture
def port() -> Iterator[int]:
    """A port that somebody else listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as held:
        yield int(held.getsockname()[1])


def settings(folder: Path, **named: str) -> Settings:
    return Settings.model_validate({"APERTURE_DATA_DIR": str(folder), **named})


@pytest.mark.usefixtures("ready")
def test_slack_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    """Nobody listens there."""
    given = settings(tmp_path, SLACK_APP_TOKEN="xapp-x", APERTURE_SLACK_API_URL="http://127.0.0.1:9/api/")
    with pytest.raises(SlackError, match="APERTURE_SLACK_API_URL"):
        serving.run(given)


@pytest.mark.usefixtures("ready")
def test_a_refused_token_is_named(tmp_path: Path) -> None:
    """With Slack's own word for it."""
    with LocalWorkspace(0) as workspace:
        workspace.faults.set({"error": {"apps.connections.open": "invalid_auth"}})
        given = settings(tmp_path, SLACK_APP_TOKEN="xapp-x", APERTURE_SLACK_API_URL=workspace.api_url)
        with pytest.raises(SlackError, match=r"SLACK_APP_TOKEN \(invalid_auth\)"):
            serving.run(given)


@pytest.mark.usefixtures("ready")
def test_a_taken_port_ends_the_start(tmp_path: Path, port: int, capsys: pytest.CaptureFixture[str]) -> None:
    """It does not claim to take requests, and does not end as if all were well."""
    given = settings(
        tmp_path, SLACK_SIGNING_SECRET="s", SLACK_BOT_TOKEN="xoxb-x", APERTURE_HTTP_PORT=str(port),
        APERTURE_SLACK_API_URL="http://127.0.0.1:9/api/",
    )  # fmt: skip
    with pytest.raises(SlackError, match=f":{port} cannot be listened on"):
        serving.run(given)
    assert "takes Slack" not in capsys.readouterr().out


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("address", ["nothing://x", "no address", "sqlite:////nowhere/at/all/state.db"])
def test_a_state_database_that_does_not_open_is_named(tmp_path: Path, address: str) -> None:
    """A word that is no address, a driver nobody has, a folder that is not there."""
    with pytest.raises(StoreError, match="APERTURE_DATABASE_URL"):
        serving.run(settings(tmp_path, APERTURE_DATABASE_URL=address))


def test_what_ships_is_renewed_while_the_bot_is_there(caplog: pytest.LogCaptureFixture) -> None:
    """A fault in it is a line in the log that names the way out; a run of somebody else's is none."""
    engine: Any = Ready()
    for outcome, logged in (
        (Report(changed=("catalog:a", "catalog:b")), ["brought up to date what ships: 2 documents"]),
        (Report(unchanged=("catalog:a",)), []),
        (IngestBusy("another"), []),
        (StoreError("full"), ["what ships could not be brought up to date; `aperture ingest` tries again"]),
    ):

        def renewed(outcome: Report | Exception = outcome) -> Report:
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        engine.renew_shipped = renewed
        caplog.clear()
        with caplog.at_level(logging.INFO), serving._warmed(engine):
            pass
        assert [record.getMessage() for record in caplog.records] == logged
