"""How fast a replica is: the nearest published measurement, else an estimate, always with its band."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from knowledge.cost.hardware import FACTS, Gpu, find_gpu
from knowledge.cost.memory import Fit, fit
from knowledge.cost.roofline import CONSTANTS, Constants, Load, tokens_per_second
from knowledge.cost.shape import Shape
from knowledge.errors import FactsError
from knowledge.loading import read_record
from knowledge.records.base import Record, Words

BANDS = {("measured", False): 1.35, ("measured", True): 1.6, ("estimate", False): 1.7, ("estimate", True): 2.2}
"""By basis and mixture of experts: the true rate lies within ÷ and × this in nine of ten cases; see the benchmark."""
_CROWD = 400
"""Requests at once from which published figures are bursts, filling and draining counted."""
_WIDTH, _PRIOR, _CLIP = 1.0, 0.3, 1.2
_FAMILIES = {"H100-SXM": 0.0, "H800-SXM": 0.0, "H200-SXM": 0.5, "B200-SXM": 2.0, "A100-80GB": 2.5, "A100-40GB": 2.5,
             "MI300X": 2.5, "L40S": 2.5, "RTX4090": 3.0, "Ascend910B": 5.0}  # fmt: skip


class Measured(Record):
    """One published row."""

    model: str
    precision: str
    gpu: str
    gpus: int
    tp: int
    input: int
    output: int
    concurrency: int | None = None
    tokens_s: float
    source: int
    kv_bytes: float = 2.0
    max_batch: int = 256
    old: bool = False
    note: str = ""


class Origin(Record):
    """Where rows come from."""

    engine: str
    ref: str
    dated: str
    burst: bool = False


class Measurements(Record):
    """`facts/throughput.yaml`."""

    shapes: tuple[Shape, ...]
    sources: tuple[Origin, ...]
    rows: tuple[Measured, ...]


_TYPICAL = Words(
    en="; its layers and heads are not on record, those typical of its size were taken",
    zh="；层数与头数未记录，按同等规模的典型值",
)


class Point(NamedTuple):
    """A row with its load, and the log of measured over computed."""

    row: Measured
    load: Load
    residual: float


class Speed(Record):
    """Output tokens a second of one replica."""

    tokens_per_second: float
    low: float
    high: float
    basis: Literal["measured", "estimate"]
    words: Words
    source: str
    dated: str = ""
    fit: Words

    @property
    def band(self) -> tuple[float, float]:
        """The band, in times of the value."""
        return self.low / self.tokens_per_second, self.high / self.tokens_per_second


@cache
def load_measurements(path: Path = FACTS / "throughput.yaml") -> Measurements:
    """The shipped rows."""
    return read_record(path, Measurements)


@cache
def known_shapes() -> dict[str, Shape]:
    """Shapes by every name, lower case."""
    return {name.lower(): s for s in load_measurements().shapes for name in (s.model, *s.aliases)}


@cache
def points(constants: Constants = CONSTANTS) -> tuple[Point, ...]:
    """Every row with what the roofline makes of it."""
    data = load_measurements()
    shapes = {s.model: s for s in data.shapes}
    return tuple(_point(row, shapes[row.model], data.sources[row.source], constants) for row in data.rows)


def _point(row: Measured, shape: Shape, origin: Origin, constants: Constants) -> Point:
    load = Load(
        shape, row.precision, find_gpu(row.gpu), row.gpus, row.tp, row.input, row.output, row.concurrency,
        row.kv_bytes, row.max_batch, origin.burst, row.old,
    )  # fmt: skip
    return Point(row, load, math.log(row.tokens_s / tokens_per_second(load, constants)))


def load_of(
    shape: Shape, precision: str, gpu: Gpu, gpus: int, length: tuple[int, int], concurrency: int | None = None
) -> Load:
    """A load served by a current engine: one copy over all its GPUs, `length` being input and output tokens."""
    offline = concurrency is None
    narrow = offline and precision in {"FP8", "FP4"} and not shape.model.startswith("gpt-oss")
    small = gpu.bandwidth_gbs < 3000
    batch = 2048 if offline else (256 if small else 1024)
    burst = not offline and (concurrency or 0) >= _CROWD
    return Load(shape, precision, gpu, gpus, gpus, *length, concurrency, 1.0 if narrow else 2.0, batch, burst)


def speed(load: Load, leave_out: frozenset[str] = frozenset()) -> Speed:
    """Raises `FactsError` when the model does not fit; `leave_out` names models whose rows must not be used."""
    room = memory_of(load)
    words = room.words(load.shape.model, load.joined, load.gpu.id, load.precision)
    if not room.fits:
        raise FactsError(words.en)
    rows = [p for p in points() if p.row.model not in leave_out]
    near = [(p, _distance(load, p.load)) for p in rows if _is_near(load, p)]
    if near:
        return _measured(load, near, words)
    return _estimated(load, rows, words)


def same_shape(name: str, shape: Shape) -> Words | None:
    """That a model is computed by the shape of another one, where it is: `DeepSeek-V3` by that of DeepSeek-R1."""
    if shape.guessed or _letters(name) == _letters(shape.model) or name.lower() not in shape.aliases:
        return None
    return Words(
        en=f"{name} has the shape of {shape.model}: what was measured of one holds for the other.",
        zh=f"{name} 与 {shape.model} 结构相同，实测数据通用。",
    )


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def memory_of(load: Load) -> Fit:
    """Whether and how the model fits."""
    return fit(load.shape, load.precision, load.gpu, load.joined, load.input + load.output, load.kv_bytes)


def _measured(load: Load, near: list[tuple[Point, float]], words: Words) -> Speed:
    """Rows carried over to the asked lengths by the ratio of the roofline."""
    best = min(near, key=lambda pair: pair[1])
    same = [pair for pair in near if pair[1] <= best[1] + 0.05]
    rate = tokens_per_second(load) * math.exp(sum(p.residual for p, _ in same) / len(same))
    row = best[0].row
    origin = load_measurements().sources[row.source]
    what = f"{row.model} {row.precision}, {row.gpus}×{row.gpu}, {row.input}/{row.output} tokens"
    how = f"{what}: {row.tokens_s:,.0f}/s ({origin.engine})"
    said = Words(en=f"nearest published measurement: {how}", zh=f"最接近的公开实测：{how}")
    return _speed(load, rate, "measured", said, origin.ref, origin.dated, words)


def corrected(load: Load, rows: list[Point], constants: Constants = CONSTANTS) -> float:
    """The roofline, corrected by what it missed on loads like this one."""
    weighed = [(math.exp(-_distance(load, p.load) / _WIDTH), p.residual) for p in rows]
    total = sum(w for w, _ in weighed) + _PRIOR
    missed = sum(w * max(-_CLIP, min(_CLIP, r)) for w, r in weighed) / total
    return tokens_per_second(load, constants) * math.exp(missed)


def _estimated(load: Load, rows: list[Point], words: Words) -> Speed:
    typical = _TYPICAL if load.shape.guessed else Words(en="", zh="")
    said = Words(
        en=f"estimate from memory bandwidth and compute, held against {len(rows)} published measurements{typical.en}",
        zh=f"按显存带宽与算力估算，并以 {len(rows)} 条公开实测校正{typical.zh}",
    )
    rate = corrected(load, rows)
    return _speed(load, rate, "estimate", said, "knowledge/facts/throughput.yaml", "2026-11-25", words)


def _speed(
    load: Load, rate: float, basis: Literal["measured", "estimate"], said: Words, source: str, dated: str, words: Words
) -> Speed:
    band = BANDS[basis, load.shape.moe]
    return Speed(
        tokens_per_second=rate, low=rate / band, high=rate * band, basis=basis, words=said, source=source,
        dated=dated, fit=words,
    )  # fmt: skip


def _is_near(load: Load, point: Point) -> bool:
    """The same model, precision and GPUs, similar lengths, the same way of serving."""
    other = point.load
    same = (load.shape.model, load.precision, load.gpu.id, load.joined) == (
        other.shape.model, other.precision, other.gpu.id, other.joined
    )  # fmt: skip
    if (
        not same
        or other.old
        or load.copies != other.copies
        or (load.concurrency is None) != (other.concurrency is None)
    ):
        return False
    lengths = (_within(load.input, other.input, 2.0), _within(load.output, other.output, 2.0))
    return all(lengths) and _within(load.concurrency or 1, other.concurrency or 1, 2.0)


def _within(a: float, b: float, times: float) -> bool:
    return max(a, b) <= times * min(a, b)


def _distance(a: Load, b: Load) -> float:
    """How unlike two loads are: GPU, way of serving, precision, kind and size of model, batch, lengths."""
    gpu = _FAMILIES.get(a.gpu.id, 2.5) - _FAMILIES.get(b.gpu.id, 2.5)
    way = _way(a) - _way(b)
    size = math.log(a.shape.active / b.shape.active)
    batch = math.log(a.batch / b.batch)
    lengths = math.log(a.input / b.input) ** 2 + math.log(a.output / b.output) ** 2
    joined = math.log2(a.joined / b.joined)
    unlike = (a.precision != b.precision) + 2.0 * (a.shape.moe != b.shape.moe) + (a.shape.model != b.shape.model)
    far = 0.3 * gpu**2 + 0.4 * way**2 + 0.5 * size**2 + 0.12 * batch**2 + 0.12 * lengths + 0.15 * joined**2
    return far + unlike


def _way(load: Load) -> float:
    if load.concurrency is None:
        return 0.0
    return 3.0 if load.burst else 1.5
