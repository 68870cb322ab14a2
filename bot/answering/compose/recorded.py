"""Sentences of what a model's record says: each fact with its source, and what no record says."""

from __future__ import annotations

from bot.answering.compose import words
from bot.answering.compose.escape import escape, named
from bot.answering.compose.evidence import Evidence
from bot.answering.findings import Finding
from knowledge.recorded import Fact, on_record
from knowledge.records.base import Language, Words

_CALLED: dict[Fact, Words] = {
    "context": Words(en="the context window", zh="上下文窗口"),
    "released": Words(en="the release date", zh="发布日期"),
    "parameters": Words(en="the number of parameters", zh="参数量"),
    "active": Words(en="the active parameters", zh="激活参数量"),
    "sizes": Words(en="the sizes", zh="尺寸"),
    "developer": Words(en="the developer", zh="开发者"),
    "modality": Words(en="what it works with", zh="支持的模态"),
    "repository": Words(en="the address of the weights", zh="权重地址"),
}
_SILENT = Words(en="Not on record: {what}.", zh="没有记录：{what}。")


def recorded_lines(finding: Finding, language: Language, evidence: Evidence) -> list[str]:
    """A line for what is on record, and one for what is not."""
    model = finding.model
    assert model is not None  # noqa: S101 - the house asks records of models only
    told = [(fact, on_record(fact, model, finding.variant)) for fact in finding.facts]
    known = [said.in_(language) for _, said in told if said]
    unknown = [_CALLED[fact].in_(language) for fact, said in told if not said]
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    lines = []
    if known:
        text = comma.join(known)
        lines.append(f"*{named(finding.label)}*{colon}{escape(text)} [{evidence.fact(model, text)}]")
    if unknown:
        silent = _SILENT.in_(language).format(what=("、" if language == "zh" else ", ").join(unknown))
        lines.append(silent if known else f"*{named(finding.label)}*{colon}{silent}")
    lines += [f"{words.NOTE.in_(language)}{colon}{escape(note)}" for note in _disputed(finding, language)]
    return lines


def _disputed(finding: Finding, language: Language) -> list[str]:
    """What another source says about the same field."""
    fields = {"context": "context", "released": "released", "parameters": "total_b", "active": "active_b"}
    conflicts = finding.model.conflicts if finding.model else {}
    found = [c for fact in finding.facts for c in conflicts.get(fields.get(fact, ""), ())]
    said = _SAYS_OTHERWISE.in_(language)
    return [said.format(source=one.source, says=one.says) for one in found[:2]]


_SAYS_OTHERWISE = Words(en="{source} says {says}.", zh="{source} 的说法是 {says}。")
