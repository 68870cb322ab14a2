"""What the team wants to do with a model. Nothing is filled in that nobody said."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from pydantic import Field

from knowledge.records.base import Record

RevenueScope = Literal["product", "entity", "affiliates", "group"]
Several = str | tuple[str, ...]
"""One word, or every one that was named: a clause that any of them meets counts."""


def one_or_all(words: Iterable[str]) -> Several | None:
    """Each word once; a single one by itself, `None` for none."""
    each = tuple(dict.fromkeys(words))
    return each if len(each) > 1 else next(iter(each), None)


class Money(Record):
    """An amount as it was stated."""

    amount: Decimal = Field(ge=0)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    """ISO 4217."""
    scope: RevenueScope | None = None
    """Whose revenue it is, where it is revenue and somebody said."""


class Use(Record):
    """Facts of a use. `None` means that nobody said; it never means no."""

    commercial: bool | None = None
    internal: bool | None = None
    research: bool | None = None
    fine_tune: bool | None = None
    redistribution: bool | None = None
    """Weights, or derivatives of them, are handed to others."""
    in_app: bool | None = None
    """It is for an app or product that others install; nobody said whether it is inside or stays on a server."""
    hosting: bool | None = None
    """Others reach the model as a service: SaaS, an API, a web application."""
    output_training: bool | None = None
    """Outputs train another model."""
    output_training_target: Literal["llm", "other-ai", "same-family", "competing"] | None = None
    """What kind of model the outputs train, where somebody said."""
    outputs_commercial: bool | None = None
    """Only what the model puts out is used commercially; the model itself is in no product or service."""
    mau_now: int | None = Field(default=None, ge=0)
    mau_at_release: int | None = Field(default=None, ge=0)
    """Monthly active users in the calendar month before the model version's release, affiliates counted."""
    dau: int | None = Field(default=None, ge=0)
    visits_per_month: int | None = Field(default=None, ge=0)
    annual_revenue: Money | None = None
    monthly_revenue: Money | None = None
    above: tuple[str, ...] | None = None
    """Names of figures that are exceeded, as somebody said: `more than 100 million` is above a limit of 100 million."""
    territory: Several | None = None
    """Where the company sits or runs the model: ISO 3166 alpha-2, or `EU`."""
    users_territory: Several | None = None
    """Where its users sit: ISO 3166 alpha-2, or `EU`."""
    field_of_use: Several | None = None
    """Slugs of `knowledge.permission.FIELDS`, for example `military`, `medical-advice`, `malware`."""
    derivative_name: str | None = None
    """The name the team wants to give a model made from this one."""
    self_host: bool | None = None
    """The team runs the weights itself."""
    removes_guardrails: bool | None = None
    competes_with_licensor: bool | None = None
    nonprofit: bool | None = None
