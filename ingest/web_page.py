"""What a web page says of itself beyond its body: its day, the lists of links that are content, what was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from ingest.signals import TAIL, prose, weight
from knowledge.tokens import letters

MOST_DROPPED = 400
"""Lines of what was left out that are kept for a person to look at."""
_FULL_DATE = re.compile(r"\b((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_APART = ("nav", "aside", "footer", "menu")
_OFFSIDE = re.compile(r"\b(?:nav|menu|related|sidebar|footer|toc|breadcrumbs?|share|social|tags?|recommended)\b", re.I)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "li", "td", "dd", "blockquote", "pre", "div", "section")
_HOLDERS = ("div", "section", "td")
"""Elements that may hold text of their own between other blocks."""


def unlink_lists(tree: Any) -> None:
    """Take the links out of a list of nothing but links that a heading or a colon opens beside paragraphs, so that it
    is read as the text it is; navigation, asides and what a tail's marker opens stay links."""
    for found in tree.iter("ul", "ol"):
        if _opened(found) and not any(_apart(one) for one in (found, *found.iterancestors())):
            for link in list(found.iter("a")):
                link.drop_tag()


def _opened(found: Any) -> bool:
    before, parent = found.getprevious(), found.getparent()
    if before is None or parent is None or not any(weight(_words(p)) >= 60 for p in parent.findall("p")):
        return False
    says = _words(before)
    opens = before.tag in _HEADINGS or says.endswith((":", "："))
    return opens and not TAIL.match(says.rstrip(":："))


def _apart(one: Any) -> bool:
    return one.tag in _APART or bool(
        _OFFSIDE.search(f"{one.get('class', '')} {one.get('id', '')} {one.get('role', '')}")
    )


def left_out(tree: Any, text: str) -> list[str]:
    """The lines of a page that are not in what was extracted from it."""
    kept = letters(text)
    lines = dict.fromkeys(line for line in _lines(tree) if re.search(r"\w", line) and letters(line) not in kept)
    return list(lines)[:MOST_DROPPED]


def _lines(tree: Any) -> Iterator[str]:
    body = tree.find(".//body")
    for one in (tree if body is None else body).iter():
        if not isinstance(one.tag, str) or one.tag in ("script", "style", "noscript", "template"):
            continue
        if one.tag in (*_BLOCKS, *_HEADINGS, "a", "button", "span", "footer", "header", "nav", "aside", "time"):
            own = " ".join([one.text or "", *(child.tail or "" for child in one)])
            inner = not any(child.tag in (*_BLOCKS, *_HEADINGS, "ul", "ol", "table") for child in one)
            line = _words(one) if inner and one.tag in (*_BLOCKS, *_HEADINGS) else " ".join(own.split())
            if line and not _inside_line(one):
                yield line[:500]


def _inside_line(one: Any) -> bool:
    """Whether its words are told with the paragraph, list item or heading around it."""
    return one.tag in ("a", "span", "time", "button") and any(
        parent.tag in ("p", "li", "dd", "blockquote", *_HEADINGS) for parent in one.iterancestors()
    )


def declared_day(tree: Any) -> str | None:
    """The day a page gives for itself: in its metadata, its address, or between its title and its text; never one of
    its running text or its copyright line. A year alone is no day."""
    from htmldate import find_date

    head = _above_text(tree)
    if found := find_date(deepcopy(head), extensive_search=False, original_date=True):
        return found
    words = " ".join(" ".join(head.itertext()).split())
    if day := _FULL_DATE.search(words):
        return "-".join(part.zfill(2) for part in day.groups())
    guess = find_date(head, extensive_search=True, original_date=True)
    numbers = {int(number) for number in re.findall(r"(?<!\d)\d{1,2}(?!\d)", words)}
    return guess if guess and int(guess[8:10]) in numbers else None


def _above_text(tree: Any) -> Any:
    """The page up to its first paragraph after the title, without what frames it; metadata stays."""
    page = deepcopy(tree)
    data = page.xpath("//script[@type='application/ld+json']")
    for one in [*page.iter(*_APART), *page.xpath("//script|//style|//noscript")]:
        if one not in data and one.getparent() is not None:
            one.drop_tree()
    started, cut = page.find(".//h1") is None, False
    body = page.find(".//body")
    for one in list(page.iter() if body is None else body.iter()):
        started = started or one.tag == "h1"
        if not cut and one.tag in _BLOCKS and _is_text(one):
            cut = started
            _drop(one, data)
        elif cut:
            _drop(one, data)
    return page


def _is_text(one: Any) -> bool:
    """A long paragraph, or a Chinese sentence however short: a dateline ends in no full stop."""
    words = _words(one) if one.tag not in _HOLDERS else " ".join((one.text or "").split())
    return words.endswith("。") or (weight(words) >= 60 and prose(words))


def _drop(one: Any, data: list[Any]) -> None:
    one.tail = None
    if one.getparent() is not None and not any(script is one or one in script.iterancestors() for script in data):
        one.getparent().remove(one)


def _words(one: Any) -> str:
    return " ".join(one.text_content().split())
