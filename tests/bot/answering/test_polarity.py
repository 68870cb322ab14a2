"""A sentence and its opposite are told apart, and a quotation is one."""

from __future__ import annotations

import pytest

from bot.answering.polarity import denies, misquoted, turned_round
from knowledge.embedding import make_encoder


@pytest.mark.parametrize(
    "text",
    [
        "The weights may not leave the harbor.",
        "它们不许离开港口。",
        "没有人浇花。",
        "It lacks a recipe.",
        "数据未公开。",
    ],
)
def test_denials_are_seen(text: str) -> None:
    """In both languages."""
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "离不开微调。",
        "取决于有没有数据。",
        "两者不同，非常清楚。",
        "未来不断变化。",
        "非营利组织。",
        "It is not without merit.",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    """Idioms, questions within a sentence, and a denial of a denial."""
    assert not denies(text)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Open models will surpass closed models.", "He said that open models will never surpass closed models."),
        ("开源模型超得过闭源模型。", "某厂长说，开源模型永远超不过闭源模型。"),
        ("The tables may leave the building, and plants are watered.", "The tables may not leave the building."),
        ("训练代码没有公开。", "该模型的训练代码已经公开，数据没有。"),
    ],
)
def test_the_opposite_of_the_evidence_is_turned_round(sentence: str, evidence: str) -> None:
    """Though nearly every word is the same."""
    assert turned_round(sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Open models never surpass closed models.", "He said that open models will never surpass closed models."),
        ("模型能否胜任取决于是否微调。", "模型能否胜任，取决于有没有微调过。"),
        ("The tables stay inside, and plants are watered.", "Plants are watered. Nobody waters the lawn."),
    ],
)
def test_what_the_evidence_says_is_not(sentence: str, evidence: str) -> None:
    """Other sentences of the evidence may deny what they like."""
    assert not turned_round(sentence, evidence)


def test_over_languages_the_nearest_sentence_counts() -> None:
    """Its own words would tell nothing."""
    encoder = make_encoder()

    def near(one: str, other: str) -> float:
        rows = encoder.encode([one, other])
        return float(rows[0] @ rows[1])

    evidence = "某大厂厂长说，开源模型永远超不过闭源模型。今天天气很好。"
    assert turned_round("Open models will always be better than closed models.", evidence, near)
    assert not turned_round("Open models will never be better than closed models.", evidence, near)


def test_a_quotation_stands_in_the_evidence_letter_by_letter() -> None:
    """Whatever the marks and the width of its letters; a short one names a term."""
    held = "The board wrote: “nothing leaves the building before noon”."
    assert not misquoted("It wrote “Nothing leaves the building” before.", held)
    assert misquoted("It wrote “nothing leaves the harbor at all”.", held)
    assert misquoted("他说“开源模型永远更好用”。", "他说开源模型永远超不过闭源模型。")
    assert not misquoted("They call it “open”.", held)
