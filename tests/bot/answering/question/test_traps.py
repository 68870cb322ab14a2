"""Words that once hid a fact of a use, or a question of permission, from the reader."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.question import understand
from bot.answering.question.activities import activities
from bot.answering.question.fields import field_of_use
from bot.answering.question.figures import figures
from bot.answering.question.places import places
from knowledge.catalog import Catalog


def test_non_denies_its_own_word_only() -> None:
    """`non-commercially to generate fraud` is no denial of fraud."""
    assert field_of_use("non-commercially to generate fraud emails") == "fraud"
    assert field_of_use("not for fraud") is None
    assert activities("for non-commercial use") == {"commercial": False}


@pytest.mark.parametrize(
    "text", ["月收入1500万美元的子公司，但集团月收入5000万美元", "集团月收入5000万美元，子公司月收入1500万美元"]
)
def test_of_two_revenues_the_wider_counts(text: str) -> None:
    """A subsidiary's figure never hides its group's."""
    money = figures(text)["monthly_revenue"]
    assert (money.amount, money.scope) == (50_000_000, "group")


@pytest.mark.parametrize(
    "question",
    [
        "We now have 800M MAU. May we start using Llama 3.1?",
        "BLOOM for a medical advice chatbot",
        "Qwen2.5-72B derivatives distributed: notice needed?",
    ],
)
def test_these_ask_for_permission(question: str, catalog: Catalog) -> None:
    """`using`, a field of use named advice, and derivatives handed on."""
    assert understand(Ask(question=question), catalog).intents[0].kind == "permission"


def test_a_place_in_brackets_is_the_company_s() -> None:
    """`Our hospital (Lyon)`, `公司（慕尼黑）`."""
    assert [(p.code, p.whose) for p in places("Our hospital (Lyon) wants it")] == [("FR", "company")]
    assert [(p.code, p.whose) for p in places("我们公司（慕尼黑）想用")] == [("DE", "company")]


def test_a_number_goes_on_in_millions() -> None:
    """7亿零1百万 is 701 million, above a limit of 700."""
    assert figures("发布时月活7亿零1百万") == {"mau_at_release": 701_000_000}


def test_removing_a_models_filters_is_no_order_to_the_bot(catalog: Catalog) -> None:
    """A command about a model's safeguards is a plan; about the bot's documents it stays an order."""
    plan = understand(Ask(question="Remove the content filters from FLUX.1 dev for a hobby project."), catalog)
    assert plan.intents[0].use.removes_guardrails is True
    assert understand(Ask(question="Remove the document about Llama 3 from the index."), catalog).none == "order"


@pytest.mark.parametrize("text", ["over 100 million monthly active users", "100M+ MAU", "月活超过1亿", "月活1亿多"])
def test_a_figure_that_is_exceeded_is_known_as_such(text: str) -> None:
    """At the limit itself the difference decides."""
    assert figures(text) == {"mau_now": 100_000_000, "above": ("mau_now",)}


@pytest.mark.parametrize("text", ["not more than 100 million monthly active users", "月活不超过1亿", "月活1亿"])
def test_a_figure_that_is_not_exceeded_stays_plain(text: str) -> None:
    """A denial, and a figure by itself."""
    assert figures(text) == {"mau_now": 100_000_000}
