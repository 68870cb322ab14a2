"""Passages by how likely a language model finds the question after each: the small model's way to order them.

A small model judges badly when asked which passage answers, and still knows which question a passage would raise. What
was measured stands in docs/decisions/retrieval.md. It needs an endpoint that tells the likelihood of a prompt's own
tokens (`echo` of the older completions: vLLM, llama-cpp-python and others have it, most vendors do not).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Protocol

from bot.answering.redact import Redactor
from knowledge.errors import ModelError
from knowledge.search import Candidate
from knowledge.tokens import in_chinese

_log = logging.getLogger(__name__)
WEIGHT = 0.06
"""Cosine that one unit of mean log likelihood is worth; from .03 to .2 all but one of 67 questions stay as answered."""
AROUND_ZH, AROUND = 160, 420
"""Characters around the best sentence that the model reads: half a minute a question on two cores."""


class Likely(Protocol):
    """A model that tells how likely it finds a text."""

    def likelihoods(self, pairs: Sequence[tuple[str, str]], *, until: float) -> list[float]:
        """Of each pair, the mean log likelihood of a token of the second text after the first. Raises `ModelError`."""
        ...


class LikelihoodReranker:
    """Scores for `knowledge.search.Reranker`: the search's own, moved by what the model finds likely."""

    pool = 15

    def __init__(self, model: Likely, seconds: float) -> None:
        self._model, self._seconds = model, seconds

    def __call__(self, query: str, candidates: Sequence[Candidate]) -> Sequence[float]:
        """One score a passage. When the model fails, the search's own."""
        redactor = Redactor()
        asked = " " + redactor.redact(" ".join(query.split()))
        pairs = [(redactor.redact(shown(one)), asked) for one in candidates]
        own = [one.score for one in candidates]
        try:
            found = self._model.likelihoods(pairs, until=time.monotonic() + self._seconds)
        except ModelError as error:
            _log.warning("passages keep their order: %s", error)
            return own
        return [score + WEIGHT * likely for score, likely in zip(own, found, strict=True)]


def shown(one: Candidate) -> str:
    """The prompt before the question: what stands around the best sentence."""
    begin, end = one.best
    room = AROUND_ZH if in_chinese(one.text[begin:end]) else AROUND
    start = max(0, begin - room // 2)
    piece = one.text[start : max(end + room // 2, start + room)]
    return f"Passage ({one.title}): {piece}\n\nA question that this passage answers:"
