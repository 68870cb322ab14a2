"""What channels and people have chosen, who is subscribed to what, and who does a job that only one may do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Engine,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from bot.state import make_tables, utc_now
from knowledge.records.base import Record

Wish = Literal["auto", "zh", "en"]
"""A language, or that of the question."""
Topic = Literal["changes", "digest"]
TOPICS: tuple[Topic, ...] = ("changes", "digest")

_meta = MetaData()
_channels = Table(
    "channel_settings",
    _meta,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("language", String(4), nullable=False),
    Column("unmentioned", Boolean, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("policy", String(120), nullable=False),
)
_members = Table(
    "member_settings",
    _meta,
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("language", String(4), nullable=False),
)
_subscriptions = Table(
    "subscriptions",
    _meta,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("topic", String(16), primary_key=True),
    Column("at", DateTime, nullable=False),
)
_leases = Table(
    "leases", _meta, Column("name", String(200), primary_key=True), Column("until", DateTime, nullable=False)
)


class Rules(Record):
    """How the bot behaves in a channel."""

    language: Wish = "auto"
    unmentioned: bool = False
    """Answer questions that do not mention it."""
    private: bool = False
    """Only who asked sees the answer."""
    policy: str = ""
    """Name of the team's policy that holds here; empty: the one that holds everywhere."""


class Preferences:
    """Reads and writes choices in the state database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        make_tables(engine, _meta)

    def channel(self, team: str, channel: str) -> Rules:
        """The rules of a channel; the usual ones where nobody chose."""
        of = select(_channels).where(_channels.c.team == team, _channels.c.channel == channel)
        with self._engine.connect() as db:
            row = db.execute(of).mappings().first()
        return Rules.model_validate({name: row[name] for name in Rules.model_fields}) if row else Rules()

    def set_channel(self, team: str, channel: str, rules: Rules) -> None:
        """Choose the rules of a channel."""
        with self._engine.begin() as db:
            db.execute(delete(_channels).where(_channels.c.team == team, _channels.c.channel == channel))
            db.execute(insert(_channels).values(team=team, channel=channel, **rules.model_dump()))

    def member_language(self, team: str, user: str) -> Wish:
        """The language a person chose for themselves."""
        of = select(_members.c.language).where(_members.c.team == team, _members.c.user == user)
        with self._engine.connect() as db:
            found = db.execute(of).scalar()
        return "zh" if found == "zh" else "en" if found == "en" else "auto"

    def set_member_language(self, team: str, user: str, language: Wish) -> None:
        """Choose one's own language."""
        with self._engine.begin() as db:
            db.execute(delete(_members).where(_members.c.team == team, _members.c.user == user))
            db.execute(insert(_members).values(team=team, user=user, language=language))

    def subscribe(self, team: str, channel: str, topic: Topic, wanted: bool = True) -> None:
        """Post a topic in a channel from now on, or no longer."""
        row = {"team": team, "channel": channel, "topic": topic}
        with self._engine.begin() as db:
            db.execute(delete(_subscriptions).filter_by(**row))
            if wanted:
                db.execute(insert(_subscriptions).values(at=utc_now(), **row))

    def topics(self, team: str, channel: str) -> set[str]:
        """What a channel is subscribed to."""
        of = select(_subscriptions.c.topic).where(_subscriptions.c.team == team, _subscriptions.c.channel == channel)
        with self._engine.connect() as db:
            return set(db.execute(of).scalars())

    def subscribers(self, topic: Topic) -> list[tuple[str, str, datetime]]:
        """Team, channel and since when (UTC), of every channel that is subscribed."""
        of = select(_subscriptions).where(_subscriptions.c.topic == topic).order_by(_subscriptions.c.at)
        with self._engine.connect() as db:
            return [(row.team, row.channel, row.at.replace(tzinfo=UTC)) for row in db.execute(of)]

    def lease(self, name: str, lasts: timedelta) -> bool:
        """Whether this process may do `name` now: nobody has taken it within `lasts`. The database decides."""
        now, until = utc_now(), utc_now() + lasts
        with self._engine.begin() as db:
            free = (_leases.c.name == name, _leases.c.until <= now)
            if db.execute(update(_leases).where(*free).values(until=until)).rowcount:
                return True
        try:
            with self._engine.begin() as db:
                db.execute(insert(_leases).values(name=name, until=until))
        except IntegrityError:
            return False
        return True

    def forget_old(self) -> None:
        """Drop leases long past; choices stay."""
        with self._engine.begin() as db:
            db.execute(delete(_leases).where(_leases.c.until < utc_now() - timedelta(days=30)))
