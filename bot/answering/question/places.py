"""Countries, the EU and cities named in a question, and whether they are the company's or its users'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

_COMPANY_EN = (
    r"compan(?:y|ies)|start-?ups?|firms?|banks?|teams?|business(?:es)?|subsidiar(?:y|ies)|entit(?:y|ies)|corporation|"
    r"enterprises?|developers?|studios?|labs?|hospitals?|universit(?:y|ies)|agenc(?:y|ies)|insurers?|GmbH|Ltd|SMEs?|"
    r"publishers?|retailers?|manufacturers?|vendors?|organi[sz]ations?|ministry|government|HQ|headquarters|office|"
    r"entity|freelancers?|consultanc(?:y|ies)|shops?|group|parent|based|licensee|provider|maker|integrator|telco"
)
_USERS_EN = r"users?|customers?|clients?|consumers?|visitors?|market|audience|readers?|players?|patients?|citizens"
_COMPANY_ZH = (
    r"公司|企业|团队|银行|初创|创业|医院|政府|子公司|总部|机构|大学|高校|学校|实验室|厂商|开发者|工作室|集团|主体|"
    r"法人|客户公司|保险"
)
_USERS_ZH = r"用户|客户|消费者|市场|访客|玩家|读者|患者|居民"
_IN_EN = (
    r"(?:based|located|headquartered|registered|incorporated|sits?|HQ(?:'d|ed)?|headquarters|offices?|from|in|at|"
    r"of|out of|domiciled|operate|operating)"
)


@dataclass(frozen=True)
class Place:
    """A place found in text, as its code, and whose it is."""

    code: str
    whose: str
    """`company` or `users`."""


@cache
def _names() -> dict[str, str]:
    data = yaml.safe_load(files("knowledge").joinpath("facts/territories.yaml").read_text("utf-8"))
    named = data["names"].items()
    return {name.lower(): code for code, words in named for name in (*words["en"], *words["zh"])}


@cache
def _pattern() -> re.Pattern[str]:
    by_length = sorted(_names(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in by_length if name.isascii() or re.match(r"[A-Za-zÀ-ɏ]", name))
    han = "|".join(re.escape(name) for name in by_length if re.match(r"[一-鿿]", name))
    return re.compile(rf"(?<![A-Za-z])(?:{latin})(?![A-Za-z])|(?:{han})", re.I)


def places(text: str) -> list[Place]:
    """Every place that the text says the company or its users sit in, in order."""
    found = []
    for match in _pattern().finditer(text):
        code = _names()[match[0].lower()]
        if match[0].islower() and match[0].isascii() and len(match[0]) <= 3:
            continue
        whose = _whose(text[: match.start()], text[match.end() :], match[0])
        if whose:
            found.append(Place(code, whose))
    return found


def _whose(before: str, after: str, name: str) -> str | None:
    return _whose_zh(before, after) if re.match(r"[一-鿿]", name) else _whose_en(before, after)


def _whose_en(before: str, after: str) -> str | None:
    if re.search(
        rf"\b(?:{_USERS_EN})\b(?: (?:are|is|sit|live|located|based|mostly|only|all|also))* (?:in|from|across|"
        rf"throughout) (?:the )?$",
        before,
        re.I,
    ):
        return "users"
    if re.match(rf"(?:an|n)?(?:[ -](?:based|end|paying|enterprise))*[ -](?:{_USERS_EN})\b", after, re.I):
        return "users"
    if re.search(
        r"\b(?:serv(?:e|es|ing)|sell(?:s|ing)?(?: \w+)? (?:to|in|into)|available (?:in|to)|for) (?:the )?$",
        before,
        re.I,
    ) and not re.match(rf"[ -](?:{_COMPANY_EN})\b", after, re.I):
        return "users" if not re.search(r"\bfor (?:an? )?$", before, re.I) else None
    if re.match(rf"['’]?s?(?:[ -]\w+){{0,2}}?[ -](?:{_COMPANY_EN})\b", after, re.I):
        return "company"
    if re.search(rf"\b{_IN_EN}[: ]+(?:the |mainland |\w+, )?$", before, re.I) or re.search(
        r"\bHQ:? ?\(?$|\bcompany: ?$|\bterritory:? ?$", before, re.I
    ):
        return "company"
    if re.search(rf"\b(?:{_COMPANY_EN}) ?[(（]$", before, re.I):
        return "company"
    if re.search(r"\b(?:we(?:'re| are)|I(?:'m| am)|our \w+ is)(?: an?)? $", before, re.I):
        return "company"
    return None


def _whose_zh(before: str, after: str) -> str | None:
    if re.search(rf"(?:{_USERS_ZH})(?:主要|都|大多|全)?(?:在|来自|位于|是)$", before) or re.match(
        rf"的?(?:终端|个人|企业|付费)?(?:{_USERS_ZH})", after
    ):
        return "users"
    if re.search(rf"(?:{_COMPANY_ZH}) ?[(（]$", before):
        return "company"
    if re.search(r"(?:面向|服务于?|卖到|卖给|出海到?|销往|供)$", before):
        return "users"
    if re.match(rf"的?(?:[一-鿿]{{0,3}})(?:{_COMPANY_ZH})", after) or re.search(
        r"(?:在|位于|注册于|来自|总部(?:设)?在|地处|设于|总部|注册地(?:在|是|为)?|我们是|我司是|我方是)(?:一家)?$",
        before,
    ):
        return "company"
    if re.match(r"(?:注册|境内|本地|部署|上线|运营|这边|商用|落地|使用|开发)", after):
        return "company"
    return None
