"""Where it matters which model of a name is meant, the names are offered; one of them settles it."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.engine import Engine


@pytest.mark.parametrize(
    "question", ["May we use Qwen2.5 in a commercial product?", "Qwen2.5 可以商用吗？", "Is Qwen2.5 open source?"]
)
def test_a_family_whose_members_differ_offers_them(engine: Engine, question: str) -> None:
    """And asking again with a name gives one verdict and no choice."""
    answer = engine.ask(Ask(question=question))
    assert len(answer.choices) > 1
    again = engine.ask(Ask(question=f"{question} ({answer.choices[-1]})"))
    assert again.choices == ()
    assert len(again.models) == 1


@pytest.mark.parametrize("question", ["Is OLMo 2 open source?", "你好", "GPT-4o 和 Claude 是闭源的吗？"])
def test_where_nothing_hangs_on_it_nothing_is_asked(engine: Engine, question: str) -> None:
    """One model, no model, one verdict for all."""
    assert engine.ask(Ask(question=question)).choices == ()
