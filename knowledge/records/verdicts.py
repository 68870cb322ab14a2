"""The shapes of the verdicts. They are made by pure functions and never touched by a language model."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.records.base import Locator, Record, Words

Rung = Literal["open-source-open-data", "open-source", "open-weights", "weights-available", "closed", "unknown"]
RUNGS: tuple[Rung, ...] = (
    "open-source-open-data",
    "open-source",
    "open-weights",
    "weights-available",
    "closed",
    "unknown",
)
"""Most open first; `unknown` stands outside the order."""

Permission = Literal["allowed", "allowed-with-conditions", "needs-license", "not-allowed", "unknown"]
Openness3 = Literal["met", "not-met", "cannot-tell"]


class Missing(Record):
    """A fact that nobody gave and that would change the verdict."""

    key: str
    """A field of `Use` or of the cost inputs, or `model`, `size`, `version`."""
    question: Words


class ClauseRef(Record):
    """A clause a verdict rests on."""

    license: str
    """Licence id; the citation of the clause carries it as its source."""
    license_name: str
    locator: Locator | None
    """`None` when the fact is an absence: the text was searched and holds no such term."""
    quote: str | None = None
    """Cut from the stored text by program; `None` when the text is not held on this machine."""
    url: str | None = None
    says: Words
    """The clause's rule in our words."""


class Condition(Record):
    """A duty that the described use brings, as a line of a to-do list."""

    key: str
    text: Words
    clause: int | None = None
    """Index into the verdict's `clauses`."""


class OpennessVerdict(Record):
    """Where a model stands, and which cell decided."""

    value: Rung
    rung: Rung
    osaid: Openness3
    osaid_failing: tuple[str, ...] = ()
    """OSAID 1.0 requirements that fail or cannot be told: `data-information`, `code`, `parameters`."""
    mof_class: Literal["I", "II", "III", "none", "unknown"]
    deciding: str
    """The component or licence that keeps the model from the next rung up: `training_data`, `license`, …"""
    reason: Words
    clauses: tuple[ClauseRef, ...] = ()
    missing: tuple[Missing, ...] = ()
    doubts: tuple[Words, ...] = ()


class PermissionVerdict(Record):
    """Whether a described use is allowed under the terms of one model version or size."""

    value: Permission
    licenses: tuple[str, ...]
    """The licence of the weights first, then inherited and incorporated ones (base model, acceptable use)."""
    conditions: tuple[Condition, ...] = ()
    clauses: tuple[ClauseRef, ...] = ()
    """The deciding clause first."""
    missing: tuple[Missing, ...] = ()
    effective_date: date | None = None
    reason: Words
    doubts: tuple[Words, ...] = ()
    """Conflicts of sources, README claims against the text, terms that changed."""
    team: tuple[Words, ...] = ()
    """The team's own rules, always shown apart from the licence's."""
    team_value: Permission | None = None


class CostVerdict(Record):
    """Which is cheaper, by how much, and where the lines cross. Money in `currency`, a month of 730 hours."""

    value: Literal["api", "self-host", "depends"]
    currency: str
    volume_counts: Literal["total", "output"]
    api_month: Decimal | None
    self_month: Decimal | None
    replicas: int | None
    spare: int | None
    capacity_per_replica: Decimal | None
    """Tokens a month of one replica, in the tokens the asker counted."""
    break_even_tokens: Decimal | None
    """The smallest volume at which self-hosting costs no more than the API; `None`: never."""
    missing: tuple[Missing, ...] = ()
    reason: Words
