"""Output tokens a second of one replica by a roofline: the larger of memory and compute time, plus overheads.

The constants were fitted on the 158 published rows of `facts/throughput.yaml`; `benchmarks/throughput.py` fits them
again and shows how far they are off on models left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from knowledge.cost.hardware import Gpu
from knowledge.cost.memory import BYTES, fit
from knowledge.cost.shape import Shape


@dataclass(frozen=True)
class Constants:
    """What the fit found."""

    bandwidth: float = 0.81
    """Of the data sheet's memory bandwidth."""
    compute: float = 0.686
    """Of the data sheet's FLOPS."""
    moe_compute: float = 0.571
    """Times `compute` for a mixture of experts."""
    moe_bandwidth: float = 0.503
    """Times `bandwidth` for the experts' weights."""
    bf16_compute: float = 1.76
    """Times `compute`: BF16 comes nearer to its sheet than FP8."""
    fp4_compute: float = 0.683
    """Times `compute` where FP4 is computed as such."""
    prefill: float = 0.786
    """Times the compute efficiency for the prompt."""
    step: float = 1.55e-3
    """Seconds of every step."""
    sequence: float = 2.86e-5
    """Seconds of a step for each sequence when serving requests as they come."""
    sequence_offline: float = 9.77e-6
    link: float = 2.1e-5
    """Seconds of one exchange between GPUs; two a layer."""
    wire: float = 5.07e-12
    """Seconds of one byte exchanged."""
    burst: float = 0.555
    """Of the steady rate, what a burst of hundreds of requests reaches, filling and draining counted."""
    old: float = 0.536
    """Of the rate, what engines of 2023 and early 2024 reached."""
    ascend: float = 0.889


CONSTANTS = Constants()
NAMES = tuple(field.name for field in fields(Constants))


@dataclass(frozen=True)
class Load:
    """What is served, on what, and how."""

    shape: Shape
    precision: str
    gpu: Gpu
    gpus: int
    joined: int
    """GPUs of one copy of the model; `gpus / joined` copies run side by side."""
    input: int
    output: int
    concurrency: int | None = None
    """Requests at once; `None`: offline, as many as fit."""
    kv_bytes: float = 2.0
    max_batch: int = 2048
    burst: bool = False
    old: bool = False

    @property
    def batch(self) -> float:
        """Sequences one copy works on at a time."""
        room = fit(self.shape, self.precision, self.gpu, self.joined, self.input + self.output, self.kv_bytes).requests
        room = min(max(1.0, room), self.max_batch)
        return room if self.concurrency is None else max(1.0, min(room, self.concurrency / self.copies))

    @property
    def copies(self) -> float:
        """Copies of the model side by side."""
        return self.gpus / self.joined


def tokens_per_second(load: Load, constants: Constants = CONSTANTS) -> float:
    """Output tokens a second of all copies together."""
    batch = load.batch
    decode = load.output * _step(load, batch, constants)
    rate = load.copies * batch * load.output / (decode + _prefill(load, batch, constants))
    rate *= constants.burst if load.burst else 1.0
    rate *= constants.old if load.old else 1.0
    return rate * (constants.ascend if load.gpu.id.startswith("Ascend") else 1.0)


def _step(load: Load, batch: float, c: Constants) -> float:
    """Seconds of one decoding step."""
    shape = load.shape
    moved = _weights_read(load, batch, c) + batch * (load.input + load.output / 2) * shape.kv_per_token * load.kv_bytes
    memory = moved / (load.gpu.bandwidth_gbs * 1e9 * load.joined * c.bandwidth)
    compute = 2 * shape.active * 1e9 * batch / _flops(load, c)
    each = c.sequence_offline if load.concurrency is None else c.sequence
    talk = 2 * c.link * shape.layers + batch * _exchange(load, c) if load.joined > 1 else 0.0
    return max(memory, compute) + c.step + each * batch + talk


def _weights_read(load: Load, batch: float, c: Constants) -> float:
    """Bytes of weights a step touches: of a mixture, the experts that any of the batch asks for."""
    weights = load.shape.total_b * 1e9 * BYTES[load.precision]
    share = load.shape.active / load.shape.total_b
    return weights if share >= 1 else weights * (1 - math.pow(1 - share, batch)) / c.moe_bandwidth


def _flops(load: Load, c: Constants) -> float:
    efficiency = c.compute * (c.moe_compute if load.shape.moe else 1.0)
    efficiency *= c.bf16_compute if load.precision == "BF16" else 1.0
    efficiency *= c.fp4_compute if load.precision == "FP4" and load.gpu.fp4_tflops else 1.0
    return load.gpu.tflops(load.precision) * 1e12 * load.joined * efficiency


def _exchange(load: Load, c: Constants) -> float:
    """Seconds that the activations of one token spend between GPUs."""
    if load.joined < 2:
        return 0.0
    return 8 * load.shape.hidden * (load.joined - 1) / load.joined * load.shape.layers * c.wire


def _prefill(load: Load, batch: float, c: Constants) -> float:
    """Seconds of the prompts of a batch."""
    compute = 2 * load.shape.active * 1e9 * load.input * batch / (_flops(load, c) * c.prefill)
    return compute + batch * load.input * _exchange(load, c) / 2
