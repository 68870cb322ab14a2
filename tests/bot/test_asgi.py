"""HTTP mode under an ASGI server of one's own: it is the same bot, and a stop closes it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from bot.asgi import create
from bot.workspace.delivery import SignedHttp
from bot.workspace.server import LocalWorkspace
from knowledge.errors import SlackError
from tests.bot.room import BEN, GENERAL
from tests.waiting import until

SECRET = "a-secret"


@pytest.fixture
def port() -> int:
    """A free one."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[tuple[LocalWorkspace, subprocess.Popen[bytes]]]:
    """A uvicorn that nobody of us started, and a Slack that posts to it."""
    deliver = SignedHttp(f"http://127.0.0.1:{port}/slack/events", SECRET)
    with LocalWorkspace(0, deliver_to=deliver) as workspace:
        environment = {
            "PATH": "/usr/bin:/bin",
            "APERTURE_DATA_DIR": str(tmp_path / "data"),
            "APERTURE_SLACK_API_URL": workspace.api_url,
            "SLACK_BOT_TOKEN": "xoxb-t",
            "SLACK_SIGNING_SECRET": SECRET,
        }
        command = [sys.executable, "-m", "uvicorn", "--factory", "bot.asgi:create", "--port", str(port)]
        process = subprocess.Popen(command, env=environment)
        try:
            yield workspace, process
        finally:
            process.kill()
            process.wait(10)


def _healthy(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


def test_a_question_is_answered_and_a_stop_is_clean(
    server: tuple[LocalWorkspace, subprocess.Popen[bytes]], port: int
) -> None:
    """Two questions, in both languages; SIGTERM ends it within the time that answers may take."""
    workspace, process = server
    assert until(lambda: _healthy(port), 180)
    for text in ("@Aperture Is Llama 3.1 open source?", "@Aperture Llama 3.1 是开源的吗？"):
        message, events = workspace.people.say(BEN, GENERAL, text)
        workspace.send(events)
        assert until(lambda at=message.ts: len(workspace.state.thread(GENERAL, at)) > 1, 60)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) in (0, -signal.SIGTERM)


def test_without_its_settings_it_says_what_it_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It does not serve a local workspace to the world."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SlackError, match="SLACK_SIGNING_SECRET"):
        create()
