"""What a file's bytes become."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.load import LARGEST_TEXT, language_of, load
from knowledge.errors import Refused, SourceError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_each_encoding_reads_the_same(encoding: str) -> None:
    """UTF-8 with and without its mark, UTF-16 by its mark, GB18030."""
    words = "模型的权重可以下载，但许可证限制了商业使用。\n第二行，包括 ASCII 与 emoji 以外的一切。"
    assert load(words.encode(encoding), "a.txt").text == words


@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
@pytest.mark.parametrize(
    "words",
    [
        "會議紀錄：本週決定採用新的模型，並於下週開始試用。",
        "本公司於七月起執行模型採購管理辦法，所有部門均應遵守。\n每一個模型在使用之前都必須經過審查委員會的核准。\n"
        * 400,
    ],
    ids=["short", "long"],
)
def test_traditional_chinese_is_read_in_either_encoding(words: str, encoding: str) -> None:
    """Big5 read as GB18030 is gibberish that no error tells of."""
    assert load(words.encode(encoding), "a.txt").text == words


NOTES = """会议纪要

时间：2026年6月3日下午两点
地点：上海市浦东新区某某大厦三楼会议室
参加：全体评审委员会成员与法务部同事

本办法自2026年7月1日起执行，适用于全公司所有部门的模型使用与采购工作，由评审委员会负责解释。
"""


def test_a_block_of_fields_is_no_title() -> None:
    """Time and place of a meeting do not name its notes."""
    assert load(NOTES.encode(), "评审会.txt").title is None
    assert load(NOTES.replace("时间：", "主题：模型选型评审\n时间：").encode(), "评审会.txt").title == "模型选型评审"
    heading = NOTES.replace("会议纪要", "模型选型评审会会议纪要")
    assert load(heading.encode(), "评审会.txt").title == "模型选型评审会会议纪要"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布日期：2026-06-03", date(2026, 6, 3)),
        ("本办法自2026年7月1日起执行，适用于全公司所有部门的模型使用与采购工作。", None),
        ("© 2026-01-01 Acme. All rights reserved", None),
    ],
)
def test_a_day_within_a_sentence_or_a_copyright_is_not_when_a_text_was_published(line: str, day: date | None) -> None:
    """A line of its own may say it."""
    assert load(f"模型使用管理办法\n\n{line}\n".encode(), "a.txt").published == day


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), b"\x7fELF\x02\x01\x01\x00" * 9]
)
def test_binary_under_a_texts_name_is_an_error(raw: bytes) -> None:
    """The message says that it is binary."""
    with pytest.raises(SourceError, match=r"a\.txt: .*binary"):
        load(raw, "a.txt")


@pytest.mark.parametrize("raw", [b"", b" \n\t\n"])
def test_empty_file_says_so(raw: bytes) -> None:
    """Nothing and white space alike."""
    with pytest.raises(SourceError, match="empty"):
        load(raw, "a.md")


def test_unknown_kind_names_the_kinds_that_are_read() -> None:
    """The way out stands in the message."""
    with pytest.raises(SourceError, match=r"\.exe are not read; .*\.docx"):
        load(b"MZ", "setup.exe")


def test_too_large_a_text_is_refused() -> None:
    """A text that no person wrote."""
    with pytest.raises(Refused, match="split it"):
        load(b"a" * (LARGEST_TEXT + 1), "a.txt")


def test_markdown_front_matter_tells_title_author_and_date() -> None:
    """And the address it claims is kept as a claim."""
    found = load(
        b"---\r\ntitle: Weights\r\nauthor: Ann\r\ndate: 2025-03-04\r\nurl: https://example.org/w\r\n---\r\n"
        b"# Other\r\n\r\nBody.",
        "a.md",
    )
    assert (found.title, found.author, found.published) == ("Weights", "Ann", date(2025, 3, 4))
    assert found.url == "https://example.org/w"
    assert found.text.strip() == "# Other\n\nBody."


def test_hub_card_keeps_its_license_and_base_model_in_the_text() -> None:
    """They are facts to be found, lists included."""
    found = load(b"---\nlicense: mit\nbase_model:\n- org/base\nlanguage: [en, zh]\n---\n# Card\n\nText.", "README.md")
    assert "license: mit" in found.text
    assert "base_model: org/base" in found.text
    assert "language: en, zh" in found.text


@pytest.mark.parametrize("title", ["Small weights: a diary", '"Borrowed voices": an interview'])
def test_front_matter_that_is_no_yaml_is_read_line_by_line(title: str) -> None:
    """A colon in a title is what people write."""
    loaded = load(f"---\ntitle: {title}\ndate: 2026-05-22\n---\nBody.".encode(), "a.md")
    assert loaded.title == title
    assert str(loaded.published) == "2026-05-22"
    assert loaded.text.strip() == "Body."


@pytest.mark.parametrize("front", ["a: [1", "- list\n- only", "x: " + "[" * 5000])
def test_broken_front_matter_is_text_like_any_other(front: str) -> None:
    """Nothing is lost."""
    assert front[:4] in load(f"---\n{front}\n---\nBody".encode(), "a.md").text


def test_plain_article_tells_title_author_and_date() -> None:
    """From lines before the text, in Chinese."""
    page = (
        "科技在线\n\n大模型部署成本到底有多高？\n\n作者：王小明\n\n2025年6月7日\n\n"
        "过去一年里，许多企业开始认真计算把大模型部署在自己机房里的成本，结果往往出人意料，因为显卡只是其中一部分。\n"
    )
    found = load(page.encode(), "a.txt")
    assert (found.title, found.author, found.published) == ("大模型部署成本到底有多高？", "王小明", date(2025, 6, 7))


def test_english_article_tells_title_author_and_date() -> None:
    """From lines before the text, in English."""
    page = (
        "What it costs to run a model yourself\n\nBy Jane Roe\n\n2025-06-07\n\n"
        "Over the last year, many companies have begun to count what a model in their own rack costs, and wonder.\n"
    )
    found = load(page.encode(), "a.txt")
    assert found.title == "What it costs to run a model yourself"
    assert (found.author, found.published) == ("Jane Roe", date(2025, 6, 7))


def test_an_address_inside_the_text_is_not_the_texts_own() -> None:
    """Only at the top, at the very end, or right before the list of related pages."""
    body = (
        "A paragraph, long enough to be one, that speaks of a film and gives its address in the next line, as many do."
    )
    inside = f"Title of it all\n\n{body}\n\nhttps://video.example/x\n\n{body}"
    assert load(inside.encode(), "a.txt").url is None
    assert load(f"Title of it all\n\n{body}\n\nhttps://a.example/x\n".encode(), "a.txt").url == "https://a.example/x"


def test_language_by_its_letters() -> None:
    """Model names in Chinese text do not make it English."""
    assert language_of("Llama 3.1 与 Qwen2.5 的许可证有什么不同？") == "zh"
    assert language_of("The license of Qwen (通义千问) differs by size, and one must look at the file.") == "en"
