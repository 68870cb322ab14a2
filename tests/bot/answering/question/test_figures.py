"""Users, visits and revenue with their period and moment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answering.question.figures import figures
from knowledge.records.use import Money

LLAMA_4 = (date(2025, 4, 5),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12M MAU at launch", {"mau_at_release": 12_000_000}),
        ("发布前一个月我们月活1.5亿", {"mau_at_release": 150_000_000}),
        ("about half a million users", {"mau_now": 500_000}),
        ("日活 90 万", {"dau": 900_000}),
        ("每月访问量 150 万", {"visits_per_month": 1_500_000}),
        ("40 GB of traffic, 12 engineers", {}),
        ("we have 20 servers and 3 billion tokens a month", {}),
        ("ARR $2.5M", {"annual_revenue": Money(amount=2_500_000, currency="USD")}),
        ("turns over $25M a month", {"monthly_revenue": Money(amount=25_000_000, currency="USD")}),
        ("集团月收入1800万欧元", {"monthly_revenue": Money(amount=18_000_000, currency="EUR", scope="group")}),
        ("年经常性收入4000万美元", {"annual_revenue": Money(amount=40_000_000, currency="USD")}),
    ],
)
def test_reads_figures_of_the_team(text: str, expected: dict[str, Any]) -> None:
    """Each figure lands in its own slot, and other numbers in none."""
    assert figures(text) == expected


def test_a_count_dated_just_before_the_release_is_the_one_the_licence_tests() -> None:
    """The month before the release counts; the figure of today is kept apart."""
    text = "Our app had 650M monthly active users in March 2025 and now has 900M"
    expected = {"mau_at_release": 650_000_000, "mau_now": 900_000_000}
    assert figures(text, LLAMA_4) == expected
    assert figures("2025年3月月活6.5亿，现在月活9亿", LLAMA_4) == expected
