"""Page noise out, body in; on pages written for this test, none of which the cleaner was made from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.clean import clean
from ingest.load import load

ZH_BODY = [
    "去年秋天，我们把客服系统里的语言模型从云端接口换成了自己机房里的开放权重模型，前后一共花了三个月时间。",
    "最先遇到的问题并不是显卡，而是没有人说得清楚每天究竟有多少请求，高峰和低谷之间相差将近二十倍。",
    "第二个问题来自法务。模型的许可证写明月活超过一定数量就要另外申请授权，而我们的用户数正好在这条线附近。",
    "我们最后的做法是保留两条路：日常流量走自己的机器，高峰时段溢出的请求再转给云端接口，账单因此下降了四成。",
]
ZH_PAGE = f"""首页 > 技术 > 人工智能 > 正文
登录
注册
搜索

一次从云端接口搬回自家机房的迁移记录

2025-03-08 09:12
来源：某某技术社区
阅读 1.2万
收藏

一、为什么要搬

{ZH_BODY[0]}

{ZH_BODY[1]}

图片

二、合同里的坑

{ZH_BODY[2]}

三、结果

{ZH_BODY[3]}

需要准备的东西如下：

- 八张显卡
- 两台交换机
- 一名值班工程师

点赞
分享
版权所有 © 2025 某某技术社区

热门文章
十分钟学会配置路由器
春季养生的五个小窍门
Excel 快捷键大全，看这一篇就够了
如何挑选一台适合自己的打印机
评论 12
小张：写得不错
游客7788：学习了
"""
EN_BODY = [
    "Last autumn we moved the model behind our help desk from a hosted interface to machines of our own, and it took "
    "us three months from the first meeting to the last invoice.",
    "The hard part was not the hardware. Nobody could say how many requests we had on a day, and the peak turned out "
    "to be twenty times the trough.",
    "Then came the lawyers, who read the terms of the weights and found a limit on monthly users, and we were near it.",
    "In the end we kept both roads: the steady load runs at home, the peaks go out, and the bill fell by two fifths.",
]
EN_PAGE = f"""Skip to content
Menu
Home » Blog » Machine learning
Sign in
Subscribe

Moving a model back into our own rack

By Jane Roe | 8 March 2025 | 6 min read

Why we moved

{EN_BODY[0]}

{EN_BODY[1]}

Advertisement

What the contract said

{EN_BODY[2]}

How it ended

{EN_BODY[3]}

You will need:

* eight cards
* two switches
* one engineer on call

Share this article
Copyright 2025 Example Media. All rights reserved.

