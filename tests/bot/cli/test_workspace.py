"""The local workspace alone serves somebody's own Bolt app."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import requests
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient


@pytest.fixture
def page() -> Iterator[str]:
    """The address that the command prints."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", "workspace", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        told = ""
        while "Ctrl-C" not in told:
            told += process.stdout.readline() if process.stdout else ""
        yield re.findall(r"http://127\.0\.0\.1:\d+", told)[0]
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


def test_an_app_of_somebody_elses_hears_and_answers(page: str) -> None:
    """Plain Bolt, nothing of ours: a message typed on the page comes back."""
    client = WebClient("xoxb-local", base_url=f"{page}/api/")
    app = App(client=client)
    heard = threading.Event()

    @app.event("message")
    def echo(event: dict[str, str], say: object) -> None:
        if callable(say):
            say(text=f"You said {event['text']}", thread_ts=event["ts"])
        heard.set()

    handler = SocketModeHandler(app, "xapp-local")
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        channel = requests.get(f"{page}/page/state", timeout=10).json()["channels"][0]["id"]
        said = {"user": "U0ADA", "channel": channel, "text": "hello"}
        assert requests.post(f"{page}/page/message", json=said, timeout=10).ok
        assert heard.wait(20)
        texts = [m["text"] for m in requests.get(f"{page}/page/state", timeout=10).json()["messages"]]
        assert "You said hello" in texts
    finally:
        handler.close()  # type: ignore[no-untyped-call]
        app.listener_runner.listener_executor.shutdown(wait=True)
