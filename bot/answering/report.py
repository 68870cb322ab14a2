"""Findings as the fields of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from bot.answering.answer import Part, Verdict
from bot.answering.columns import columns
from bot.answering.findings import Finding
from knowledge.catalog import Catalog
from knowledge.records.base import Language, Words
from knowledge.records.use import Use
from knowledge.records.verdicts import ClauseRef, CostVerdict, Missing, PermissionVerdict

if TYPE_CHECKING:
    from knowledge.cost.inputs import CostInputs

_WHICH = Missing(key="model", question=Words(en="Which model do you mean?", zh="你问的是哪个模型？"))


def verdict_as_json(verdict: Verdict | None, language: Language) -> dict[str, Any] | None:
    """A verdict with its sentences in one language and its numbers as numbers."""
    if verdict is None:
        return None
    plain = {key: _plain(value, language) for key, value in _fields(verdict)}
    if isinstance(verdict, PermissionVerdict):
        plain["clauses"] = [_clause(ref, language) for ref in verdict.clauses]
    return plain


def _fields(verdict: Verdict) -> list[tuple[str, Any]]:
    return [(name, getattr(verdict, name)) for name in type(verdict).model_fields]


def _clause(ref: ClauseRef, language: Language) -> dict[str, Any]:
    where = ref.locator.section if ref.locator else None
    return {"license": ref.license, "clause": where, "quote": ref.quote, "says": ref.says.in_(language), "url": ref.url}


def _plain(value: Any, language: Language) -> Any:
    if isinstance(value, Words):
        return value.in_(language)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, tuple | list):
        return [_plain(item, language) for item in value]
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name), language) for name in type(value).model_fields}
    return value.isoformat() if hasattr(value, "isoformat") else value


def number(value: Decimal) -> int | float:
    """Whole amounts as int, others as float."""
    return int(value) if value == value.to_integral_value() else float(value)


def use_as_said(use: Use) -> dict[str, Any]:
    """The facts of a use that were said."""
    return {k: _numbers(v) for k, v in use.model_dump(exclude_none=True).items()}


def cost_as_said(cost: CostInputs | None) -> dict[str, Any]:
    """The cost inputs that were said."""
    if cost is None:
        return {}
    return {k: _numbers(v) for k, v in cost.model_dump(exclude_none=True).items() if v not in ((), [], {})}


def _numbers(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_numbers(one) for one in value]
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, dict):
        return {k: _numbers(v) for k, v in value.items() if v is not None}
    return value


def missing_of(findings: Sequence[Finding]) -> list[Missing]:
    """What was not said and would change a verdict, each once."""
    found: dict[str, Missing] = {}
    for finding in findings:
        if finding.ask_model:
            found.setdefault("model", _WHICH)
        if finding.intent.family and _differ(finding, findings):
            found.setdefault("model", _WHICH)
        asked = finding.verdict or finding.advice
        for missing in asked.missing if asked else ():
            found.setdefault(missing.key, missing)
    return list(found.values())


def _differ(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether the members of a family got different verdicts: then which one is meant decides."""
    group = [one.verdict.value for one in findings if one.intent is finding.intent and one.verdict]
    return len(set(group)) > 1


def part_of(finding: Finding, text: str, language: Language, catalog: Catalog) -> Part:
    """One finding as a part of the answer."""
    compared = finding.model if finding.kind == "comparison" else None
    return Part(
        kind=finding.kind,
        models=(finding.model.id,) if finding.model else (),
        label=finding.label,
        verdict=verdict_as_json(finding.verdict, language),
        text=text,
        facts=columns(compared, finding.variant, catalog, language) if compared else {},
    )


__all__ = ["CostVerdict", "cost_as_said", "missing_of", "part_of", "verdict_as_json"]


CHOICES = 5
"""Names that are offered; a longer list is no question."""


def choices_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Which of several models or sizes may be meant, where their verdicts differ or one is asked for."""
    first = [finding for finding in findings if finding.intent is findings[0].intent]
    if findings[0].intent.family is not None and len({_told(finding) for finding in first}) > 1:
        return _of_each(first)
    alone = findings[0]
    asked = {missing.key for missing in alone.verdict.missing} if alone.verdict else set()
    if len(first) == 1 and "size" in asked and alone.model is not None and alone.variant is None:
        return tuple(variant.name for variant in alone.model.variants)[:CHOICES]
    return ()


def _of_each(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Names of every verdict, a round at a time, so that a long family offers more than its newest members."""
    kinds: dict[str, list[str]] = {}
    for finding in findings:
        kinds.setdefault(_told(finding), []).append(finding.label)
    rounds = zip_longest(*kinds.values())
    return tuple(dict.fromkeys(label for row in rounds for label in row if label))[:CHOICES]


def _told(finding: Finding) -> str:
    return finding.verdict.value if finding.verdict else ""
