"""The weekly digest and a change notice as Block Kit. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.answering.health import Failure
from bot.answering.watch import Noted
from bot.blocks.limits import Block, cut, escape, header, sections
from bot.blocks.words import say
from bot.learnt import Figures
from knowledge.records.base import Language

LINES = 10


@dataclass(frozen=True)
class Week:
    """What a digest tells."""

    figures: Figures
    reasons: Sequence[str]
    unanswered: Sequence[str]
    failures: Mapping[str, Failure]
    changes: Sequence[Noted]


def digest_blocks(week: Week, language: Language) -> list[Block]:
    """Figures first, then what wants looking after."""
    blocks: list[Block] = [header(say("digest_title", language))]
    blocks += sections(say("digest_counts", language, **asdict(week.figures)))
    blocks += _list(say("home_unanswered", language), week.unanswered)
    blocks += _list(say("digest_reasons", language), week.reasons)
    failed = [f"{source}: {one.reason}" for source, one in week.failures.items()]
    blocks += _list(say("digest_failed", language, n=len(failed)), failed)
    return blocks + _list(say("digest_changes", language), [one.in_(language) for one in week.changes])


def notice_blocks(change: Noted, language: Language) -> list[Block]:
    """One change: which clauses moved, and whom they touch."""
    text = escape(cut(change.in_(language), 6000))
    return [header(say("notice_title", language)), *sections(text)]


def _list(title: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    told = [f"• {escape(cut(line, 300))}" for line in lines[:LINES]]
    more = [f"… +{len(lines) - LINES}"] if len(lines) > LINES else []
    return list(sections("\n".join([f"*{title}*", *told, *more])))
