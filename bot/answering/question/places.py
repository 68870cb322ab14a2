"""Countries, the EU and cities named in a question, and whether they are the company's or its users'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from bot.answering.question.denial import denied

Whose = Literal["company", "users"]

_COMPANY_EN = (
    r"compan(?:y|ies)|start-?ups?|firms?|banks?|teams?|business(?:es)?|subsidiar(?:y|ies)|entit(?:y|ies)|corporation|"
    r"enterprises?|developers?|studios?|labs?|hospitals?|universit(?:y|ies)|agenc(?:y|ies)|insurers?|GmbH|Ltd|SMEs?|"
    r"publishers?|retailers?|manufacturers?|vendors?|organi[sz]ations?|ministry|government|HQ|headquarters|offices?|"
    r"entity|freelancers?|consultanc(?:y|ies)|shops?|group|parent|based|licensee|provider|maker|integrator|telco|"
    r"branch(?:es)?|affiliates?|divisions?|colleagues?|staff|employees?|engineers?|contractors?|factor(?:y|ies)|"
    r"warehouses?|servers?|clusters?|data ?cent(?:er|re)s?|clinics?|schools?|charit(?:y|ies)|councils?|operations|"
    r"cloud region|airports?|broadcaster|newspaper"
)
_USERS_EN = (
    r"users?|customers?|clients?|consumers?|visitors?|market|audience|readers?|players?|patients?|citizens|traffic|"
    r"visits|downloads|orders|sales|revenue|sign-?ups|subscribers?|members|accounts|students|viewers|listeners|"
    r"shoppers|buyers|residents|learners|tenants"
)
_COMPANY_ZH = (
    r"公司|企业|团队|银行|初创|创业|医院|政府|子公司|总部|机构|大学|高校|学校|实验室|厂商|开发者|工作室|集团|主体|"
    r"法人|客户公司|保险|分部|分支|分店|门店|办公室|办事处|同事|员工|服务器|机房|数据中心|节点|工厂|研发|部门|业务|项目"
)
_USERS_ZH = (
    r"用户|客户|消费者|市场|访客|玩家|读者|患者|居民|流量|访问量?|订单|销售额?|买家|商家|卖家|顾客|粉丝|观众|网友|学生|"
    r"会员|受众|订阅者|站(?![点在队稳出])"
)
_IN_EN = (
    r"(?:based|located|headquartered|registered|incorporated|sits?|HQ(?:'d|ed)?|headquarters|offices?|from|in|at|"
    r"of|out of|domiciled|operate|operating|near|between|across)"
)
_REACH_EN = (
    r"(?:launch|expand|roll|releas|market|ship|stream|sell|sold|offer|distribut|go(?:ing|es)? live|export|deliver|"
    r"available|cater)\w*"
)
_MOVED_EN = r"\b(?:mov|relocat|migrat|transferr)(?:e|es|ed|ing)?\b[^.;?!]{0,40}"
_MOVED_AWAY = re.compile(
    r"\b(?:mov|relocat)(?:e|es|ed|ing)?\b(?: (?:our|the|its|my|all|legal|company|business|firm|HQ|headquarters|head|"
    r"main|seat|"
    r"registered|offices?|staff|team|everything|away|out|here|over|back))* from (?:the )?$",
    re.I,
)
_NEVER_OUT_EN = (
    r"(?:\b(?:no|not|never|nobody|none|without)\b|n['’]t\b)[^.;?!,]{0,30}\b"
    r"(?:outside(?: of)?|leav(?:e|es|ing)|left)(?: of)? (?:the )?$"
)
_LETS_IN = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bwithout) (?:\w+ )?(?:exclud\w*|geo-?block\w*|block\w*) (?:the )?$|"
    r"[不没未](?:有|会|曾)?(?:排除|屏蔽)了?$|不(?:限于|局限于|止在?)$",
    re.I,
)
"""Who excludes no place is there."""
_BESIDE = re.compile(r"\b(?:just |right |shortly )?outside(?: of)? $", re.I)
"""Who is outside a city is beside it, and who has nothing outside a country is in it."""
_OUTSIDE = re.compile(
    r"(?:\b(?:outside(?: of)?|except(?: for| in)?|excluding|other than|apart from|geo-?block\w*|"
    r"we (?:\w+ )?(?:exclude|block)) (?:the )?|(?<![A-Za-z])non-|排除了?|屏蔽了?|不含|不包括|不包含)$",
    re.I,
)
_LEFT_OUT = re.compile(
    r" excluded\b| aside\b|除外|(?:以外|之外)(?!.{0,12}[还也])|"
    r"的?(?:用户|客户)?(?:我们)?(?:会|都|一律|全部|全)?(?:屏蔽|排除|不服务|不做)",
    re.I,
)
_LISTED = re.compile(r"(?:^|[:：,，;；+%(（、]|\bincl(?:\.|uding)?)\s*$")
_ENDS = re.compile(r"\s*(?:[,，;；.。?？+&/、)）]|$|and\b|here\b)", re.I)
_MADE = re.compile(
    r"\b(?:we|our|us|my|products?|goods|machines|devices|hardware)\b[^.;?!]{0,40}\bmade in (?:the )?$", re.I
)
_PASSING = re.compile(r"\b(?:made|laws?|regulations?|courts?) (?:in|of) (?:the )?$", re.I)
_AND = re.compile(
    r"\s*(?:(?:[,，、/&+]|和|及|以及|与|跟|还有|或|也|包括|甚至|"
    r"\b(?:and|or|plus|as well as|then|also|in|the|from|incl\.?|including|partly|even|with)\b)\s*){1,5}",
    re.I,
)


@dataclass(frozen=True)
class Place:
    """A place found in text, as its code, and whose it is."""

    code: str
    whose: Whose


@dataclass(frozen=True)
class _Seen:
    """A place named in a text, with whose it is where the words around it say."""

    code: str
    whose: Whose | None
    start: int
    end: int


@cache
def _data() -> Any:
    return yaml.safe_load(files("knowledge").joinpath("facts/territories.yaml").read_text("utf-8"))


@cache
def _names() -> dict[str, str]:
    named = _data()["names"].items()
    return {name.lower(): code for code, words in named for name in (*words["en"], *words["zh"])}


@cache
def _pattern() -> re.Pattern[str]:
    by_length = sorted(_names(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in by_length if name.isascii() or re.match(r"[A-Za-zÀ-ɏ]", name))
    han = "|".join(re.escape(name) for name in by_length if re.match(r"[一-鿿]", name))
    return re.compile(rf"(?<![A-Za-z])(?:{latin})(?![A-Za-z])|(?:{han})", re.I)


def places(text: str) -> list[Place]:
    """Every place that the text says the company or its users sit in, in order."""
    return [Place(one.code, one.whose) for one in _shared(_seen(text), text) if one.whose]


def named(text: str) -> list[str]:
    """The code of every place that a text names, whoever sits there: for a box that holds nothing but places."""
    return [code for code, _, _, _ in _spots(text)]


def alone(text: str) -> tuple[str, ...]:
    """The codes of places that are all a message names: `那欧盟呢？`, `and in the EU?`. Whose they are is open."""
    rest = _pattern().sub("", text)
    return tuple(named(text)) if rest != text and _NO_MORE.fullmatch(rest) else ()


_NO_MORE = re.compile(
    r"(?:[\s,，.。?？!！、]|\b(?:and|or|but|so|what|how|about|if|in|for|within|inside|the|then|too|as|well|is|it|we|are|"
    r"were|there|same|to|of)\b|[那在换成到是如果要的话呢吧吗么和与或也行可以能怎样若放])*",
    re.I,
)


def name_of(code: str, *, chinese: bool) -> str:
    """A place's own name."""
    words = _data()["names"].get(code)
    return str(words["zh" if chinese else "en"][0]) if words else code


