"""How near each sentence of the index is to a question.

The store is asked for the nearest sentences of each language; asked for both at once, one would crowd out the other. Of
a folder's index that fits in memory the vectors are held and compared one by one: that is exact, and quicker, because
no filter and no list of a thousand hits goes through the store.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from knowledge.embedding import Vectors
from knowledge.held import HeldVectors
from knowledge.passages import Array, Filter, Table
from knowledge.records.base import Language
from knowledge.store import Hit, Store

_log = logging.getLogger(__name__)
NEAREST = 400
"""Sentences of each language that count as near."""
WIDE = 1_600
"""Sentences asked of the store before they are sorted by language."""
BEYOND = 0.05
"""A sentence that is not among the near ones counts as this far below the last that is."""
HELD = 120_000
"""Sentences whose vectors are held at most: 240 MB of them with 512 dimensions."""

_Near = tuple[Array, Array]
"""Numbers of sentences, and their cosines."""


class Near:
    """One generation of the index. Thread-safe."""

    def __init__(self, store: Store, table: Table, held: HeldVectors) -> None:
        """Where vectors are `held` already, those of this generation are read at once, so that no question waits."""
        self._store, self._table, self._all = store, table, held
        self._vectors: Vectors | None = None
        self._may_hold = store.embedded and len(table.sentences) <= HELD
        if store.embedded and not self._may_hold:
            _log.warning(
                "the index holds %d sentences: beyond %d a folder's index is no longer compared as a whole and some "
                "near ones are missed; a Chroma server (APERTURE_CHROMA_URL) is built for that many",
                len(table.sentences),
                HELD,
            )
        if held.begun:
            self._held()

    def cosines(self, vector: Vectors, wanted: Filter) -> tuple[Array, Array]:
        """Each sentence's cosine to a unit `vector`, and which are near; the others are taken to lie below those."""
        held, count = self._held(), len(self._table.sentences)
        near, out = np.zeros(count, dtype=bool), np.zeros(count)
        languages: tuple[Language, ...] = (wanted.language,) if wanted.language else ("zh", "en")
        each = [replace(wanted, language=one) for one in languages]
        found = self._compared(held @ vector, each) if held is not None else None
        for numbers, cosines in found or self._asked_of_store(vector, each):
            near[numbers], out[numbers] = True, cosines
        lowest = float(out[near].min(initial=1.0))
        out[~near] = max(0.0, lowest - BEYOND)
        return out, near

    def _held(self) -> Vectors | None:
        if self._may_hold and self._vectors is None:
            self._vectors = self._all.of(self._table)
        return self._vectors

    def _compared(self, cosines: Array, each: Sequence[Filter]) -> list[_Near]:
        """The nearest sentences of each language, by comparing all."""
        return [self._best(cosines, np.flatnonzero(self._table.sentences_of(one))) for one in each]

    def _best(self, cosines: Array, passing: Array) -> _Near:
        count = min(NEAREST, len(passing))
        best = passing[np.argpartition(-cosines[passing], count - 1)[:count]] if count else passing
        return best, cosines[best]

    def _asked_of_store(self, vector: Vectors, each: Sequence[Filter]) -> Iterator[_Near]:
        """The same by asking the store: once without a filter, which costs it most, and again where a language came
        short. Days are left to the sieve after it."""
        pool = self._store.nearest(vector, WIDE)
        for one in each:
            found = [hit for hit in pool if self._passes(hit, one)]
            if len(found) < NEAREST and len(pool) == WIDE:
                where = {"$and": [{"kind": {"$in": list(one.kinds)}}, {"language": one.language}]}
                found = [hit for hit in self._store.nearest(vector, NEAREST, where) if self._passes(hit, one)]
            yield self._placed(found[:NEAREST])

    def _placed(self, hits: Sequence[Hit]) -> _Near:
        at = self._table.number
        known = [(at.get((hit.document_id, hit.chunk_index, hit.sentence_index)), hit.cosine) for hit in hits]
        held = [(number, cosine) for number, cosine in known if number is not None]
        return np.array([n for n, _ in held], dtype=np.int64), np.array([c for _, c in held], dtype=np.float64)

    def _passes(self, hit: Hit, wanted: Filter) -> bool:
        document = self._store.document(hit.document_id)
        return document is not None and wanted.passes(document)
