"""Questions for a fact of a model are answered from its record with source and date, or told to have no answer."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.engine import Engine


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What's the context window of Qwen2.5-72B?", "131,072 tokens"),
        ("DeepSeek-V3 什么时候发布的？有多少参数？", "671B"),
        ("who developed Yi-34B?", "01.AI"),
        ("Qwen3 有哪些尺寸？", "Qwen3-32B"),
        ("is gemma 3 multimodal?", "images"),
        ("Gemma 3 能看图吗", "图像"),
        ("Where can I download OLMo 2?", "Hugging Face"),
        ("How many active parameters does Mixtral 8x7B have?", "12.9B"),
    ],
)
def test_a_fact_comes_from_the_record(engine: Engine, question: str, said: str) -> None:
    """With a citation of the record and the day it was checked, in a line or two."""
    answer = engine.ask(Ask(question=question))
    assert said in answer.answer
    assert not answer.abstained
    assert answer.citations[0].kind == "fact"
    assert answer.citations[0].checked
    assert len(answer.answer) < 400


def test_who_owns_what_a_model_makes_is_no_question_for_its_maker(engine: Engine) -> None:
    """Outputs are a matter of the terms."""
    answer = engine.ask(Ask(question="Who owns what Gemma generates?"))
    assert "made by" not in answer.answer


def test_what_no_record_says_is_told(engine: Engine) -> None:
    """The model is known, the fact is not: nothing is taken from somewhere else."""
    answer = engine.ask(Ask(question="How many active parameters does GPT-4o have?"))
    assert "Not on record: the active parameters" in answer.answer
    assert answer.abstained


def test_models_are_held_against_each_other_by_a_fact(engine: Engine) -> None:
    """One line each, and no verdict that nobody asked for."""
    answer = engine.ask(Ask(question="which has the longer context, Llama 3.1 or Qwen2.5-72B?"))
    assert answer.answer.count("context window") == 2
    assert answer.verdict is None


def test_a_fact_and_a_verdict_in_one_sentence(engine: Engine) -> None:
    """Both are answered."""
    text = engine.ask(Ask(question="when was GPT-4o released and is it open?")).answer
    assert "2024-05-13" in text
    assert "Closed" in text
