"""Many people at once, Slack sending again and closing sockets meanwhile: each question is answered, none twice."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.workspace.store import CHANNELS, Person
from tests.bot.room import Room

PEOPLE, QUESTIONS, AGAIN, CUTS, ROOMS = 50, 200, 1_000, 20, 20


def test_all_are_answered_and_none_twice(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions of many people, every event several times over, sockets closed now and then."""
    for place in range(ROOMS):
        monkeypatch.setitem(CHANNELS, f"C0R{place:02d}", f"room-{place}")
    channels = [f"C0R{place:02d}" for place in range(ROOMS)]
    users = [f"U0P{place:02d}" for place in range(PEOPLE)]
    room.workspace.state.people |= {user: Person(user, user) for user in users}
    asked, copies = [], []
    for place in range(QUESTIONS):
        user = users[place % PEOPLE]
        channel = channels[place % ROOMS]
        message, events = room.workspace.people.say(user, channel, f"@Aperture question {place}")
        room.workspace.send(events)
        asked.append(message)
        copies += [*events, *room.workspace.people.events(message)]
        if place % (QUESTIONS // CUTS) == 5:
            room.workspace.disconnect()
    room.workspace.send(copies[:AGAIN])
    room.wait(lambda: all(room.from_bot(m.channel, m.ts) for m in asked), 60)
    room.settle()
    counts = Counter(m.thread_ts for channel in channels for m in room.from_bot(channel))
    assert counts == Counter(m.ts for m in asked)
