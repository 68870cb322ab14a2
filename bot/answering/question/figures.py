"""Users, visits and revenue with their period and moment, read from a question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

from bot.answering.question.around import (
    LIMIT,
    NOW,
    PAST,
    PRESENT,
    RELEASE,
    SUPERSEDED,
    UNDATED,
    Around,
    around,
    goes_on,
    kind_of,
    theirs,
)
from bot.answering.question.quantities import Quantity, amounts, tidy
from knowledge.permission.facts import ROUGH_USD
from knowledge.records.use import Money, RevenueScope

_MONTHS = {
    m: n for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_DATED = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (20\d\d)\b|(20\d\d)\s?年\s?(\d{1,2})\s?月|"
    r"\b(20\d\d)-(\d{2})\b",
    re.I,
)
_CLAUSE = re.compile(
    r"[。！？!?；;\n]|(?<!\d)[，,]|[，,](?!\d)|(?<!\bRs)(?<!\bvs)(?<!Mio)(?<!mio)(?<!mln)(?<!Mrd)\.(?=\s|$)|"
    r"\bbut\b|\band (?=now|today|has|currently)|\bthen\b|"
    r"、|\(|\)|（|）"
)
_OTHER = re.compile(
    r"\s*(?:%|tokens?|tok\b|token|参数|GPU|卡|张|台|个月|年|月(?!活|访|用|度|入|均|流|营|收)|天|hours?\b|小时|"
    r"months?\b|days?\b|years?\b|日(?!活)|条|-?\s?(?:param|model\b|checkpoint)|模型|requests?\b|messages?\b|quer(?:y|ies)\b|"
    r"calls?\b|images?\b|documents?\b|rows?\b|records?\b|downloads?\b|installs?\b|次(?!访)|请求|消息|下载|文档|篇)",
    re.I,
)
MOST_PEOPLE = 5 * 10**9
"""More than any product has as users: a number above it counts something else, such as parameters."""


@dataclass(frozen=True)
class _Reading:
    """One figure as read: its slot and value, when it held, and whether it is said to be exceeded."""

    slot: str
    value: int | Money
    when: int
    year: int | None = None
    exceeded: bool = False
    arrives: bool = False
    loose: bool = False
    """Users of no stated period, which count only where monthly ones are not given."""

    limit: bool = False
    """Whether it is named as a limit: not the team's own, where another is given."""

    part: str = ""
    """What part of a whole it is."""

    total: bool = False
    """Whether it is said to be the whole."""

    added: bool = False
    """Whether it is said to come on top."""

    @property
    def measure(self) -> str:
        """What it competes with: a month's revenue with a year's."""
        return "revenue" if isinstance(self.value, Money) else self.slot

    @property
    def weight(self) -> tuple[Decimal, int]:
        """How much it counts: amounts in one currency, the wider of two equal ones first."""
        if isinstance(self.value, Money):
            return self.value.amount * ROUGH_USD.get(self.value.currency, Decimal(1)), self.width
        return Decimal(self.value), 0

    @property
    def width(self) -> int:
        """Whose revenue it is, the widest last."""
        scope = self.value.scope if isinstance(self.value, Money) else None
        return (None, "product", "entity", "affiliates", "group").index(scope)


MOST = 150
"""Figures of one text that are compared."""


def figures(text: str, released: tuple[date, ...] = ()) -> dict[str, Any]:
    """Slots of users and revenue. `released`: dates of the models asked about, to place a dated count.

    Of several figures of one measure the newer counts where it is said which that is, else the largest.
    """
    found: dict[str, Any] = {}
    readings = list(islice(_readings(text, released), MOST))
    for measure in dict.fromkeys(one.measure for one in readings):
        current = _current([one for one in readings if one.measure == measure])
        for slot in dict.fromkeys(one.slot for one in current):
            own = [one for one in current if one.slot == slot]
            best = max((*own, *_sums(own)), key=lambda one: one.weight)
            found[slot] = best.value
            if any(one.exceeded for one in current if one.slot == slot and one.weight == best.weight):
                found["above"] = (*found.get("above", ()), slot)
    return found


def _sums(readings: list[_Reading]) -> Iterator[_Reading]:
    """What parts of one whole come to: `on iOS` and `on Android`; nothing where the whole itself is given."""
    if any(one.total for one in readings):
        return
    on_top = [one for one in readings if one.added and not one.limit]
    below = [one for one in readings if not one.added and not one.limit]
    if on_top and below:
        most = max(below, key=lambda one: one.weight)
        if len({_unit(one.value) for one in (most, *on_top)}) == 1:
            yield replace(most, value=_added([one.value for one in (most, *on_top)]))
    for family in dict.fromkeys(one.part.split()[0] for one in readings if one.part):
        parts: dict[str, _Reading] = {}
        for one in readings:
            if one.part.startswith(family) and not one.limit:
                parts[one.part] = max(parts.get(one.part, one), one, key=lambda each: each.weight)
        chosen = [one for name, one in parts.items() if not any(name.startswith(f"{whole} ") for whole in parts)]
        if len(chosen) > 1 and len({_unit(one.value) for one in chosen}) == 1:
            widest = max(chosen, key=lambda one: one.width)
            yield replace(widest, value=_added([one.value for one in chosen]))


