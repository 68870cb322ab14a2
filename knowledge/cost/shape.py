"""The shape of a model that memory and speed are computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from knowledge.records.base import Record

if TYPE_CHECKING:
    from knowledge.records.model import Architecture, Model, Variant


class Shape(Record):
    """Parameters in thousand millions, and what decides the size of a token's keys and values."""

    model: str
    aliases: tuple[str, ...] = ()
    total_b: float = Field(gt=0)
    active_b: float | None = Field(default=None, gt=0)
    layers: int = Field(gt=0)
    hidden: int = Field(gt=0)
    kv_heads: int | None = None
    head_dim: int | None = None
    kv_rank: int | None = None
    read: str = ""
    """Where it was read; empty: written down from memory, or computed for a size."""
    guessed: bool = False
    """Layers and heads are typical ones for the size, not the model's own."""

    @property
    def active(self) -> float:
        """Parameters used per token, in thousand millions."""
        return self.active_b or self.total_b

    @property
    def moe(self) -> bool:
        """Whether the model is a mixture of experts."""
        return self.active_b is not None and self.active_b < self.total_b

    @property
    def kv_per_token(self) -> float:
        """Numbers kept of one token, over all layers."""
        wide = self.kv_rank if self.kv_rank else 2 * (self.kv_heads or 8) * (self.head_dim or 128)
        return self.layers * wide


_TYPICAL = (
    (1.5, 16, 2048),
    (4, 28, 2560),
    (10, 32, 4096),
    (20, 40, 5120),
    (45, 60, 6144),
    (90, 80, 8192),
    (200, 88, 12288),
)
"""Up to so many thousand million parameters: layers, hidden width."""


def shape_of(model: Model, variant: Variant | None, known: dict[str, Shape]) -> Shape | None:
    """From the measured models' shapes, else the record's own architecture, else typical values for the size.

    `None` when nobody tells how large the model is, or the record holds several sizes and none was chosen.
    """
    names = [variant.id, variant.name.lower()] if variant else [model.id, *(v.id for v in model.variants[:1])]
    if named := next((known[n] for n in names if n in known), None):
        return named
    total, active = _size(model, variant)
    if total is None:
        return None
    return _built(
        variant.id if variant else model.id, total, active, (variant and variant.architecture) or model.architecture
    )


def _size(model: Model, variant: Variant | None) -> tuple[float | None, float | None]:
    if variant is not None and variant.total_b is not None:
        return variant.total_b, variant.active_b
    if model.total_b is None or model.total_b[0] != model.total_b[1]:
        return None, None
    return model.total_b[1], model.active_b[1] if model.active_b else None


def _built(name: str, total: float, active: float | None, own: Architecture | None) -> Shape:
    layers, hidden = next(((la, hi) for up, la, hi in _TYPICAL if total <= up), (100, 12288))
    if own is None or own.layers is None:
        return Shape(
            model=name,
            total_b=total,
            active_b=active,
            layers=layers,
            hidden=hidden,
            kv_heads=8,
            head_dim=128,
            guessed=True,
        )
    return Shape(
        model=name, total_b=total, active_b=active, layers=own.layers, hidden=own.hidden or hidden,
        kv_heads=own.kv_heads or own.heads or 8, head_dim=own.head_dim or 128, kv_rank=own.kv_rank,
    )  # fmt: skip
