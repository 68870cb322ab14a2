"""What a licence asks and gives as a whole, rule by rule, each with its clause."""

from __future__ import annotations

from itertools import groupby

from bot.answering.compose import words
from bot.answering.compose.escape import escape
from bot.answering.compose.evidence import Evidence
from knowledge.license_terms import Terms, open_source
from knowledge.records.base import Language
from knowledge.records.license import Effect

SHOWN = 4
"""Rules of one effect that are listed."""


def terms_lines(
    terms: Terms, language: Language, evidence: Evidence, effects: tuple[Effect, ...], told: str = ""
) -> list[str]:
    """Rules of these effects under a heading each; what `told` says already is not said again."""
    lines: list[str] = []
    for effect, group in groupby(terms.rules, key=lambda rule: rule.effect):
        rules = {rule.says.in_(language): rule for rule in group if effect in effects}
        new = [(text, rule) for text, rule in rules.items() if escape(text) not in told]
        if not new:
            continue
        lines.append(words.TERMS[effect].in_(language))
        lines += [f"• {escape(text)} [{evidence.clause(rule.ref)}]" for text, rule in new[:SHOWN]]
        if len(new) > SHOWN:
            lines.append(f"• {words.MORE_RULES.in_(language).format(count=len(new) - SHOWN)}")
    return lines


def heading(terms: Terms, language: Language) -> str:
    """Which licence it is, and of what kind."""
    return f"*{escape(open_source(terms.license).in_(language))}*"
