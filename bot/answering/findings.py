"""What the house decided on each question of a message, before a word of it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answering.answer import Kind, Verdict
from bot.answering.question import Intent
from bot.answering.question.names import Target
from knowledge.recorded import Fact
from knowledge.records.base import Words
from knowledge.records.document import Found
from knowledge.records.model import Model, Variant
from knowledge.records.verdicts import OpennessVerdict

if TYPE_CHECKING:
    from knowledge.advice import Advice
    from knowledge.cost.answer import CostAnswer
    from knowledge.cost.runs_on import RunsOn
    from knowledge.cost.side_by_side import Side
    from knowledge.license_terms import Terms


@dataclass(frozen=True)
class Finding:
    """One verdict, or one search, or one piece of advice."""

    kind: Kind
    intent: Intent
    target: Target | None = None
    model: Model | None = None
    variant: Variant | None = None
    verdict: Verdict | None = None
    cost: CostAnswer | None = None
    side: Side | None = None
    """One column of a comparison of prices."""
    lead: tuple[Words, ...] = ()
    """What is said of all findings of the question together, before any of them; the first carries it."""
    advice: Advice | None = None
    listed: tuple[tuple[Model, OpennessVerdict], ...] = ()
    """All models of the rungs that were asked for."""
    runs_on: tuple[RunsOn, ...] | None = None
    """What the model takes, a size each; none when nobody recorded its size or its weights are not to be had."""
    facts: tuple[Fact, ...] = ()
    """What the record of the model is asked for."""
    found: Found | None = None
    unknown: str | None = None
    """A name that nobody holds a record of."""
    notes: tuple[Words, ...] = field(default=())
    """What to say beside the verdict: how certain a hub reading is, why there is none."""
    suggestions: tuple[Model, ...] = field(default=())
    terms: Terms | None = None
    """What a licence that was asked about as such says."""
    ask_model: bool = False
    """No model was named; the question back is which one."""

    @property
    def label(self) -> str:
        """The model as a person would name it."""
        if self.variant:
            return self.variant.name
        return self.model.name if self.model else (self.unknown or "")
