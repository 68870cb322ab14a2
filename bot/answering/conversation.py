"""How much of a thread is read: the last turns, each cut short."""

from __future__ import annotations

from bot.answering.answer import Turn

TURNS = 20
"""Earlier messages that are read; what stands before them is not."""
TURN_LENGTH = 2000
"""Characters of an earlier message that are read."""


def bounded(thread: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The part of a thread that counts as context, oldest first."""
    return tuple(Turn(role=turn.role, text=turn.text[:TURN_LENGTH]) for turn in thread[-TURNS:])
