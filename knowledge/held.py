"""The vectors of an index in one file beside it, so that every question is compared with all of them from the first on.

Rows of a version never change, so what the file holds of a version stays right whatever else happens; what it lacks
is asked of the store. It may be deleted at any time.
"""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.embedding import Vectors
from knowledge.passages import Table
from knowledge.store import Store, mark_of

REWRITE = 2_000
"""Rows that the file may lack before it is written anew: asking the store for them takes less than a tenth of a
second."""


class HeldVectors:
    """Kept over the generations of an index. Thread-safe."""

    def __init__(self, store: Store, folder: Path | None = None) -> None:
        """`folder`: where they are kept between runs."""
        self._store, self._lock = store, threading.Lock()
        self._file = folder / f"vectors{mark_of(store.encoder)}.npz" if folder else None
        self._kept: dict[str, Vectors] = {}
        """By version."""
        self._unread, self._whole, self._unwritten = True, False, 0

    @property
    def begun(self) -> bool:
        """Whether somebody asked for them."""
        return not self._unread

    def of(self, table: Table) -> Vectors:
        """A row for each of `table.sentences`, in order."""
        with self._lock:
            if self._unread:
                self._kept, self._unread = self._read(), False
            out = self._gathered(table)
            bounds = [int(at) for at in table.bounds]
            self._kept = {
                version: out[a:b] for version, (a, b) in zip(table.versions, pairwise(bounds), strict=True)
            }  # views, so that nothing is held twice
            if self._unwritten > (REWRITE if self._whole else 0):
                self._write(table, out)
            return out

    def _gathered(self, table: Table) -> Vectors:
        out = np.zeros((len(table.sentences), self._store.encoder.dimensions), np.float32)
        missing: list[str] = []
        for number, version in enumerate(table.versions):
            first, end = int(table.bounds[number]), int(table.bounds[number + 1])
            kept = self._kept.get(version)
            if kept is not None and len(kept) == end - first:
                out[first:end] = kept
            else:
                missing.append(table.documents[number].id)
        for document, chunk, sentence, vector in self._store.vectors(missing):
            number = table.number.get((document, chunk, sentence), -1)
            if number >= 0:
                out[number] = vector
                self._unwritten += 1
        return out

    def _read(self) -> dict[str, Vectors]:
        if self._file is None or not self._file.exists():
            return {}
        try:
            with self._file.open("rb") as opened, np.load(opened) as kept:
                versions, counts, rows = str(kept["versions"]).split("\n"), kept["counts"], kept["rows"]
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return {}
        if rows.shape != (counts.sum(), self._store.encoder.dimensions) or len(versions) != len(counts):
            return {}
        self._whole = True
        ends = np.cumsum(counts)
        return {v: rows[end - count : end] for v, count, end in zip(versions, counts, ends, strict=True)}

    def _write(self, table: Table, rows: Vectors) -> None:
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            half = self._file.with_name(f"{self._file.stem}.part.npz")
            np.savez(half, versions=np.array("\n".join(table.versions)), counts=np.diff(table.bounds), rows=rows)
            half.replace(self._file)
            for old in set(self._file.parent.glob("vectors-*.npz")) - {self._file}:
                old.unlink(missing_ok=True)
        except OSError:
            return
        self._whole, self._unwritten = True, 0
