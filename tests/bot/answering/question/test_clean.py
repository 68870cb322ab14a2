"""A pasted link to a model's page is the model's name; any other address says nothing."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.engine import Engine
from bot.answering.question.clean import clean

NAME = "Qwen/Qwen2.5-72B-Instruct"


@pytest.mark.parametrize(
    "link",
    [
        f"https://huggingface.co/{NAME}",
        f"<https://huggingface.co/{NAME}>",
        f"<https://huggingface.co/{NAME}|huggingface.co/{NAME}>",
        f"<https://huggingface.co/{NAME}|this model>",
        f"[this one](https://huggingface.co/{NAME})",
        f"https://hf.co/{NAME}/blob/main/LICENSE",
        f"https://huggingface.co/{NAME}?library=transformers&amp;x=y",
        f"https://modelscope.cn/models/{NAME}",
        f"https://www.modelscope.cn/models/{NAME}/summary",
        f"huggingface.co/{NAME}",
    ],
)
@pytest.mark.parametrize("asks", ["{} 这个能商用吗", "看看{}，能商用吗", "Can we use {} commercially?"])
def test_a_link_to_a_model_is_its_name(engine: Engine, link: str, asks: str) -> None:
    """In every form that people paste and Slack sends."""
    answer = engine.ask(Ask(question=asks.format(link)))
    plain = engine.ask(Ask(question=f"Can we use {NAME} commercially?"))
    assert answer.models == plain.models == ("qwen2.5-72b",)
    assert answer.verdict is not None
    assert plain.verdict is not None
    assert answer.verdict["value"] == plain.verdict["value"]


@pytest.mark.parametrize(
    "link",
    [
        "https://huggingface.co/datasets/allenai/dolma",
        "https://huggingface.co/docs/transformers",
        "https://evil.example/Qwen/Qwen2.5-72B-Instruct",
        "https://huggingface.co.evil.example/Qwen/Qwen2.5-72B-Instruct",
        "https://evil.example/?u=huggingface.co/Qwen/Qwen2.5-72B-Instruct",
    ],
)
def test_another_address_says_nothing(link: str) -> None:
    """Data sets, manuals, and sites that only look alike."""
    assert clean(f"Is {link} open?") == "Is open?"
