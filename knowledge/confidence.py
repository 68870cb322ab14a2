"""How likely it is that anything in the index answers: a small logistic over what the search saw.

Fitted on the tuned half of our own questions (tests/exams/own_retrieval.jsonl); see docs/decisions/retrieval.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from knowledge.lexical import cover, tokens
from knowledge.records.document import Passage
from knowledge.routing import Router

_NAME = re.compile(r"(?<![A-Za-z])(?=[A-Za-z0-9.+-]*[A-Z0-9])[A-Za-z0-9][A-Za-z0-9.+-]+")


MARGIN = 0.15
"""What the first passage is ahead beyond this comes from being named, and says nothing more."""


@dataclass(frozen=True)
class Signals:
    """What tells an answered question from one that nothing answers."""

    cosine: float
    """The best sentence's cosine in the first five passages."""
    cover: float
    """Share of the question's words that one of the first passages holds."""
    names: float
    """Share of the names and numbers in the question that stand in one of the first passages or its title."""
    margin: float
    """Score of the first passage above the mean of the next four: alone in front is seldom right."""
    unknown: float
    """1 when the question quotes a title that no document bears."""
    strange: float = 0.0
    """Share of the question's words that no document holds."""

    @classmethod
    def of(cls, query: str, router: Router, passages: Sequence[Passage], strange: float = 0.0) -> Self:
        """Read the signals off one search."""
        texts = [f"{p.title}\n{p.source}\n{p.text}" for p in passages[:5]]
        best = [max((s for _, _, s in p.sentence_scores), default=0.0) for p in passages[:5]]
        rest = [p.score for p in passages[1:5]]
        return cls(
            cosine=max(best, default=0.0),
            cover=max((cover(query, text) for text in texts[:3]), default=0.0),
            names=_names_met(query, texts),
            margin=min(passages[0].score - float(np.mean(rest)), MARGIN) if rest else 0.0,
            unknown=float(router.names_unknown(query)),
            strange=strange,
        )


def _names_met(query: str, texts: Sequence[str]) -> float:
    """1 when the question holds no name: a capital after the first word, or a digit."""
    words = _NAME.findall(query)
    names = {t for w in words if w not in query.split()[:1] for t in tokens(w)}
    if not names:
        return 1.0
    return max((len(names & set(tokens(text))) / len(names) for text in texts), default=0.0)


BIAS = -4.76
WEIGHTS = (6.0, 2.0, 3.0, -10.0, -1.5)
"""For cosine, cover, names, margin and unknown."""


STRANGE, NEAR = 0.6, 0.45
OFF_SUBJECT = 0.45
"""Most that is claimed when most words are strange to the index and no sentence is near."""


def confidence(signals: Signals) -> float:
    """0 to 1; 0.5 is where answering becomes likelier than not."""
    values = (signals.cosine, signals.cover, signals.names, signals.margin, signals.unknown)
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    likely = 1 / (1 + math.exp(-score))
    off_subject = signals.strange >= STRANGE and signals.cosine <= NEAR
    return round(min(likely, OFF_SUBJECT) if off_subject else likely, 4)
