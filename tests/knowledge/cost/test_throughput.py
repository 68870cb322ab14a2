"""Speed and memory of a replica."""

from __future__ import annotations

import math
import statistics

import pytest

from knowledge.cost.hardware import find_gpu, load_gpu_prices, middle, rents
from knowledge.cost.memory import fit, smallest
from knowledge.cost.throughput import BANDS, known_shapes, load_measurements, load_of, points, same_shape, speed
from knowledge.errors import FactsError
from tests.knowledge.cost.test_compare import TODAY


def _speed(
    model: str, precision: str, gpu: str, gpus: int, lengths: tuple[int, int], at_once: int | None = None
) -> float:
    return speed(load_of(known_shapes()[model], precision, find_gpu(gpu), gpus, lengths, at_once)).tokens_per_second


def test_a_measured_row_is_given_back() -> None:
    """The same model, GPU and lengths: the published figure, its basis and its source."""
    found = speed(load_of(known_shapes()["llama-3.3-70b"], "FP8", find_gpu("H200"), 1, (1000, 1000)))
    assert found.basis == "measured"
    assert found.tokens_per_second == pytest.approx(2909, rel=0.01)
    assert "TensorRT-LLM" in found.source


def test_similar_lengths_are_carried_over_and_others_estimated() -> None:
    """A row of other lengths is scaled; with none near, the answer says estimate."""
    near = speed(load_of(known_shapes()["llama-3.3-70b"], "FP8", find_gpu("H200"), 1, (1500, 900)))
    far = speed(load_of(known_shapes()["qwen2.5-72b"], "FP8", find_gpu("H200"), 1, (1500, 900)))
    assert (near.basis, far.basis) == ("measured", "estimate")
    assert 1000 < far.tokens_per_second < 4000


def test_the_band_covers_nine_in_ten_rows_of_models_left_out() -> None:
    """Leaving each model's rows out of the correction, the printed band holds at least 90 % of them."""
    inside = [_covered(index) for index in range(len(points()))]
    assert statistics.mean(inside) >= 0.9


def _covered(index: int) -> bool:
    point = points()[index]
    found = speed(point.load, frozenset({point.row.model}))
    assert found.basis == "estimate"
    return found.low <= point.row.tokens_s <= found.high


def test_the_estimate_is_near_on_models_left_out() -> None:
    """Median error at most 12 % for dense models and 30 % for mixtures of experts."""
    errors: dict[bool, list[float]] = {True: [], False: []}
    for point in points():
        found = speed(point.load, frozenset({point.row.model})).tokens_per_second
        errors[point.load.shape.moe].append(abs(found / point.row.tokens_s - 1))
    assert statistics.median(errors[False]) <= 0.12
    assert statistics.median(errors[True]) <= 0.30


def test_more_requests_at_once_never_slow_the_whole() -> None:
    """Total output grows with concurrency until the memory is full."""
    rates = [_speed("qwen2.5-7b", "FP8", "H100", 1, (1000, 1000), n) for n in (1, 4, 16, 64, 256)]
    assert rates == sorted(rates)


def test_every_row_keeps_its_source() -> None:
    """158 rows, each with an engine, an address and a date."""
    data = load_measurements()
    assert len(data.rows) == 158
    assert all(data.sources[row.source].ref and data.sources[row.source].dated for row in data.rows)


def test_a_model_that_does_not_fit_is_refused_with_figures() -> None:
    """The error names what it takes and what there is."""
    with pytest.raises(FactsError, match=r"671 GB.*576 GB"):
        speed(load_of(known_shapes()["deepseek-r1"], "FP8", find_gpu("H100"), 8, (1000, 1000)))


def test_long_requests_take_more_memory() -> None:
    """Keys and values grow with the length, so fewer fit."""
    shape, gpu = known_shapes()["llama-3.3-70b"], find_gpu("H200")
    assert fit(shape, "FP8", gpu, 1, 2000).requests == pytest.approx(10 * fit(shape, "FP8", gpu, 1, 20000).requests)
    assert smallest(shape, "BF16", gpu, 2000) == 2


@pytest.mark.parametrize(
    ("name", "gpu"), [("h100", "H100-SXM"), ("4090", "RTX4090"), ("昇腾910B", "Ascend910B"), ("A100 80GB", "A100-80GB")]
)
def test_gpus_are_found_by_the_names_people_use(name: str, gpu: str) -> None:
    """In both languages, with and without the maker."""
    assert find_gpu(name).id == gpu


def test_an_unknown_gpu_names_the_nearest() -> None:
    """And those that are known."""
    with pytest.raises(FactsError, match=r"H1000.*nearest.*known"):
        find_gpu("H1000")


def test_a_rent_is_a_real_row_that_is_trusted_and_fresh() -> None:
    """The middle of the on-demand rents, never an average, a spot price or a low-trust one."""
    prices = rents("H100-SXM")
    assert all(p.tier == "on-demand" and p.trust != "low" for p in prices)
    chosen = middle(prices, TODAY)
    assert chosen in load_gpu_prices()
    assert chosen is not None
    assert not chosen.stale(TODAY)


def test_bands_are_wider_where_less_is_known() -> None:
    """An estimate is less sure than a measurement, a mixture of experts less than a dense model."""
    assert BANDS["measured", False] < BANDS["estimate", False] < BANDS["estimate", True]
    assert all(math.isfinite(band) for band in BANDS.values())


def test_a_model_computed_by_the_shape_of_another_says_so() -> None:
    """DeepSeek-V3 by that of DeepSeek-R1; a model by its own shape has nothing to say."""
    shape = known_shapes()["deepseek-v3"]
    told = same_shape("DeepSeek-V3", shape)
    assert told is not None
    assert "DeepSeek-R1" in told.en
    assert "DeepSeek-R1" in told.zh
    assert same_shape("DeepSeek-R1", shape) is None
