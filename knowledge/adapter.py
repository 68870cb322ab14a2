"""What pairs of questions and answers taught about a question's vector: where its answer lies, how likely it is told.

An encoder puts a question near sentences that say the same; the sentence that answers it says something else. One
matrix over the question's vector makes up for much of that; the vectors of the index stay as they are. And documents
tell some things more often than others: why something was done more often than how many people did it.

Both were fitted on texts and questions of our own (`python -m tests.exams.fit_adapter`) for the bundled encoder. What
they gave stands in docs/decisions/retrieval.md.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.embedding import BundledEncoder, Encoder, Vectors, unit

FILE = Path(__file__).with_name("adapter.npz")


class Adapter(NamedTuple):
    """What the file holds."""

    moves: Vectors
    """Shape `(512, 512)`: a question's unit vector times this, added to it, points to its answer."""
    told: Vectors
    """Shape `(513,)`: weights of the question's vector and a constant, to the log odds that a text on the subject
    answers."""


def toward_answers(question: Vectors, encoder: Encoder) -> Vectors:
    """A question's unit vector moved to where its answer lies; as it is where nothing was fitted for `encoder`."""
    if encoder.identity != BundledEncoder.identity:
        return question
    return np.asarray(unit(question + question @ adapter().moves)[0])


def told(question: Vectors) -> float:
    """Log odds that a text on its subject answers a question, by what it asks alone; `question` is a unit vector of the
    bundled encoder."""
    weights = adapter().told
    return float(question @ weights[:-1] + weights[-1])


@cache
def adapter() -> Adapter:
    """What ships."""
    with np.load(FILE) as held:
        return Adapter(*(np.asarray(held[name], dtype=np.float32) for name in Adapter._fields))