def _unit(value: int | Money) -> str | None:
    return value.currency if isinstance(value, Money) else None


def _added(values: list[int | Money]) -> int | Money:
    """The sum, of the scope of the widest."""
    money = [one for one in values if isinstance(one, Money)]
    if not money:
        return sum(one for one in values if isinstance(one, int))
    scope = next((one.scope for one in money if one.scope), None)
    return money[0].model_copy(update={"amount": tidy(sum((one.amount for one in money), Decimal())), "scope": scope})


def _current(readings: list[_Reading]) -> list[_Reading]:
    """Without what a later figure took the place of; a narrower one takes no wider one's place."""
    ends = [at for at, one in enumerate(readings) if one.arrives]
    aged = [
        replace(one, when=PAST) if one.when == UNDATED and any(at < end for end in ends) else one
        for at, one in enumerate(readings)
    ]
    kept = [one for one in aged if not any(_replaces(other, one) for other in aged)]
    monthly = [one for one in kept if not one.loose]
    return monthly or kept


def _replaces(new: _Reading, old: _Reading) -> bool:
    if new.width < old.width:
        return False
    if old.limit or new.limit:
        return old.limit and not new.limit and new.when >= UNDATED
    if old.when == SUPERSEDED:
        return new.when > SUPERSEDED
    if old.when != PRESENT and new.when == PRESENT:
        return old.when == PAST or old.year is not None
    return old.when != PRESENT and None not in (old.year, new.year) and (new.year or 0) > (old.year or 0)


def _readings(text: str, released: tuple[date, ...]) -> Iterator[_Reading]:
    """Every figure of the team, in the order of the text."""
    state: str | None = None
    lead, last = "", _Said()
    chinese = bool(re.search(r"[一-鿿]", text))
    foreign = False
    for clause, opens in _clauses(text):
        kind, follows = kind_of(clause, state)
        stays = foreign and not opens and goes_on(clause)
        if not kind and foreign and theirs(clause) is False:
            kind, follows = state, True
        found = [one for one in amounts(_DATED.sub(lambda m: " " * len(m[0]), clause)) if _is_figure(clause, one)]
        for each in around(clause, found[:MOST]):
            one = replace(each, lead=lead)
            other = theirs(one.clause[: one.quantity.start])
            if other or (other is None and stays):
                last = _Said(one.period(), None, one.quantity.currency)
                continue
            counts = one.kind() or (kind if not (one.quantity.currency and kind != "revenue") else None)
            if counts == "revenue" and (one.quantity.currency or one.quantity.value >= 1000):
                last = _said(one, lead, last if follows else _Said())
                yield _revenue(one, last, "CNY" if chinese else "USD")
            elif counts not in (None, "revenue", "cost") and not one.quantity.currency:
                yield from _count(one, str(counts), released)
            lead = ""
        lead = clause[found[-1].end :] if found else f"{lead} {clause}"
        state = kind or state
        named = theirs(clause)
        foreign = (foreign and not opens and (stays or not found)) if named is None else named


def _clauses(text: str) -> Iterator[tuple[str, bool]]:
    """Each clause, and whether it opens a sentence."""
    at, opens = 0, True
    for stop in (*_CLAUSE.finditer(text), None):
        clause = text[at : stop.start() if stop else len(text)]
        if clause.strip():
            yield clause, opens
            opens = False
        at = stop.end() if stop else at
        opens = opens or bool(stop and stop[0] and stop[0] in "。！？!?；;\n.")


def _is_figure(clause: str, quantity: Quantity) -> bool:
    """Whether a number is money or a count; those by another unit (tokens, GPUs, %, parameters, years) are not."""
    if quantity.currency:
        return True
    written = clause[quantity.start : quantity.end]
    is_year = 1990 <= quantity.value <= 2100 and not re.search(r"[万亿kKmM.]", written)
    return quantity.value >= 10 and not is_year and not _OTHER.match(clause, quantity.end)


def _value(one: Around) -> Decimal:
    """The amount; 120.000 without a unit is written with the thousands' dot of the Continent."""
    written = one.clause[one.quantity.start : one.quantity.end]
    dotted = one.quantity.scale == 1 and re.search(r"(?<![\d.])[1-9]\d{0,2}\.\d{3}(?![\d.])", written)
    return tidy(one.quantity.value * (1000 if dotted else 1) * one.times)


