"""Which sentences of the passages are quoted."""

from __future__ import annotations

import pytest

from bot.answering.compose.select import quotable, select
from bot.answering.compose.units import units
from knowledge.confidence import SURE
from knowledge.records.document import Found, Passage

ENGLISH = """## Why the harbor keeps its own machines

The tide tables may not leave the building.

## Who waters the plants on the third floor

Nobody does."""
CHINESE = """## 港口为什么自己养机器

潮汐表不许离开大楼。

## 三楼的植物谁来浇

没有人浇。"""


def passage(text: str) -> Passage:
    """All of `text`, as a search hands it on."""
    return Passage(
        document_id="harbor", chunk_id="c", rank=1, score=1, text=text, title="Harbor", source="h.md", url=None,
        locator="", kind="file", language="zh" if "港" in text else "en",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (ENGLISH, "Why does the harbor keep its own machines?", "The tide tables may not leave the building."),
        (CHINESE, "港口为什么自己养机器？", "潮汐表不许离开大楼。"),
    ],
)
def test_what_stands_under_a_heading_is_quoted_and_not_the_heading_alone(text: str, question: str, answer: str) -> None:
    """A heading in the words of the question promises the answer; the sentence below it gives it."""
    first = select([passage(text)], question, 600)[0]
    assert answer in first.text


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (ENGLISH, "tide tables, and plants on the third floor"),
        (CHINESE, "潮汐表和三楼的植物"),
        (
            "Plants are watered by nobody.\n\n## Costs; who pays for the plants\n\nNobody.",
            "are plants watered, and who pays",
        ),
        (
            "Plants are watered by nobody.\n\n## Who pays for the plants? Us\n\nNobody.",
            "are plants watered, and who pays",
        ),
    ],
)
def test_no_quote_ends_in_a_marked_heading(text: str, question: str) -> None:
    """What a heading promises stands behind it, or it is left out; whatever stops it holds."""
    cut = text[: text.rindex("\n\n")]
    pieces = select([passage(cut)], question, 600)
    assert pieces
    assert not [piece.text for piece in pieces if "##" in piece.text.splitlines()[-1]]


LONG = (
    "Companies that train their own model with the weights of Tidewater do not pay any fee for it to us, neither for "
    "the training nor for the service that they offer, unless they sell the model itself."
)


def test_no_later_quote_ends_before_its_condition() -> None:
    """A sentence longer than a later run usually is stands whole, or not at all."""
    first = passage("The fee is agreed between the two sides before a project of Tidewater begins.")
    other = passage(LONG).model_copy(update={"document_id": "other", "rank": 2})
    for budget in (600, 300, 200):
        pieces = select([first, other], "Do companies pay a fee for Tidewater weights?", budget)
        assert pieces
        for piece in pieces[1:]:
            assert piece.text in (first.text, LONG)


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (
            "**截止日期。**论文五月三日截止。\n请用邮件提交论文，论文不超过八页。",
            "论文什么时候截止？",
            "论文五月三日截止。",
        ),
        (
            "Please send papers by mail.\n\n**The deadline for papers is 3 May.**",
            "When is the deadline for papers?",
            "The deadline for papers is 3 May.",
        ),
    ],
)
def test_what_stands_beside_or_in_bold_is_quoted(text: str, question: str, answer: str) -> None:
    """Without a space behind the heading's marks, and a bold sentence that is no heading."""
    assert any(answer in piece.text for piece in select([passage(text)], question, 600))


RUN_IN = (
    "**港口的机器。** 港口自己养机器，因为潮汐表不许离开大楼。一共四台。\n\n**植物。** 三楼的植物没有人浇水。",
    "**Machines.** The harbor keeps its own machines, because the tide tables may not leave the building. There are "
    "four.\n\n**Plants.** Nobody waters the plants on the third floor.",
)


