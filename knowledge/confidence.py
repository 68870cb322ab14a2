"""How likely it is that the first passage answers: a small logistic over what a search saw.

A question for one particular thing (an amount, a name) is answered only where all that it speaks of is met; a broad one
more often. Fitted on the questions of tests/exams; what was measured stands in docs/decisions/retrieval.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from itertools import chain
from typing import Self

import numpy as np

from knowledge.alike import Alike
from knowledge.asked_for import amounts, asks_name, content, gives
from knowledge.embedding import Encoder, Vectors
from knowledge.lexical import tokens
from knowledge.passages import Table, Window
from knowledge.records.document import Passage
from knowledge.tokens import in_chinese

MET = 0.6
"""A sentence from here on holds a word."""
SHORT = 20
"""Sentences added to a document's own, so that a word in one of two is not held to be in half of all."""
COMMONEST = 0.05
"""Least weight of a word that every sentence of a document holds."""
BEFORE, AFTER = 120, 160
"""Characters around the best sentence in which an amount counts as standing beside it."""
AROUND = 1_000
"""Sentences before and after the first passage that count as its document."""
WORDS = 40
"""Words of a question that are judged; more is a story."""


@dataclass(frozen=True)
class Signals:
    """What tells an answered question from one that nothing answers. Shares go from 0 to 1, flags are 0 or 1."""

    name: float
    """A name is asked for: who, which, where."""
    amount: float
    """An amount is asked for."""
    given: float
    """An amount of that kind stands beside the best sentence."""
    of_named: float
    """A name or an amount is asked for, of something that names a document."""
    document: float
    """How much of the question the first passage's document meets; what all its sentences hold counts little."""
    unmet: float
    """How much of the question's meaning hangs on a word that its best sentence does nothing for."""
    crosses: float
    """The first passage is in the other language, where all is met less."""
    told: float
    """Log odds that texts tell what is asked, by the question alone."""
    score: float
    """What the search gives the first passage."""

    @classmethod
    def of(cls, query: str, seen: Seen, first: Passage) -> Self:
        """Read the signals off one search and its first passage."""
        words = content(chain.from_iterable(map(seen.alike.parts, tokens(query))))[:WORDS]
        begin, end = seen.around
        met = seen.alike.met(words, begin, end)
        telling = np.log((met.shape[1] + SHORT) / ((met > MET).sum(axis=1) + 0.5)).clip(COMMONEST)
        best, asked, name = met.max(axis=1, initial=0.0), amounts(query), asks_name(query)
        return cls(
            name=float(name),
            amount=float(bool(asked)),
            given=float(bool(asked) and gives(_beside(first), asked)),
            of_named=float(seen.named and (bool(asked) or name)),
            document=_share(best, seen.alike.rarity(words) * telling),
            unmet=seen.spread * _unmet(query, words, _best(first), seen),
            crosses=float(in_chinese(query) != (first.language == "zh")),
            told=seen.told,
            score=first.score,
        )


@dataclass(frozen=True)
class Seen:
    """What a search looked at."""

    asked: Vectors
    """The question's vector by the judge."""
    table: Table
    alike: Alike
    judge: Encoder
    spread: float
    """What makes a difference of the judge's cosines one of the bundled encoder's."""
    window: Window
    """The first passage."""
    named: bool
    """Whether the question names a document."""
    told: float
    """See `Signals.told`."""

    @property
    def around(self) -> tuple[int, int]:
        """Its document's sentences, of a long one those near it: from the first up to the end."""
        begin, end = (int(n) for n in self.table.bounds[self.window.document : self.window.document + 2])
        return max(begin, self.window.first - AROUND), min(end, self.window.last + AROUND)


def _share(met: np.ndarray, weights: np.ndarray) -> float:
    return float(met @ weights / weights.sum()) if weights.sum() > 0 else 0.0


def _best(passage: Passage) -> str:
    begin, end = passage.best_sentence or (0, len(passage.text))
    return passage.text[begin:end]


def _beside(passage: Passage) -> str:
    begin, end = passage.best_sentence or (0, len(passage.text))
    return passage.text[max(0, begin - BEFORE) : end + AFTER]


def _unmet(query: str, words: Sequence[str], best: str, seen: Seen) -> float:
    """Without a word, how far the question moves, less how far it moves away from the best sentence; the most."""
    lower = query.lower()
    without = [lower.replace(word, " ", 1) for word in words if word in lower]
    if not without:
        return 0.0
    to, *rest = seen.judge.encode([best, *without])
    moved = np.asarray(rest)
    return float((moved @ to - seen.asked @ to + 1 - moved @ seen.asked).max())


ENOUGH = 0.5
"""Share of the question from which on it says nothing more that the document meets still more of it."""
ODDS = 1.3
"""Logarithm of how much likelier a question is answerable than not."""
TOLD = 2.0
"""Log odds beyond which it says nothing more what a question asks for."""
BIAS = -6.79
WEIGHTS = (-0.71, -1.32, 1.13, -0.92, 10.89, -2.09, 1.23, 1.51, 6.94)
"""In the order of `terms`, by `python -m tests.exams.fit_confidence`."""


def terms(signals: Signals) -> tuple[float, ...]:
    """What is weighed."""
    told = TOLD * math.tanh(signals.told / TOLD)
    return astuple(replace(signals, document=min(signals.document, ENOUGH), told=told))


SURE = round(1 / (1 + math.exp(-ODDS)), 4)
"""The confidence from which on what was found tells for an answer by itself, without that most questions have one."""


def confidence(signals: Signals) -> float:
    """0 to 1; from 0.5 on an answer is worth giving."""
    score = BIAS + ODDS + sum(w * value for w, value in zip(WEIGHTS, terms(signals), strict=True))
    return round(1 / (1 + math.exp(-score)), 4)
