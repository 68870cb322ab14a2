"""What the bot remembers, and for how long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import state as module
from bot.cli import app
from bot.state import State


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """A state on SQLite."""
    made = State(f"sqlite:///{tmp_path / 'state.db'}")
    yield made
    made.close()


def test_only_the_first_of_several_processes_gets_an_event(state: State, tmp_path: Path) -> None:
    """The database decides, so replicas need not know each other."""
    other = State(f"sqlite:///{tmp_path / 'state.db'}")
    assert [one.first_time("event:1", "ask:1") for one in (state, other, state)] == [True, False, False]
    assert not other.first_time("event:2", "ask:1")
    other.close()


def test_what_is_old_is_forgotten(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events, evidence, and questions nobody will come back to."""
    state.first_time("event:1")
    state.keep_evidence("a", {"answer": "x"})
    state.begin("ask:1", "C", "1", "U", "en")
    monkeypatch.setattr(module, "KEEP_EVENTS", timedelta(seconds=-1))
    monkeypatch.setattr(module, "KEEP_EVIDENCE", timedelta(seconds=-1))
    state.forget_old()
    assert state.first_time("event:1")
    assert state.evidence("a") is None
    assert not state.interrupted()


def test_stats_are_numbers_without_text(state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on an empty state."""
    state.note_asked("a", "openness", "en", True, 12)
    monkeypatch.setenv("APERTURE_DATA_DIR", str(tmp_path))
    printed = CliRunner().invoke(app, ["stats", "--json"])
    assert json.loads(printed.stdout) == {
        "asked": 1,
        "unanswered": 1,
        "up": 0,
        "down": 0,
        "median_ms": 12,
        "p95_ms": 12,
        "kinds": {"openness": 1},
        "languages": {"en": 1},
    }
