"""Sentences of a cost comparison and of advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.compose.evidence import Evidence
from bot.answering.findings import Finding
from knowledge.records.base import Language

if TYPE_CHECKING:
    from knowledge.advice import Advice


def cost_lines(finding: Finding, language: Language, evidence: Evidence) -> list[str]:
    """Both bills, the capacity behind them, the break-even, and what was assumed."""
    return []


def advice_lines(advice: Advice, language: Language, evidence: Evidence) -> list[str]:
    """The choice, its reasons and the short list."""
    return []
