"""The thread before a message: models, facts and plans its asker named. A verdict never comes from here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.answering.answer import Kind, Turn
from bot.answering.conversation import bounded
from bot.answering.question.activities import activities
from bot.answering.question.clean import clean
from bot.answering.question.facts import facts_of, releases
from bot.answering.question.intents import Draft, drafts, mask_all, segments
from bot.answering.question.names import Catalog, Name, Target, read_names, refined
from knowledge.records.use import one_or_all


@dataclass(frozen=True)
class Past:
    """What the thread has told before this message."""

    targets: tuple[Target, ...] = ()
    """The models named last: by the asker, else by the bot."""
    offered: bool = False
    """Whether the models are those of the bot."""
    kind: Kind | None = None
    """What was asked last."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    activities: Mapping[str, bool] = field(default_factory=dict)
    unheld: str = ""
    """The name without a record that was named last, where no model was named since."""
    user_texts: tuple[str, ...] = ()
    """The asker's earlier messages, oldest first, model names masked."""
    asked: str = ""
    """What was said since the models were named that a follow-up goes on from, their names masked."""


def earlier(thread: tuple[Turn, ...], catalog: Catalog) -> Past:
    """Read the last turns of a thread, oldest first; the bot's own turns name models at most."""
    past = Past()
    offered: tuple[Target, ...] = ()
    for turn in bounded(thread):
        text = clean(turn.text)
        if turn.role == "bot":
            offered = tuple(t for name in read_names(text, catalog) for t in name.targets)
        else:
            past = _after(past, text, catalog)
    return past if past.targets or not offered else replace(past, targets=offered, offered=True)


_ALSO = re.compile(r"\b(?:also|as well|too|in addition|plus|another)\b|也|还(?!是)|另外|同时", re.I)
_SEVERAL = ("territory", "users_territory", "field_of_use")


def with_past(past: Mapping[str, Any], new: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What was said before and what is said now, which counts; a place or a field that is added takes none away."""
    facts = {**past, **new}
    for key in _SEVERAL if _ALSO.search(text) else ():
        if past.get(key) and new.get(key):
            facts[key] = one_or_all(one for said in (past[key], new[key]) for one in _each(said))
    return facts


def _each(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else said


def _after(past: Past, text: str, catalog: Catalog) -> Past:
    names = refined(text, read_names(text, catalog), catalog)
    found = segments(text, names, catalog, past.targets)
    made = drafts(found)
    targets = tuple(dict.fromkeys(t for draft in made for t in draft.targets))
    masked = mask_all(text, names, found)
    does = {key: value for draft in made for key, value in draft.activities.items()} or activities(masked)
    return Past(
        targets=targets or past.targets,
        kind=_kind(made) or past.kind,
        unheld="" if targets else _unheld(text, names) or past.unheld,
        facts=with_past(past.facts, facts_of(masked, releases(targets or past.targets, catalog)), masked),
        activities={**past.activities, **does},
        user_texts=(*past.user_texts, masked),
        asked=masked if any(name.targets for name in names) else f"{past.asked} {masked}".strip(),
    )


_SIZED = re.compile(r"[一-鿿]{2,8}[- ]?\d+(?:\.\d+)?[bBmM](?![A-Za-z])")
"""A Chinese name with a size. Where it begins nobody can tell; searched for, it may be too long."""


def _unheld(text: str, names: list[Name]) -> str:
    named = [name.label for name in names if not name.targets] or [match[0] for match in _SIZED.finditer(text)]
    return named[-1] if named else ""


_ELLIPSIS = re.compile(
    r"^\W*(?:and|but|what about|how about|as for)\b|\b(?:it|its)\b|^\W*那|呢\W*$|它|(?:该|这个|这款|那个)模型", re.I
)
_GOES_ON = re.compile(
    r"^\W*(?:(?:(?:and|but|so|then)\b\s*)?(?:(?:what|how) about|as for|and|but)\b|那么?)\s*|呢(?=\W*$)", re.I
)
FOLLOWS = 60
"""Characters of a message that may go on from the one before."""


def said_whole(text: str, past: Past) -> str:
    """What an elliptic follow-up asks, behind the name without a record that it goes on from; else `""`."""
    if not past.unheld or len(text) > FOLLOWS or not _ELLIPSIS.search(text):
        return ""
    return f"{past.unheld} {_GOES_ON.sub('', text)}"


def _kind(made: list[Draft]) -> Kind | None:
    """Of the last question that says itself what it asks: `and the 32B?` goes on with the one before."""
    return made[-1].kind if made and made[-1].asked and made[-1].kind != "general" else None
