"""What the asker does with a model, and what they say they do not."""

from __future__ import annotations

import pytest

from bot.answering.question.activities import activities, derivative_name, training_target


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for commercial use", {"commercial": True}),
        ("能不能商用", {"commercial": True}),
        ("Not commercial, sorry. Just a paper.", {"commercial": False, "research": True}),
        ("不是商用，只做研究", {"commercial": False, "research": True}),
        ("只在公司内部用", {"internal": True}),
        ("as a paid API", {"commercial": True, "hosting": True}),
        ("we self-host it", {"self_host": True}),
        ("train on its outputs", {"output_training": True}),
        ("拿它的输出训练别的模型", {"output_training": True}),
        ("fine-tune it and upload the weights to Hugging Face", {"fine_tune": True, "redistribution": True}),
        ("二次微调后闭源商用", {"commercial": True, "fine_tune": True, "redistribution": False}),
        ("with the guardrails removed", {"removes_guardrails": True}),
        ("Is it open?", {}),
        ("发布前一个月", {}),
    ],
)
def test_reads_what_is_done(text: str, expected: dict[str, bool]) -> None:
    """Only what was said; a negation reaches its own clause."""
    assert activities(text) == expected


def test_names_a_derivative() -> None:
    """Quoted or not, in both languages."""
    assert derivative_name("微调后发布为 “XiaoMing-9B” 可以吗") == "XiaoMing-9B"
    assert derivative_name('release it under the name "FalconTalk-8B"') == "FalconTalk-8B"
    assert derivative_name("we name nothing") is None


def test_tells_what_outputs_train() -> None:
    """A language model, another kind, or a competitor."""
    assert training_target("train an image model (not an LLM) on outputs") == "other-ai"
    assert training_target("输出训练别家大模型") == "llm"
    assert training_target("outputs to train a competing model") == "competing"
