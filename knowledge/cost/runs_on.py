"""What it takes to run a model, where no machine was named: memory by precision, and the fewest of each common GPU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.cost.hardware import Gpu, load_gpus
from knowledge.cost.memory import BYTES, smallest
from knowledge.cost.shape import Shape, shape_of
from knowledge.cost.throughput import known_shapes
from knowledge.records.base import Words

if TYPE_CHECKING:
    from knowledge.records.model import Model, Variant

PRECISIONS = ("BF16", "FP8", "INT4")
COMMON = ("H100-SXM", "H200-SXM", "A100-80GB", "L40S", "RTX4090", "MI300X", "Ascend910B")
"""GPUs that are listed, as far as a record of them is held."""
LENGTH = 4_000
"""Tokens of each of the eight requests that must fit beside the weights."""


SIZES = 6
"""Sizes of a model that are told, where none was named."""


@dataclass(frozen=True)
class RunsOn:
    """What one size of a model takes."""

    name: str
    weights: tuple[tuple[str, float], ...]
    """Precision and GB."""
    fewest: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """Precision, then each GPU with the fewest that hold the model at it; of 32 at most."""

    def whole(self) -> Iterator[Words]:
        """The weights at each precision, then what holds them, a line a precision."""
        yield Words(
            en=f"{self.name}: the weights take {self._weights(', ')}. "
            f"Enough for them and eight requests of {LENGTH:,} tokens at once:",
            zh=f"{self.name}：权重占用 {self._weights('、')}。连同 8 个各 {LENGTH:,} token 的并发请求，最少需要：",
        )
        for precision, gpus in self.fewest:
            held = [f"{count}×{gpu}" for gpu, count in gpus]
            yield Words(
                en=f"{precision}: " + (", ".join(held) or "more than 32 of any GPU on record"),
                zh=f"{precision}：" + ("、".join(held) or "记录在案的 GPU 都超过 32 张"),
            )

    def brief(self) -> Words:
        """The weights, and the fewest of the first GPU at the widest precision that it computes in."""
        precision, gpus = self.fewest[0]
        fewest = f"{gpus[0][1]}×{gpus[0][0]} ({precision})" if gpus else f"> 32 ({precision})"
        return Words(
            en=f"{self.name}: {self._weights(', ')}; from {fewest} on",
            zh=f"{self.name}：{self._weights('、')}；最少 {fewest}",
        )

    def _weights(self, between: str) -> str:
        return between.join(f"{gb:,.0f} GB {p}" if gb >= 10 else f"{gb:.1f} GB {p}" for p, gb in self.weights)


def runs_on(model: Model, variant: Variant | None, overlay: Path | None = None) -> tuple[RunsOn, ...]:
    """One for the size that was named, else one a size; none when nobody recorded how large it is.

    Four-bit figures hold where somebody made such weights; what that costs in quality is another matter.
    """
    spans = model.total_b is not None and model.total_b[0] != model.total_b[1]
    if variant is None and spans:
        sized = sorted((one for one in model.variants if one.total_b), key=lambda one: one.total_b or 0)
        return tuple(told for one in sized[:SIZES] for told in runs_on(model, one, overlay))
    shape = shape_of(model, variant, known_shapes())
    return (_of(variant.name if variant else model.name, shape, overlay),) if shape else ()


def _of(name: str, shape: Shape, overlay: Path | None) -> RunsOn:
    held = load_gpus(overlay)
    gpus = [held[one] for one in COMMON if one in held]
    return RunsOn(
        name,
        tuple((precision, shape.total_b * BYTES[precision]) for precision in PRECISIONS),
        tuple((precision, tuple(_fewest(shape, precision, gpus))) for precision in PRECISIONS),
    )


def _fewest(shape: Shape, precision: str, gpus: list[Gpu]) -> Iterator[tuple[str, int]]:
    for gpu in gpus:
        if precision == "FP8" and not gpu.fp8_tflops:
            continue
        count = smallest(shape, precision, gpu, LENGTH)
        if count is not None:
            yield gpu.id, count
