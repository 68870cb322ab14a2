"""A cross-encoder that reads a question and a passage together and puts found passages in order.

Any sentence-transformers cross-encoder, by folder or id (bge-reranker, mMARCO MiniLM, …). It is only imported when it
is configured, and it orders; whether anything answers is still the search's to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.local_model import load_model
from knowledge.search import Candidate


class CrossEncoderReranker:
    """Scores for `knowledge.search.Reranker`."""

    pool = 30
    """Passages it reads: the answer is among so many of a search for nine questions of ten."""

    def __init__(self, name: str) -> None:
        """Raises StoreError when it cannot be loaded; says what to install or correct."""
        self._model = load_model("APERTURE_RERANKER", name, "CrossEncoder")

    def __call__(self, query: str, candidates: Sequence[Candidate]) -> Sequence[float]:
        """One score a passage, higher is better."""
        scores = self._model.predict([(query, one.text) for one in candidates], show_progress_bar=False)
        return [float(score) for score in scores]
