"""Many texts into vectors as fast as the machine allows.

Texts of like length share a batch, so that little is padded, and the longest come first, so that all callers end at
about the same time; a text that stands there twice is encoded once; and an encoder that says how many callers it can
serve at once (`lanes`) is called by that many. Numpy then gets one thread a
caller: two threads on the small matrices of one batch wait for each other most of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_limits

from knowledge.embedding import Encoder, Vectors

BATCH = 128
"""Texts a call."""
SAMPLE = 48
"""Sentences whose pairs tell an encoder's background."""
FEW = 12
"""Fewer tell nothing."""


def background(encoder: Encoder, texts: Sequence[str]) -> float:
    """Mean cosine of an encoder's vectors for texts picked from `texts`: many encoders put everything close together.

    0 for fewer texts than tell anything.
    """
    told = getattr(encoder, "background", None)
    if told is not None:
        return float(told)
    if len(texts) < FEW:
        return 0.0
    picked = [texts[int(at)] for at in np.linspace(0, len(texts) - 1, min(SAMPLE, len(texts)))]
    rows = encoder.encode(picked)
    return float((rows @ rows.T)[np.triu_indices(len(rows), 1)].mean())


def encode_all(encoder: Encoder, texts: Sequence[str], lanes: int | None = None) -> Vectors:
    """One unit row a text, in order; `lanes` where fewer callers are wanted than the encoder serves. Raises what the
    encoder raises."""
    place: dict[str, int] = {}
    for text in sorted(set(texts), key=lambda text: (-len(text), text)):
        place[text] = len(place)
    once = list(place)
    batches = [once[start : start + BATCH] for start in range(0, len(once), BATCH)]
    lanes = lanes or int(getattr(encoder, "lanes", 1))
    if lanes == 1 or len(batches) == 1:
        parts = [encoder.encode(batch) for batch in batches]
    else:
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(lanes) as pool:
            parts = list(pool.map(encoder.encode, batches))
    rows = np.concatenate(parts) if parts else np.zeros((0, encoder.dimensions), np.float32)
    return np.asarray(rows[[place[text] for text in texts]], dtype=np.float32)
