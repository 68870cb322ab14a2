"""The bot in a running local workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.room import Room, opened


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The bot in a local workspace, connected by Socket Mode."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "APERTURE_ADMINS"):
        monkeypatch.delenv(name, raising=False)
    with opened(tmp_path) as room:
        yield room