_AROUND = 160
"""Characters around a place that tell whose it is."""


def _spots(text: str) -> Iterator[tuple[str, int, int, re.Match[str]]]:
    """Every place that is named: its country, where its name stands with its state, and the name by itself."""
    past = 0
    for match in _pattern().finditer(text):
        if match.start() >= past:
            code, start, past = _namesake(text, match)
            yield code, start, past, match


def _seen(text: str) -> list[_Seen]:
    """Every place named; one that is said to be left out, or that only looks like a place, is not there."""
    found: list[_Seen] = []
    for code, start, past, match in _spots(text):
        before, after = text[max(0, start - _AROUND) : start], text[past : past + _AROUND]
        common = match[0] in _data()["capital"] and not after.startswith("-based")
        of_that = match[0] in ("境内", "国内", "大陆") and found and found[-1].end == match.start()
        if not (common or of_that or _left_out(before, after, match[0])):
            whose = _whose(before, after, match[0]) or ("users" if _LETS_IN.search(before) else None)
            found.append(_Seen(code, whose, start, past))
    return found


def _namesake(text: str, match: re.Match[str]) -> tuple[str, int, int]:
    """The country of a place and where its name stands, with its state: `Paris, Texas` is American. Letters that are
    its own country's or a province's there tell of no other: `Milan, MI`, `Bratislava, SK`."""
    code = _names()[match[0].lower()]
    for country, behind, ahead in () if match[0].lower() in _regions() else _states():
        state = behind.match(text, match.end())
        if state and code != "GE" and state[0].strip(", ") not in (code, *_data()["provinces"].get(code, ())):
            return country, match.start(), state.end()
        if state := ahead.search(text[max(0, match.start() - _AROUND) : match.start()]):
            return country, state.start(), match.end()
    return code, match.start(), match.end()


