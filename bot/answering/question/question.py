"""What was understood of a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answering.answer import Kind
from bot.answering.question.chatter import NoneReason
from bot.answering.question.names import Target
from knowledge.records.base import Language
from knowledge.records.use import Use
from knowledge.records.verdicts import Rung

if TYPE_CHECKING:
    from knowledge.cost.inputs import CostInputs


NOTHING = Use()


@dataclass(frozen=True)
class Intent:
    """One question of a message."""

    kind: Kind
    text: str
    targets: tuple[Target, ...] = ()
    family: str | None = None
    """The family name the targets come from, when the asker named no single model."""
    aspect: Kind = "openness"
    """What a comparison compares."""
    use: Use = NOTHING
    by_maker: bool = False
    """The targets are all that a maker made."""
    listing: tuple[Rung, ...] = ()
    """Rungs whose models are asked for."""
    licenses: tuple[str, ...] = ()
    """Ids of licences that are asked about as such, without a model."""


@dataclass(frozen=True)
class Question:
    """A message, read. The first intent is the one the top level of the answer repeats."""

    text: str
    language: Language
    intents: tuple[Intent, ...] = ()
    none: NoneReason | None = None
    unknown: tuple[str, ...] = ()
    """Names that look like models and that nobody holds."""
    use: Use = NOTHING
    """All facts of a use that were said, over the whole message and the asker's earlier turns."""
    cost: CostInputs | None = None
    truncated: bool = False
    idle: bool = False
    """Asks nothing and tells nothing of a use: what people in a thread say to each other."""
    notes: tuple[str, ...] = field(default=())

    @property
    def models(self) -> tuple[str, ...]:
        """Catalog ids asked about, each once."""
        return tuple(dict.fromkeys(t.model for intent in self.intents for t in intent.targets))