@pytest.mark.parametrize(
    ("text", "question"), [(RUN_IN[0], "港口的机器和植物"), (RUN_IN[1], "the machines and the plants of the harbor")]
)
def test_a_heading_in_bold_is_one(text: str, question: str) -> None:
    """No quote ends in one, and none begins with the marks that close it."""
    for passed in (text, text[: text.rindex("**") + 2]):
        pieces = select([passage(passed)], question, 600)
        assert pieces
        for piece in pieces:
            assert not piece.text.startswith("** ")
            assert not piece.text.endswith("植物。")


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("# Rota\n\n- Monday: Anna\n- Tuesday: Ben\n- Wednesday: Cleo", "who is on the rota on Tuesday", "Ben"),
        (
            "# Prices\n\n| GPU | USD per hour |\n|---|---|\n| H100 | 2 |\n| A100 | 1 |",
            "price of an H100",
            "| H100 | 2 |",
        ),
        ("港口值班表\n周一：王师傅\n周二：李师傅\n周三：张师傅", "周二谁值班？", "李师傅"),
        ("权重已经公开\n训练代码没有公开\n训练数据没有公开", "训练代码公开了吗", "训练代码没有公开"),
        ("# pip install aperture-bot, then run it", "how to install aperture", "pip install"),
    ],
)
def test_short_lines_are_no_headings_that_promise(text: str, question: str, answer: str) -> None:
    """Lists, tables, lines without a stop, and a passage that is nothing but a marked line."""
    assert any(answer in piece.text for piece in select([passage(text)], question, 600))


ROOM = {
    "en": (
        "The machine room on the ground floor is locked at night from ten to six.",
        "When is the machine room locked at night?",
        "Nobody knows when. Soup is sold on Monday. Bikes stand in a yard. Plants grow. Owls sleep. Rain falls.",
    ),
    "zh": (
        "一楼的机房夜间十点至次日六点上锁。",
        "一楼的机房夜间几点上锁？",
        "夜间的院子里总是很安静，没有什么人来。星期一有汤。自行车在院子里。植物长得快。猫头鹰睡觉。下雨了。",
    ),
}


def _found(language: str, confidence: float, *, crosses: str = "") -> tuple[Found, str]:
    """`crosses`: whose language is the other one."""
    answer, question, rest = ROOM[language]
    other = "en" if language == "zh" else "zh"
    first = passage(answer).model_copy(
        update={"language": other if crosses == "room" else language, "document_id": "room"}
    )
    second = passage(rest).model_copy(
        update={"document_id": "briefing", "rank": 2, "language": other if crosses == "briefing" else language}
    )
    return Found(passages=(first, second), confidence=confidence), question


@pytest.mark.parametrize("language", ["en", "zh"])
def test_other_documents_are_left_out_where_the_first_surely_answers(language: str) -> None:
    """And nowhere else: not where search is unsure, and not where languages differ."""

    def documents(confidence: float, *, crosses: str = "") -> set[str]:
        found, question = _found(language, confidence, crosses=crosses)
        return {piece.passage.document_id for piece in quotable(found, question, 600)}

    assert documents(SURE) == {"room"}
    assert documents(SURE - 0.01) == {"room", "briefing"}
    assert documents(SURE, crosses="room") == {"room", "briefing"}
    assert documents(SURE, crosses="briefing") == {"room", "briefing"}