def _count(one: Around, kind: str, released: tuple[date, ...]) -> Iterator[_Reading]:
    value = int(_value(one))
    slot = kind
    if kind == "visits":
        slot = "visits_per_month"
        value = value * (30 if one.says(r"(?:\ba|per|each|every) day|daily|每天|日") else 1)
    elif value > MOST_PEOPLE:
        return
    elif kind != "dau":
        slot = _moment(one, released)
    read = _Reading(slot, value, one.when(), one.year, _exceeded(one), one.arrives, kind == "users", _is_limit(one))
    yield replace(read, part=one.part, total=one.is_total, added=one.is_added)


def _moment(one: Around, released: tuple[date, ...]) -> str:
    """The slot of a count of users: of the month before the release, or of now."""
    own = one.near if one.alone or one.says(rf"{NOW}|{RELEASE}") or _DATED.search(one.near) else one.clause
    if re.search(RELEASE, own, re.I):
        return "mau_at_release"
    stated = _DATED.search(own)
    if stated and not re.search(NOW, own, re.I) and any(_just_before(_month(stated), day) for day in released):
        return "mau_at_release"
    return "mau_now"


def _month(match: re.Match[str]) -> int:
    if match[1]:
        return int(match[2]) * 12 + _MONTHS[match[1].lower()]
    return int(match[3] or match[5]) * 12 + int(match[4] or match[6])


def _just_before(month: int, released: date) -> bool:
    return month in {released.year * 12 + released.month - 1, released.year * 12 + released.month}


@dataclass(frozen=True)
class _Said:
    """What was said of a revenue that the next one may leave out."""

    periods: Fraction | None = None
    scope: RevenueScope | None = None
    currency: str | None = None


def _said(one: Around, lead: str, last: _Said) -> _Said:
    whole = replace(one, before=one.clause[: one.quantity.start], after=one.clause[one.quantity.end :])
    periods = one.period() or whole.period() or last.periods
    return _Said(periods, one.scope(lead) or last.scope, one.quantity.currency or last.currency)


def _revenue(one: Around, said: _Said, currency: str) -> _Reading:
    """Of a month or of a year: quarters, weeks and days are made into a year."""
    monthly = said.periods == 12
    times = Fraction(1) if monthly else said.periods or Fraction(1)
    amount = (_value(one) * times.numerator / times.denominator).quantize(Decimal("0.01"))
    money = Money(amount=tidy(amount), currency=said.currency or currency, scope=said.scope)
    slot = "monthly_revenue" if monthly else "annual_revenue"
    read = _Reading(slot, money, one.when(), one.year, _exceeded(one), one.arrives, limit=_is_limit(one))
    return replace(read, part=one.part, total=one.is_total, added=one.is_added)


_OVER = re.compile(
    r"\b(?:over|more than|above|exceed(?:s|ed|ing)?|(?:great|larg|bigg|high)er than|upwards of|in excess of|"
    r"north of|beyond|past|surpass(?:es|ed|ing)?|(?:cross|pass|topp?|break|clear)(?:es|s|ed|ing)?|broken?|at least|"
    r"no less than|multi-)"
    r"(?:\s+(?:the|our|first))*\s*$|"
    r"(?:超过|超出|超越|超|大于|高于|逾|多于|不止|不下|至少|起码|不少于|不低于|突破|冲破|跨过|越过|冲过|站上|(?<![通经路])过|破)了?\s*$",
    re.I,
)
_DENIED = re.compile(
    r"(?:\bnot|n't|\bnever|\bno|\bnearly|\balmost|\babout to|\bclose to|\byet to|\bturn(?:s|ed|ing)?)"
    r"\s+(?:yet |ever |even )?$|"
    r"(?:不(?:会|能|到|曾)?|没有?|未曾?|即将|将要?|将近|接近|快要?|差点|马上(?:就)?要?)$",
    re.I,
)
_AND_MORE = re.compile(
    r"\s*-?plus\b|[^,;.\d]{0,30}?(?:\b(?:and|&) (?:still |is )?(?:growing|counting|rising|climbing|change|more|up)\b|"
    r"\bor (?:more|above|higher)\b)|\s*(?:个|人|用户|月活|美[元金]|元|块|刀)*\s*"
    r"(?:出头|以上|开外|有余|往上|多一?点|打底)",
    re.I,
)


def _exceeded(one: Around) -> bool:
    """`over 100M`, `just crossed 100M`, `100M+`, `刚过一亿`, `1亿出头`: the figure itself is a lower bound."""
    start, end = one.quantity.start, one.quantity.end
    written, before = one.clause[start:end].strip(), one.clause[:start]
    if re.search(r"figure|位数|\+|[\d十百千万亿]\s*[多余]", written, re.I) or _AND_MORE.match(one.clause, end):
        return True
    if re.search(r"上\s*$", before) and re.match(r"[十百千万亿]", written):
        return True
    over = _OVER.search(before)
    return bool(over) and not _DENIED.search(before[: over.start() if over else 0])


def _is_limit(one: Around) -> bool:
    """A limit that was crossed tells of the team as well."""
    return one.says(LIMIT) and not _exceeded(one)
