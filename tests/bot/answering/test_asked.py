"""A count that no quote shows is not answered from a passage that is merely near."""

from __future__ import annotations

import pytest

from bot.answering.compose.asked import can_hold, speaks_of


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


@pytest.mark.parametrize(
    ("question", "text", "speaks"),
    [
        ("欧盟《人工智能法案》免掉了哪些义务？", "开源模型的人工智能许可证规定了义务。", False),
        ("欧盟《人工智能法案》免掉了哪些义务？", "人工智能法案免掉了一部分义务。", True),
        ("What does the EU AI Act exempt?", "Open AI models act well in the EU market.", True),
        ("What does the EU AI Act exempt?", "The licence exempts AI models for research.", False),
        ("Does the Digital Markets Act apply to us?", "Markets are digital, and apps are sold there.", False),
        ("What does the EU AI Act exempt?", "欧盟的人工智能法案免掉了一部分义务。", True),
        ("欧盟《人工智能法案》免掉了哪些义务？", "The AI Act exempts research.", True),
        ("《潮汐手册》讲了什么？", "潮汐手册\n表在第二页。", True),
        ("What may we do with the harbor tables?", "Nothing is said here.", True),
    ],
)
def test_a_named_law_or_text_is_named_by_what_answers(question: str, text: str, speaks: bool) -> None:
    """By most of its name; a question that names none is left alone."""
    assert speaks_of(question, [text]) is speaks
