"""Words that mean alike, by the encoder's own word vectors: how well a passage covers what a question asks.

A colloquial question and the passage that answers it often share no word (挣钱, 创造收入), in one language or in two.
One word's vector says little; how many of a question's words find a like one in three neighbouring sentences, rare
words counting more, ranks what the vectors of whole sentences leave level.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.embedding import Encoder
from knowledge.encoding import encode_all
from knowledge.lexical import bridged, tokens
from knowledge.passages import Array, Table

LIKE = 0.9
"""Two words count as alike from the cosine on that this share of all pairs stays below; the same encoder, the same
cosine: .42 for the bundled one. At 1 they count as the same."""
SAMPLE = 300
"""Words whose pairs tell that cosine."""
FEW, USUAL = 50, 0.42
"""With fewer words than `FEW` the bundled encoder's cosine is taken."""
ASKED = 5_000
"""Words of questions that are kept at most, beside those of documents."""
REACH = 3
"""Sentences that may cover a question together."""


class WordVectors:
    """A vector a word, kept for the life of the index and, with a file, beyond it."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        """`folder`: where the vectors of this encoder are kept between runs."""
        self._encoder = encoder
        name = hashlib.sha256(encoder.identity.encode()).hexdigest()[:12]
        self._file = folder / f"words-{name}.npz" if folder else None
        self._place: dict[str, int] = {}
        self._rows = np.zeros((0, encoder.dimensions), np.float32)
        self._asked: dict[str, Array] = {}
        self._read()

    def learn(self, words: Iterable[str]) -> None:
        """Encode the words that are new."""
        new = sorted({word for word in words if word not in self._place})
        if new:
            self._add(new, encode_all(self._encoder, new))
            self._write()

    def ask(self, query: str, words: Iterable[str]) -> Array:
        """The vector of a question; its words that were never learnt are encoded with it, and kept for a while."""
        new = self._new(words, self._asked)
        vectors = self._encoder.encode([query, *new])
        self._note(dict(zip(new, vectors[1:], strict=True)))
        return np.asarray(vectors[0])

    def of(self, words: Sequence[str]) -> Array:
        """One unit row a word; those never learnt are encoded now, and kept for a while."""
        asked = self._asked
        new = self._new(words, asked)
        fresh = dict(zip(new, self._encoder.encode(new), strict=True)) if new else {}
        self._note(fresh)
        rows = [
            self._rows[self._place[word]] if word in self._place else fresh[word] if word in fresh else asked[word]
            for word in words
        ]
        return np.asarray(rows, dtype=np.float32).reshape(len(words), self._rows.shape[1])

    def _new(self, words: Iterable[str], asked: dict[str, Array]) -> list[str]:
        return [word for word in dict.fromkeys(words) if word not in self._place and word not in asked]

    def _note(self, fresh: dict[str, Array]) -> None:
        """Words of questions; another dictionary each time it is full, so that a reader keeps the one it has."""
        if len(self._asked) + len(fresh) > ASKED:
            self._asked = {}
        self._asked.update(fresh)

    def places(self, words: Iterable[str]) -> list[int]:
        """Where words that were learnt stand in `rows`."""
        return [self._place[word] for word in words]

    def knows(self, word: str) -> bool:
        """Whether a word was learnt."""
        return word in self._place

    def rows(self, places: Array) -> Array:
        """The vectors that stand there."""
        return self._rows[places]

    def floor(self) -> float:
        """The cosine from which two words count as alike."""
        if len(self._rows) < FEW:
            return USUAL
        some = self.rows(np.linspace(0, len(self._rows) - 1, min(SAMPLE, len(self._rows))).astype(np.int64))
        return float(np.quantile((some @ some.T)[np.triu_indices(len(some), 1)], LIKE))

    def _add(self, words: Sequence[str], rows: Array) -> None:
        first = len(self._rows)
        halved = np.asarray(rows, dtype=np.float16)  # as they are kept, so that a run that reads them finds the same
        self._rows = np.concatenate([self._rows, halved.astype(np.float32)])
        self._place.update(zip(words, range(first, first + len(words)), strict=True))  # a reader finds its row there

    def _read(self) -> None:
        if self._file is None or not self._file.exists():
            return
        try:
            with self._file.open("rb") as opened, np.load(opened) as kept:
                words, rows = str(kept["words"]).split("\n"), kept["rows"]
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return
        if rows.shape == (len(words), self._encoder.dimensions):
            self._add(words, rows)

    def _write(self) -> None:
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            half = self._file.with_name(f"{self._file.stem}.part.npz")
            np.savez(half, words=np.array("\n".join(self._place)), rows=self._rows.astype(np.float16))
            half.replace(self._file)
        except OSError:
            return


class Alike:
    """One generation of the index, ready to say how well its passages cover a question's words."""

    def __init__(self, table: Table, vectors: WordVectors) -> None:
        self._table, self._vectors = table, vectors
        held = Counter(word for words in table.tokens for word in set(words))
        vectors.learn(held)
        self._floor = vectors.floor()
        self._words = np.array(vectors.places(chain.from_iterable(table.tokens)), dtype=np.int32)
        """Of all sentences, one after another."""
        self._begins = np.cumsum([0, *map(len, table.tokens)])
        count = max(1, len(table.tokens))
        self._rarity = {word: math.log((count + 1) / (n + 0.5)) for word, n in held.items()}
        self._rarest = math.log((count + 1) / 0.5)

    def cover(self, query: str, windows: Sequence[int] | Array, cosines: Array) -> Array:
        """Share of the query's words, weighted by rarity, that each window covers within `REACH` sentences from its
        best one on; 0 to 1."""
        words, out = list(dict.fromkeys(tokens(query))), np.zeros(len(windows))
        begin, end = self._runs(np.asarray(windows, dtype=np.int64), cosines)
        filled = np.flatnonzero(end > begin)
        if not words or not len(filled):
            return out
        lengths = (end - begin)[filled]
        starts = np.cumsum(lengths) - lengths
        held, column = self._distinct(np.repeat(begin[filled] - starts, lengths) + np.arange(lengths.sum()))
        met = np.maximum.reduceat(self._alike(words, held)[:, column], starts, axis=1)
        weights = self.rarity(words)
        out[filled] = weights @ met / weights.sum()
        return out

    def met(self, words: Sequence[str], first: int, end: int) -> Array:
        """How well each sentence from `first` up to `end` meets each word, 0 to 1; shape `(words, sentences)`."""
        begins = self._begins[first : end + 1]
        held, column = self._distinct(np.arange(begins[0], begins[-1]))
        out, filled = np.zeros((len(words), end - first)), np.flatnonzero(np.diff(begins))
        if words and len(filled):
            starts = (begins[:-1] - begins[0])[filled]
            out[:, filled] = np.maximum.reduceat(self._alike(words, held)[:, column], starts, axis=1)
        return out

    def parts(self, word: str) -> tuple[str, ...]:
        """The word itself, or what a hyphen joins where no document joins it: `MIT-licensed`."""
        return (word,) if word in self._rarity else tuple(part for part in word.split("-") if part)

    def rarity(self, words: Sequence[str]) -> Array:
        """How rare each word is in the index: the logarithm of one over its share of sentences."""
        return np.array([self._rarity.get(word, self._rarest) for word in words])

    def _runs(self, windows: Array, cosines: Array) -> tuple[Array, Array]:
        """Where in `_words` the words of each window's best sentence begin, and where those after it end."""
        first, last = self._table.first[windows], self._table.last[windows]
        step = np.arange(int((last - first).max(initial=-1)) + 1)
        sentences = np.minimum(first[:, None] + step, last[:, None])
        best = first + cosines[sentences].argmax(axis=1) if len(windows) else first
        return self._begins[best], self._begins[np.minimum(best + REACH, last + 1)]

    def _distinct(self, at: Array) -> tuple[Array, Array]:
        """The words that stand at these places of `_words`, each once and in order, and which of them each is."""
        words = self._words[at]
        seen = np.zeros(int(words.max(initial=-1)) + 1, dtype=bool)
        seen[words] = True
        return np.flatnonzero(seen), (np.cumsum(seen) - 1)[words]

    def _alike(self, asked: Sequence[str], held: Array) -> Array:
        """How alike each word that was asked is to each that is held; 1 for the same and for the glossary's."""
        cosines = self._vectors.of(asked) @ self._vectors.rows(held).T
        out = np.clip((cosines - self._floor) / (1 - self._floor), 0.0, 1.0)
        for number, word in enumerate(asked):
            same = self._vectors.places(w for w in (word, *bridged(word)) if self._vectors.knows(w))
            near = np.searchsorted(held, same) % max(1, len(held))
            out[number, near[held[near] == same]] = 1.0
        return np.asarray(out)
