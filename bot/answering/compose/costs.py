"""Sentences of a cost comparison and of advice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.answering.compose import words
from bot.answering.compose.escape import escape, listed, named
from bot.answering.compose.evidence import Evidence
from bot.answering.findings import Finding
from knowledge.records.base import Language, Words

if TYPE_CHECKING:
    from knowledge.advice import Advice, Reason
    from knowledge.cost.answer import Assumption, CostAnswer
    from knowledge.cost.runs_on import RunsOn
    from knowledge.cost.shortlist import Candidate
    from knowledge.cost.side_by_side import Side

ASSUMED = 6
"""Assumptions that are named in the text; all of them are in the citations."""
_FIRST = ("rate ", "staff_per_month")
"""Assumptions that no bill may leave unsaid: what it was converted by, and people who are part of it."""
ASSUMED_HEAD = Words(en="Assumed (tell me yours):", zh="假设（可以告诉我你的数值）：")
_ALSO = Words(en="Cheaper than either:", zh="比两者都省：")
_HYBRID = Words(
    en="{count} own replica(s) for the base load and the API for the rest, {month} a month.",
    zh="{count} 个自建副本跑基本负载，其余走 API，每月 {month}。",
)
_TITLES = {
    "api": Words(en="API price", zh="API 价格"),
    "gpus": Words(en="GPU data", zh="GPU 参数"),
    "gpu_hour": Words(en="GPU price", zh="GPU 价格"),
    "tokens_per_second": Words(en="throughput", zh="吞吐量"),
    "currency": Words(en="exchange rate", zh="汇率"),
    "other": Words(en="cost record", zh="成本记录"),
}
REASONS = 6
LISTED = 4
_CHOICE = {
    "api": Words(en="Start with an API.", zh="先用 API。"),
    "self-host": Words(en="Host it yourselves.", zh="自己部署。"),
    "hybrid": Words(
        en="Both: own machines for the base load, an API for the rest.", zh="混合：自建跑基本负载，其余用 API。"
    ),
}
_NONE_FITS = Words(en="No model on record is known to meet all of that.", zh="记录中没有能确认满足全部条件的模型。")
_SHORTLIST = Words(en="Short list:", zh="候选模型：")
_NO_WEIGHTS = Words(
    en="*{name}* cannot be run on your own machines: its weights are not published.",
    zh="*{name}* 不能自己部署：没有公开权重。",
)
_NO_SIZE = Words(
    en="I don't know what *{name}* runs on: no record says how large it is.",
    zh="无法判断 *{name}* 需要什么硬件：没有记录说明它有多大。",
)
_DATA_SHEETS = "knowledge/facts/hardware.yaml"
_CONTEXT = Words(en="context {tokens} tokens", zh="上下文 {tokens} token")
_SAME_BILL = Words(en="The bill is the same for {names}.", zh="{names} 的账单相同。")
_MORE = Words(en="Also of this name: {names}; ask for one of them.", zh="同名的还有：{names}，可以单独问。")
EFFECT = Words(en="What changes it most:", zh="影响最大的因素：")


def cost_lines(finding: Finding, language: Language, evidence: Evidence) -> list[str]:
    """Both bills, the capacity behind them, the break-even, what was assumed and what is missing."""
    told = finding.cost
    if told is None:
        return []
    verdict = told.verdict
    colon = "：" if language == "zh" else ": "
    label = f"{named(finding.label)}{colon}" if finding.label else ""
    lines = [f"*{label}{words.COST[verdict.value].in_(language)}*", escape(verdict.reason.in_(language))]
    if told.fit is not None and told.volume is None:
        lines.insert(1, escape(told.fit.in_(language)))
    notes = [note for note in told.notes if note != told.fit or told.volume is not None]
    lines += [f"{words.NOTE.in_(language)}{colon}{escape(note.in_(language))}" for note in notes[:2]]
    if told.explanation != verdict.reason:
        lines.append(escape(told.explanation.in_(language)))
    lines += _hybrid(told, language)
    lines += _assumptions(told, language, evidence)
    lines += _effects(told, language)
    if verdict.missing:
        asked = " ".join(escape(missing.question.in_(language)) for missing in verdict.missing[:3])
        lines.append(f"{words.TO_BE_SURE.in_(language)} {asked}")
    return [line for line in lines if line]


def family_lines(group: Sequence[Finding], language: Language, evidence: Evidence) -> list[str]:
    """Members of a family: the whole bill where it is one and the same, else a line each with both bills."""
    told: dict[str, list[Finding]] = {}
    for finding in group:
        told.setdefault(finding.cost.verdict.reason.en if finding.cost else "", []).append(finding)
    if len(told) == 1:
        return [
            _SAME_BILL.in_(language).format(names=listed((f.label for f in group[1:]), language)),
            *cost_lines(group[0], language, evidence),
        ]
    lines = [_member(same, language, evidence) for same in list(told.values())[:LISTED]]
    rest = [finding for same in list(told.values())[LISTED:] for finding in same]
    if rest:
        lines.append(_MORE.in_(language).format(names=listed((f.label for f in rest), language)))
    asked = {m.key: escape(m.question.in_(language)) for f in group if f.cost for m in f.cost.verdict.missing}
    if asked:
        first = [asked.pop(key) for key in ("size", "model") if key in asked]
        lines.append(f"{words.TO_BE_SURE.in_(language)} {' '.join([*first, *asked.values()][:2])}")
    return lines


def _member(same: Sequence[Finding], language: Language, evidence: Evidence) -> str:
    """A line for members with one bill."""
    cost = same[0].cost
    assert cost is not None  # noqa: S101 - only findings with a bill come here
    price = next((a for a in cost.assumptions if a.key == "api_input" and a.source), None)
    mark = _mark(price, language, evidence) if price else ""
    colon = "：" if language == "zh" else ": "
    names, word = listed((f.label for f in same), language), words.COST[cost.verdict.value].in_(language)
    return f"• *{names}{colon}{word}* {escape(cost.verdict.reason.in_(language))}{mark}"


def side_line(finding: Finding, side: Side, language: Language, evidence: Evidence) -> str:
    """A model's API price, rung and size in a line."""
    colon = "：" if language == "zh" else ": "
    rung = words.RUNG[side.rung].in_(language)
    return f"*{named(finding.label)}*{colon}{_price(side, language, evidence)} · {rung}"


