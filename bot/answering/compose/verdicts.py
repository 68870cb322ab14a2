"""Sentences of the verdicts on openness and permission."""

from __future__ import annotations

from bot.answering.compose import words
from bot.answering.compose.escape import escape, named, quoted
from bot.answering.compose.evidence import Evidence
from bot.answering.findings import Finding
from knowledge.records.base import Language
from knowledge.records.verdicts import ClauseRef, Condition, OpennessVerdict, PermissionVerdict

QUOTE = 220
"""Characters of a quote shown in the text; the citation carries the whole."""


def lead(finding: Finding, language: Language) -> str:
    """The verdict in one bold line: `*Llama 3.1: Weights Available AI*`."""
    verdict = finding.verdict
    if isinstance(verdict, OpennessVerdict):
        word = words.RUNG[verdict.value].in_(language)
    elif isinstance(verdict, PermissionVerdict):
        word = words.PERMISSION[verdict.value].in_(language)
    else:
        word = words.RUNG["unknown"].in_(language)
    colon = "：" if language == "zh" else ": "
    return f"*{named(finding.label)}{colon}{word}*"


def openness(
    finding: Finding, verdict: OpennessVerdict, language: Language, evidence: Evidence, *, brief: bool = False
) -> list[str]:
    """Why this rung, by which clause or component, and the two other measures."""
    numbers = [evidence.clause(ref) for ref in verdict.clauses[:2]]
    if finding.model is not None:
        numbers.append(evidence.fact(finding.model, _cells(finding, language)))
    lines = [escape(verdict.reason.in_(language)) + _marks(numbers)]
    lines += [_quote(ref, evidence) for ref in verdict.clauses[:1] if ref.quote and not brief]
    lines += [] if brief else _unquoted(verdict.clauses, language)
    lines.append(_measures(verdict, language))
    lines += [_note(doubt.in_(language), language) for doubt in verdict.doubts[: 0 if brief else 2]]
    return lines


def permission(verdict: PermissionVerdict, language: Language, evidence: Evidence, *, brief: bool = False) -> list[str]:
    """The reason, its clause quoted, the duties as a list, doubts and the team's own rule."""
    numbers = [evidence.clause(ref) for ref in verdict.clauses[:3]]
    lines = [escape(verdict.reason.in_(language)) + _marks(numbers[:2])]
    lines += [_quote(ref, evidence) for ref in verdict.clauses[:1] if ref.quote and not brief]
    lines += _unquoted(verdict.clauses, language)
    told = duties(verdict, language, evidence)
    lines += [words.CONDITIONS.in_(language), *told] if told else []
    lines += [_note(doubt.in_(language), language) for doubt in verdict.doubts[: 0 if brief else 2]]
    lines += [words.labeled(words.TEAM.in_(language), escape(rule.in_(language)), language) for rule in verdict.team]
    return lines


def _unquoted(clauses: tuple[ClauseRef, ...], language: Language) -> list[str]:
    """Said where clauses are cited whose text this machine does not hold."""
    silent = any(ref.locator for ref in clauses) and not any(ref.quote for ref in clauses)
    return [words.FACTS_ONLY.in_(language)] if silent else []


def _cells(finding: Finding, language: Language) -> str:
    """The components that decide, as the record holds them."""
    model = finding.model
    assert model is not None  # noqa: S101 - checked by the caller
    names = ("weights", "inference_code", "training_code", "training_data")
    cells = [
        words.labeled(
            words.COMPONENT[n].in_(language), words.PRESENCE[model.component(n).value].in_(language), language
        )
        for n in names
    ]
    terms = (finding.variant.license if finding.variant else None) or model.license
    return ", ".join([*cells, words.labeled(words.COMPONENT["license"].in_(language), terms or "-", language)])


def _measures(verdict: OpennessVerdict, language: Language) -> str:
    failing = [words.REQUIREMENT[r].in_(language) if r in words.REQUIREMENT else r for r in verdict.osaid_failing]
    osaid = words.OSAID[verdict.osaid].in_(language) + (f" ({', '.join(failing)})" if failing else "")
    mof = words.MOF[verdict.mof_class].in_(language)
    return f"OSAID 1.0: {osaid} · MOF: {mof}"


def duties(verdict: PermissionVerdict, language: Language, evidence: Evidence) -> list[str]:
    """What has to be done, a line a duty."""
    return [_duty(c, verdict, language, evidence) for c in verdict.conditions]


def _duty(condition: Condition, verdict: PermissionVerdict, language: Language, evidence: Evidence) -> str:
    at = condition.clause
    mark = _marks([evidence.clause(verdict.clauses[at])]) if at is not None and at < len(verdict.clauses) else ""
    return f"• {escape(condition.text.in_(language))}{mark}"


def _quote(ref: ClauseRef, evidence: Evidence) -> str:
    """The clause, verbatim as far as it is shown; the list of evidence says whose it is."""
    text = " ".join(quoted(ref.quote or "").split())
    short = text if len(text) <= QUOTE else text[:QUOTE].rsplit(" ", 1)[0] + "…"
    return f"> “{short}” [{evidence.clause(ref)}]"


def _note(text: str, language: Language) -> str:
    return words.labeled(words.NOTE.in_(language), escape(text), language)


def _marks(numbers: list[int]) -> str:
    return " " + "".join(f"[{n}]" for n in dict.fromkeys(numbers)) if numbers else ""