@cache
def _states() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            country,
            re.compile(rf", ?(?:(?:{'|'.join(map(re.escape, (*one['en'], *one['short'])))}))(?![A-Za-z])"),
            re.compile(rf"(?:{'|'.join(one['zh'])})[州省]?的?$"),
        )
        for country, one in _data()["states"].items()
    )


@cache
def _regions() -> frozenset[str]:
    """Names that are larger than a city: those listed, and every country's own, which stands first."""
    own = (words["en"][0] for words in _data()["names"].values())
    return frozenset(name.lower() for name in (*_data()["regions"], *own))


def _left_out(before: str, after: str, name: str) -> bool:
    if re.search(_NEVER_OUT_EN, before, re.I) or re.match(r"(?:以外|之外)[^，。]{0,6}(?:没|不|无)", after):
        return False
    if _LETS_IN.search(before) or (re.search(r"不[在去]?$", before) and re.match(r"(?:以外|之外)", after)):
        return False
    beside = _BESIDE.search(before) and name.lower() not in _regions()
    if denied(before + after, len(before)) or (_OUTSIDE.search(before) and not beside) or _MOVED_AWAY.search(before):
        return True
    if re.search(r"从$", before) and re.match(r"[^，。]{0,4}(?:搬|迁|移居|转移)", after):
        return True
    if _PASSING.search(before) and not _MADE.search(before):
        return True
    return bool(_LEFT_OUT.match(after) or (re.search(r"除了?$", before) and re.match(r"外(?!.{0,12}[还也])", after)))


def _shared(seen: list[_Seen], text: str) -> list[_Seen]:
    """Places joined by `and` are the same one's: `offices in Tokyo and London`, `德国和法国的用户`."""
    pairs = [(i - 1, i) for i in range(1, len(seen))]
    for known, open_ in (*pairs, *((second, first) for first, second in reversed(pairs))):
        first, second = sorted((known, open_))
        if seen[open_].whose is None and _AND.fullmatch(text[seen[first].end : seen[second].start]):
            seen[open_] = replace(seen[open_], whose=seen[known].whose)
    return seen


def _whose(before: str, after: str, name: str) -> Whose | None:
    if re.match(r"[一-鿿]", name):
        return _whose_zh(before, after, name)
    return _whose_en(before, after, language=name.capitalize() in _data()["languages"])


