"""The index: whole versions only, one owner, nothing half; the same on a Chroma server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest

from ingest.chunk import chunk
from knowledge.chroma_cloud import Cloud
from knowledge.embedding import Vectors, unit
from knowledge.errors import EncoderMismatch, StoreError, StoreLocked
from knowledge.rebuild import rebuilt
from knowledge.records.document import Document
from knowledge.store import Store
from tests.chroma_server import chroma_server

Opener = Callable[[], Store]


class Hashed:
    """Words hashed into 64 dimensions: quick, and the same text is always the same vector."""

    dimensions = 64

    def __init__(self, identity: str = "hashed-1") -> None:
        self.identity = identity

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), 64), 0.001, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[int(sha256(word.encode()).hexdigest(), 16) % 64] += 1
        return unit(rows)


def document(identity: str, text: str) -> Document:
    return Document(
        id=identity, kind="file", title=identity, text=text, source=identity, language="en",
        sha256=sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def put(store: Store, identity: str, text: str) -> None:
    made = document(identity, text)
    store.put(made, chunk(made))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server on loopback."""
    with chroma_server(tmp_path_factory.mktemp("chroma")) as running:
        yield running.url


@pytest.fixture(params=["embedded", "server"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the same index again and again, in a folder or on the server."""
    url = None
    if request.param == "server":
        url = request.getfixturevalue("server")
        with Store.open(tmp_path, Hashed(), url) as store:
            for document_id in store.entries():
                store.remove(document_id)
    return lambda: Store.open(tmp_path, Hashed(), url)


def test_what_was_put_is_there_after_opening_again(opener: Opener) -> None:
    """Text, chunks and vectors survive; the nearest sentence to a sentence is itself."""
    with opener() as store:
        put(store, "a", "Ducks swim on ponds. Geese fly over hills.")
        put(store, "b", "Trains run on rails.")
    with opener() as store:
        assert list(store.entries()) == ["a", "b"]
        held = store.document("a")
        assert held is not None
        assert held.text.startswith("Ducks")
        hit = store.nearest(Hashed().encode(["Geese fly over hills."])[0], 1)[0]
        assert (hit.document_id, hit.sentence_index) == ("a", 1)
        assert hit.cosine == pytest.approx(1, abs=1e-4)
        assert store.verify() == []


def test_a_new_version_replaces_the_old_one_whole(opener: Opener) -> None:
    """No sentence of the old version can be found any more, and none is left behind."""
    with opener() as store:
        put(store, "a", "Ducks swim. Geese fly. Hens walk.")
        put(store, "a", "Trains run.")
        entry = store.entry("a")
        assert entry is not None
        assert entry.sentences == 1
        assert len(store.nearest(Hashed().encode(["Ducks swim."])[0], 10)) == 1
        assert store.verify() == []


def test_a_removed_document_is_gone(opener: Opener) -> None:
    """Removing says whether there was anything to remove."""
    with opener() as store:
        put(store, "a", "Ducks swim.")
        assert store.remove("a")
        assert not store.remove("a")
        assert store.nearest(Hashed().encode(["Ducks swim."])[0], 10) == []


def test_a_write_that_fails_leaves_the_old_version_in_force(opener: Opener) -> None:
    """The manifest row is written last: until then readers see the old version, and opening sweeps the rest."""
    with opener() as store:
        put(store, "a", "Ducks swim.")

        def refuse(*_: object, **__: object) -> None:
            raise OSError("disk full")

        manifest = store._manifest
        store._manifest = type("Full", (), {"upsert": refuse})()
        with pytest.raises(StoreError, match="disk full"):
            put(store, "a", "Trains run. Ships sail.")
        store._manifest = manifest
    with opener() as store:
        held = store.document("a")
        assert held is not None
        assert held.text == "Ducks swim."
        assert store.verify() == []


def test_verify_finds_and_mends_a_lost_sentence(opener: Opener) -> None:
    """A damaged document is forgotten, so that the next ingest brings it anew."""
    with opener() as store:
        put(store, "a", "Ducks swim. Geese fly.")
        put(store, "b", "Trains run.")
        entry = store.entry("a")
        assert entry is not None
        store._sentences.delete(ids=[f"{entry.version}/0/0"])
        assert any("1 of 2" in problem for problem in store.verify())
        store.verify(repair=True)
        assert store.verify() == []
        assert list(store.entries()) == ["b"]


def test_another_encoder_is_told_how_to_rebuild(tmp_path: Path) -> None:
    """The mismatch names the command; a rebuild keeps every document under the new encoder."""
    with Store.open(tmp_path, Hashed()) as store:
        put(store, "a", "Ducks swim. Geese fly.")
    with pytest.raises(EncoderMismatch, match="aperture ingest --rebuild"):
        Store.open(tmp_path, Hashed("hashed-2"))
    with rebuilt(tmp_path, Hashed("hashed-2")) as store:
        assert list(store.entries()) == ["a"]
    with Store.open(tmp_path, Hashed("hashed-2")) as store:
        assert store.verify() == []


def test_a_second_process_is_refused_by_name(tmp_path: Path) -> None:
    """Two writers on one folder ruin it silently; the refusal says who holds it."""
    with Store.open(tmp_path, Hashed()), pytest.raises(StoreLocked, match=f"process {os.getpid()}"):
        Store.open(tmp_path, Hashed())
    Store.open(tmp_path, Hashed()).close()


@pytest.mark.parametrize("count", [3, 400])
def test_a_filter_finds_what_is_nearest_among_what_passes(opener: Opener, count: int, monkeypatch: Any) -> None:
    """However many rows pass, and whichever way they are found: the same as comparing each of them."""
    words = [f"word{n}" for n in range(40)]
    texts = [f"{words[n % 40]} {words[n // 40]} is here." for n in range(120)]
    with opener() as store:
        made = [
            document(f"d{n}", text).model_copy(update={"language": "zh" if n % 4 == 0 else "en", "kind": "card"})
            for n, text in enumerate(texts)
        ]
        store.put_many([(one, chunk(one)) for one in made])
        vector = Hashed().encode(["word8 word1 is here."])[0]
        where = {"$and": [{"kind": {"$in": ["card", "file"]}}, {"language": "zh"}]}
        titled = Hashed().encode([f"{one.title}: {one.text}" for one in made])
        expected = sorted((float(row @ vector) for row in titled[::4]), reverse=True)[:count]
        for exact, overfetch in ((1_000, 2_000), (1, 2_000), (1, 1)):
            monkeypatch.setattr("knowledge.store.EXACT", exact)
            monkeypatch.setattr("knowledge.store.OVERFETCH", overfetch)
            hits = store.nearest(vector, count, where)
            assert {int(hit.document_id[1:]) % 4 for hit in hits} == {0}
            assert [hit.cosine for hit in hits] == pytest.approx(expected, abs=1e-4)
        assert store.nearest(vector, count, {"kind": "license"}) == []


KILLED = """
import sys
from pathlib import Path
from tests.knowledge.test_store import Hashed, put
from knowledge.store import Store
store = Store.open(Path(sys.argv[1]), Hashed())
print("open", flush=True)
for i in range(1000):
    put(store, f"d{i % 7}", " ".join(f"Word{i} number{k} stands here." for k in range(200)))
"""


def test_a_kill_leaves_nothing_half(tmp_path: Path) -> None:
    """kill -9 in the middle of writing: opened again, every document is whole and the lock is free."""
    for wait in (0.1, 0.37):
        command = [sys.executable, "-c", KILLED, str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with Store.open(tmp_path, Hashed()) as store:
            assert store.verify() == []
            for entry in store.entries().values():
                assert entry.sentences == len(list(store.vectors([entry.document_id])))


WRITTEN = """
import os, sys
from pathlib import Path
from tests.knowledge.test_store import Hashed, put
from knowledge.store import Store
with Store.open(Path(sys.argv[1]), Hashed()) as store:
    for i in range(7):
        put(store, f"d{i}", " ".join(f"Word{i} number{k} stands here." for k in range(200)))
    (Path(sys.argv[1]) / "index.writing").touch()
"""
TORN = ("data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin")


@pytest.mark.parametrize("name", TORN)
def test_an_index_torn_by_a_kill_is_built_anew_when_it_is_opened(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Chroma writes the files of its graph in place; half of one is what a kill between two of them leaves. Another
    process wrote it: within one Chroma would remember the graph. Sentences so alike do not all find themselves."""
    subprocess.run([sys.executable, "-c", WRITTEN, str(tmp_path)], cwd=Path(__file__).parents[2], check=True)
    graph = max(tmp_path.glob("chroma/*/data_level0.bin"), key=lambda one: one.stat().st_size).parent / name
    graph.write_bytes(graph.read_bytes()[:40])
    with Store.open(tmp_path, Hashed()) as store:
        assert "built anew" in caplog.text
        assert store.verify() == []
        assert {key: one.sentences for key, one in store.entries().items()} == {f"d{i}": 200 for i in range(7)}
        vectors = [vector for *_, vector in store.vectors(store.entries())]
        assert len(vectors) == 1400
        assert min(store.nearest(vector, 1)[0].cosine for vector in vectors[::20]) > 0.8
    assert not (tmp_path / "index.writing").exists()


def test_an_index_that_was_written_whole_is_opened_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The mark of a write goes when it is done, so that nothing is built anew without need."""
    with Store.open(tmp_path, Hashed()) as store:
        put(store, "d", "One sentence stands here.")
        assert store.remove("d")
        put(store, "d", "Another sentence stands here.")
        assert not (tmp_path / "index.writing").exists()
    with Store.open(tmp_path, Hashed()) as store:
        assert list(store.entries()) == ["d"]
    assert "built anew" not in caplog.text


def test_an_address_that_is_no_server_is_named(tmp_path: Path) -> None:
    """The setting, its value and the way out."""
    with pytest.raises(StoreError, match="APERTURE_CHROMA_URL=nonsense"):
        Store.open(tmp_path, Hashed(), "nonsense")


def test_what_a_reader_holds_does_not_change_under_it(tmp_path: Path) -> None:
    """People ask from other threads while an ingest writes: a walk over the records must neither break nor find a
    document gone that is only being replaced."""
    with Store.open(tmp_path, Hashed()) as store:
        put(store, "a", "The text in its first version, long enough to be kept.")
        held = store._records
        walking = iter(held.values())
        put(store, "a", "The text in its second version, long enough to be kept.")
        put(store, "b", "Another text that stands beside it, long enough to be kept.")
        store.remove("b")
        assert [one.document.text[:29] for one in walking] == ["The text in its first version"]
        assert list(store.entries()) == ["a"]


def test_chroma_cloud_is_a_server_with_a_key(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same index; here the cloud's own client is pointed at the server on loopback."""
    port = int(server.rsplit(":", 1)[1])
    own = partial(chromadb.CloudClient, cloud_host="127.0.0.1", cloud_port=port, enable_ssl=False)
    monkeypatch.setattr(chromadb, "CloudClient", own)
    cloud = Cloud("ck-secret", "default_tenant", "default_database")
    assert "secret" not in repr(cloud)
    with Store.open(tmp_path, Hashed(), cloud) as store:
        put(store, "in-the-cloud", "Ducks swim on ponds.")
        assert not store.embedded
    with Store.open(tmp_path, Hashed(), server) as store:
        assert store.remove("in-the-cloud")


def test_a_cloud_that_is_not_there_names_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And never the key."""
    own = partial(chromadb.CloudClient, cloud_host="127.0.0.1", cloud_port=9, enable_ssl=False)
    monkeypatch.setattr(chromadb, "CloudClient", own)
    with pytest.raises(StoreError, match="CHROMA_API_KEY") as caught:
        Store.open(tmp_path, Hashed(), Cloud("ck-secret"))
    assert "ck-secret" not in str(caught.value)


def test_texts_that_an_older_version_wrote_are_read_and_replaced(tmp_path: Path) -> None:
    """It kept them as Chroma's documents, where they stay beside what takes their place."""
    with Store.open(tmp_path, Hashed()) as store:
        store._packs = False
        put(store, "a", "Geese fly over hills.")
        put(store, "b", "Ducks swim.")
    with Store.open(tmp_path, Hashed()) as store:
        assert [store.document(key).text for key in ("a", "b")] == ["Geese fly over hills.", "Ducks swim."]  # type: ignore[union-attr]
        put(store, "a", "鹅飞过山。")
    with Store.open(tmp_path, Hashed()) as store:
        assert [store.document(key).text for key in ("a", "b")] == ["鹅飞过山。", "Ducks swim."]  # type: ignore[union-attr]
        assert store.verify() == []
