"""Reading cost numbers out of questions."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cost.parse import read_cost

QUESTIONS = [json.loads(line) for line in (Path(__file__).parent / "questions.jsonl").read_text("utf-8").splitlines()]


def _said(question: str, *thread: str) -> dict[str, Any]:
    return {k: _plain(v) for k, v in read_cost(question, thread).model_dump(exclude_none=True).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return [float(value["amount"]), value["currency"]]
    return float(value) if isinstance(value, Decimal | int) else value


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return isinstance(found, list) and found[1] == wanted[1] and found[0] == pytest.approx(wanted[0], rel=1e-4)
    if isinstance(wanted, str):
        return bool(found == wanted)
    return bool(found == pytest.approx(wanted, rel=1e-4))


def _right(row: dict[str, Any]) -> bool:
    found, wanted = _said(row["q"]), row["expect"]
    found.pop("tokens_per_second_counts", None)
    return found.keys() == wanted.keys() and all(_same(found[key], wanted[key]) for key in wanted)


def test_our_own_questions_are_read_whole() -> None:
    """Every field of at least 97 in 100 questions, and no field that was not said."""
    wrong = [row["q"] for row in QUESTIONS if not _right(row)]
    assert len(QUESTIONS) >= 120
    assert len(wrong) <= len(QUESTIONS) * 0.03, wrong


@pytest.mark.parametrize(
    "question",
    [
        "is it cheaper to run llama 3.1 8b ourselves?",
        "We have 90 million MAU and $40M in annual revenue. Can we use Llama?",
        "Llama 3.1 was trained on 15T tokens",
        "Qwen2.5-72B 有 720 亿参数，我们有 5000 万用户，年营收 3 亿元",
        "context window of 128k tokens",
    ],
)
def test_sizes_users_and_revenue_are_no_cost_inputs(question: str) -> None:
    """A size is no volume, a user no token, a revenue no budget."""
    assert _said(question) == {}


def test_a_price_per_thousand_becomes_one_per_million() -> None:
    """0.004 yuan a thousand tokens are 4 a million, for input and output alike when one price is named."""
    said = _said("API 报价 0.004 元/千 token，每月 20 亿 token")
    assert said["api_input"] == [4.0, "CNY"]
    assert said["api_output"] == [4.0, "CNY"]


def test_later_messages_win() -> None:
    """A new volume takes the place of the old; what was said before stays."""
    said = _said("换成 100 亿 token 呢", "一个月 10 亿 token，API 输入 2 元/百万、输出 8 元/百万，自建划算吗")
    assert said["tokens_per_month"] == 1e10
    assert said["api_output"] == [8.0, "CNY"]


def test_a_new_gpu_drops_what_was_said_of_the_old() -> None:
    """The price and speed of one GPU are not those of another."""
    said = _said("and on 4 H200?", "2 H100 at $3.49/h, 4205 output tok/s, 5B tokens a month")
    assert said["gpu"] == "H200"
    assert "gpu_hour" not in said
    assert "tokens_per_second" not in said
    assert said["tokens_per_month"] == 5e9


@pytest.mark.parametrize("question", ["-3B tokens a month", "0 tokens a month", "每月 -5 亿 token"])
def test_a_volume_of_nothing_is_named_as_a_doubt(question: str) -> None:
    """Zero and negative volumes are not used, and the reader is told."""
    read = read_cost(question)
    assert read.volume is None
    assert read.doubts


def test_a_number_out_of_range_is_left_out_and_named() -> None:
    """Overflow-size numbers do not stop the reading of the rest."""
    read = read_cost("1e99 tokens a month at $2/M")
    assert read.volume is None
    assert read.api_input is not None
    assert any("at most 1e18" in doubt.en and "1e18" in doubt.zh for doubt in read.doubts)


@pytest.mark.parametrize(
    ("question", "doubted"),
    [
        ("Llama 3.3 70B, 8B tokens a month, GPU at 3 zorkmids an hour", "3 zorkmids"),
        ("8 张 H100 每小时 2 瑞郎，一个月 50 亿 token", "2 瑞郎"),
    ],
)
def test_money_nobody_here_can_convert_is_named(question: str, doubted: str) -> None:
    """It is left out, and the reader is told which amount."""
    read = read_cost(question)
    assert read.gpu_hour is None
    assert any(doubted in doubt.en and doubted in doubt.zh for doubt in read.doubts)


@pytest.mark.parametrize(
    ("question", "month"),
    [
        ("DeepSeek-V3 一个月 50 亿 token，服务器包年，一年 120 万，自建划算吗？", 100_000),
        ("机器租金包年 96 万", 80_000),
        ("包月 10 万一台", 100_000),
    ],
)
def test_a_rent_by_the_year_is_a_twelfth_a_month(question: str, month: int) -> None:
    """With no currency said in a Chinese question it is yuan."""
    rent = read_cost(question).rent_month
    assert rent is not None
    assert (round(rent.amount), rent.currency) == (month, "CNY")


@pytest.mark.parametrize(
    ("question", "gpu"),
    [
        ("一个月 50 亿 token，用 H900 自建划算吗？", "H900"),
        ("cheaper on our own H300s?", "H300"),
        ("Qwen3-235B-A22B, 5B tokens a month", None),
        ("GLM-4.5 or V3 on our servers", None),
    ],
)
def test_what_is_called_like_a_gpu_is_read_as_one(question: str, gpu: str | None) -> None:
    """So that it can be named as unknown; a model's name is none."""
    assert read_cost(question).gpu == gpu


