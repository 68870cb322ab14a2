"""The second opinion: asked for, printed beside our figure, and never in its way."""

from __future__ import annotations

import importlib.util

import pytest

from knowledge.cost.second_opinion import second_opinion
from knowledge.errors import FactsError

HERE = importlib.util.find_spec("aiconfigurator") is not None
present = pytest.mark.skipif(not HERE, reason="the extra second-opinion is not installed")


@pytest.mark.skipif(HERE, reason="the extra second-opinion is installed")
def test_without_the_extra_it_says_what_to_install() -> None:
    """And the caller prints that."""
    with pytest.raises(FactsError, match="second-opinion"):
        second_opinion("Qwen3-32B", "FP8", "H200-SXM", 1, (1000, 1000), 64)


@present
@pytest.mark.parametrize(
    ("model", "gpu", "gpus"),
    [("Qwen3-32B", "H200-SXM", 1), ("Llama-3.1-70B", "H100-SXM", 2), ("DeepSeek-V3", "H200-SXM", 8)],
)
def test_it_gives_a_speed_and_names_itself(model: str, gpu: str, gpus: int) -> None:
    """Of models and GPUs that it ships data of, with its version."""
    told = second_opinion(model, "FP8", gpu, gpus, (1000, 1000), 64)
    assert 100 < told.tokens_per_second < 100_000
    assert told.concurrency == 64
    assert "aiconfigurator 0.12" in told.source


@present
@pytest.mark.parametrize(
    ("model", "gpu", "gpus"),
    [("No-Such-7B", "H200-SXM", 1), ("Qwen3-32B", "RTX4090", 1), ("Llama-3.1-405B", "H100-SXM", 1)],
)
def test_what_it_does_not_cover_is_said(model: str, gpu: str, gpus: int) -> None:
    """An unknown model is not looked for on a hub."""
    with pytest.raises(FactsError, match=r"does not cover|gives nothing"):
        second_opinion(model, "FP8", gpu, gpus, (1000, 1000), 64)
