"""What quotes are cut into: rows with their header, records, items with their marks; never a fence."""

from __future__ import annotations

import pytest

from bot.answering.compose.general import one_line
from bot.answering.compose.select import Piece, select
from bot.answering.compose.units import sentences
from knowledge.records.document import Passage


def passage(text: str, **changes: object) -> Passage:
    """All of `text`, as a search hands it on."""
    language = "zh" if any("一" <= char <= "鿿" for char in text) else "en"
    held = Passage(
        document_id="doc", chunk_id="c", rank=1, score=1, text=text, title="Doc", source="d.md", url=None, locator="",
        kind="file", language=language,
    )  # fmt: skip
    return held.model_copy(update=changes)


def quotes(text: str, question: str, budget: int = 600) -> list[str]:
    """What is quoted of one passage."""
    pieces = select([passage(text)], question, budget)
    assert all(piece.text in text for piece in pieces)
    return [piece.text for piece in pieces]


TABLE = {
    "en": (
        "# Trial\n\nThe harbor tried two models.\n\n| Task | Heron | Egret |\n|---|:-:|---|\n"
        "| Mail sorting | 87 % | 84 % |\n| Tide reading | 61 % | 70 % |\n\nHeron was slower at night.",
        "How good is Heron at mail sorting?",
        "| Task | Heron | Egret |",
        "| Mail sorting | 87 % | 84 % |",
    ),
    "zh": (
        "# 试用\n\n港务处试了两个模型。\n\n| 任务 | 苍鹭 | 白鹭 |\n| --- | --- | --- |\n"
        "| 信件分拣准确率 | 87% | 84% |\n| 潮汐朗读准确率 | 61% | 70% |\n\n苍鹭夜里更慢。",
        "苍鹭的信件分拣准确率是多少？",
        "| 任务 | 苍鹭 | 白鹭 |",
        "| 信件分拣准确率 | 87% | 84% |",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_row_is_quoted_with_its_header(language: str) -> None:
    """Else nobody can tell whose figure it is; what divides the two is never shown."""
    text, question, header, row = TABLE[language]
    found = quotes(text, question)
    at = next(n for n, quote in enumerate(found) if quote.startswith(row))
    assert found[at - 1] == header
    assert not [quote for quote in found if "--" in quote or ("|" in quote and "\n\n" in quote)]


@pytest.mark.parametrize(
    ("text", "question", "row"),
    [
        (
            "model: Heron; vendor: Ada; status: approved\n\nmodel: Egret; vendor: Ben; status: rejected\n\n"
            "model: Plover; vendor: Cleo; status: approved",
            "Is Egret approved?",
            "model: Egret; vendor: Ben; status: rejected",
        ),
        (
            "模型: 苍鹭; 厂商: 甲; 状态: 批准\n\n模型: 白鹭; 厂商: 乙; 状态: 拒绝\n\n模型: 海雀; 厂商: 丙; 状态: 批准",
            "白鹭批准了吗？",
            "模型: 白鹭; 厂商: 乙; 状态: 拒绝",
        ),
        (
            "model: Heron\nvendor: Ada\nstatus: approved\n\nmodel: Egret\nvendor: Ben\nstatus: rejected",
            "Is Egret approved?",
            "model: Egret\nvendor: Ben\nstatus: rejected",
        ),
    ],
)
def test_a_record_is_quoted_whole_and_alone(text: str, question: str, row: str) -> None:
    """A field of one row beside the name of the next would say it of the wrong thing."""
    found = quotes(text, question)
    assert row in found
    assert not [quote for quote in found if "\n\n" in quote]


REGISTER = """# Register

1. **Heron-7B** – approved for internal use by Ada on 3 May.
a. Prompts must not hold names.
b. The output may not train other models.
2. **Egret-7B** – approved for products by Ben on 5 May.
a. The notice must ship with each copy."""


@pytest.mark.parametrize("question", ["May Heron-7B output train models?", "Until when, on which day?", "notice"])
def test_a_mark_stays_with_its_item(question: str) -> None:
    """No quote ends in the mark of the item that follows it."""
    assert not [quote for quote in quotes(REGISTER, question) if quote.split()[-1] in {"a.", "b.", "1.", "2."}]


@pytest.mark.parametrize(
    ("text", "question", "item", "part"),
    [
        (
            REGISTER, "May the output train other models?",
            "1. **Heron-7B** – approved for internal use by Ada on 3 May.", "b. The output may not train other models.",
        ),
        (
            "第一条　定义。苍鹭指全部权重。\n第二条　禁止行为。\n（一）不得用于人脸识别；\n"
            "（二）不得把输出用于训练其他模型；",
            "能把输出用于训练其他模型吗？", "第二条　禁止行为。", "（二）不得把输出用于训练其他模型；",
        ),
    ],
)  # fmt: skip
def test_a_part_of_an_item_comes_with_the_item(text: str, question: str, item: str, part: str) -> None:
    """The item names what the part holds for."""
    shown = "\n".join(quotes(text, question, 60))
    assert part in shown
    assert item in shown


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The trial ended on 3 October.\n\n1. Summary\n\nNobody was hurt.", "When did the trial end, summary"),
        ("港务处的试用在十月三日结束。\n\n一、摘要\n\n没有人受伤。", "试用什么时候结束，摘要"),
    ],
)
def test_no_quote_ends_in_a_numbered_heading(text: str, question: str) -> None:
    """A number and a name that are a paragraph promise what follows."""
    for passed in (text, text[: text.rindex("\n\n")]):
        assert not [quote for quote in quotes(passed, question) if quote.endswith(("Summary", "摘要"))]


CODE = {
    "en": (
        "Sort the mail with Heron.\n\n```bash\nsort.py --model heron\n# set HERON_SAFE=1 for batches over 64\n```\n\n"
        "Ada keeps the script.",
        "Which variable must be set for batches over 64?",
        "HERON_SAFE=1",
    ),
    "zh": (
        "用苍鹭分拣信件。\n\n```bash\nsort.py --model heron\n# 批量超过 64 须设 HERON_SAFE=1\n```\n\n"
        "脚本由林晓彤维护。",
        "批量超过 64 须设什么变量？",
        "HERON_SAFE=1",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_quote_holds_a_fence(language: str) -> None:
    """It would open a block that the message never closes; what stands inside is quoted."""
    text, question, answer = CODE[language]
    for asked in (question, "Ada, script, mail, sort", "谁维护脚本，信件"):
        found = quotes(text, asked)
        assert not [quote for quote in found if "```" in quote]
    assert any(answer in quote for quote in quotes(text, question))


def test_what_has_no_letter_is_no_unit() -> None:
    """Rules and rows of dashes."""
    text = "One thing.\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert [text[a:b] for a, b in sentences(text)] == ["One thing.", "| a | b |", "| 1 | 2 |"]


def test_shown_on_one_line_a_quote_stays_what_it_is() -> None:
    """A row keeps its borders."""
    held = passage(TABLE["en"][0])
    row = TABLE["en"][3]
    at = held.text.index(row)
    assert one_line(Piece(held, at, at + len(row), 1.0)) == row


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("No fee is due below 9 users; above that, 2 euros a user.", True),
        ("低于九个用户不收费；超过的每用户两元。", False),
    ],
)
def test_a_half_behind_a_semicolon_is_not_quoted_alone(text: str, *, whole: bool) -> None:
    """In Latin text it leans on the half before; in Chinese it is a sentence."""
    assert (len(sentences(text)) == 1) is whole
