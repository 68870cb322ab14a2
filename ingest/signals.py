"""What tells a line of an article from page furniture. General signals in both languages, no site's wording."""

from __future__ import annotations

import re

TAIL = re.compile(
    r"^\W*(?:(?:相关|推荐|延伸|更多|热门|最新|猜你喜欢)(?:的)?(?:文章|阅读|内容|推荐|动态|资讯|问答|帖子)?|"
    r"(?:最新|全部|热门|发表|暂无|网友|用户)?评论(?:区|列表)?|上一篇|下一篇|"
    r"related(?: (?:articles|posts|reading|stories|content))?|(?:leave a )?comments?|you (?:may|might) also like|"
    r"recommended(?: for you| reading)?|more from .{1,40}|read (?:more|next)|popular posts|newsletter|share this.*|"
    r"(?:latest|trending|top) (?:posts|news|stories|articles))\W*(?:\d{0,5}\W*)(?:[|/].{0,30})?$",
    re.I,
)
"""Opens the list of other pages or the comments. An issue of one site's template is not among them."""
TAIL_LINE = re.compile(
    r"^\W*(?:(?:相关|推荐|延伸)(?:文章|阅读|推荐)|猜你喜欢|上一篇|下一篇|related(?: (?:articles|posts|reading))?|"
    r"you (?:may|might) also like|(?:previous|next) (?:post|article|story)|read next|more from)\s*[:：].{1,120}$",
    re.I,
)
"""The same with the other pages behind it on one line; such a line counts at the end of a text only."""
NAVIGATION = re.compile(r"^(?!\s*[|\-*#>])[^|·•>»›。！？]{1,40}(?:\s[|·•>»›]\s[^|·•>»›。！？]{1,40}){1,9}$")
"""Names of other pages in a row; such a line counts at the ends of a text only."""
ABOUT = re.compile(r"^\W*(?:关于\s?\S.{1,19}|.{1,19}(?:简介|介绍)|about (?:the )?\S.{1,29})\W*$", re.I)
"""Heads what a page says of its author or publisher."""
TRIVIAL = re.compile(
    r"^\W*(?:图片|图|image|photo|分享(?:到.{1,6})?|联系我们|关于我们|广告合作|contact(?: us)?|about(?: us)?|"
    r"privacy policy|微信|微博|点赞|收藏|转发|复制链接|登录|注册|发布|关注|返回顶部|打开app|扫码.{0,8}|写点什么|写评论|"
    r"目录|contents|table of contents|share|tweet|like|follow|sign in|log ?in|sign up|subscribe|menu|search|搜索|home|"
    r"首页|back to top|skip to .*|accept(?: all)?(?: cookies)?|cookies?.{0,30}|bootstrap|advertisement|广告|print|"
    r"email)\W*\d*\W*$",
    re.I,
)
"""A button or a placeholder: it says nothing."""
ADVERTISED = re.compile(
    r"^\W*(?:(?:advertisement|advertorial|sponsored(?: content| message| post)?)\s*[:：|]|"
    r"[【\[（(](?:广告|推广)[】\]）)])\s*\S",
    re.I,
)
"""Says of itself that it is an advertisement."""
BREADCRUMB = re.compile(r"(?:^|\s)(?:[^>»/]{1,24}\s*[>»›]\s*){1,5}[^>»›]{0,24}$")
CREDIT = re.compile(r"^[A-Za-z一-鿿]{2,10}\s*[|｜丨]\s*[^|。，,.]{1,24}$")
"""`编辑 | 某人`, `Photo | Agency`."""
COPYRIGHT = re.compile(r"©|copyright \d{4}|all rights reserved|版权所有|备案号|ICP备", re.I)
SENTENCE = re.compile(r"[。！？；]|[.!?](?:\s|$|[\"”')\]])|，|, ")
BULLET = re.compile(r"^\s*(?:[-*•·●]|\d{1,2}[.、)]|[（(]\d{1,2}[)）])\s*\S")
COLUMNS = re.compile(r"\t|\S {3,}\S|\|.*\|")
CODE = re.compile(
    r"[{};]\s*$|^\s{4,}\S|^\s*(?:def|class|import|from|return|if|for|pip|curl|docker|git|\$|>>>)\s|=\s*\S+\("
)
LEGAL_EN = re.compile(
    r"\b(?:licen[sc]e[ds]?|licensor|licensee|hereby|herein|hereunder|thereof|shall|warrant(?:y|ies)|liabilit(?:y|ies)|"
    r"agreement|terms|redistribut\w+|sublicen\w+|infring\w+|indemni\w+|derivative works?|as is)\b",
    re.I,
)
LEGAL_ZH = re.compile(
    r"本协议|本许可|许可方|被许可|甲方|乙方|免责|不承担|条款|授权方|被授权|适用法律|管辖|特此|知识产权"
)
LEGAL_TITLE = re.compile(
    r"\b(?:acceptable|prohibited|usage|use|privacy)\b.{0,20}\b(?:policy|uses?)\b|\bterms (?:of|and)\b|"
    r"\b(?:community |model |public )?licen[sc]e(?: agreement)?\b[^a-z]*$|(?:协议|条款|许可证|政策)[^一-鿿]{0,12}$",
    re.I,
)
CLAUSE = re.compile(
    r"^\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d+(?:\.\d+)+|第.{1,4}[章条]|(?:section|article) \d+)", re.I | re.M
)