def _whose_en(before: str, after: str, *, language: bool) -> Whose | None:
    """A word that is a language as well names a place only by what it stands before."""
    own = re.match(rf"['’]?s?(?:[ -]\w+){{0,2}}?[ -](?:{_COMPANY_EN})\b", after, re.I)
    theirs = re.match(rf"(?:an|n)?(?:[ -](?:based|end|paying|enterprise))*[ -](?:{_USERS_EN})\b", after, re.I)
    if theirs or (not language and _users_before(before, direct=not own)):
        return "users"
    ours = re.search(r"\b(?:we(?:['’]re| are)|I(?:['’]m| am)|our \w+ is)(?: an?)? $", before, re.I)
    if own or ours or (not language and _company_before(before)):
        return "company"
    return None if language else _listed(before, after)


def _listed(before: str, after: str) -> Whose | None:
    """A place by itself between commas is a seat, or the users' where they were spoken of: `users: 80% US, 20% UK`."""
    if not (_LISTED.search(before) and _ENDS.match(after)):
        return None
    return "users" if re.search(rf"\b(?:{_USERS_EN})\b[^.;?!]*$", before, re.I) else "company"


def _users_before(before: str, *, direct: bool) -> bool:
    told = re.search(
        rf"\b(?:{_USERS_EN})\b(?: (?:who|that|are|is|sit|live|located|based|mostly|mainly|largely|partly|not|only|"
        rf"just|all|also|"
        rf"comes?|coming))* (?:in|from|across|throughout|to|outside|outside of) (?:the )?$",
        before,
        re.I,
    )
    served = re.search(
        rf"\b(?:serv(?:e|es|ing)|{_REACH_EN}(?: \w+){{0,2}}? (?:to|in|into|across)|for the) (?:the )?$", before, re.I
    )
    return bool(told or (served and direct))


def _company_before(before: str) -> bool:
    return bool(
        re.search(rf"\b{_IN_EN}[: ]+(?:the |mainland |central |\w+, )?$", before, re.I)
        or re.search(rf"{_MOVED_EN}\bto (?:the )?$|{_NEVER_OUT_EN}|{_BESIDE.pattern}", before, re.I)
        or _MADE.search(before)
        or re.search(r"\bHQ:? ?\(?$|\bcompany: ?$|\bterritory:? ?$", before, re.I)
        or re.search(rf"\b(?:{_COMPANY_EN})(?: ?[(（]|[,:]? )$", before, re.I)
    )


def _whose_zh(before: str, after: str, name: str) -> Whose | None:
    if re.search(
        rf"(?:{_USERS_ZH})[里中]?(?:主要|都|大多|全|也|还|有[^，。；在公企总]{{0,6}})?"
        r"(?:在|来自|位于|是|不[止只仅]在?)$",
        before,
    ) or re.match(
        rf"的?(?:终端|个人|企业|付费)?(?:{_USERS_ZH})|"
        rf"(?:以外|之外)[^，。]{{0,4}}[没无]有?(?:{_USERS_ZH})",
        after,
    ):
        return "users"
    if re.search(rf"(?:{_COMPANY_ZH}) ?[(（]$", before):
        return "company"
    if re.search(r"(?:面向|服务于?|卖到|卖给|出海到?|销往|供|推向|发往|发到|覆盖|进入|开拓|拓展)了?$", before) or (
        re.search(r"给$", before) and re.match(r"的?人", after)
    ):
        return "users"
    return "company" if name[-1] in "企资" or _company_zh(before, after) else None


def _company_zh(before: str, after: str) -> bool:
    return bool(
        re.match(rf"的?(?:[一-鿿]{{0,3}})(?:{_COMPANY_ZH})", after)
        or re.search(
            r"(?:在|位于|注册于|来自|总部(?:设)?在|地处|设于|总部|注册地(?:在|是|为)?|"
            r"搬[到去至]了?|迁[到往至]了?|移居|不出|不离开|"
            r"我们是|我司是|我方是|坐标)(?:一家)?$",
            before,
        )
        or re.match(r"(?:以外|之外)[^，。]{0,6}(?:没|不|无)", after)
        or re.match(r"(?:注册|境内|本地|部署|上线|运营|这边|那边|商用|落地|使用|开发|也要?用|也有)", after)
    )
