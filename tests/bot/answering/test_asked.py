"""A count that no quote shows is not answered from a passage that is merely near."""

from __future__ import annotations

import pytest

from bot.answering.compose.asked import can_hold


@pytest.mark.parametrize(
    ("question", "quote", "holds"),
    [
        ("训练一共用了多少 GPU 小时？", "训练用了三千 GPU 小时。", True),
        ("训练一共用了多少 GPU 小时？", "训练需要大量算力。", False),
        ("投票时有多少票反对？", "该定义于十月发布。", False),
        ("去年融资了多少？", "公司成立于 2014 年。", False),
        ("How many tickets are open?", "There are 40 tickets open.", True),
        ("How many tickets are open?", "The team is friendly.", False),
        ("Why is it closed?", "No reason.", True),
        ("那台二手工作站花了多少钱?", "The workstation cost 1,300 euros second-hand.", True),
        ("那台二手工作站花了多少钱?", "The workstation stands in the press house.", False),
        ("How many labelled photos are missing?", "缺的是三千张标好的照片。", True),
        ("法院有多少名口译员?", "The court has interpreters for many languages.", False),
        ("要提前几天登记?", "应当在上线前十五日登记。", True),
    ],
)
def test_a_count_needs_its_thing_near_a_number(question: str, quote: str, holds: bool) -> None:
    """In the other language any number will do; questions that ask for no count are left alone."""
    assert can_hold(question, [quote]) is holds