def hardware_lines(finding: Finding, told: Sequence[RunsOn], language: Language, evidence: Evidence) -> list[str]:
    """What a model runs on: in full for one size, a line a size for several."""
    if not told:
        closed = finding.model is not None and finding.model.component("weights").value == "no"
        return [(_NO_WEIGHTS if closed else _NO_SIZE).in_(language).format(name=named(finding.label))]
    lines = list(told[0].whole()) if len(told) == 1 else [one.brief() for one in told]
    first, *rest = [escape(line.in_(language)) for line in lines]
    whole = "\n".join(line.in_(language) for line in lines)
    mark = f" [{evidence.note(_TITLES['gpus'].in_(language), _DATA_SHEETS, None, whole, None)}]"
    mark += f"[{evidence.fact(finding.model, finding.label)}]" if finding.model else ""
    if len(told) == 1:
        return [first + mark, *(f"• {line}" for line in rest)]
    head = f"{named(finding.label)}{mark}"
    return [head, *(f"• {line}" for line in [first, *rest])]


def size_line(side: Side, language: Language, evidence: Evidence) -> str:
    """Beside a verdict on the licence: what else decides between models."""
    parts = [words.RUNG[side.rung].in_(language)]
    if side.size_b:
        parts.append(f"{side.size_b:g}B")
    if side.context:
        parts.append(_CONTEXT.in_(language).format(tokens=f"{side.context:,}"))
    return " · ".join([*parts, _price(side, language, evidence)])


