"""Fields of use named in a question, by the trigger words of `knowledge.permission.FIELDS`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.answering.question.denial import denied
from knowledge.permission import FIELDS

_HIDING = frozenset({"undisclosed-bot"})
"""Fields whose own words are a denial: "does not say it is a bot"."""
_HARMS = frozenset({"fraud", "malware", "disinformation", "discrimination", "minors", "weapons"})
"""Fields that are fought as well as practised: a spam filter is no spam."""
_AGAINST = re.compile(
    r"(?:\b(?:detect|prevent|block|filter|fight|combat|stop|moderat|catch|flag|identify|report|avoid|reduc)\w*\b|"
    r"\banti\b|\bagainst\b)[ -][^.;?!,]{0,15}$|"
    r"(?:反|防|防范|识别|检测|打击|拦截|过滤|预防|治理|举报|监测|杜绝|避免|防止|消除|屏蔽)[^，。；？！]{0,4}$",
    re.I,
)
_FOUGHT = re.compile(
    r"[ -](?:\w+ )?(?:detect|prevent|filter|classif|moderation|protection|awareness|alert|investigat)|"
    r"[^，。；？！]{0,2}(?:检测|识别|过滤|防范|拦截|治理|预防|监测|分类|举报|预警)",
    re.I,
)
_STORIED = frozenset({"military", "law-enforcement", "weapons", "nuclear"})
"""Fields that are taught, told and played about as well as worked in."""
_TOLD_OF = re.compile(
    r"\b(?:history|historians?|quiz(?:zes)?|trivia|novels|novel(?= (?:about|of|on|in|set|where|with|and|featuring)\b)|"
    r"fiction|lessons?|museums?|movies?|films?|world war|"
    r"WW ?(?:I{1,2}|[12]))\b(?:(?! (?:learned|search|logs?|data|records?)\b)[^.;?!,]){0,25}$|"
    r"\b(?:former|ex|retired|scouts?)[ -]$|"
    r"(?:历史(?!数据|记录|档案)|二战|一战|抗战|小说|课件|电影|桌游|科普)[^，。；？！]{0,6}$|(?:退役|退伍)的?老?$",
    re.I,
)
_TOLD = re.compile(
    r"[ -](?:history(?! (?:search|logs?|data|records?))|quiz(?:zes)?|trivia|novels?|fiction|museums?|movies?|films?|"
    r"costumes?|toys?|veterans?)\b|"
    r"的?(?:历史(?!数据|记录|档案)|史(?!料)|小说|电影|题材|玩具|博物馆|知识竞赛|桌游)",
    re.I,
)
_AT_WORK = re.compile(
    r"\b(?:target(?:s|ing)?|guidance|steer|navigat|control|deploy|strik(?:e|es|ing)|procure|contracts?|recogni|plann?|"
    r"logistics|"
    r"simulat|maintenance|operations?)\w*|控制|制导|打击|指挥|规划|预测|推演|采购|维修|部署|瞄准|锁定|作战使用|实战",
    re.I,
)
"""What is done in a field, and not told of it."""
_WORKS_FOR = re.compile(
    r"\b(?:for|to|by|serv\w+|suppl\w+) (?:\w+ ){0,2}?$|(?:给|帮|为|替|供|面向|服务)于?[^，。；？！给帮为替供]{0,4}$",
    re.I,
)
_EVADING = re.compile(
    r"\b(?:bypass|evad|circumvent|get(?:ting)? past|undetect|avoid\w* detect)|绕过|逃避|躲过|规避", re.I
)
_STOP = re.compile(r"[.;?!,。；？！，\n]")
_SENTENCE = re.compile(r"[^.;?!。；？！\n]+(?:\.(?=\S)[^.;?!。；？！\n]+)*")
_GAP_EN = r"[^.;?!,，。；？！\n]{1,40}?"
_GAP_ZH = r"[^.;?!,，。；？！\n]{0,8}?"


def fields_of_use(text: str) -> tuple[str, ...]:
    """The slugs of every field whose words stand in the text and are not denied there, in order."""
    hits = [(start, slug) for slug in FIELDS for start, end in _found(slug, text) if _meant(slug, text, start, end)]
    return tuple(dict.fromkeys(slug for _, slug in sorted(hits)))


def _meant(slug: str, text: str, start: int, end: int) -> bool:
    if slug not in _HIDING and denied(text, start):
        return False
    told = _TOLD_OF.search(text[:start]) or _TOLD.match(text[end:])
    if slug in _STORIED and told and not (_WORKS_FOR.search(text[:start]) or _works(text, start, end)):
        return False
    fought = _AGAINST.search(text[:start]) or _FOUGHT.match(text[end:])
    return slug not in _HARMS or not fought or bool(_EVADING.search(text))


def _works(text: str, start: int, end: int) -> bool:
    """Whether the words around a field, in its clause, tell of work in it."""
    before, after = _STOP.split(text[max(0, start - 40) : start])[-1], _STOP.split(text[end : end + 40])[0]
    return bool(_AT_WORK.search(f"{before} | {after}"))


def _found(slug: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a field stand: a word by itself, or words of one sentence together."""
    alone, together = _patterns()[slug]
    for match in alone.finditer(text):
        yield match.span()
    for sentence in _SENTENCE.finditer(text) if together else ():
        for row in together:
            spans = [hit.span() for one in row if (hit := one.search(sentence[0]))]
            if len(spans) == len(row):
                first, last = min(spans), max(spans)
                yield sentence.start() + first[0], sentence.start() + last[1]


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], ...], ...]]]:
    return {
        slug: (
            _pattern(field.en, field.zh),
            tuple(tuple(re.compile(one, re.I) for one in row) for row in field.together),
        )
        for slug, field in FIELDS.items()
    }


def _pattern(en: Iterable[str], zh: Iterable[str]) -> re.Pattern[str]:
    latin = "|".join(word.replace("~", _GAP_EN) for word in en)
    han = "|".join(word.replace("~", _GAP_ZH) for word in zh)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{latin})(?![A-Za-z0-9])|{han}", re.I)
