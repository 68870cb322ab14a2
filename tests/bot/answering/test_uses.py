"""The line that tells for which use a verdict was reached."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answering.answer import Ask, Turn
from bot.answering.compose.uses import checked_for
from bot.answering.engine import Engine
from knowledge.records.use import Money, Use


@pytest.mark.parametrize(
    ("use", "en", "zh"),
    [
        (
            Use(commercial=True, mau_now=800_000_000, users_territory="EU"),
            "Checked for: commercial use, 800 million monthly active users, users in EU",
            "按此用途判断：商业使用、月活 8 亿、用户在欧盟",
        ),
        (
            Use(annual_revenue=Money(amount=Decimal(2_000_000), currency="USD"), territory=("DE", "FR")),
            "Checked for: USD 2 million annual revenue, company in Germany and France",
            "按此用途判断：年收入 USD 200 万、公司位于德国、法国",
        ),
        (Use(commercial=False, dau=1234), "Checked for: no commercial use, 1,234 daily active users", None),
    ],
)
def test_a_use_in_one_line(use: Use, en: str, zh: str | None) -> None:
    """What is done, figures, places; in both languages."""
    assert checked_for(use, "en") == [en]
    assert zh is None or checked_for(use, "zh") == [zh]


def test_nothing_is_told_where_no_figure_and_no_place_was() -> None:
    """What is done alone stands in the question."""
    assert checked_for(Use(commercial=True), "en") == []


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        ("llama3.3 能商用吗，我们月活 8 亿", "那欧盟呢？", "月活 8 亿、公司位于欧盟、用户在欧盟"),
        ("Can we use Llama 3.3 commercially?", "and in the EU?", "Checked for: commercial use, company in EU"),
    ],
)
def test_a_place_that_a_follow_up_adds_is_taken(engine: Engine, first: str, then: str, says: str) -> None:
    """And the answer says so."""
    assert says in engine.ask(Ask(question=then, thread=(Turn(role="user", text=first),))).answer


@pytest.mark.parametrize(
    ("first", "then"),
    [("Can we use Llama 4 Scout commercially?", "what about the EU?"), ("Llama 4 Scout 能商用吗", "那欧盟呢？")],
)
def test_a_place_alone_bars_what_is_barred_there(engine: Engine, first: str, then: str) -> None:
    """Whose place it is was not said: the stricter reading counts."""
    answer = engine.ask(Ask(question=then, thread=(Turn(role="user", text=first),)))
    assert answer.verdict is not None
    assert answer.verdict["value"] == "not-allowed"