def _price(side: Side, language: Language, evidence: Evidence) -> str:
    price = side.price.in_(language)
    if side.quote is None:
        return escape(price)
    return f"{escape(price)} [{evidence.note(_TITLES['api'].in_(language), side.quote.name, None, price, None)}]"


def _hybrid(told: CostAnswer, language: Language) -> list[str]:
    from knowledge.cost.wording import money

    if told.hybrid is None:
        return []
    month = money(told.hybrid.month, told.verdict.currency)
    text = _HYBRID.in_(language).format(count=told.hybrid.replicas, month=month)
    return [f"{_ALSO.in_(language)} {escape(text)}"]


def _assumptions(told: CostAnswer, language: Language, evidence: Evidence) -> list[str]:
    ranked = sorted(told.assumptions, key=lambda assumed: not assumed.key.startswith(_FIRST))
    lines = [f"• {_assumption(assumed, language, evidence)}" for assumed in ranked]
    return [ASSUMED_HEAD.in_(language), *lines[:ASSUMED]] if lines else []


def _assumption(assumed: Assumption, language: Language, evidence: Evidence) -> str:
    text = escape(assumed.words.in_(language))
    return text + _mark(assumed, language, evidence) if assumed.source else text


def _mark(assumed: Assumption, language: Language, evidence: Evidence) -> str:
    """The number of the record that a value was read from."""
    day = str(assumed.as_of) if assumed.as_of else None
    number = evidence.note(_title(assumed).in_(language), assumed.source, assumed.url, assumed.words.in_(language), day)
    return f" [{number}]"


def _title(assumed: Assumption) -> Words:
    """What the source is about; its address is in the citation."""
    return next((title for start, title in _TITLES.items() if assumed.key.startswith(start)), _TITLES["other"])


def _effects(told: CostAnswer, language: Language) -> list[str]:
    names = [escape(effect.name.in_(language)) for effect in told.sensitivity[:3]]
    joined = ("、" if language == "zh" else ", ").join(names)
    return [f"{EFFECT.in_(language)} {joined}{'。' if language == 'zh' else '.'}"] if names else []


def advice_lines(advice: Advice, language: Language, evidence: Evidence) -> list[str]:
    """The choice, its reasons each with what it rests on, the short list, and what would change it."""
    if advice.unmet is not None:
        open_ = " ".join(escape(missing.question.in_(language)) for missing in advice.missing)
        sure = [f"{words.TO_BE_SURE.in_(language)} {open_}"] if open_ else []
        return [f"*{_NONE_FITS.in_(language)}*", escape(advice.unmet.in_(language)), *sure]
    lines = [f"*{_CHOICE[advice.choice].in_(language)}*"]
    lines += [f"• {_reason(reason, language, evidence)}" for reason in advice.reasons[:REASONS]]
    if advice.shortlist:
        lines.append(_SHORTLIST.in_(language))
        lines += [f"• {_candidate(one, language)}" for one in advice.shortlist[:LISTED]]
    if advice.missing:
        asked = " ".join(escape(missing.question.in_(language)) for missing in advice.missing[:3])
        lines.append(f"{words.TO_BE_SURE.in_(language)} {asked}")
    return lines


def _reason(reason: Reason, language: Language, evidence: Evidence) -> str:
    text = escape(reason.words.in_(language))
    if reason.kind == "said":
        return text
    number = evidence.note(reason.source, reason.source, None, reason.words.in_(language), None)
    return f"{text} [{number}]"


def _candidate(one: Candidate, language: Language) -> str:
    permission = words.PERMISSION[one.permission].in_(language) if one.permission in words.PERMISSION else ""
    rest = [permission, one.license or "", *(w.in_(language) for w in (one.purpose, one.gpus, one.price) if w)]
    return f"*{named(one.name)}*: " + escape(" · ".join(part for part in rest if part))