def test_thousands_may_be_marked_anywhere() -> None:
    """In watts and in a pair of prices too."""
    assert read_cost("a server rated 11,000 W").kilowatts == 11
    paid = read_cost("1,000/2,000 元/百万 token").api_output
    assert paid is not None
    assert paid.amount == 2000


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([piece for row in QUESTIONS for piece in row["q"].split()]), max_size=20))
def test_any_heap_of_words_is_read_without_failing(pieces: list[str]) -> None:
    """Reading never raises."""
    assert read_cost(" ".join(pieces)).counts in {"total", "output"}


@pytest.mark.parametrize(
    ("before", "question", "month"),
    [
        ("DeepSeek-V3 每月 50 亿 token，自建划算吗？", "500 亿呢？", 5e10),
        ("5B tokens a month, self-host?", "and with 50B?", 5e10),
        ("we do 3M tokens a day", "what about 30M tokens?", 9e8),
        ("一天 300 万 token", "如果是 3000 万呢", 9e8),
        ("we do 3M tokens a day", "90M a month?", 9e7),
    ],
)
def test_a_follow_ups_volume_may_leave_out_its_unit_and_period(before: str, question: str, month: float) -> None:
    """Those said before still hold, and one that is named again counts."""
    assert _said(question, before)["tokens_per_month"] == pytest.approx(month)


@pytest.mark.parametrize(
    "question", ["we have 700 million users", "营收 500 亿呢", "and a 500 billion parameter model?", "and 4 H100?"]
)
def test_a_number_of_something_else_is_no_new_volume(question: str) -> None:
    """Users, revenue, parameters and cards leave the volume as it was."""
    assert _said(question, "5B tokens a month")["tokens_per_month"] == 5e9


def test_a_period_taken_over_is_said() -> None:
    """The reader can object."""
    assert any("taken for a day" in doubt.en for doubt in read_cost("30M tokens?", ["3M tokens a day"]).doubts)
    assert not read_cost("30M tokens?", ["3M tokens a month"]).doubts


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("in euros?", "EUR"),
        ("人民币多少钱", "CNY"),
        ("用欧元算", "EUR"),
        ("how much is that in GBP?", "GBP"),
        ("in baht?", "THB"),
    ],
)
def test_the_currency_an_answer_is_wanted_in(question: str, code: str) -> None:
    """Named without an amount."""
    assert _said(question, "5B tokens a month at $2/M")["currency"] == code