Related articles
Ten tips for better sleep
How to pick a printer
The best laptops of the year
Why your cat ignores you...
Comments (3)
bob77: nice
alice: thanks for sharing
"""


@pytest.mark.parametrize(("page", "body"), [(ZH_PAGE, ZH_BODY), (EN_PAGE, EN_BODY)], ids=["zh", "en"])
def test_body_headings_and_list_stay(page: str, body: list[str]) -> None:
    """Every paragraph, the title, the headings and the list that a colon opens."""
    found = load(page.encode(), "page.txt")
    text = clean(found.text, title=found.title).text
    assert found.title in ("一次从云端接口搬回自家机房的迁移记录", "Moving a model back into our own rack")
    assert text.startswith(found.title)
    assert all(paragraph in text for paragraph in body)
    for line in ("二、合同里的坑", "- 两台交换机") if page is ZH_PAGE else ("What the contract said", "* two switches"):
        assert line in text


@pytest.mark.parametrize(
    ("page", "noise"),
    [
        (ZH_PAGE, "首页 登录 图片 点赞 版权所有 热门文章 路由器 养生 Excel 打印机 小张 游客7788 阅读"),
        (EN_PAGE, "Skip Menu Home Subscribe Advertisement Copyright Related sleep printer laptops cat bob77 alice"),
    ],
    ids=["zh", "en"],
)
def test_navigation_related_pages_and_comments_go(page: str, noise: str) -> None:
    """And each line that went is kept for the report."""
    found = load(page.encode(), "page.txt")
    cleaned = clean(found.text, title=found.title)
    for word in noise.split():
        assert word not in cleaned.text
        assert any(word in line for line in cleaned.dropped)


def test_nothing_is_lost_between_text_and_report() -> None:
    """Each line is either kept or reported."""
    for page in (ZH_PAGE, EN_PAGE):
        cleaned = clean(page)
        kept = {line.strip() for line in cleaned.text.splitlines()} | set(cleaned.dropped)
        assert {line.strip() for line in page.splitlines()} <= kept | {""}


def test_an_article_that_goes_on_after_a_box_of_related_pages_is_kept_whole() -> None:
    """The box in the middle goes."""
    page = "\n\n".join(
        [*EN_BODY[:2], "Related articles", "How to pick a printer", "Ten tips for sleep", *EN_BODY[2:], *EN_BODY[:1]]
    )
    text = clean(page.replace(EN_BODY[0], EN_BODY[0] + " So it began.", 1)).text
    assert EN_BODY[2] in text
    assert EN_BODY[3] in text
    assert "printer" not in text


def test_words_about_the_publisher_after_the_tail_do_not_come_back() -> None:
    """Two sentences at the end are not the article going on."""
    about = "The Example Society was founded in 1999 and brings together people who care about examples of every kind."
    text = clean("\n\n".join([*EN_BODY * 2, "Related reading", about, about + " It meets yearly."])).text
    assert "Example Society" not in text


def test_a_table_of_contents_goes_and_its_headings_stay_where_they_belong() -> None:
    """Each heading once, before its paragraph."""
    heads = ["一、为什么要搬", "二、合同里的坑", "三、结果", "四、后记"]
    page = (
        "目录\n" + "\n".join(heads) + "\n\n" + "\n\n".join(f"{h}\n\n{p}" for h, p in zip(heads, ZH_BODY, strict=True))
    )
    text = clean(page).text
    assert [text.count(head) for head in heads] == [1, 1, 1, 1]
    assert text.startswith("一、为什么要搬\n\n去年秋天")


def test_notes_without_signs_of_a_page_come_through_whole() -> None:
    """Short lines are somebody's facts, not navigation."""
    notes = "GPU budget Q3\nH100 x 8\nowner Li Lei\nrack 12\n\nWe start in May, when power is in.\nbackup: A100"
    assert clean(notes).text == notes.strip()
    assert clean(notes).dropped == ()


def test_table_rows_and_code_on_a_page_are_kept() -> None:
    """They have no sentences and yet are no furniture."""
    rows = "model\tGPU\tprice\nA\tH100\t2.50\nB\tA100\t1.20\nC\tL40S\t0.80"
    code = "import torch\nfrom x import y\nfor a in b:\n    print(a)\nmodel = load(path)"
    page = "\n\n".join(
        ["Menu", EN_BODY[0], rows, EN_BODY[1], code, EN_BODY[2], "Related articles", "How to pick a printer"]
    )
    text = clean(page).text
    assert rows in text
    assert code in text
    assert "printer" not in text


LICENSE = """EXAMPLE COMMUNITY LICENSE

1. Definitions. "Model" means the weights.
2. Grant. You may use the Model.
   (a) You may not sell it.
   (b) You may not use it above 100 users.
3. Termination
4. Miscellaneous

Share
Comments
"""
ZH_LICENSE = "某某模型使用许可协议\n\n第一条 定义\n模型指权重。\n\n第二条 授权\n不得用于军事。\n第三条 终止\n\n评论\n"


@pytest.mark.parametrize("text", [LICENSE, ZH_LICENSE], ids=["en", "zh"])
def test_legal_texts_lose_nothing(text: str) -> None:
    """Not even a line that would be a button elsewhere: clauses are short and have no sentences."""
    assert clean(text).text == text.strip("\n")


def test_markdown_loses_nothing() -> None:
    """Headings, lists and code are its structure."""
    text = "# Home\n\n- a\n- b\n\n```\nMenu\n```\n\n## Related\n\nx"
    assert clean(text, markup=True).text == text


def test_markdown_cut_from_a_page_loses_its_ends() -> None:
    """What stands before its title and after its last sentence, and nothing between them."""
    body = "# How we host\n\nWe rent two cards. | Not a menu |\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    page = f"Home | Cloud | News\n登录 注册 搜索\n\n{body}\n\n相关阅读\n十款显卡横评\n评论（12）\nPrivacy policy"
    cleaned = clean(page, markup=True)
    assert cleaned.text == body
    assert cleaned.dropped[:2] == ("Home | Cloud | News", "登录 注册 搜索")
    assert cleaned.dropped[-2:] == ("评论（12）", "Privacy policy")


