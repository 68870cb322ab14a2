"""The encoder behind an address: any OpenAI-compatible `/embeddings`. Here because knowledge has no network."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import numpy as np
import stamina

from knowledge.embedding import BUNDLED, Encoder, Vectors, unit
from knowledge.embedding import make_encoder as make_local
from knowledge.errors import StoreError

PREFIX = "openai:"
OFFICIAL = "https://api.openai.com/v1"
BATCH = 128
"""Texts a request; every known server takes this many."""
TIMEOUT_SECONDS = 60.0
RETRIES = 3
PASSING = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
"""Answers after which the same request may do better a little later."""


def _passes(error: Exception) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in PASSING
    return isinstance(error, httpx.TransportError)


class RemoteEncoder:
    """`openai:<name>`: vectors from an endpoint. The texts of every document and question go there."""

    far = True
    """A call is a journey: single words are not sent."""

    def __init__(self, name: str, base_url: str | None = None, api_key: str | None = None) -> None:
        """Asks for one vector to learn the dimensions. Raises StoreError when the endpoint does not give it."""
        self._name, self._url = name, f"{(base_url or OFFICIAL).rstrip('/')}/embeddings"
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(headers=headers, timeout=TIMEOUT_SECONDS)
        self.identity = f"{PREFIX}{name}"
        self.dimensions = len(self._ask(["dimensions"])[0])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        rows = [row for i in range(0, len(texts), BATCH) for row in self._ask(texts[i : i + BATCH])]
        return unit(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def _ask(self, texts: Sequence[str]) -> list[list[float]]:
        body: dict[str, object] = {
            "model": self._name,
            "input": [text or " " for text in texts],
            "encoding_format": "float",
        }
        try:
            answer = self._post(body)
            rows = sorted(answer.json()["data"], key=lambda row: int(row["index"]))
            vectors = [[float(x) for x in row["embedding"]] for row in rows]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"APERTURE_EMBEDDING_MODEL={self.identity}: {self._url} {_why(error)}") from error
        if len(vectors) != len(texts):
            raise StoreError(f"{self._url} gave {len(vectors)} vectors for {len(texts)} texts: is it `/embeddings`?")
        return vectors

    @stamina.retry(on=_passes, attempts=RETRIES + 1, timeout=TIMEOUT_SECONDS, wait_initial=0.2)
    def _post(self, body: dict[str, object]) -> httpx.Response:
        return self._client.post(self._url, json=body).raise_for_status()


def _why(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        if error.response.status_code in PASSING:
            return f"answered {error.response.status_code} again and again: try later, or ask for a higher limit"
        return f"answered {error.response.status_code}: check OPENAI_API_KEY and the model's name"
    if isinstance(error, httpx.HTTPError):
        return f"does not answer ({type(error).__name__}): check OPENAI_BASE_URL"
    return "answered something that is no list of embeddings: check OPENAI_BASE_URL"


def make_encoder(name: str = BUNDLED, base_url: str | None = None, api_key: str | None = None) -> Encoder:
    """The encoder called `name`: `openai:<name>`, or what `knowledge.embedding.make_encoder` knows.

    Raises:
        StoreError: the encoder cannot be loaded or reached; says what to correct.
    """
    if name.startswith(PREFIX):
        return RemoteEncoder(name.removeprefix(PREFIX), base_url, api_key)
    return make_local(name)
