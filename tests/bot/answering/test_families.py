"""A name of several models: one verdict for all is told whole, once; different ones are listed apart."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.engine import Engine


@pytest.mark.parametrize(
    ("question", "same", "told"),
    [
        ("Llama 4 in Germany?", "The same holds for Llama 4 Scout.", "principal place of business"),
        ("我们公司内部用 Llama 4 行吗", "Llama 4 Scout 同样如此。", "需要做的事"),
    ],
)
def test_one_verdict_for_all_comes_with_its_reason_and_duties(
    engine: Engine, question: str, same: str, told: str
) -> None:
    """A bare word would send the reader looking for what to do."""
    text = engine.ask(Ask(question=question)).answer
    assert same in text
    assert told in text


@pytest.mark.parametrize(
    ("question", "verdict", "same"),
    [
        ("豆包开源吗", "*Doubao Seed 2.0：", "Doubao / Skylark 同样如此。"),
        ("Is Doubao open source?", "*Doubao Seed 2.0: ", "The same holds for Doubao / Skylark."),
    ],
)
def test_for_whom_a_verdict_holds_too_stands_behind_it(engine: Engine, question: str, verdict: str, same: str) -> None:
    """`The same` of nothing that was said yet tells nothing."""
    lines = engine.ask(Ask(question=question)).answer.split("\n")
    assert lines[1].startswith(verdict)
    assert lines[3] == same


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("BLOOM 是开源 AI 吗？跟 OLMo 比谁更开放", "“BLOOM”和“OLMo”在目录里共对应 6 个模型，情况不一样："),
        (
            "Is BLOOM open? Compare it with OLMo",
            "“BLOOM” and “OLMo” are 6 models in the catalog, and they differ:",
        ),
        (
            "Are Llama 3.1, Qwen3, Gemma 3 and BLOOM open?",
            "“Llama 3.1”, “Qwen3”, “Gemma 3” and “BLOOM” are 4 models in the catalog, and they differ:",
        ),
    ],
)
def test_several_names_are_called_as_they_were_asked_about(engine: Engine, question: str, first: str) -> None:
    """Not by the first two of the models that bear them."""
    assert engine.ask(Ask(question=question)).answer.split("\n")[0] == first


def test_the_choices_show_every_verdict_first(engine: Engine) -> None:
    """The newest five of one kind would hide the others."""
    answer = engine.ask(Ask(question="Qwen 可以商用吗"))
    of = {part.label: (part.verdict or {}).get("value") for part in answer.parts}
    assert {of[label] for label in answer.choices if label in of} == set(of.values())


def test_members_with_different_duties_are_not_told_as_one(engine: Engine) -> None:
    """One license, one verdict, but only the multimodal ones are kept from the EU."""
    answer = engine.ask(Ask(question="May we use Llama 3.2 in a commercial product?"))
    duties = {tuple(c["key"] for c in (part.verdict or {})["conditions"]) for part in answer.parts}
    assert len(duties) > 1
    assert "The same holds" not in answer.answer
