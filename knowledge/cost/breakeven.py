"""Where the two bills cross. Self-hosting is a staircase, so the crossing is looked for step by step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from knowledge.cost.bill import ONE, ZERO, Case

HORIZON = 1_000_000
"""Replicas up to which a crossing is looked for; a fleet beyond is no answer to anybody."""


@dataclass(frozen=True)
class BreakEven:
    """A crossing: the smallest volume at which self-hosting costs no more than the API."""

    tokens: Decimal
    replicas: int


@dataclass(frozen=True)
class Hybrid:
    """Own replicas for the base load, the API for what they do not carry. The API is the spare."""

    replicas: int
    month: Decimal


def break_even(case: Case, horizon: int = HORIZON) -> BreakEven | None:
    """`None` when the bills never cross within `horizon` replicas.

    On step `n` the own bill is flat and the API's grows, so they cross on the first step whose full load
    costs at the API what the step costs. Steps before `(fixed + spare) / (value − price of a step)` cannot.
    """
    first = _first_step(case)
    if first is None or first > horizon:
        return None
    for replicas in range(max(1, first - 1), first + 2):
        month = case.fleet_month(replicas)
        if month <= case.api_month(case.step * replicas):
            return BreakEven(month / case.api_per_token, replicas)
    return None


def _first_step(case: Case) -> int | None:
    on_top = case.fleet_month(0)
    gain = case.api_month(case.step) - (case.fleet_month(1) - on_top)
    if gain <= ZERO:
        return 1 if on_top <= ZERO and gain == ZERO else None
    return max(1, int((on_top / gain).to_integral_value(ROUND_CEILING)))


def naive_break_even(case: Case) -> Decimal | None:
    """One division, as calculators do it: the bill of the smallest fleet over the API's price, capacity ignored."""
    return case.fleet_month(1) / case.api_per_token if case.api_per_token > ZERO else None


def hybrid(case: Case, volume: Decimal) -> Hybrid:
    """The cheapest split of `volume` with at least one own replica."""
    full = int(volume / case.step)
    return min((_split(case, volume, n) for n in {max(1, full), full + 1}), key=lambda split: split.month)


def _split(case: Case, volume: Decimal, replicas: int) -> Hybrid:
    rest = max(ZERO, volume - replicas * case.step)
    own = case.fleet_month(replicas - case.fleet.spare) if case.fleet else ZERO
    return Hybrid(replicas, own + case.api_month(rest))


def annuity(principal: Decimal, yearly_rate: Decimal, months: int) -> Decimal:
    """The constant monthly payment that pays `principal` back over `months`."""
    rate = yearly_rate / 12
    return principal / months if rate == ZERO else principal * rate / (ONE - (ONE + rate) ** -months)
