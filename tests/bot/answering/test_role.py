"""Who holds a role is told where a sentence says so, not where it speaks of such people."""

from __future__ import annotations

import pytest

from bot.answering.compose.role import tells_who


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("食堂负责人是谁？", "食堂周一到周五开放。负责人是王师傅，电话 8021。"),
        ("谁是项目经理？", "项目经理：李雷，每周三开例会。"),
        ("这个项目的客户是谁？", "客户是一家区域性银行，要求数据不出机房。"),
        ("云泉公司的创始人是谁？", "云泉公司由陈立、周放两人于 2019 年创立。"),
        ("墨川科技的老板是谁?", "墨川科技简介\n公司 2021 年成立，总经理叫周行。"),
        ("Harbor 团队的负责人是谁？", "Maria Lopes leads the team."),
        ("这份报告的作者是谁？", "The report was written by Ada Byrne."),
        ("砚池智能背后的投资方是谁?", "砚池智能\n上一轮由青禾资本领投。"),
        ("who is the CEO of Weijian?", "Weijian is led by its CEO, Lena Hart, since 2020."),
        ("Who are the founders of Lantern Works?", "灯塔工坊由两位工程师创办，创始人是许诺和林远。"),
        ("who's the chair of the board?", "The board met in June. Farid Noon chaired it."),
        ("Who is the data protection officer?", "Questions go to the data protection officer, Ines Calloway."),
    ],
)
def test_a_role_that_is_told(question: str, quote: str) -> None:
    """By a name beside it, by what it is said to be, by its verb; in either language."""
    assert tells_who(question, [quote])


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("那个比服务器贵两百万的项目，客户是谁？", ["接触到的客户更希望本地部署。", "有个项目比买服务器贵 200 多万。"]),
        ("墨川科技的老板是谁?", ["圆桌\n宜博，LLMFarm 创始人兼 CEO。"]),
        ("who is the CEO of Weijian?", ["Brackwater\nIts CEO, Lena Hart, signed."]),
        ("墨川科技的老板是谁?", ["墨川科技有四十名员工，模型在本地跑。"]),
        ("砚池智能的投资方是谁?", ["砚池智能上半年发布了两个模型。"]),
        ("who is the CEO of Weijian?", ["Weijian makes speech models for hospitals."]),
        ("Who were the plaintiffs in the class action?", ["The class action ended with a settlement."]),
        ("Who are the investors behind Pellmoor Labs?", ["Pellmoor Labs trained it on 64 cards.", "训练花了三周。"]),
    ],
)
def test_a_role_that_nobody_is_named_for(question: str, quotes: list[str]) -> None:
    """The role may be spoken of, or the company: nobody is named."""
    assert not tells_who(question, quotes)


@pytest.mark.parametrize(
    "question",
    ["炉边论坛是谁办起来的?", "谁能批准例外？", "who has to sign off?", "who is on the hook?", "Why so?"],
)
def test_other_questions_are_left_alone(question: str) -> None:
    """Only the holder of a role is looked for."""
    assert tells_who(question, ["Nothing of the kind."])


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Who is the owner of the output?", "As between you and us, you own all outputs."),
        ("Who is the data controller?", "Customers decide on the purposes, the vendor processes."),
        ("输出的版权人是谁？", "在双方之间，输出归用户所有。"),
        ("出了事责任人是谁？", "事故责任由部署方承担。"),
        ("who is the target audience for this guide?", "This guide is for engineers."),
    ],
)
def test_a_party_is_no_holder_of_a_role(question: str, quote: str) -> None:
    """Who owns outputs, answers for them or reads a guide is told by a kind of people, not by a name."""
    assert tells_who(question, [quote])


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("采购的负责人是谁", "采购由老周负责。"),
        ("云泉公司的负责人是谁", "陈立是云泉公司的创始人，也是负责人。"),
        ("Pellmoor 的开发商是谁", "青禾开发了 Pellmoor。"),
        ("who is the developer of Pellmoor?", "Brackwater develops Pellmoor."),
        ("竞争对手是谁？", "主要对手包括几家云厂商。"),
        ("例外的审批人是谁", "例外由安全组长批准。"),
        ("联系人是谁？", "有问题找老周，分机 8021。"),
        ("who is the contact for incidents?", "For incidents, write to the security desk."),
    ],
)
def test_a_role_told_by_its_verb(question: str, quote: str) -> None:
    """`由…负责`, `也是负责人`, a name that opens the sentence, whom to write to."""
    assert tells_who(question, [quote])


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("客户是谁", "他们已经有客户了。"),
        ("客户是谁", "这是客户的要求。"),
        ("who is the author?", "It was written by hand."),
        ("开发者是谁", "我们开发了三个月。"),
    ],
)
def test_a_verb_alone_names_nobody(question: str, quote: str) -> None:
    """That something was done, or is somebody's, does not tell by whom."""
    assert not tells_who(question, [quote])
