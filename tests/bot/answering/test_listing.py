"""All models of a kind, and what a model runs on: told from records, for people who name no use and no volume."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.engine import Engine
from bot.answering.question.kinds import asks_hardware
from bot.answering.question.listing import rungs_listed


@pytest.mark.parametrize(
    ("text", "rungs"),
    [
        ("What models are truly open source?", ("open-source-open-data", "open-source")),
        ("哪些模型真正符合 OSAID？", ("open-source-open-data", "open-source")),
        ("Which open-weights models do you know?", ("open-weights",)),
        ("哪些模型公开了训练数据？", ("open-source-open-data",)),
        ("哪些模型属于假装开源？", ("weights-available",)),
        ("Which closed models are there?", ("closed",)),
    ],
)
def test_a_kind_of_models_is_asked_for(text: str, rungs: tuple[str, ...]) -> None:
    """By any of the kind's names, in both languages."""
    assert rungs_listed(text) == rungs


@pytest.mark.parametrize(
    "text",
    [
        "闭源模型有哪些短处？", "What are the weaknesses of closed models?", "Which open source models should we use?",
        "哪些开源模型可以商用", "文章列出了哪些开源模型？", "What do open models need?", "哪些国产开源模型最便宜",
    ],
)  # fmt: skip
def test_a_narrower_question_is_no_list(text: str) -> None:
    """A list of all would not answer it."""
    assert rungs_listed(text) == ()


@pytest.mark.parametrize("question", ["What models are truly open source?", "哪些模型真正符合 OSAID？"])
def test_the_list_counts_and_names_what_the_records_hold(engine: Engine, question: str) -> None:
    """Every model named is on that rung, and the first of each has a source."""
    answer = engine.ask(Ask(question=question))
    assert not answer.abstained
    assert "OLMo 2" in answer.answer
    assert "Llama 3.1" not in answer.answer
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("What GPU do I need for it?", True),
        ("自己部署需要几张卡？", True),
        ("需要多大显存", True),
        ("How many GPUs was it trained on?", False),
        ("训练用了多少张 H800", False),
    ],
)
def test_running_is_told_from_training(text: str, asks: bool) -> None:
    """What a model was trained on stands in documents."""
    assert asks_hardware(text) is asks


@pytest.mark.parametrize("question", ["What GPU do I need for Llama 3.1 70B?", "Llama 3.1 70B 自己部署需要几张卡？"])
def test_what_a_model_runs_on(engine: Engine, question: str) -> None:
    """Weights at each precision (70.6 B parameters of two bytes: 141 GB), and the fewest GPUs; no verdict."""
    answer = engine.ask(Ask(question=question))
    assert (answer.kind, answer.verdict, answer.abstained) == ("cost", None, False)
    assert "141 GB BF16" in answer.answer
    assert "1×H200-SXM" in answer.answer
    assert {cited.kind for cited in answer.citations} == {"fact"}


def test_each_size_has_a_line_where_none_was_named(engine: Engine) -> None:
    """A figure for one size would be wrong for the others."""
    text = engine.ask(Ask(question="Qwen3 需要多大显存")).answer
    assert "Qwen3-0.6B" in text
    assert "Qwen3-14B" in text


def test_a_closed_model_runs_nowhere_else(engine: Engine) -> None:
    """That is an answer; no figure is guessed."""
    answer = engine.ask(Ask(question="What hardware does GPT-4o need?"))
    assert "weights are not published" in answer.answer
    assert not answer.abstained
    assert "GB" not in answer.answer


def test_prices_of_a_family_beside_a_model_are_all_told(engine: Engine) -> None:
    """More than three models are a list of prices, not a heading above nothing."""
    text = engine.ask(Ask(question="哪个便宜：GPT-4o-mini 还是 DeepSeek API")).answer
    assert text.count("每百万输入") > 2


def test_duties_of_one_stand_beside_members_that_differ(engine: Engine) -> None:
    """Who asks whether a notice must be shown reads it in the answer."""
    text = engine.ask(Ask(question='Do we need to show "Built with Llama" in our product?')).answer
    assert "What Llama 4 Maverick asks, for one:" in text
    assert "Built with Llama" in text


def test_which_license_is_answered_without_passages(engine: Engine) -> None:
    """The verdict names it."""
    answer = engine.ask(Ask(question="What license is Mixtral 8x7B under?"))
    assert "Apache License 2.0" in answer.answer
    assert not any(cited.kind == "passage" for cited in answer.citations)


@pytest.mark.parametrize(
    ("question", "told"),
    [("what is RAIL?", "Weights Available AI"), ("什么是 copyleft？", "同一许可证"), ("what does MAU mean?", "month")],
)
def test_words_of_the_field_are_explained(engine: Engine, question: str, told: str) -> None:
    """In the language of the question."""
    answer = engine.ask(Ask(question=question))
    assert told in answer.answer
    assert not answer.abstained
