"""Questions about a licence as such, and about all that a maker made."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask, Turn
from bot.answering.engine import Engine


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is the only condition when shipping MIT-licensed code?", "Keep the copyright and permission notice"),
        ("What does the Apache 2.0 license require?", "Keep the NOTICE file"),
        ("MIT 许可证有什么条件？", "每份副本须保留版权与许可声明"),
        ("Is CC BY-NC 4.0 an open source licence?", "is not an open-source license"),
        ("Apache 2.0 是开源许可证吗？", "是开源许可证"),
    ],
)
def test_a_license_as_a_whole_is_told_from_its_record(engine: Engine, question: str, told: str) -> None:
    """Its rules with their clauses; no verdict, for no use was judged."""
    answer = engine.ask(Ask(question=question))
    assert told in answer.answer
    assert not answer.abstained
    assert answer.verdict is None
    assert any(cited.kind == "clause" for cited in answer.citations)
    assert ("not legal advice" in answer.answer) or ("不构成法律意见" in answer.answer)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("CC BY-NC 4.0 的模型可以商用吗？", "not-allowed"),
        ("May we sell a product with an Apache 2.0 model in it?", "allowed"),
    ],
)
def test_a_use_under_a_license_is_judged(engine: Engine, question: str, value: str) -> None:
    """As for a model under it, and without asking which model."""
    answer = engine.ask(Ask(question=question))
    assert (answer.verdict or {})["value"] == value
    assert not answer.missing


def test_duties_that_come_later_stand_beside_a_permission(engine: Engine) -> None:
    """A product may use GPL code; who hands it on must hand over the source."""
    answer = engine.ask(Ask(question="Can I use code under GPLv3 in a commercial product?"))
    assert "Hand over the corresponding source" in answer.answer


def test_a_license_nobody_read_is_not_told(engine: Engine) -> None:
    """What it is called says nothing of what it asks."""
    answer = engine.ask(Ask(question="What does the CodeFuse Community License require?"))
    assert answer.abstained
    assert "It asks" not in answer.answer


def test_a_license_after_a_model_is_its_own_question(engine: Engine) -> None:
    """The model of the turn before is not what the licence is asked about."""
    thread = (Turn(role="user", text="Is LLaMA 1 ok commercially?"), Turn(role="bot", text="No."))
    answer = engine.ask(Ask(question="What does the Apache 2.0 license require?", thread=thread))
    assert answer.models == ()
    assert "NOTICE" in answer.answer


def test_what_a_license_says_besides_is_looked_up_in_its_text(engine: Engine) -> None:
    """Nothing on record and no text here: nothing is known, whatever the license is called."""
    answer = engine.ask(Ask(question="Which court does the Apache 2.0 license name?"))
    assert answer.abstained


@pytest.mark.parametrize(
    ("question", "shown"),
    [("Are Google's models open?", "Gemma 4"), ("阿里的模型开源吗", "Qwen3")],
)
def test_a_makers_models_are_listed_by_verdict(engine: Engine, question: str, shown: str) -> None:
    """No single verdict stands for models that differ; which one is meant is asked."""
    answer = engine.ask(Ask(question=question))
    assert shown in answer.answer
    assert answer.verdict is None
    assert len({(part.verdict or {})["value"] for part in answer.parts}) > 1
    assert answer.choices
    assert {missing.key for missing in answer.missing} >= {"model"}


def test_a_model_named_beside_its_maker_is_the_one(engine: Engine) -> None:
    """`Of Meta's models, …` asks about the one that is named."""
    assert engine.ask(Ask(question="Of Meta's models, may I sell Llama 3.1?")).models == ("llama-3.1",)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("拿 Meta 的模型赚钱会卡在哪个人数?", "7 亿"),
        ("At how many users does Llama need another license commercially?", "700 million"),
    ],
)
def test_a_threshold_that_is_asked_for_is_told(engine: Engine, question: str, number: str) -> None:
    """Members that differ share a list; the number asked for must not be lost in it."""
    assert number in engine.ask(Ask(question=question)).answer


def test_a_name_that_only_a_document_knows_is_looked_up_there(engine: Engine) -> None:
    """No record holds it; an open question is answered from what names it, a verdict on it is not made up."""
    told = engine.ask(Ask(question="Poplar 的队列最多有几个 worker？"))
    assert "ten workers" in told.answer
    assert told.verdict is None
    assert engine.ask(Ask(question="Poplar 可以商用吗？")).abstained


def test_two_makers_are_named_as_they_were_asked_for(engine: Engine) -> None:
    """Not by the first models of the first of them."""
    text = engine.ask(Ask(question="Are Google's models or Tencent's models open?")).answer
    assert "Google's models, Tencent's models" in text
