"""Whether a model fits a set of GPUs: its weights, and the keys and values of the requests it serves at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.cost.hardware import Gpu
from knowledge.records.base import Words

if TYPE_CHECKING:
    from knowledge.cost.shape import Shape

BYTES = {"BF16": 2.0, "FP8": 1.0, "INT8": 1.0, "FP4": 0.53, "INT4": 0.53}
"""Of one parameter, the scales of the four-bit formats counted in."""
USABLE = 0.9
"""Of a GPU's memory; the rest is the engine's."""
SIZES = (1, 2, 4, 8, 16, 32)
"""GPUs of a replica that are tried."""


@dataclass(frozen=True)
class Fit:
    """Where the memory goes, in GB."""

    weights: float
    have: float
    a_request: float
    """Keys and values of one request at full length."""
    requests: float
    """Requests that fit beside the weights; below 1 the model does not fit."""

    @property
    def fits(self) -> bool:
        """Whether at least one request can be served."""
        return self.requests >= 1

    def words(self, model: str, gpus: int, gpu: str, precision: str) -> Words:
        """The finding as a sentence."""
        need, have = f"{self.weights:.0f} GB", f"{self.have:.0f} GB"
        if self.fits:
            return Words(
                en=f"{model} at {precision} takes {need} of the {have} that {gpus}×{gpu} offer.",
                zh=f"{model} 以 {precision} 存放需要 {need}，{gpus} 张 {gpu} 可用 {have}。",
            )
        return Words(
            en=f"{model} at {precision} does not fit on {gpus}×{gpu}: the weights take {need}, and {have} are usable.",
            zh=f"{model} 以 {precision} 存放装不进 {gpus} 张 {gpu}：权重需 {need}，可用只有 {have}。",
        )


def fit(shape: Shape, precision: str, gpu: Gpu, gpus: int, length: int, kv_bytes: float = 2.0) -> Fit:
    """How many requests of `length` tokens fit beside the weights on `gpus` joined GPUs."""
    weights = shape.total_b * BYTES[precision]
    have = gpu.memory_gb * gpus * USABLE
    one = length * shape.kv_per_token * kv_bytes / 1e9
    return Fit(weights, have, one, (have - weights) / one if one > 0 else 0.0)


def smallest(shape: Shape, precision: str, gpu: Gpu, length: int, kv_bytes: float = 2.0) -> int | None:
    """The fewest GPUs that hold the model and eight requests; `None` when 32 do not."""
    return next((n for n in SIZES if fit(shape, precision, gpu, n, length, kv_bytes).requests >= 8), None)
