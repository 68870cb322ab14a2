"""How likely it is that the first passage answers: a small logistic over what a search saw.

A question for one particular thing (an amount, a name) is answered only where all that it speaks of is met; a broad one
more often. Fitted on the questions of tests/exams; what was measured stands in docs/decisions/retrieval.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from knowledge.alike import Alike
from knowledge.asked_for import amounts, content, gives, particular
from knowledge.embedding import Encoder
from knowledge.lexical import tokens
from knowledge.passages import Table
from knowledge.records.document import Passage

MET = 0.6
"""A sentence from here on holds a word."""
SHORT = 20
"""Sentences added to a document's own, so that a word in one of two is not held to be in half of all."""
COMMONEST = 0.05
"""Least weight of a word that every sentence of a document holds."""
NEARBY = 160
"""Characters after the best sentence in which an amount still counts as standing beside it."""
SHOWN = 3
"""Passages in which the amount is looked for."""
WORDS = 40
"""Words of a question that are judged; more is a story."""


@dataclass(frozen=True)
class Signals:
    """What tells an answered question from one that nothing answers. Shares go from 0 to 1."""

    particular: float
    """1 when one thing is asked for."""
    document: float
    """How much of the question the first passage's document meets; what all its sentences hold counts little."""
    amount: float
    """1 when an amount of the kind that is asked for stands by the best sentence of one of the first passages."""
    unmet: float
    """How much of the question's meaning hangs on a word that its best sentence does nothing for."""

    @classmethod
    def of(
        cls,
        query: str,
        table: Table,
        alike: Alike,
        judge: Encoder,
        document: int,
        passages: Sequence[Passage],
        spread: float = 1.0,
    ) -> Self:
        """Read the signals off one search; `document` is the number of the first passage's; `spread` makes the judge's
        cosines the bundled encoder's."""
        words = content(tokens(query))[:WORDS]
        begin, end = (int(n) for n in table.bounds[document : document + 2])
        met = alike.met(words, begin, end)
        rarity = alike.rarity(words)
        telling = np.log((met.shape[1] + SHORT) / ((met > MET).sum(axis=1) + 0.5)).clip(COMMONEST)
        asked = amounts(query)
        return cls(
            particular=float(particular(query)),
            document=_share(met.max(axis=1, initial=0.0), rarity * telling),
            amount=float(bool(asked) and any(gives(_beside(p), asked) for p in passages[:SHOWN])),
            unmet=spread * _unmet(query, words, _best(passages[0]), judge),
        )


def _share(met: np.ndarray, weights: np.ndarray) -> float:
    return float(met @ weights / weights.sum()) if weights.sum() > 0 else 0.0


def _best(passage: Passage) -> str:
    begin, end = passage.best_sentence or (0, len(passage.text))
    return passage.text[begin:end]


def _beside(passage: Passage) -> str:
    begin, end = passage.best_sentence or (0, 0)
    return passage.text[begin : end + NEARBY]


def _unmet(query: str, words: Sequence[str], best: str, judge: Encoder) -> float:
    """Without a word, how far the question moves, less how far it moves away from the best sentence; the most."""
    lower = query.lower()
    without = [lower.replace(word, " ", 1) for word in words if word in lower]
    vectors = judge.encode([query, best, *without])
    if not without:
        return 0.0
    toward = vectors[2:] @ vectors[1] - vectors[0] @ vectors[1]
    moved = 1 - vectors[2:] @ vectors[0]
    return float((toward + moved).max())


ENOUGH = 0.5
"""Share of the question from which on it says nothing more that the document meets still more of it."""
BIAS = -4.98
WEIGHTS = (17.05, -2.53, 0.84, -6.47)
"""For document, particular, amount and unmet, by `python -m tests.exams.fit_confidence`."""


def confidence(signals: Signals) -> float:
    """0 to 1; from 0.5 on an answer is worth giving. Answerable questions count as half again as frequent as others."""
    values = (min(signals.document, ENOUGH), signals.particular, signals.amount, signals.unmet)
    score = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return round(1 / (1 + math.exp(-score)), 4)
