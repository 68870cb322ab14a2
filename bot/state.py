"""What the bot remembers: events it has seen, evidence of its answers, feedback, questions it could not answer, audit.

SQLite in the data folder by default, any SQLAlchemy address by one setting. No message text is kept.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

ONE_MAKES = 720_401
"""Key of the lock under which tables are made; any number that nobody else uses."""
KEEP_EVENTS = timedelta(days=2)
KEEP_EVIDENCE = timedelta(days=30)

_meta = MetaData()
_seen = Table(
    "seen_events", _meta, Column("key", String(300), primary_key=True), Column("at", DateTime, nullable=False)
)
_evidence = Table(
    "answer_evidence",
    _meta,
    Column("id", String(64), primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("body", JSON, nullable=False),
)
_posted = Table(
    "posted_answers",
    _meta,
    Column("place", String(80), primary_key=True),
    Column("answer", String(64), nullable=False),
    Column("question", String(80), nullable=False, index=True),
    Column("at", DateTime, nullable=False),
)
"""Where an answer stands (`channel:ts`), and under which message its question does."""
_open = Table(
    "open_questions",
    _meta,
    Column("key", String(300), primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread", String(32), nullable=False),
    Column("user", String(32), nullable=False),
    Column("language", String(2), nullable=False),
)
feedback = Table(
    "feedback",
    _meta,
    Column("answer", String(64), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("value", String(8), nullable=False),
    Column("reason", String(500), nullable=False, default=""),
    Column("at", DateTime, nullable=False),
)
asked = Table(
    "asked",
    _meta,
    Column("id", String(64), primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("abstained", Integer, nullable=False),
    Column("milliseconds", Integer, nullable=False),
)
_audit = Table(
    "audit",
    _meta,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("user", String(32), nullable=False),
    Column("action", String(64), nullable=False),
    Column("detail", String(500), nullable=False),
)


class State:
    """The state database. Thread-safe; `close` when done."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(_with_driver(url), pool_pre_ping=True)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _patient)
        make_tables(self._engine, _meta)

    @property
    def engine(self) -> Engine:
        """The database, for what else is kept in it."""
        return self._engine

    def first_time(self, *keys: str) -> bool:
        """Whether none of `keys` was seen before; marks them all. Safe across processes: the database decides."""
        try:
            with self._engine.begin() as db:
                db.execute(insert(_seen), [{"key": key[:300], "at": utc_now()} for key in dict.fromkeys(keys)])
        except IntegrityError:
            return False
        return True

    def begin(self, key: str, channel: str, thread: str, user: str, language: str) -> None:
        """Note that a question was accepted; a bot that is killed finds it when it comes back."""
        row = {"key": key[:300], "channel": channel, "thread": thread, "user": user, "language": language}
        with self._engine.begin() as db:
            db.execute(delete(_open).where(_open.c.key == row["key"]))
            db.execute(insert(_open).values(at=utc_now(), **row))

    def end(self, key: str) -> None:
        """Note that a question was answered, or its failure told."""
        with self._engine.begin() as db:
            db.execute(delete(_open).where(_open.c.key == key[:300]))

    def interrupted(self, older_than: timedelta = timedelta(0)) -> list[dict[str, str]]:
        """Accepted questions that nobody ended: key, channel, thread, user, language."""
        with self._engine.connect() as db:
            rows = db.execute(select(_open).where(_open.c.at <= utc_now() - older_than)).mappings()
            return [{str(name): str(value) for name, value in row.items()} for row in rows]

    def note_posted(self, channel: str, ts: str, answer: str, question: str) -> None:
        """Note where an answer was posted, and the ts of its question."""
        row = {"place": f"{channel}:{ts}", "answer": answer, "question": f"{channel}:{question}"}
        with self._engine.begin() as db:
            db.execute(delete(_posted).where(_posted.c.place == row["place"]))
            db.execute(insert(_posted).values(at=utc_now(), **row))

    def answer_at(self, channel: str, ts: str) -> str | None:
        """Which answer stands there."""
        with self._engine.connect() as db:
            return db.execute(select(_posted.c.answer).where(_posted.c.place == f"{channel}:{ts}")).scalar()

    def question_of(self, channel: str, ts: str) -> str | None:
        """The ts of the question that the message there answers."""
        with self._engine.connect() as db:
            found = db.execute(select(_posted.c.question).where(_posted.c.place == f"{channel}:{ts}")).scalar()
        return str(found).partition(":")[2] if found else None

    def answers_to(self, channel: str, question: str) -> list[str]:
        """The ts of every message that answers the question at `question`."""
        of = select(_posted.c.place).where(_posted.c.question == f"{channel}:{question}").order_by(_posted.c.at)
        with self._engine.connect() as db:
            return [place.partition(":")[2] for place in db.execute(of).scalars()]

    def forget_posted(self, channel: str, ts: str) -> None:
        """The answer there is gone."""
        with self._engine.begin() as db:
            db.execute(delete(_posted).where(_posted.c.place == f"{channel}:{ts}"))

    def keep_evidence(self, answer: str, body: Mapping[str, Any]) -> None:
        """Keep what the buttons under an answer need: citations, the text, its language."""
        with self._engine.begin() as db:
            db.execute(delete(_evidence).where(_evidence.c.id == answer))
            db.execute(insert(_evidence).values(id=answer, at=utc_now(), body=json.loads(json.dumps(body))))

    def evidence(self, answer: str) -> dict[str, Any] | None:
        """What was kept for an answer, or `None` once it is too old."""
        with self._engine.connect() as db:
            row = db.execute(select(_evidence.c.body).where(_evidence.c.id == answer)).first()
        return dict(row[0]) if row else None

    def lately_answered(self, channel: str, most: int = 3) -> list[str]:
        """Models that the last answers standing in a channel were about, latest first."""
        of = select(_evidence.c.body).join(_posted, _posted.c.answer == _evidence.c.id)
        here = of.where(_posted.c.place.startswith(f"{channel}:", autoescape=True)).order_by(_posted.c.at.desc())
        with self._engine.connect() as db:
            bodies = db.execute(here.limit(most)).scalars().all()
        return list(dict.fromkeys(str(model) for body in bodies for model in body.get("models", ())))

    def note_asked(self, answer: str, kind: str, language: str, abstained: bool, milliseconds: int) -> None:
        """Count a question; its text is not kept."""
        row = {"kind": kind, "language": language, "abstained": int(abstained), "milliseconds": milliseconds}
        with self._engine.begin() as db:
            db.execute(insert(asked).values(id=answer, at=utc_now(), **row))

    def note_feedback(self, answer: str, user: str, value: str, reason: str = "") -> None:
        """Keep one person's word on an answer; the last one counts."""
        with self._engine.begin() as db:
            db.execute(delete(feedback).where(feedback.c.answer == answer, feedback.c.user == user))
            row = {"answer": answer, "user": user, "value": value, "reason": reason[:500], "at": utc_now()}
            db.execute(insert(feedback).values(row))

    def note_audit(self, user: str, action: str, detail: str) -> None:
        """Keep who did what as an admin."""
        with self._engine.begin() as db:
            db.execute(insert(_audit).values(user=user, action=action, detail=detail[:500], at=utc_now()))

    def audit(self, most: int = 10) -> list[tuple[str, str, str, str]]:
        """The latest admin actions: when, who, what, detail."""
        with self._engine.connect() as db:
            rows = db.execute(select(_audit).order_by(_audit.c.id.desc()).limit(most)).all()
        return [(row.at.isoformat(timespec="minutes"), row.user, row.action, row.detail) for row in rows]

    def forget_old(self) -> None:
        """Drop events and evidence past their time."""
        with self._engine.begin() as db:
            db.execute(delete(_seen).where(_seen.c.at < utc_now() - KEEP_EVENTS))
            db.execute(delete(_open).where(_open.c.at < utc_now() - KEEP_EVENTS))
            db.execute(delete(_evidence).where(_evidence.c.at < utc_now() - KEEP_EVIDENCE))
            db.execute(delete(_posted).where(_posted.c.at < utc_now() - KEEP_EVIDENCE))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def make_tables(engine: Engine, tables: MetaData) -> None:
    """Make what is not there yet, also when several replicas start at once on an empty database."""
    with engine.begin() as db:
        if engine.dialect.name == "postgresql":
            db.execute(select(func.pg_advisory_xact_lock(ONE_MAKES)))
        for table in tables.sorted_tables:
            db.execute(CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                db.execute(CreateIndex(index, if_not_exists=True))


def _with_driver(url: str) -> str:
    """Postgres by the driver that the extra brings, however its address begins."""
    return re.sub(r"^postgres(?:ql)?://", "postgresql+psycopg://", url)


def utc_now() -> datetime:
    """Now as the database keeps it: UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


def _patient(connection: Any, _: Any) -> None:
    """Writers wait for each other instead of failing."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA synchronous=NORMAL")  # with a journal ahead a killed process loses nothing by it
    with suppress(sqlite3.OperationalError):  # another process is switching it over right now, and once is for all
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()
