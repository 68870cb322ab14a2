"""Search at size: generated documents, a search with each filter, the time of each part and the memory of it all.

Run: `python -m benchmarks.scale [chunks]`. A chunk here is one sentence, so that chunks count vectors: articles have
about seven sentences a chunk. The encoder is a table of random vectors of words, as wide as the bundled one and free
of cost, so that what is timed is the index and the search.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import psutil

from benchmarks.clock import timed
from knowledge.embedding import Vectors, unit
from knowledge.near import NEAREST
from knowledge.records.document import Chunk, Document, DocumentKind
from knowledge.search import Search
from knowledge.store import Store

CHUNKS = 100_000
PER_DOCUMENT = 10
WORDS = 8_000
QUERIES = 100
_Item = tuple[Document, list[Chunk]]
KINDS: tuple[DocumentKind, ...] = ("article", "license", "file", "card")
FILTERS: dict[str, dict[str, Any]] = {
    "no filter": {},
    "one language": {"language": "zh"},
    "one kind": {"kinds": ("license",)},
    "both": {"kinds": ("article",), "language": "en"},
}


class WordVectors:
    """A random vector a word; a text is the sum of its words."""

    identity, dimensions = "random-words", 512

    def __init__(self) -> None:
        self._of = np.random.default_rng(1).normal(size=(WORDS, self.dimensions)).astype(np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        rows = [
            self._of[[crc32(word.encode()) % WORDS for word in text.split() or [text]]].sum(axis=0) for text in texts
        ]
        return unit(rows) if rows else np.zeros((0, self.dimensions), np.float32)


def main(chunks: int = CHUNKS) -> None:
    """Print build time, open time, the times of searches by filter and the memory."""
    encoder, rng = WordVectors(), random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder), encoder) as store:
            taken = timed(lambda: [store.put_many(part) for part in _batches(_documents(chunks, rng))])
        print(f"write         {chunks / taken:8.0f} chunks/s")
        begun = time.perf_counter()
        with Store.open(Path(folder), encoder) as store:
            print(f"open          {time.perf_counter() - begun:8.2f} s")
            begun = time.perf_counter()
            search = Search(store, encoder)
            print(f"search ready  {time.perf_counter() - begun:8.2f} s")
            _times("bare query", lambda: store.nearest(encoder.encode([_sentence(rng, 8)])[0], NEAREST))
            for name, filters in FILTERS.items():
                _times(name, partial(_searched, search, rng, filters))
        print(f"memory        {psutil.Process().memory_info().rss / 1e6:8.0f} MB")


def _searched(search: Search, rng: random.Random, filters: dict[str, Any]) -> None:
    search.find(_sentence(rng, 8), **filters)


def _times(name: str, work: Callable[[], object]) -> None:
    work()
    times = sorted(timed(work) for _ in range(QUERIES))
    print(f"{name:13} {times[QUERIES // 2] * 1e3:8.1f} ms   p95 {times[int(QUERIES * 0.95)] * 1e3:8.1f} ms")


def _documents(chunks: int, rng: random.Random) -> Iterator[_Item]:
    for number in range(chunks // PER_DOCUMENT):
        sentences = [_sentence(rng, rng.randrange(12, 30)) for _ in range(PER_DOCUMENT)]
        text = "\n".join(sentences)
        made = Document(
            id=f"d{number}", kind=KINDS[number % 4], title=_sentence(rng, 5), text=text, source=f"d{number}",
            language="en" if number % 8 < 4 else "zh", sha256=sha256(text.encode()).hexdigest(),
        )  # fmt: skip
        spans, at = [], 0
        for sentence in sentences:
            spans.append((at, at + len(sentence)))
            at += len(sentence) + 1
        yield made, [Chunk.of(made, i, (a, b), [(0, b - a)]) for i, (a, b) in enumerate(spans)]


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(f"word{int(rng.paretovariate(0.7)) % WORDS}" for _ in range(words)) + "."


def _batches(items: Iterator[_Item], size: int = 200) -> Iterator[list[_Item]]:
    while batch := list(islice(items, size)):
        yield batch


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHUNKS)
