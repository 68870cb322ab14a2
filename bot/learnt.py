"""What is learnt from use: figures over a span of time, why answers did not help, and, where that is allowed, the
texts of questions that found no answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Column, DateTime, Engine, MetaData, String, Table, delete, insert, select

from bot.state import asked, feedback, make_tables, utc_now

_meta = MetaData()
_texts = Table(
    "unanswered_questions",
    _meta,
    Column("id", String(64), primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("text", String(500), nullable=False),
)
"""Texts only while the team allows it, and no longer than it says."""
KEEP = timedelta(days=365)
"""How long figures and feedback are kept."""


@dataclass(frozen=True)
class Figures:
    """How the bot was used in a span of time."""

    asked: int = 0
    unanswered: int = 0
    up: int = 0
    down: int = 0
    median_ms: int = 0
    p95_ms: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)


class Learnt:
    """Reads and writes what is learnt. `keep_texts`: days for which questions without an answer are kept; 0: never."""

    def __init__(self, engine: Engine, keep_texts: int = 0) -> None:
        self._engine, self._days = engine, keep_texts
        make_tables(engine, _meta)

    def note_unanswered(self, answer: str, text: str) -> None:
        """Keep the text of a question without an answer, where that is allowed."""
        if self._days and text.strip():
            with self._engine.begin() as db:
                db.execute(insert(_texts).values(id=answer, at=utc_now(), text=text.strip()[:500]))

    def unanswered(self, most: int = 5) -> list[str]:
        """The latest questions without an answer; none where keeping them is not allowed."""
        if not self._days:
            return []
        since = utc_now() - timedelta(days=self._days)
        of = select(_texts.c.text).where(_texts.c.at >= since).order_by(_texts.c.at.desc()).limit(most)
        with self._engine.connect() as db:
            return list(db.execute(of).scalars())

    def figures(self, span: timedelta | None = None) -> Figures:
        """Figures of the last `span`, or of all that is kept."""
        since = utc_now() - span if span else datetime.min
        with self._engine.connect() as db:
            rows = db.execute(select(asked).where(asked.c.at >= since)).all()
            thumbs = Counter(db.execute(select(feedback.c.value).where(feedback.c.at >= since)).scalars())
        times = sorted(row.milliseconds for row in rows)
        return Figures(
            asked=len(rows),
            unanswered=sum(row.abstained for row in rows),
            up=thumbs["up"],
            down=thumbs["down"],
            median_ms=_at(times, 0.5),
            p95_ms=_at(times, 0.95),
            kinds=dict(Counter(row.kind for row in rows).most_common()),
            languages=dict(Counter(row.language for row in rows).most_common()),
        )

    def reasons(self, span: timedelta, most: int = 5) -> list[str]:
        """What people wrote in the box under a thumb down, latest first."""
        of = select(feedback.c.reason).where(feedback.c.reason != "", feedback.c.at >= utc_now() - span)
        with self._engine.connect() as db:
            return list(db.execute(of.order_by(feedback.c.at.desc()).limit(most)).scalars())

    def forget_old(self) -> None:
        """Drop what is past its time; texts at once where they are no longer allowed."""
        with self._engine.begin() as db:
            db.execute(delete(_texts).where(_texts.c.at < utc_now() - timedelta(days=self._days)))
            db.execute(delete(asked).where(asked.c.at < utc_now() - KEEP))
            db.execute(delete(feedback).where(feedback.c.at < utc_now() - KEEP))


def _at(values: Sequence[int], share: float) -> int:
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0
