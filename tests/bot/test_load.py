"""Many people at once, Slack sending again and closing sockets meanwhile: each question is answered, none twice."""

from __future__ import annotations

from collections import Counter

from bot.workspace.store import Person
from tests.bot.room import Room

PEOPLE, QUESTIONS, AGAIN, CUTS = 20, 80, 300, 4


def test_all_are_answered_and_none_twice(room: Room) -> None:
    """Questions of many people, every event several times over, sockets closed now and then."""
    users = [f"U0P{place:02d}" for place in range(PEOPLE)]
    room.workspace.state.people |= {user: Person(user, user) for user in users}
    asked, copies = [], []
    for place in range(QUESTIONS):
        user = users[place % PEOPLE]
        channel = ("C0GENERAL", "C0MODELS")[place % 2]
        message, events = room.workspace.people.say(user, channel, f"@Aperture question {place}")
        room.workspace.send(events)
        asked.append(message)
        copies += [*events, *room.workspace.people.events(message)]
        if place % (QUESTIONS // CUTS) == 5:
            room.workspace.disconnect()
    room.workspace.send(copies[:AGAIN])
    room.wait(lambda: all(room.from_bot(m.channel, m.ts) for m in asked), 60)
    room.settle()
    counts = Counter(m.thread_ts for channel in ("C0GENERAL", "C0MODELS") for m in room.from_bot(channel))
    assert counts == Counter(m.ts for m in asked)
