"""The state on SQLite and on Postgres alike: what counts once counts once, whoever asks at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.app import close_app, make_app
from bot.installations import Installations
from bot.learnt import Learnt
from bot.preferences import Preferences, Rules
from bot.settings import Settings
from bot.socket_mode import close_socket, make_socket
from bot.state import State
from bot.workspace.server import LocalWorkspace
from bot.workspace.store import BOT_USER
from tests.bot.installing import install, several
from tests.bot.room import ADA, BEN, GENERAL, MEI, PlainEngine
from tests.postgres import cluster


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.db'}"
    address = str(request.getfixturevalue("postgres"))
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text("DROP SCHEMA public CASCADE"))
        db.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return address


def _at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """`work` by so many threads, let go together."""
    ready = threading.Barrier(count)

    def one(number: int) -> Any:
        ready.wait(20)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_replicas_may_start_at_once_on_an_empty_database(url: str) -> None:
    """Each makes the tables it needs, none fails."""

    def start(_: int) -> bool:
        state = State(url)
        try:
            Preferences(state.engine)
            Learnt(state.engine, 0)
        finally:
            state.close()
        return True

    assert all(_at_once(6, start))


def test_an_event_counts_once_whoever_sees_it(url: str) -> None:
    """Also by another of its keys."""
    states = [State(url) for _ in range(4)]
    seen = _at_once(12, lambda n: states[n % 4].first_time(f"event:{n % 3}", "ask:T:C:1"))
    assert sum(seen) == 1
    for state in states:
        state.close()


def test_what_is_kept_comes_back(url: str) -> None:
    """Evidence, open questions, answers and where they stand, feedback, audit, choices."""
    state = State(url)
    state.keep_evidence("a", {"answer": "x", "citations": [{"quote": "条款"}]})
    state.begin("ask:T:C:1", "C", "1", "U", "zh")
    state.note_posted("C", "2", "a", "1")
    state.note_feedback("a", "U", "down", "错了")
    state.note_audit("U", "ingest", "note.md")
    assert state.evidence("a") == {"answer": "x", "citations": [{"quote": "条款"}]}
    assert [one["key"] for one in state.interrupted()] == ["ask:T:C:1"]
    assert state.answers_to("C", "1") == ["2"]
    assert state.audit()[0][1:] == ("U", "ingest", "note.md")
    choices = Preferences(state.engine)
    choices.set_channel("T", "C", Rules(language="zh", private=True))
    choices.set_member_language("T", "U", "en")
    choices.subscribe("T", "C", "digest")
    again = State(url)
    assert Preferences(again.engine).channel("T", "C") == Rules(language="zh", private=True)
    assert Preferences(again.engine).member_language("T", "U") == "en"
    assert Preferences(again.engine).topics("T", "C") == {"digest"}
    state.end("ask:T:C:1")
    assert not again.interrupted()
    again.close()
    state.close()


def test_one_replica_at_a_time_does_a_job(url: str) -> None:
    """Of many that ask for a lease at the same moment one gets it."""
    states = [State(url) for _ in range(4)]
    every = [Preferences(state.engine) for state in states]
    got = _at_once(8, lambda n: every[n % 4].lease("digest", timedelta(minutes=5)))
    assert sum(map(bool, got)) == 1
    for state in states:
        state.close()


def test_two_replicas_answer_each_question_once(url: str, tmp_path: Path) -> None:
    """On one database and in one workspace, every event delivered to both."""
    engines = [PlainEngine(), PlainEngine()]
    with LocalWorkspace(0) as workspace:
        given = Settings(_env_file=None, data_dir=tmp_path, slack_api_url=workspace.api_url)  # type: ignore[call-arg]
        states = [State(url) for _ in engines]
        made = [make_app(given, engine, state) for engine, state in zip(engines, states, strict=True)]
        sockets = [make_socket(app, workspace.api_url, "xapp-test", 0.3) for app, _ in made]
        for socket in sockets:
            socket.connect()  # type: ignore[no-untyped-call]
        assert workspace.wait_connected()
        asked = []
        for number in range(12):
            message, events = workspace.people.say(
                (ADA, BEN, MEI)[number % 3], GENERAL, f"@Aperture Is M{number} open?"
            )
            asked.append(message.ts)
            for _ in range(3):
                workspace.send(events)
        end = threading.Event()
        for _ in range(300):
            answers = [m for m in list(workspace.state.messages.values()) if m.user == BOT_USER]
            if len(answers) >= len(asked):
                break
            end.wait(0.05)
        assert all(desk.drain(10) for _, desk in made)
        answers = [m for m in list(workspace.state.messages.values()) if m.user == BOT_USER]
        assert sorted(m.thread_ts or "" for m in answers) == sorted(asked)
        for socket in sockets:
            close_socket(socket)
        for app, desk in made:
            close_app(app, desk)
    for state in states:
        state.close()


def test_an_address_without_a_driver_is_understood() -> None:
    """As hosts of Postgres hand it out."""
    from bot.state import _with_driver

    assert _with_driver("postgres://u:p@h/db") == "postgresql+psycopg://u:p@h/db"
    assert _with_driver("postgresql://h/db") == "postgresql+psycopg://h/db"
    assert _with_driver("sqlite:///x.db") == "sqlite:///x.db"


def test_installations_are_kept_and_found_by_their_workspace(url: str) -> None:
    """The latest of each; one that leaves is gone; replicas may start at once."""
    state = State(url)
    with LocalWorkspace(0) as workspace:
        given = several(workspace)
        each = _at_once(4, lambda _: Installations(given, state.engine))
        for team in ("T0A", "T0B", "T0A"):
            installed = install(each[0], workspace, team)
        assert each[2].installed() == ["T0A", "T0B"]
        assert each[2].client_of("T0A").token == installed.bot_token
        each[3].store.delete_all(enterprise_id=None, team_id="T0A")
        assert each[2].installed() == ["T0B"]
        assert each[2].client_of("T0A").token is None
        ticket = each[0].settings.state_store.issue()
        assert [each[1].settings.state_store.consume(ticket) for _ in range(2)] == [True, False]
    state.close()
