"""The bot in a running local workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.room import Room, opened, opened_http

WAYS = {"socket": opened, "http": opened_http}


def pytest_configure(config: pytest.Config) -> None:
    """What only one way has is marked as such."""
    config.addinivalue_line("markers", "one_way: by Socket Mode only: what it tests is not there by HTTP, or is alike")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every flow by Socket Mode and by HTTP."""
    if "room" in metafunc.fixturenames:
        one = metafunc.definition.get_closest_marker("one_way")
        metafunc.parametrize("room", ["socket"] if one else list(WAYS), indirect=True)


@pytest.fixture
def room(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The bot in a local workspace, connected by Socket Mode or behind a server of its own."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "APERTURE_ADMINS"):
        monkeypatch.delenv(name, raising=False)
    with WAYS[request.param](tmp_path) as room:
        yield room
