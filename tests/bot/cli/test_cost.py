"""`aperture cost`, `throughput` and `prices`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.cost import app as cost
from bot.cli.prices import app as prices
from bot.cli.throughput import app as throughput
from knowledge.errors import FactsError, PricesError

EXAMPLE = [
    "--tokens-per-month",
    "40B",
    "--input-share",
    "50%",
    "--gpu",
    "H100-SXM",
    "--gpus",
    "2",
    "--gpu-hour",
    "$3.49",
    "--tokens-per-second",
    "4205",
    "--utilization",
    "0.4",
    "--spare",
    "1",
    "--staff-per-month",
    "3750",
    "--api-input",
    "0.88",
    "--api-output",
    "0.88",
]


def _json(app: object, *words: str) -> dict[str, object]:
    result = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)  # type: ignore[arg-type]
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_the_worked_example() -> None:
    """16 B by division, 33 B by capacity; numbers are numbers."""
    found = _json(cost, *EXAMPLE)
    verdict = found["verdict"]
    assert isinstance(verdict, dict)
    assert round(found["naive_break_even"] / 1e9, 1) == 15.8  # type: ignore[operator]
    assert verdict["break_even_tokens"] == 33_212_500_000
    assert verdict["self_month"] == 34322.4


def test_text_in_both_languages_and_a_chart(tmp_path: Path) -> None:
    """The table, what moves it, and a picture beside."""
    chart = tmp_path / "cost.png"
    result = CliRunner().invoke(cost, [*EXAMPLE, "--language", "zh", "--chart", str(chart)])
    assert "盈亏" in result.stdout or "划算" in result.stdout
    assert chart.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("option", "value"),
    [("--tokens-per-month", "lots"), ("--tokens-per-month", "0"),
     ("--tokens-per-month", "-5B"), ("--input-share", "140%"),
     ("--gpu-hour", "cheap"), ("--currency", "dollars"), ("--tokens-per-month", "1e30"), ("--utilization", "0")],
)  # fmt: skip
def test_a_bad_option_is_named_with_a_good_one(option: str, value: str) -> None:
    """Nothing is guessed, and there is no traceback."""
    result = CliRunner().invoke(cost, [f"{option}={value}"])
    assert result.exit_code == 2
    assert "Invalid value" in result.output


def test_an_unknown_gpu_and_an_unknown_model_are_named() -> None:
    """With the nearest ones."""
    with pytest.raises(FactsError, match="H999"):
        CliRunner().invoke(cost, ["DeepSeek-V3", "--gpu", "H999"], catch_exceptions=False)
    with pytest.raises(FactsError, match="Zorgon"):
        CliRunner().invoke(cost, ["Zorgon-9000"], catch_exceptions=False)


def test_throughput_gives_figure_band_basis_and_source() -> None:
    """The command of the manual."""
    found = _json(
        throughput,
        "Llama-3.3-70B",
        *["--precision", "FP8", "--gpu", "H200-SXM", "--gpus", "1", "--input", "1000", "--output", "1000"],
    )
    assert found["basis"] == "measured"
    assert found["tokens_per_second"] == pytest.approx(2909, rel=0.01)
    assert found["source"]
    assert found["band"]["low"] < found["tokens_per_second"] < found["band"]["high"]  # type: ignore[index]


def test_throughput_of_a_closed_model_is_refused() -> None:
    """There is nothing to run."""
    with pytest.raises(FactsError, match="cannot be self-hosted"):
        CliRunner().invoke(throughput, ["GPT-4o"], catch_exceptions=False)


def test_prices_are_shown_with_their_dates() -> None:
    """One line a seller."""
    result = CliRunner().invoke(prices, ["show", "gpt-4o"])
    assert "OpenAI" in result.stdout
    assert "genai-prices" in result.stdout


def test_an_update_that_fails_leaves_the_prices_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the address; nothing half-read is left behind."""
    monkeypatch.setenv("APERTURE_DATA_DIR", str(tmp_path))
    with pytest.raises(PricesError, match="stay in use"):
        CliRunner().invoke(prices, ["update", "--url", "http://127.0.0.1:9/none.json"], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_a_second_opinion_that_cannot_be_had_does_not_stand_in_the_way() -> None:
    """Our own figure is printed, and why there is no other."""
    asked = ["DeepSeek-V3", "--gpu", "RTX4090", "--gpus", "32", "--second-opinion"]
    done = CliRunner().invoke(throughput, asked)
    assert done.exit_code == 0
    assert "tokens/s" in done.output.splitlines()[0]
    assert "second opinion: aiconfigurator" in done.output
    assert "shape of DeepSeek-R1" in done.output


def test_a_rate_of_ones_own_is_used_and_named() -> None:
    """In place of the one on record, with its day; nonsense is refused."""
    asked = ["Qwen2.5-72B", "--tokens-per-month", "5B", "--currency", "CNY", "--rate", "CNY=8"]
    done = CliRunner().invoke(cost, asked)
    assert "1 USD = 8 CNY (--rate, " in done.output
    assert CliRunner().invoke(cost, [*asked[:-1], "CNY=zero"]).exit_code == 2
