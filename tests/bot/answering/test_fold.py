"""Answers stay short: what explains goes behind the fold, what decides and what has to be done never does."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest

from bot.answering.answer import Ask
from bot.answering.compose.fold import BODY, folded
from bot.answering.engine import Engine

LONG = [
    "Llama 3.3 70B at 40B tokens a month: half in, half out, API $0.88/M both ways, two H100s at $3.49, cheaper?",
    "Between Llama 3.3, Mistral Small 3 and Gemma 3, which one for a Paris startup with a commercial product?",
    "每月 50 亿 token，DeepSeek-V3 用自己的 8 张 H200 每小时 4 美元，自建划算吗？",
    "Compare Llama 3.1 and Qwen3 on openness; we're at 90 million MAU, commercial",
]


def _body(text: str) -> int:
    return sum(len(line) + 1 for line in text.split("\n") if not (line.startswith("_") and line.endswith("_")))


@pytest.mark.parametrize("question", LONG)
def test_a_long_answer_is_folded_and_loses_nothing(engine: Engine, question: str) -> None:
    """Short before the fold unless duties alone are longer; every line of it stands on one side."""
    answer = engine.ask(Ask(question=question))
    stays = [line for line in answer.answer.split("\n") if line.startswith(("*", "•"))]
    assert _body(answer.answer) <= max(BODY, sum(map(len, stays)) + 700)
    for line in answer.answer.split("\n"):
        assert line not in answer.details.split("\n") or not line


def test_quotes_go_before_explanations_and_duties_stay() -> None:
    """The verdict, its reason, the duties and the question back are never folded."""
    duties = [f"• Duty {n} " + "x" * 100 for n in range(8)]
    lines = ["*Model: Allowed, with conditions*", "The licence allows it. [1]", "> “" + "q" * 300 + "” [1]"]
    lines += [
        "What you have to do:",
        *duties,
        "Note: something",
        "To be sure I need: how many users?",
        "_Evidence: L [1]_",
    ]
    text, details = folded("\n".join(lines), "en", quotes=False)
    assert all(duty in text for duty in duties)
    assert "To be sure I need" in text
    assert details.startswith("> “qqq")
    assert text.endswith("_More with the sources._\n_Evidence: L [1]_")


@pytest.mark.parametrize("quotes", [True, False])
def test_no_introduction_stands_before_the_fold_without_its_quote(quotes: bool) -> None:
    """It goes where the quote goes, and the line above it too where nothing else stands under that."""
    pairs = [
        [f"_Document {n}_ says{other}:", f"> “{'q' * 220}” [{n}]"] for n, other in enumerate(("", ", in Chinese") * 3)
    ]
    told = ["*Model: Closed*", "No weights are published. [9]", "", "From what I hold:", *chain.from_iterable(pairs)]
    text, details = folded("\n".join([*told, "_Evidence: D [1]_"]), "en", quotes=quotes)
    shown = text.split("\n")
    assert not [a for a, b in pairwise(shown) if a.endswith(":") and not (b.startswith(">") or b.endswith(":"))]
    assert "says" in details
    assert sorted(line for line in [*shown, *details.split("\n")] if line in told) == sorted(told)
    verdict = [
        "*模型：闭源*",
        "没有公开权重。[9]",
        "x" * 850,
        "根据现有资料：",
        "《手册》写道：",
        "> “" + "字" * 200 + "” [1]",
    ]
    text, details = folded("\n".join(verdict), "zh", quotes=False)
    assert details.split("\n") == verdict[3:]
    assert "写道" not in text
    assert "根据" not in text


def test_a_short_answer_stays_as_it_is() -> None:
    """Nothing behind the fold, nothing said about it."""
    assert folded("*A: Closed*\nNo weights. [1]", "en", quotes=False) == ("*A: Closed*\nNo weights. [1]", "")
