"""What a web page says of itself: its day only where it declares it, lists that are content, what was left out."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.load import load

BODY = (
    "<p>Our council reviewed the models in April and took these decisions for the whole company, as every year.</p>" * 2
)


def day(head: str, body: str) -> str | None:
    found = load(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html").published
    return found.isoformat() if found else None


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f"<h1>T</h1>{BODY}<footer>© 2015 Acme</footer>"),
        ("", f"<div><h1>Best models of 2024</h1>{BODY}</div><p>Copyright 2015 Acme</p>"),
        ("", f"<h1>价格</h1><p>以下价格自2026年7月1日起执行。</p>{BODY}"),
        ("", f"<h1>办法</h1><p>本办法自2026年7月1日起执行，适用于全公司所有部门的模型使用与采购工作。</p>{BODY}"),
        (
            "",
            f"<h1>T</h1><p>The contract was signed on 12 March 2019 in Munich by both parties to it.</p>{BODY}",
        ),
        ("", f"<h1>T</h1><p>The contract was signed on 2019-03-12 in Munich by both parties to it.</p>{BODY}"),
        ("", f"<h1>T</h1>{BODY}<p>We meet on <time datetime='2024-05-06'>6 May</time> in the hall, as always.</p>"),
    ],
    ids=["copyright", "years", "short law", "law", "body", "iso body", "time in the body"],
)
def test_a_page_that_declares_no_day_has_none(head: str, body: str) -> None:
    """A guess shown as a fact is worse than nothing."""
    assert day(head, body) is None


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2024-05-06T10:00:00Z">', f"<h1>T</h1>{BODY}"),
        ('<script type="application/ld+json">{"datePublished":"2024-05-06"}</script>', f"<h1>T</h1>{BODY}"),
        ("", f"<article><header><h1>T</h1><time datetime='2024-05-06'>6 May</time></header>{BODY}</article>"),
        ("", f"<article><h1>T</h1><p class='byline'>By Jane Doe, 6 May 2024</p>{BODY}</article>"),
        ("", f"<article><h1>T</h1><p>6 May 2024</p>{BODY}</article>"),
        ("", f"<article><h1>标题</h1><div class='info'>作者：李雷 2024年5月6日 10:00</div>{BODY}</article>"),
    ],
    ids=["meta", "json-ld", "time", "byline", "dateline", "zh"],
)
def test_a_day_that_a_page_declares_is_kept(head: str, body: str) -> None:
    """In its metadata, or between its title and its text."""
    assert day(head, body) == "2024-05-06"


PAGE = f"""<html><body><div class="cookies"><p>We use cookies to improve your visit. Accept or manage them.</p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/b">Blog</a></li></ul></nav>
<article><h1>Approved models</h1><p class="byline">By Jane Doe, 3 May 2026</p>{BODY}
<h2>Approved</h2><ul><li><a href="/p">Pipit-3B</a></li><li><a href="/w">Wren-7B</a></li></ul>
<h2>Rejected</h2><ul><li><a href="/c">Crow-1B</a>: unclear</li><li>Raven-2B has no licence.</li></ul>
<p>ADVERTISEMENT: Get 50% off your first GPU cluster with code LARK today.</p>
<p>Whoever needs another model asks the council, which meets every second Tuesday and answers in a week.</p>
<h3>Related articles</h3><ul><li><a href="/x">Ten tips for prompts</a></li></ul>
</article><footer><p>© 2015 Acme Corp. All rights reserved.</p></footer></body></html>"""


def test_a_list_of_links_under_a_heading_of_the_text_is_content() -> None:
    """Navigation and related pages are not."""
    text = load(PAGE.encode(), "a.html").text
    assert "## Approved\n\n- Pipit-3B\n- Wren-7B" in text
    assert "Home" not in text
    assert "Ten tips" not in text


def test_what_a_page_loses_is_told() -> None:
    """Line by line, so that a person can see what extraction took out; and nothing that stays."""
    page = load(PAGE.encode(), "a.html")
    dropped = (*page.dropped, *clean(page.text, markup=True).dropped)
    for start in ("We use cookies", "Home", "By Jane Doe", "Ten tips", "© 2015", "ADVERTISEMENT: Get 50%"):
        assert sum(line.startswith(start) for line in dropped) == 1, start
    assert not any("council" in line or "Crow" in line for line in dropped)
