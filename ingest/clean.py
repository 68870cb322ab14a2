"""Page noise out, body in: navigation, related articles, comments, repeated lines.

Signals, none of them a site's wording: whether a line holds sentences, whether its neighbours do, whether it is
repeated, whether it follows a marker of related articles or comments. Legal texts and markdown come through whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SENTENCE = re.compile(r"[。！？；]|[.!?](?:\s|$|[\"”')\]])|，|, ")
TAIL_MARK = re.compile(
    r"^\W*(?:(?:相关|推荐|延伸|更多|热门|最新|猜你喜欢)(?:的)?(?:文章|阅读|内容|推荐|动态|资讯|问答|帖子)?|(?:最新|全部|热门|发表|暂无)?评论|上一篇|下一篇|"
    r"related(?: articles| posts| reading| stories)?|(?:leave a )?comments?|you may also like|"
    r"recommended(?: for you| reading)?|"
    r"more from .{1,40}|read (?:more|next)|popular posts|newsletter|share this.*)\W*(?:[|/].{0,30})?$",
    re.I,
)
BREADCRUMB = re.compile(r"(?:^|\s)(?:[^\s>»/]{1,20}\s*[>»]\s*){1,5}[^\s>»]{0,20}$")
TRIVIAL = re.compile(
    r"^\W*(?:图片|图|image|photo|分享|点赞|收藏|转发|复制链接|登录|注册|发布|关注|目录|contents|table of contents|"
    r"share|tweet|sign in|log ?in|sign up|subscribe|menu|search|home|skip to .*|cookie.*|bootstrap)\W*\d*\W*$",
    re.I,
)
LEGAL = re.compile(r"\blicen[sc]e\b|\bagreement\b|\bterms\b|\bpolicy\b|许可|协议|条款", re.I)
CLAUSE = re.compile(r"^\s*(?:\(?[a-z0-9]{1,4}[.)]|\d+(?:\.\d+)+|第.{1,4}条|section \d+)", re.I | re.M)
BULLET = re.compile(r"^\s*(?:[-*•·●]|\d{1,2}[.、)]|[（(]\d{1,2}[)）])\s*\S")


@dataclass(frozen=True)
class Cleaned:
    """The body, and what was taken out, line by line."""

    text: str
    dropped: tuple[str, ...]


def clean(text: str, *, markup: bool = False) -> Cleaned:
    """Take the page noise out of `text`.

    `markup`: the text came with a structure of its own (markdown, a document format), so only spacing is mended.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\u200b", "")
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text)
    if markup or is_legal(text):
        return Cleaned(re.sub(r"\n{4,}", "\n\n\n", text).strip("\n"), ())
    lines = [line.rstrip() for line in text.split("\n")]
    keep = _keep(lines)
    body = "\n".join(line for line, kept in zip(lines, keep, strict=True) if kept or not line.strip())
    dropped = tuple(line.strip() for line, kept in zip(lines, keep, strict=True) if not kept and line.strip())
    if len(body.strip()) < 0.2 * len(text.strip()):
        return Cleaned(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), ())
    return Cleaned(re.sub(r"\n{3,}", "\n\n", body).strip(), dropped)


def is_legal(text: str) -> bool:
    """A licence, an agreement or a policy: every clause counts, nothing is noise."""
    if re.search(r"permission is hereby granted|redistribution and use in source|\bAS IS\b", text, re.I):
        return True
    clauses = len(CLAUSE.findall(text))
    return clauses >= 20 or (bool(LEGAL.search(text[:300])) and (clauses >= 4 or len(text) < 3000))


def _keep(lines: Sequence[str]) -> list[bool]:
    filled = [i for i, line in enumerate(lines) if line.strip()]
    prose = {i: _is_prose(lines[i]) for i in filled}
    repeated = _repeated(lines, prose)
    keep = [True] * len(lines)
    tail = False
    for place, i in enumerate(filled):
        line = lines[i].strip()
        tail = _in_tail(tail, line, [lines[j] for j in filled[place : place + 3]])
        keep[i] = not (tail or i in repeated or TRIVIAL.match(line) or (BREADCRUMB.search(line) and not prose[i]))
    for i, kept in _runs(lines, [i for i in filled if keep[i]], prose):
        keep[i] = kept
    return keep


def _is_prose(line: str) -> bool:
    bare = line.strip()
    weight = sum(2 if "一" <= c <= "鿿" else 1 for c in bare)
    return (weight >= 60 and bool(SENTENCE.search(bare))) or (weight >= 16 and _whole(bare))


def _whole(line: str) -> bool:
    """Ends as a sentence ends; a teaser of another page breaks off."""
    return bool(re.search(r"(?<!\.)[。！？.!?][”\"')）]?$", line))


def _in_tail(tail: bool, line: str, ahead: Sequence[str]) -> bool:
    """After a marker everything is tail until two whole paragraphs stand together again."""
    if len(line) <= 40 and TAIL_MARK.match(line):
        return True
    if not tail:
        return False
    whole = [_is_prose(x) and _whole(x.strip()) and len(x) > 60 for x in ahead]
    resumes = len(whole) > 2 and ((whole[0] and whole[1]) or (len(line) < 20 and whole[1] and whole[2]))
    return not resumes


def _repeated(lines: Sequence[str], prose: dict[int, bool]) -> set[int]:
    """Lines that stand more than once and are no headings: navigation. Of a repeated paragraph the first stays."""
    counts = Counter(lines[i].strip() for i in prose)
    seen: set[str] = set()
    out: set[int] = set()
    for i in prose:
        bare = lines[i].strip()
        if counts[bare] < 2:
            continue
        if prose[i]:
            if bare in seen:
                out.add(i)
            seen.add(bare)
        elif len(bare) > 24 or counts[bare] > 3:
            out.add(i)
    return out


def _runs(lines: Sequence[str], filled: Sequence[int], prose: dict[int, bool]) -> list[tuple[int, bool]]:
    """Runs of short lines without sentences: the last two before a paragraph are headings, a list that a paragraph
    opens with a colon is a list, the rest is navigation."""
    out: list[tuple[int, bool]] = []
    run: list[int] = []
    before: int | None = None
    for i in [*filled, -1]:
        if i != -1 and not prose[i]:
            run.append(i)
            continue
        opened = before is not None and lines[before].rstrip().endswith((":", "：", "——"))
        listed = before is not None and len(run) <= 12 and all(BULLET.match(lines[j]) for j in run)
        if len(run) > 3 and not opened and not listed:
            tail = run[-2:] if i != -1 else []
            out += [(j, j in tail) for j in run]
        elif i == -1 and before is not None and not opened and not listed:
            out += [(j, False) for j in run]
        run, before = [], i
    return out
