"""What a comparison gives back: the verdict, and everything a reader needs to doubt it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.records.base import Record, Words
from knowledge.records.verdicts import CostVerdict


class Assumption(Record):
    """A value nobody gave: what was taken, from where, of which day."""

    key: str
    """Field of `CostInputs` that a person sets to change it."""
    value: str
    words: Words
    source: str = ""
    """Address or record it was read from; empty for a working assumption of ours."""
    url: str | None = None
    as_of: date | None = None
    stale: bool = False
    """The record is past the day up to which it is trusted."""


class TableRow(Record):
    """Both bills at one volume."""

    volume: Decimal
    api_month: Decimal
    self_month: Decimal
    replicas: int
    cheaper: Literal["api", "self-host"]


class Effect(Record):
    """How one input moves the gap between the bills."""

    key: str
    name: Words
    low: str
    """The lower value tried, with its unit."""
    high: str
    low_gap: Decimal
    """Own bill minus API bill a month, at the lower value."""
    high_gap: Decimal
    low_break_even: Decimal | None
    high_break_even: Decimal | None
    flips: bool
    """The cheaper side changes between the two."""


class HybridPlan(Record):
    """Own replicas for the base load and the API for the rest."""

    replicas: int
    month: Decimal
    saves: Decimal
    """Against the cheaper of the two pure ways; never negative where a plan is given."""


class CostAnswer(Record):
    """A cost comparison."""

    verdict: CostVerdict
    assumptions: tuple[Assumption, ...] = ()
    table: tuple[TableRow, ...] = ()
    sensitivity: tuple[Effect, ...] = ()
    """Strongest first."""
    naive_break_even: Decimal | None = None
    break_even_replicas: int | None = None
    hybrid: HybridPlan | None = None
    explanation: Words
    """Why the break-even is not one division, and what stands behind the self-hosting bill."""
    notes: tuple[Words, ...] = ()
    """What a reader should know: a model that does not fit, a price past its date, an input that was not used."""
    fit: Words | None = None
    """Whether the model fits on the GPUs that were named."""
    volume: Decimal | None = None
    api_per_million: Decimal | None = None
    """Of the tokens the asker counts."""
    step: Decimal | None = None
    """Tokens a month that one replica adds, as the asker counts them."""
    step_month: Decimal | None = None
    """What one more replica adds to the own bill."""
    first_step_month: Decimal | None = None
    """The own bill with one working replica."""
    full_load_per_million: Decimal | None = None
    """A million counted tokens on a replica at its planned load: an API that asks less is never beaten."""