def test_another_document_that_says_as_much_stays() -> None:
    """Two that tell the same are both quoted."""
    found, question = _found("en", 0.99)
    second = found.passages[1].model_copy(
        update={"text": "At night the machine room is locked, and who is late waits."}
    )
    pieces = quotable(found.model_copy(update={"passages": (found.passages[0], second)}), question, 600)
    assert {piece.passage.document_id for piece in pieces} == {"room", "briefing"}


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (
            "The office asked whether Heron could replace Egret in mail sorting. Egret is dear.\n\n## Decision\n\nUse "
            "Heron for mail sorting from May on. Do not use it for contracts until the next release. Approved by "
            "Henrik Aas.",
            "Who approved Heron for mail sorting?",
            "Henrik Aas",
        ),
        (
            "港务处问苍鹭能不能替换白鹭分拣信件，因为白鹭的合同年底到期，白鹭贵。\n\n## 结论\n\n批准用苍鹭分拣信件，"
            "合同仍由人工处理。批准人：周启明。",
            "谁批准了苍鹭？",
            "周启明",
        ),
        (
            "# Memo 77 about Heron\n\nThe Heron model was reviewed in session 77 by R77. It scored 231 points.\n\n"
            "The memo 77 explains detail number 77 about the trial of Heron in unit 1. It has no end.\n\nThe memo 77 "
            "explains another detail about the trial of Heron in unit 2. It has no end.",
            "What did memo 77 about Heron score?",
            "231 points",
        ),
    ],
)
def test_the_name_or_amount_asked_for_is_quoted(text: str, question: str, answer: str) -> None:
    """Beside the words of the question, be it that it holds none of them itself."""
    assert any(answer in piece.text for piece in select([passage(text)], question, 240))


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (
            "Talk with Pavel about the harbor cluster\n\nQ: How large is it?\nA: It has 48 cards.\n\nQ: Why did you "
            "leave the old provider?\nA: They had four outages in eleven weeks.",
            "Why did Pavel leave the old provider?",
            "four outages",
        ),
        (
            "与帕维尔谈港口机群\n\n问：它有多大？\n答：有四十八张卡。\n\n问：你们为什么离开原来的供应商？\n答：十一周里宕机四次。",
            "帕维尔为什么离开原来的供应商？",
            "宕机四次",
        ),
    ],
)
def test_a_question_is_quoted_with_its_answer(text: str, question: str, answer: str) -> None:
    """An interviewer's words are near the question that somebody asks, and say nothing."""
    pieces = select([passage(text)], question, 600)
    assert any(answer in piece.text for piece in pieces)
    assert not [piece.text for piece in pieces if piece.text.endswith(("?", "？"))]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The machine room is locked at night from ten to six.", "When is the machine room locked?"),
        ("机房夜间十点至次日六点上锁，钥匙在门卫那里。这里写的是整条规定的原文。", "机房几点上锁？"),
    ],
)
def test_a_sentence_is_said_once(text: str, question: str) -> None:
    """However many documents hold it; one with another figure is another sentence."""
    first = passage(text)
    copy = first.model_copy(update={"document_id": "copy", "rank": 2})
    other = text.replace("ten", "eleven").replace("十点", "十一点")
    near = first.model_copy(update={"document_id": "near", "rank": 3, "text": other})
    pieces = select([first, copy, near], question, 600)
    assert [piece.passage.document_id for piece in pieces] == ["harbor", "near"]


@pytest.mark.parametrize(
    ("texts", "question", "names"),
    [
        (
            ("Heron-3B is a model for letters. It was approved in June by Olga Petrenko.", "Approved by Henrik Aas."),
            "Who approved Heron-3B for letters?",
            ("Petrenko", "Aas"),
        ),
        (
            (
                "苍鹭-3B用来写信。六月的审批人：林晓彤。上线以后每月复查一次，结果报给港务处。",
                "审批人：周启明，其他内容从略。",
            ),
            "苍鹭-3B写信的审批人是谁？",
            ("林晓彤", "周启明"),
        ),
    ],
)
def test_a_name_for_something_else_does_not_come_first(
    texts: tuple[str, str], question: str, names: tuple[str, str]
) -> None:
    """What it was given for has to stand beside it."""
    first = passage(texts[0])
    second = first.model_copy(update={"document_id": "other", "rank": 2, "text": texts[1]})
    best = max(select([second.model_copy(update={"rank": 1}), first], question, 600), key=lambda piece: piece.score)
    assert names[0] in best.text
    assert names[1] not in best.text


_PROSE = "以下价格自七月起执行。\n\n价格每季度调整一次。\n\n输出价格含税。\n\n价格由采购部答复。"
_PRICES = f"# 翠鸟模型价格\n\n{_PROSE}\n\n| 型号 | 输入 | 输出 |\n|---|---|---|\n" + "\n".join(
    f"| 翠鸟-{name} | {n}元 | {3 * n}元 |" for n, name in enumerate(("mini", "pro", "max", "ultra", "pro-x"), 1)
)
_LIST = "Vendors are asked twice.\n\nEvery vendor is reviewed.\n\nThe vendor list is old.\n\n" + "\n\n".join(
    f"model: Ibis-{n} · vendor: Vendor {letter} · context: {n * 16}k · status: approved"
    for n, letter in enumerate("CABDE", 1)
)


@pytest.mark.parametrize(
    ("text", "question", "row"),
    [
        (_PRICES, "翠鸟-pro 的输出价格是多少？", "| 翠鸟-pro | 2元 | 6元 |"),
        (_LIST, "What is the vendor of Ibis-3?", "Ibis-3 · vendor: Vendor B"),
    ],
)
def test_the_row_that_names_what_is_asked_about_is_quoted(text: str, question: str, row: str) -> None:
    """However near the sentences around the table are; another name that only begins alike is another."""
    near = tuple((unit.start, unit.end, 0.5 if unit.cells else 0.75) for unit in units(text))
    held = passage(text).model_copy(update={"sentence_scores": near})
    assert any(row in piece.text for piece in select([held], question, 600))
