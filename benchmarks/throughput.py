"""How far the estimates are off: the roofline is fitted again without each model in turn, then asked for its rows.

`python -m benchmarks.throughput` prints medians, tails and the coverage of the band, for dense models and mixtures of
experts, beside those of the constants in use and of a plain division of bandwidth by bytes.
"""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from knowledge.cost.roofline import CONSTANTS, NAMES, Constants, tokens_per_second
from knowledge.cost.throughput import BANDS, Point, corrected, points

PRIOR = dict(
    zip(NAMES, (0.80, 0.57, 0.5, 0.7, 1.3, 0.7, 1.0, 1.5e-3, 1.5e-5, 5e-6, 8e-6, 4e-12, 0.6, 0.6, 0.6), strict=True)
)
SPREAD = dict(zip(NAMES, (0.15, 0.3, 0.5, 0.5, 0.3, 0.4, 0.5, 0.3, 0.5, 0.6, 0.15, 0.5, 0.5, 0.5, 0.5), strict=True))
WEIGHT = 0.08
"""How much a constant's distance from its prior weighs against the rows."""


def fit(rows: Sequence[Point]) -> Constants:
    """Constants for these rows: robust least squares in logarithms, held near the prior."""
    start = np.log(np.array([PRIOR[name] for name in NAMES]))
    spread = np.array([SPREAD[name] for name in NAMES])

    def misses(values: NDArray[np.float64]) -> NDArray[np.float64]:
        constants = _constants(values)
        off = [math.log(tokens_per_second(p.load, constants) / p.row.tokens_s) for p in rows]
        return np.array([*off, *((values - start) / spread * WEIGHT)])

    return _constants(least_squares(misses, start, loss="soft_l1", f_scale=0.1).x)


def _constants(values: NDArray[np.float64]) -> Constants:
    return Constants(*(float(value) for value in np.exp(values)))


def left_out() -> dict[str, float]:
    """The estimate of each row by constants and corrections that never saw its model."""
    estimates: dict[str, float] = {}
    for model in sorted({p.row.model for p in points()}):
        constants = fit([p for p in points() if p.row.model != model])
        known = [p for p in points(constants) if p.row.model != model]
        for index, point in enumerate(points()):
            if point.row.model == model:
                estimates[str(index)] = corrected(point.load, known, constants)
    return estimates


def division(point: Point) -> float:
    """Bandwidth over the bytes of the active weights, times the batch: the rule of thumb."""
    load = point.load
    a_step = load.shape.active * 1e9 * {"BF16": 2.0, "FP8": 1.0}.get(load.precision, 0.53)
    return load.gpu.bandwidth_gbs * 1e9 * load.gpus / a_step * min(load.batch, 64)


def report(name: str, estimate: Callable[[int, Point], float]) -> bool:
    """Print one line a kind of model; whether the medians and the band hold."""
    good = True
    for moe, limit in ((False, 0.12), (True, 0.30)):
        pairs = [(estimate(i, p), p.row.tokens_s) for i, p in enumerate(points()) if p.load.shape.moe is moe]
        errors = sorted(abs(a / b - 1) for a, b in pairs)
        band = BANDS["estimate", moe]
        inside = statistics.mean(b / band <= a <= b * band for a, b in pairs)
        median, tail = statistics.median(errors), errors[int(len(errors) * 0.9)]
        kind = "mixture" if moe else "dense"
        sys.stdout.write(
            f"{name:24} {kind:8} {len(pairs):4} rows  median {median:6.1%}  p90 {tail:6.1%}  in band {inside:6.1%}\n"
        )
        good = good and median <= limit and inside >= 0.9
    return good


def main() -> int:
    """0 when the estimate of models left out holds its limits."""
    estimates = left_out()
    report("bandwidth over bytes", lambda _, p: division(p))
    report("constants in use", lambda _, p: tokens_per_second(p.load, CONSTANTS))
    return 0 if report("model left out", lambda i, _: estimates[str(i)]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
