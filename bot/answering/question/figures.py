"""Users, visits and revenue with their period and moment, read from a question."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from bot.answering.question.quantities import Quantity, quantities, tidy
from knowledge.records.use import Money, RevenueScope

_MAU = (
    r"\bMAUs?\b|\bmonthly[- ]active(?: users?| people)?\b|\bmonthly actives\b|\bmonthly users\b|\busers? (?:a|per|"
    r"each|every) month\b|\busers?/mo(?:nth)?\b|\bactive users\b|月活跃?(?:用户)?|月度活跃|每月活跃|月用户"
)
_USERS = r"\busers?\b|\bpeople use\b|\bcustomers\b|\bsubscribers\b|用户|注册用户|人(?:在|使)?用"
_DAU = (
    r"\bDAUs?\b|\bdaily[- ]active(?: users?)?\b|\bdaily users\b|\busers? (?:a|per|each|every) day\b|"
    r"日活跃?(?:用户)?|日均?用户|每天[^，。]{0,6}用户"
)
_VISITS = r"\bvisits?\b|\bvisitors?\b|\bpage ?views?\b|\bhits\b|月?访问量?|访客|浏览量|人次"
_REVENUE = (
    r"\bARR\b|\bMRR\b|\brevenues?\b|\bturnover\b|\bturns? over\b|\bsales\b|\bincome\b|\bearn(?:s|ing|ings)?\b|"
    r"\bmak(?:e|es|ing)\b|营收|收入|营业额|销售额|流水|经常性收入|进账"
)
_MONTHLY = (
    r"\bMRR\b|\bmonthly\b|\b(?:a|per|each|every) month\b|/mo(?:nth)?\b|(?:每|一个?|单|个)月|月(?:度|均)?(?:营收|"
    r"收入|营业额|流水|销售)"
)
_RELEASE = (
    r"\b(?:at|on|by|before|in the month before|the month before|when|as of|around|when it (?:was )?|"
    r"prior to)\b[^,;.?!]{0,30}\b(?:release[d]?|launch(?:ed)?|came out|publication|dropped)\b|"
    r"\bat (?:the )?(?:time of )?(?:release|launch)\b|\brelease[- ](?:date|day|month)\b|\blaunch (?:day|month)\b|"
    r"发布(?:前|之前|时|日|当|那|之日|的时候|前一)|上线时|推出时|发布[^，。]{0,4}(?:月|天)"
)
_NOW = (
    r"\bnow\b|\bcurrent(?:ly)?\b|\btoday\b|\bthese days\b|\bat present\b|\bby now\b|\bnowadays\b|现在|目前|如今|"
    r"今天|当前|眼下|至今"
)
_MONTHS = {
    m: n for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_DATED = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (20\d\d)\b|(20\d\d)\s?年\s?(\d{1,2})\s?月|"
    r"\b(20\d\d)-(\d{2})\b",
    re.I,
)
_CLAUSE = re.compile(
    r"[。！？!?；;\n]|[，,](?!\d{3})|\.(?=\s|$)|\bbut\b|\band (?=now|today|has|currently)|\bthen\b|、|\(|\)|（|）"
)


def figures(text: str, released: tuple[date, ...] = ()) -> dict[str, Any]:
    """Slots of users and revenue. `released`: dates of the models asked about, to place a dated count."""
    found: dict[str, Any] = {}
    state: str | None = None
    for clause in _clauses(text):
        kind = _kind_of(clause, state)
        for quantity in quantities(_DATED.sub(lambda m: " " * len(m[0]), clause)):
            if slot := _slot(clause, quantity, kind, text, released):
                found[slot[0]] = _wider(found.get(slot[0]), slot[1])
                if found[slot[0]] == slot[1] and _exceeded(clause, quantity):
                    found["above"] = (*found.get("above", ()), slot[0])
        state = kind or state
    return found


_OVER = re.compile(
    r"(?<!not )(?<!no )(?<!n't )(?<!never )(?<!turn )(?<!turns )(?<!turned )"
    r"\b(?:over|more than|above|exceed(?:s|ed|ing)?|greater than|upwards of|"
    r"in excess of|north of|surpass(?:es|ed|ing)?)(?:\s+the)?\s*$|"
    r"(?<!不)(?<!没)(?<!没有)(?<!未)(?<!不会)(?:超过了?|大于|高于|逾|多于|不止|突破了?)\s*$",
    re.I,
)


def _exceeded(clause: str, quantity: Quantity) -> bool:
    """`over 100M`, `100M+`, `超过1亿`, `1亿多`: the figure itself is a lower bound."""
    after = clause[quantity.start : quantity.end + 2].strip()
    return bool(_OVER.search(clause[: quantity.start])) or bool(re.search(r"\+|[\d万亿]\s*多|以上", after))


def _wider(before: Any, now: Any) -> Any:
    """The first that was said; of two revenues the one that counts more: a group's before its subsidiary's."""
    if before is None or not isinstance(now, Money):
        return now if before is None else before
    return now if _rank(now) > _rank(before) else before


def _rank(money: Money) -> int:
    return (None, "product", "entity", "affiliates", "group").index(money.scope)


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause and clause.strip()]


def _kind_of(clause: str, before: str | None) -> str | None:
    """What the numbers of a clause count; "now has 900M" goes on from the clause before."""
    for name, pattern in (("dau", _DAU), ("mau", _MAU), ("visits", _VISITS), ("revenue", _REVENUE), ("users", _USERS)):
        if re.search(pattern, clause, re.I):
            return name
    return before if before and re.search(rf"{_NOW}|{_RELEASE}", clause, re.I) else None


def _slot(
    clause: str, quantity: Quantity, kind: str | None, text: str, released: tuple[date, ...]
) -> tuple[str, Any] | None:
    if quantity.currency or (kind == "revenue" and quantity.value >= 1000):
        return _revenue(clause, quantity, text) if re.search(_REVENUE, clause, re.I) else None
    if kind is None or kind == "revenue" or quantity.value < 10 or _is_other(clause, quantity):
        return None
    value = int(tidy(quantity.value))
    if kind == "dau":
        return "dau", value
    if kind == "visits":
        return (
            "visits_per_month",
            value * (30 if re.search(r"(?:\ba|per|each|every) day|daily|每天|日", clause, re.I) else 1),
        )
    return _moment(clause, released), value


def _is_other(clause: str, quantity: Quantity) -> bool:
    """Numbers that stand by another unit: tokens, GPUs, percentages, parameters, years."""
    after = clause[quantity.end : quantity.end + 14]
    return bool(
        re.match(
            r"\s*(?:%|tokens?|tok\b|token|参数|param|GPU|卡|张|台|个月|年|月(?!活|访|用|度)|天|hours?\b|小时|"
            r"months?\b|days?\b|years?\b|日(?!活))",
            after,
            re.I,
        )
        or (
            1990 <= quantity.value <= 2100
            and "." not in clause[quantity.start : quantity.end]
            and not re.search(r"[万亿kKmM]", clause[quantity.start : quantity.end])
        )
    )


def _moment(clause: str, released: tuple[date, ...]) -> str:
    if re.search(_RELEASE, clause, re.I):
        return "mau_at_release"
    stated = _DATED.search(clause)
    if stated and not re.search(_NOW, clause, re.I) and any(_just_before(_month(stated), day) for day in released):
        return "mau_at_release"
    return "mau_now"


def _month(match: re.Match[str]) -> int:
    if match[1]:
        return int(match[2]) * 12 + _MONTHS[match[1].lower()]
    return int(match[3] or match[5]) * 12 + int(match[4] or match[6])


def _just_before(month: int, released: date) -> bool:
    return month in {released.year * 12 + released.month - 1, released.year * 12 + released.month}


def _revenue(clause: str, quantity: Quantity, text: str) -> tuple[str, Money]:
    monthly = re.search(_MONTHLY, clause, re.I) and not re.search(r"\bARR\b|\bannual|\byear|年", clause, re.I)
    currency = quantity.currency or ("CNY" if re.search(r"[一-鿿]", text) else "USD")
    money = Money(amount=tidy(Decimal(quantity.value)), currency=currency, scope=_scope(clause))
    return ("monthly_revenue" if monthly else "annual_revenue"), money


def _scope(clause: str) -> RevenueScope | None:
    if re.search(r"\baffiliates?\b|关联(?:公司|方|企业)", clause, re.I):
        return "affiliates"
    if re.search(r"\bgroup\b|\bconsolidated\b|\bparent\b|集团|母公司|合并(?:营收|收入)", clause, re.I):
        return "group"
    if re.search(r"\bproduct(?:'s)? (?:revenue|ARR|makes|earns)|产品[^，。]{0,6}(?:收入|营收|流水)", clause, re.I):
        return "product"
    return (
        "entity"
        if re.search(r"\blegal entity\b|(?:公司|法人|主体)[^，。]{0,3}(?:年|月)?(?:收入|营收)", clause, re.I)
        else None
    )
