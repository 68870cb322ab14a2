"""What a person said about a cost question. Nothing is filled in that was not said."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from knowledge.records.base import Record, Words
from knowledge.records.use import Money

Counts = Literal["total", "output"]
Precision = Literal["BF16", "FP8", "INT8", "FP4", "INT4"]
Share = Annotated[Decimal, Field(ge=0, le=1)]
Tokens = Annotated[Decimal, Field(gt=0, le=Decimal("1e18"))]
"""Tokens a month. The bound is a million times what the largest vendors serve: beyond it is a slip of the pen."""


class CostInputs(Record):
    """The `cost` of the contract, and what a bill needs beside it. `None` means that nobody said."""

    tokens_per_month: Tokens | None = None
    """Input and output together."""
    output_tokens_per_month: Tokens | None = None
    """Set instead of `tokens_per_month` when the asker counts output only."""
    input_share: Share | None = None
    """Input tokens of all tokens, whatever the volume counts."""
    cached_share: Share | None = None
    """Of the input tokens, those the API bills at its cached price."""
    batch_share: Share | None = None
    """Of all tokens, those that can wait for the API's batch price."""
    batch_discount: Share | None = None
    """What batch takes off the API price: 0.5 is half price."""
    utilization: Annotated[Decimal, Field(gt=0, le=1)] | None = None
    """Mean load over peak load."""
    gpu: str | None = None
    """As it was written."""
    gpus: Annotated[int, Field(gt=0, le=100_000)] | None = None
    """GPUs of one replica."""
    spare: Annotated[int, Field(ge=0, le=1_000)] | None = None
    """Replicas kept beside those the load needs."""
    tokens_per_second: Annotated[Decimal, Field(gt=0, le=Decimal("1e9"))] | None = None
    """Of one replica."""
    tokens_per_second_counts: Counts | None = None
    """What `tokens_per_second` counts; output unless said."""
    peak_tokens_per_second: Annotated[Decimal, Field(gt=0, le=Decimal("1e12"))] | None = None
    """Output tokens a second at the busiest moment."""
    gpu_hour: Money | None = None
    """One GPU for one hour."""
    replica_hour: Money | None = None
    """A whole replica or machine for one hour."""
    rent_month: Money | None = None
    """A whole replica for a month."""
    gpu_month: Money | None = None
    """One GPU for a month."""
    hours_month: Annotated[Decimal, Field(gt=0, le=744)] | None = None
    """Hours a month that rented machines run, where they are switched off in between; always on unless said."""
    overhead: Annotated[Decimal, Field(ge=0, le=10)] | None = None
    """On top of the machines' price (storage, egress, network), as a share of it."""
    purchase: Money | None = None
    """Price of the machines of one replica, bought."""
    purchase_months: Annotated[int, Field(gt=0, le=240)] | None = None
    residual_share: Share | None = None
    """Of the purchase price, what the machine is worth at the end."""
    interest: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    """A year."""
    kilowatts: Annotated[Decimal, Field(gt=0, le=10_000)] | None = None
    """Drawn by one replica."""
    pue: Annotated[Decimal, Field(ge=1, le=5)] | None = None
    """Power of the room over power of its machines."""
    kwh: Money | None = None
    """One kilowatt-hour."""
    colocation_month: Money | None = None
    """Rack and support of one replica, a month."""
    api_input: Money | None = None
    """A million input tokens."""
    api_cached: Money | None = None
    """A million cached input tokens."""
    api_output: Money | None = None
    """A million output tokens."""
    api_blended: Money | None = None
    """A million tokens, as one price over the asker's own mix."""
    api_bill_month: Money | None = None
    """What the API costs today, as billed."""
    staff_per_month: Money | None = None
    """All the people time that running the model takes."""
    setup: Money | None = None
    """Paid once."""
    setup_months: Annotated[int, Field(gt=0, le=240)] | None = None
    """Months the set-up is spread over."""
    compliance_month: Money | None = None
    standby_month: Money | None = None
    """The API kept as a second plan, a month."""
    budget_month: Money | None = None
    precision: Precision | None = None
    input_length: Annotated[int, Field(gt=0, le=10_000_000)] | None = None
    """Tokens of one request."""
    output_length: Annotated[int, Field(gt=0, le=10_000_000)] | None = None
    concurrency: Annotated[int, Field(gt=0, le=1_000_000)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    """The asker's own, where the answer should use another than that of the prices given."""
    doubts: tuple[Words, ...] = Field(default=(), exclude=True)
    """What was read and could not be used, and why."""

    @model_validator(mode="after")
    def _one_volume(self) -> CostInputs:
        if self.tokens_per_month is not None and self.output_tokens_per_month is not None:
            raise ValueError("tokens_per_month and output_tokens_per_month: give one, the volume is counted once")
        return self

    @property
    def volume(self) -> Decimal | None:
        """In the tokens the asker counted."""
        return self.tokens_per_month if self.tokens_per_month is not None else self.output_tokens_per_month

    @property
    def counts(self) -> Counts:
        """What the volume counts."""
        return "output" if self.output_tokens_per_month is not None else "total"
