"""The file of vectors beside the index: what it holds is right, and what it lacks is asked of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge import held
from knowledge.held import HeldVectors
from knowledge.passages import Table
from knowledge.store import Store
from tests.knowledge.test_store import Hashed, put


class Counting:
    """A store that notes whose vectors it was asked for."""

    def __init__(self, store: Store) -> None:
        self._store, self.encoder = store, store.encoder
        self.asked: list[str] = []

    def vectors(self, documents: Iterable[str]) -> Iterator[tuple[str, int, int, Any]]:
        wanted = list(documents)
        self.asked += wanted
        return self._store.vectors(wanted)


def _table(store: Store) -> Table:
    found = [(store.document(key), entry.version, store.chunks(key)) for key, entry in store.entries().items()]
    return Table([(one, version, chunks) for one, version, chunks in found if one is not None], {})


def _read(store: Store, folder: Path | None) -> tuple[np.ndarray[Any, Any], list[str]]:
    counting = Counting(store)
    return HeldVectors(counting, folder).of(_table(store)), counting.asked  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three documents."""
    with Store.open(tmp_path, Hashed()) as opened:
        for name in ("a", "b", "c"):
            put(opened, name, "\n\n".join(f"Sentence {name}{n} is about {name * n}." for n in range(1, 30)))
        yield opened


def _right(store: Store, rows: np.ndarray[Any, Any]) -> bool:
    table = _table(store)
    texts = [table.documents[s.document].text[s.start : s.end] for s in table.sentences]
    return bool(np.allclose(rows, store.encoder.encode(texts), atol=1e-6))


def test_each_row_is_its_sentences(store: Store, tmp_path: Path) -> None:
    """In the order of the table, from the store and from the file alike."""
    first, asked = _read(store, tmp_path / "cache")
    assert asked == ["a", "b", "c"]
    again, asked = _read(store, tmp_path / "cache")
    assert asked == []
    assert _right(store, first)
    assert np.array_equal(first, again)


def test_only_what_changed_is_asked_of_the_store(store: Store, tmp_path: Path) -> None:
    """In the same run and in the next; what was removed is gone."""
    kept = HeldVectors(counting := Counting(store), tmp_path / "cache")  # type: ignore[arg-type]
    kept.of(_table(store))
    counting.asked.clear()
    put(store, "b", "Something else now.")
    store.remove("c")
    rows = kept.of(_table(store))
    assert counting.asked == ["b"]
    assert _right(store, rows)
    later, asked = _read(store, tmp_path / "cache")
    assert asked == ["b"]
    assert _right(store, later)


def test_the_file_is_written_anew_when_it_lacks_much(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the next run asks for nothing."""
    _read(store, tmp_path / "cache")
    monkeypatch.setattr(held, "REWRITE", 5)
    put(store, "d", "\n\n".join(f"Line {n} of d." for n in range(20)))
    assert _read(store, tmp_path / "cache")[1] == ["d"]
    rows, asked = _read(store, tmp_path / "cache")
    assert asked == []
    assert _right(store, rows)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file", b"not a zip"])
def test_a_broken_file_is_none(store: Store, tmp_path: Path, content: bytes) -> None:
    """The store is asked, and the file is whole again."""
    _read(store, tmp_path / "cache")
    file = next((tmp_path / "cache").glob("vectors-*.npz"))
    file.write_bytes(content)
    rows, asked = _read(store, tmp_path / "cache")
    assert asked == ["a", "b", "c"]
    assert _right(store, rows)
    assert _read(store, tmp_path / "cache")[1] == []


def test_without_a_folder_nothing_is_written(store: Store, tmp_path: Path) -> None:
    """And a folder that cannot be written to is no fault."""
    rows, _ = _read(store, None)
    assert _right(store, rows)
    (tmp_path / "taken").write_text("a file")
    assert _right(store, _read(store, tmp_path / "taken" / "cache")[0])
    assert not list(tmp_path.rglob("vectors-*"))


def test_another_encoders_file_goes(store: Store, tmp_path: Path) -> None:
    """It would stay for good: nobody reads it after a rebuild."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "vectors-0123.npz").write_bytes(b"old")
    _read(store, cache)
    assert len(list(cache.glob("vectors-*.npz"))) == 1
    assert not (cache / "vectors-0123.npz").exists()


def test_an_empty_index_has_no_rows(tmp_path: Path) -> None:
    """Nothing to read, nothing to write."""
    with Store.open(tmp_path, Hashed()) as store:
        rows, asked = _read(store, tmp_path / "cache")
    assert rows.shape == (0, 64)
    assert asked == []
