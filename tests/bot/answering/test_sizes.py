"""Sizes that no record knows."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.engine import Engine


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Is Llama 3.3 8B open source?", "no 8B of Llama 3.3 is on record (70B)"),
        ("Llama 3.1 13B 能商用吗？", "记录中没有 13B 的 Llama 3.1（有 8B、70B、405B）"),
        ("Is DeepSeek R1 70B open?", "no 70B of DeepSeek-R1 is on record (671B)"),
    ],
)
def test_a_size_that_is_not_on_record_is_said(engine: Engine, question: str, told: str) -> None:
    """Beside the verdict, which is on the model."""
    answer = engine.ask(Ask(question=question))
    assert answer.models
    assert told in answer.answer


@pytest.mark.parametrize(
    "question",
    ["Is Llama 3.1 8B open?", "gpt-oss 120B?", "Mixtral 8x7B open?", "Qwen3-30B-A3B open?", "Falcon 40B 开源吗"],
)
def test_a_size_on_record_needs_no_word(engine: Engine, question: str) -> None:
    """Rounded names and active parameters count."""
    answer = engine.ask(Ask(question=question)).answer
    assert "on record (" not in answer
    assert "记录中没有" not in answer
