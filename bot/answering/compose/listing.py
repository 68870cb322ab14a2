"""A list of models by rung, each rung's first with what it rests on."""

from __future__ import annotations

from bot.answering.compose import words
from bot.answering.compose.escape import listed
from bot.answering.compose.evidence import Evidence
from bot.answering.findings import Finding
from knowledge.records.base import Language

NAMED = 20
"""Models of a rung that are named; the rest is counted."""


def listing_lines(finding: Finding, language: Language, evidence: Evidence) -> list[str]:
    """How many there are, and their names rung by rung."""
    if not finding.listed:
        return [words.NONE_LISTED.in_(language)]
    lines = [words.LISTED.in_(language).format(count=len(finding.listed))]
    for rung in finding.intent.listing:
        models = [model for model, verdict in finding.listed if verdict.rung == rung]
        if models:
            names = listed((model.name for model in models), language, NAMED)
            proof = evidence.fact(models[0], words.RUNG[rung].in_(language))
            lines.append(f"• *{words.RUNG[rung].in_(language)}* ({len(models)}): {names} [{proof}]")
    return lines
