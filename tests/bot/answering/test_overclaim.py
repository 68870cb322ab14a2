"""A quotation is one."""

from __future__ import annotations

import pytest

from bot.answering.overclaim import misquotes, softens

HELD = "The board wrote: “nothing that is old leaves the building before noon”. 他说开源模型永远超不过闭源模型。"


@pytest.mark.parametrize(
    "sentence",
    [
        "It wrote “Nothing that is old leaves the building” before.",
        "It wrote “nothing … leaves the building before noon”.",
        "They call it “open weights models”.",
        'The disks are 5" wide and the shelves of the board are 60" wide.',
        "他说“开源模型永远超不过闭源模型”。",
    ],
)
def test_what_is_quoted_letter_by_letter_may_stay(sentence: str) -> None:
    """Whatever the marks and the width of its letters; a short one names a term, and inches are no marks."""
    assert not misquotes(sentence, HELD)


@pytest.mark.parametrize(
    "sentence",
    [
        "It wrote “nothing leaves the harbor at all”.",
        'It wrote "nothing leaves the harbor at all".',
        "It wrote 'the building before noon leaves nothing'.",
        "It wrote “everything leaves the building.",
        "Everything leaves the building” was written.",
        "它写道「开源模型永远更好用」。",
        "它写道『开源模型永远更好用』。",
    ],
)
def test_a_quotation_that_stands_nowhere_is_none(sentence: str) -> None:
    """By any marks, and in two halves."""
    assert misquotes(sentence, HELD)


@pytest.mark.parametrize(
    ("sentence", "evidence", "soft"),
    [
        ("You can ask Meta for a licence.", "Ask Meta for a licence.", True),
        ("你可以把蒸馏模型当作衍生模型处理。", "把蒸馏模型当作衍生模型处理。", True),
        ("不能商用。", "禁止商用。", False),
        ("In May 2024 they need to ask.", "They need to ask since May 2024.", False),
        ("须在产能范围内使用。", "须在产量之内使用。", False),
        ("You may not sell it.", "Do not sell it.", False),
        ("You may sell it.", "It may be sold.", False),
        ("Can be ignored by staff.", "Staff follow it.", True),
        ("May be ignored by staff.", "Staff follow it.", True),
        ("May brought new terms.", "New terms came in spring.", False),
    ],
)
def test_a_duty_is_no_choice(sentence: str, evidence: str, soft: bool) -> None:
    """`may` and `can` stand where the evidence has them; a prohibition is none."""
    assert softens(sentence, evidence) is soft