def weight(text: str) -> int:
    """Width of a text: a Chinese character counts two."""
    return sum(2 if "一" <= c <= "鿿" else 1 for c in text)


def whole(text: str) -> bool:
    """Ends as a sentence ends; a teaser of another page breaks off."""
    return bool(re.search(r"(?<![.…])[。！？.!?][”\"'）)]*$", text))


def prose(text: str) -> bool:
    """Holds sentences: long with punctuation, or a whole short one."""
    bare = text.strip()
    return (weight(bare) >= 60 and bool(SENTENCE.search(bare))) or (weight(bare) >= 16 and whole(bare))


def keeps_shape(text: str) -> bool:
    """A row of a table or a line of code: short and without sentences, and yet no furniture."""
    return bool(re.search(r"[\w{}]", text) and (COLUMNS.search(text) or CODE.search(text)))


def furniture(text: str) -> bool:
    """Page furniture by itself, wherever it stands."""
    bare = text.strip()
    if not re.search(r"[\w{}]", bare):
        return True
    return bool(TRIVIAL.match(bare) or CREDIT.match(bare) or ADVERTISED.match(bare)) or (
        weight(bare) < 120 and bool(COPYRIGHT.search(bare) or (BREADCRUMB.search(bare) and not prose(bare)))
    )


def at_an_end(text: str) -> bool:
    """Page furniture where it stands before the title or after all sentences."""
    bare = text.strip()
    if furniture(bare) or NAVIGATION.match(bare) or TAIL.match(bare) or TAIL_LINE.match(bare):
        return True
    return all(TRIVIAL.match(part) or TAIL.match(part) for part in bare.split())


def legal(text: str) -> bool:
    """A license, an agreement or a policy: every clause counts, nothing in it is noise."""
    head = [line.strip() for line in text[:2000].splitlines() if line.strip()][:4]
    if any(weight(line) <= 90 and LEGAL_TITLE.search(line) and not SENTENCE.search(line) for line in head):
        return True
    if re.search(r"permission is hereby granted|redistribution and use in source", text, re.I):
        return True
    words = len(LEGAL_EN.findall(text)) * 2 + len(LEGAL_ZH.findall(text)) * 3
    dense = words * 1000 / max(1, weight(text))
    return dense >= 14 or (dense >= 4.5 and len(CLAUSE.findall(text)) >= 4)
