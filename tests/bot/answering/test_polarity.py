"""A sentence and its opposite are told apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.answering.polarity import denies, pieces, turned_round
from knowledge.embedding import make_encoder


@pytest.mark.parametrize(
    "text",
    [
        "The weights may not leave the harbor.",
        "Neither training code nor training data is released.",
        "Commercial use is prohibited.",
        "It isn't released and it isn't documented.",
        "It lacks data.",
        "它们不许离开港口。",
        "既不开源也不免费。",
        "没有人浇花。",
        "禁止商业用途。",
        "数据未公开。",
        "数据非公开。",
    ],
)
def test_denials_are_seen(text: str) -> None:
    """In both languages; those of one kind in a row are one."""
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is not without merit.",
        "Commercial use is not prohibited.",
        "The harbor stores not only tide tables.",
        "The no. 1 model of the harbor.",
        "并不禁止商用。",
        "离不开微调。",
        "取决于有没有数据。",
        "看能不能商用。",
        "不过数据已经公开。",
        "公开的，不过很慢。",
        "两者不同，非常清楚。",
        "不仅快，不但省钱，还不断改进。",
        "不少人，不管老少，无论贫富，不论远近。",
        "月活不超过七亿。",
        "非营利组织，无数志愿者，未来可期。",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    """Idioms, questions within a sentence, and a denial of a denial."""
    assert not denies(text)


TURNED = [
    ("Open models will surpass closed models.", "He said that open models will never surpass closed models."),
    ("Commercial use of the model weights is allowed.", "Commercial use of the model weights is prohibited."),
    ("Commercial use of the model weights is not prohibited.", "Commercial use of the model weights is prohibited."),
    ("The training code and the training data are released.", "Neither training code nor training data is released."),
    ("The tables may leave the building, and plants are watered.", "The tables may not leave the building."),
    ("开源模型超得过闭源模型。", "某厂长说，开源模型永远超不过闭源模型。"),
    ("该许可证允许将模型用于商业用途。", "该许可证禁止将模型用于商业用途。"),
    ("模型公开训练数据也公开训练代码。", "模型既不公开训练数据也不公开训练代码。"),
    ("训练代码没有公开。", "该模型的训练代码已经公开，数据没有。"),
]


@pytest.mark.parametrize(("sentence", "evidence"), TURNED)
def test_the_opposite_of_the_evidence_is_turned_round(sentence: str, evidence: str) -> None:
    """Though nearly every word is the same; one denies and the other does not, whichever it is."""
    assert turned_round(sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Open models never surpass closed models.", "He said that open models will never surpass closed models."),
        ("Commercial use of the model is not allowed.", "Commercial use of the model is prohibited."),
        ("The training code is not released.", "Neither the training code nor the training data is released."),
        ("The model does not release data.", "The model does not release data and does not release code."),
        ("You may not lease the tables to others.", "You may not sell, rent, or lease the tables to others."),
        ("The tables stay inside, and plants are watered.", "Plants are watered. Nobody waters the lawn."),
        ("The harbor stores tide tables and logs.", "The harbor stores not only tide tables but also logs."),
        ("Llamas are kept in the shed behind the harbor.", "No boats are built here."),
        ("模型能否胜任取决于是否微调。", "模型能否胜任，取决于有没有微调过。"),
        ("模型不公开训练数据。", "模型既不公开训练数据也不公开训练代码。"),
        ("该许可证不允许商业用途。", "该许可证禁止商业用途。"),
    ],
)
def test_what_the_evidence_says_is_not(sentence: str, evidence: str) -> None:
    """Other sentences of the evidence may deny what they like, and a denial reaches on through a list."""
    assert not turned_round(sentence, evidence)


def test_over_languages_the_nearest_sentence_counts() -> None:
    """Its own words would tell nothing."""
    encoder = make_encoder()

    def near(one: str, others: Sequence[str]) -> list[float]:
        rows = encoder.encode([one, *others])
        return [float(value) for value in rows[1:] @ rows[0]]

    evidence = "某大厂厂长说，开源模型永远超不过闭源模型。今天天气很好。"
    assert turned_round("Open models will always be better than closed models.", evidence, near)
    assert not turned_round("Open models will never be better than closed models.", evidence, near)


def test_a_dot_within_a_version_or_an_amount_ends_no_sentence() -> None:
    """Half a sentence would be far from its own translation."""
    text = "Llama 3.1 costs 2.5 USD. It is fast.\n模型很快。数据没有公开。"
    assert pieces(text) == ["Llama 3.1 costs 2.5 USD.", "It is fast.", "模型很快。", "数据没有公开。"]