def test_a_license_in_markdown_keeps_its_copyright_line() -> None:
    """It looks like the foot of a page, and is part of the terms."""
    text = "# Example License Agreement\n\n1. You may use it.\n\nCopyright 2026 Example. All rights reserved."
    assert clean(text, markup=True).text == text


def test_text_wrapped_at_a_fixed_width_keeps_its_lines() -> None:
    """A line of a paragraph has no full stop of its own; the paragraph has."""
    wrapped = "\n\n".join(re.sub(r"(.{50}\S*) ", r"\1\n", paragraph) for paragraph in EN_BODY * 2)
    text = clean(f"Menu\n\n{wrapped}\n\nRelated articles\n\nHow to pick a printer").text
    assert EN_BODY[3].split()[-1] in text
    assert "peak turned out" in text.replace("\n", " ")
    assert "printer" not in text


def test_invisible_characters_go() -> None:
    """They carry orders to language models that a reader cannot see."""
    assert clean("a\u200bb\u202ec\x00\x1bd\U000e0041").text == "abcd"


@pytest.mark.parametrize("text", ["", "\n\n", "x", "Menu", "图片\n图片\n图片"])
def test_texts_of_nothing_but_noise_do_not_fail(text: str) -> None:
    """What would leave nothing is left alone."""
    assert clean(text).text == text.strip()


def test_license_texts_of_the_shared_folder_lose_no_line() -> None:
    """All of them, where they are at hand."""
    folder = Path(__file__).parents[3] / "shared" / "licences"
    if not folder.is_dir():
        pytest.skip("no ../shared/licences")
    lost = []
    for path in sorted(folder.glob("*.txt")):
        found = load(path.read_bytes(), path.name)
        if clean(found.text, markup=found.markup, title=found.title).dropped:
            lost.append(path.name)
    assert lost == []


@pytest.mark.parametrize(
    ("heading", "paragraph"),
    [
        (
            "About the Example Society",
            "The Example Society was founded in 1999 and brings together people who care about examples of every kind.",
        ),
        (
            "示例学会简介",
            "示例学会成立于一九九九年，由关心各类示例的志愿者组成，在九个国家设有分会，每年出版一本年报。",
        ),
    ],
)
def test_what_a_heading_says_of_the_publisher_is_kept(heading: str, paragraph: str) -> None:
    """Whole paragraphs under a heading of their own are no list of other pages; what follows them is tail again."""
    more = paragraph.replace("1999", "2001").replace("一九九九", "二〇〇一")
    page = [
        *EN_BODY * 2,
        "Related reading",
        "Ten tips for sleep",
        heading,
        paragraph,
        more,
        "Write a comment",
        "Ann: nice!",
    ]
    cleaned = clean("\n\n".join(page))
    assert paragraph in cleaned.text
    assert more in cleaned.text
    assert heading in cleaned.text
    assert {"Ten tips for sleep", "Ann: nice!"} <= set(cleaned.dropped)


def test_a_closing_line_that_recites_the_title_goes_before_related_pages() -> None:
    """The site's template wrote it; sentences of related pages after it do not hide that."""
    title = "仓库里的算盘:一家小公司怎样挑选模型"
    body = [
        "我们先把三个月的工单抄下来,按长短分成四堆,再请两位同事各自打分。",
        "分数相近的模型里,我们挑了显存占用最小的一个,因为机房只有一张旧显卡。",
        "半年过去,它每天处理两百多封邮件,出错的都由人工复核并记在一张表里。",
    ]
    closing = f"以上便是{title}的全部内容,希望这篇文章能够帮到各位程序员朋友!"
    related = [
        f"《第{n}篇别的教程》这里介绍了如何安装某个软件,并说明常见的问题与解决... 目录一、安装软件二、常见"
        for n in range(1, 7)
    ]
    page = "\n\n".join([title, *body, closing, "相关文章", *related])
    cleaned = clean(page, title=title)
    assert all(line in cleaned.text for line in body)
    assert closing in cleaned.dropped
    assert "别的教程" not in cleaned.text
