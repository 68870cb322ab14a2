"""The index in step with what was named; nothing lost, nothing twice, one bad document stops no other."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.clean import clean
from ingest.sync import Progress, Report, alone, ingest
from knowledge.catalog import Catalog
from knowledge.embedding import Encoder
from knowledge.errors import IngestStopped, StoreError, StoreLocked
from knowledge.policy import Approval, Policy
from knowledge.records.base import Locator, Words
from knowledge.records.license import Clause, License, LicenseText
from knowledge.store import Store
from knowledge.texts import Texts
from tests.chroma_server import chroma_server

ARTICLE = (
    "The {n} machine of the {n} rack costs more than the one before it, and yet nobody has ever asked why it does.\n"
)


class Letters:
    """An encoder made here: three letters a bucket. Fast, and the same in every process."""

    identity = "letters-64"
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> Any:
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for at in range(max(1, len(text) - 2)):
                out[row, int(hashlib.md5(text[at : at + 3].encode()).hexdigest()[:4], 16) % self.dimensions] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


def write(folder: Path, count: int, first: int = 0) -> None:
    folder.mkdir(exist_ok=True)
    for n in range(first, first + count):
        (folder / f"note{n}.txt").write_text(ARTICLE.format(n=f"number {n}") * 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five notes."""
    write(tmp_path / "notes", 5)
    return tmp_path / "notes"


class Counting:
    """The bundled encoder, counting what it is asked."""

    def __init__(self, inner: Encoder) -> None:
        self.inner, self.identity, self.dimensions, self.asked = inner, inner.identity, inner.dimensions, 0

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked += len(texts)
        return self.inner.encode(texts)


def test_a_second_run_embeds_nothing(
    folder: Path, tmp_path: Path, texts: Texts, catalog: Catalog, encoder: Encoder
) -> None:
    """Unchanged documents are known by their bytes."""
    counting = Counting(encoder)
    with Store.open(tmp_path / "data", counting) as store:
        first = ingest([str(folder)], store=store, texts=texts, catalog=catalog)
        asked = counting.asked
        second = ingest([str(folder)], store=store, texts=texts, catalog=catalog)
    assert (len(first.added), len(second.unchanged), len(second.added)) == (5, 5, 0)
    assert counting.asked == asked > 0


def test_changed_replaced_and_deleted_pruned(folder: Path, store: Store, texts: Texts, catalog: Catalog) -> None:
    """The old version is gone; a deletion counts only with `prune`, and only under the named folder."""
    other = folder.parent / "other"
    write(other, 1)
    ingest([str(folder), str(other)], store=store, texts=texts, catalog=catalog)
    (folder / "note0.txt").write_text("A wholly new text that nobody has read before, about trains and timetables.")
    (folder / "note1.txt").unlink()
    (other / "note0.txt").unlink()
    kept = ingest([str(folder)], store=store, texts=texts, catalog=catalog)
    assert (len(kept.changed), len(kept.removed)) == (1, 0)
    pruned = ingest([str(folder)], store=store, texts=texts, catalog=catalog, prune=True)
    assert [Path(path).name for path in pruned.removed] == ["note1.txt"]
    every = {e.source: store.document(e.document_id) for e in store.entries().values()}
    changed = every[str(folder / "note0.txt")]
    assert len(every) == 5
    assert changed is not None
    assert "trains" in changed.text
    assert store.verify() == []


def test_a_dry_run_changes_nothing(folder: Path, store: Store, texts: Texts, catalog: Catalog) -> None:
    """And reports what would happen."""
    ingest([str(folder)], store=store, texts=texts, catalog=catalog)
    (folder / "note0.txt").write_text("A wholly new text that nobody has read before, about trains and timetables.")
    (folder / "note1.txt").unlink()
    write(folder, 1, first=9)
    before = store.entries()
    report = ingest([str(folder)], store=store, texts=texts, catalog=catalog, prune=True, dry_run=True)
    assert (len(report.added), len(report.changed), len(report.removed), len(report.unchanged)) == (1, 1, 1, 3)
    assert store.entries() == before


def test_bad_documents_are_reported_and_the_others_go_on(
    folder: Path, store: Store, texts: Texts, catalog: Catalog
) -> None:
    """Empty is skipped; binary, broken and missing fail, each with its reason."""
    (folder / "empty.txt").write_text("\n")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "gb.txt").write_bytes(("这是一段用旧编码写成的中文文本，讲的是显卡的价格。" * 3).encode("gb18030"))
    report = ingest([str(folder), "/no/such/place"], store=store, texts=texts, catalog=catalog)
    assert len(report.added) == 6
    assert [Path(source).name for source, _ in report.skipped] == ["empty.txt"]
    assert {Path(source).name for source, _ in report.failed} == {"binary.txt", "broken.pdf", "place"}
    assert all(reason for _, reason in report.failed)


def test_a_document_that_breaks_the_reading_itself_is_its_own_failure(
    folder: Path, store: Store, texts: Texts, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault nobody foresaw: reported and logged; what was read before it is not lost."""

    def odd(text: str, **more: Any) -> Any:
        if "number 3" in text:
            raise RecursionError("too deep")
        return clean(text, **more)

    monkeypatch.setattr("ingest.sync.clean", odd)
    report = ingest([str(folder)], store=store, texts=texts, catalog=catalog)
    assert len(report.added) == len(store.entries()) == 4
    ((source, reason),) = report.failed
    assert source.endswith("note3.txt")
    assert "RecursionError" in reason


def test_prune_spares_a_folder_that_could_not_be_listed(
    folder: Path, store: Store, texts: Texts, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not to see a file is not to know that it is gone."""
    write(folder / "locked", 1)
    ingest([str(folder)], store=store, texts=texts, catalog=catalog)
    walk = os.walk

    def refused(top: Path, onerror: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
        for where, names, files in walk(top):
            if Path(where).name == "locked":
                onerror(PermissionError(13, "Permission denied", where))
                continue
            yield where, names, files

    monkeypatch.setattr("ingest.sources.os.walk", refused)
    (folder / "note0.txt").unlink()
    report = ingest([str(folder)], store=store, texts=texts, catalog=catalog, prune=True)
    assert report.removed == (str(folder / "note0.txt"),)
    assert report.failed == ((str(folder / "locked"), "folder cannot be listed (Permission denied)"),)


def test_progress_tells_each_step(folder: Path, store: Store, texts: Texts, catalog: Catalog) -> None:
    """Slack and the terminal's bar show the same."""
    steps: list[Progress] = []
    ingest([str(folder)], store=store, texts=texts, catalog=catalog, progress=steps.append)
    assert [step.done for step in steps] == [1, 2, 3, 4, 5]
    assert {step.total for step in steps} == {5}


def test_a_second_ingest_is_told_that_one_is_running(
    folder: Path, store: Store, texts: Texts, catalog: Catalog
) -> None:
    """And by whom; afterwards it may."""
    with alone(texts.folder.parent), pytest.raises(StoreLocked, match=rf"is running \(process {os.getpid()}\)"):
        ingest([str(folder)], store=store, texts=texts, catalog=catalog)
    assert len(ingest([str(folder)], store=store, texts=texts, catalog=catalog).added) == 5


def test_no_row_of_a_table_is_taken_for_navigation(
    tmp_path: Path, store: Store, texts: Texts, catalog: Catalog
) -> None:
    """Short cells in a row look like a menu at the end of a page, and a table has no page around it."""
    (tmp_path / "prices.csv").write_text("model;price\nPipit;1,5\nWren;2,5\n")
    ingest([str(tmp_path / "prices.csv")], store=store, texts=texts, catalog=catalog)
    (entry,) = store.entries().values()
    document = store.document(entry.document_id)
    assert document
    assert document.text == "model: Pipit · price: 1,5\n\nmodel: Wren · price: 2,5"


class Holding:
    """A catalog of one license; what sync reads of a catalog is its licenses."""

    def __init__(self, license_: License) -> None:
        self.licenses: Mapping[str, License] = {license_.id: license_}


def acme(raw: bytes | None) -> License:
    at = Locator(text="acme-1", section="§2", key="may not sell the weights")
    return License.model_validate(
        {
            "id": "acme-1",
            "name": "Acme License 1",
            "family": "community",
            "texts": [LicenseText(id="acme-1", sha256=hashlib.sha256(raw).hexdigest() if raw else None)],
            "clauses": [
                Clause(id="sale", topic="sale", at=at, effect="forbid", says=Words(en="No sale.", zh="不得出售。"))
            ],
            "checked": "2026-11-01",
        }
    )


TERMS = (
    b"Acme License\r\n\r\n1. Grant\r\nUse it as you wish, in whole and in part.\r\n"
    b"2. Limits\r\nYou may not sell the weights.\r\n\r\nComments\r\n"
)


@pytest.mark.parametrize("by_hash", [True, False], ids=["by hash", "by name and locators"])
def test_a_file_that_is_a_licenses_text_becomes_that_text(
    tmp_path: Path, store: Store, texts: Texts, by_hash: bool
) -> None:
    """Indexed as the license's, named after it, no line lost, and quoted from now on."""
    path = tmp_path / ("anything.txt" if by_hash else "acme-1.txt")
    path.write_bytes(TERMS)
    catalog: Any = Holding(acme(TERMS if by_hash else None))
    report = ingest([str(path)], store=store, texts=texts, catalog=catalog)
    (entry,) = store.entries().values()
    document = store.document(entry.document_id)
    assert document is not None
    assert report.texts == ("acme-1",)
    assert (document.kind, document.subjects, document.title) == ("license", ("acme-1",), "Acme License 1")
    assert "Comments" in document.text
    quoted = texts.cut(Locator(text="acme-1", section="§2", key="may not sell the weights"))
    assert quoted
    assert "You may not sell the weights." in quoted
    assert ingest([str(path)], store=store, texts=texts, catalog=catalog).unchanged == (str(path),)


def test_a_file_under_a_licenses_name_that_does_not_prove_is_only_a_file(
    tmp_path: Path, store: Store, texts: Texts
) -> None:
    """Anybody can name a file; a quote comes from proven text only."""
    (tmp_path / "acme-1.txt").write_bytes(TERMS.replace(b"may not", b"may"))
    catalog: Any = Holding(acme(None))
    report = ingest([str(tmp_path / "acme-1.txt")], store=store, texts=texts, catalog=catalog)
    assert report.texts == ()
    assert texts.get("acme-1") is None
    (entry,) = store.entries().values()
    assert entry.kind == "file"


@pytest.mark.parametrize(("word", "kind"), [("reworded", "措辞改动"), ("", "已找不到")])
def test_a_licence_text_that_changed_is_told_with_whom_it_touches(
    tmp_path: Path, store: Store, texts: Texts, catalog: Catalog, word: str, kind: str
) -> None:
    """Read again from the same place with other words: which clauses moved, under which models, which approvals."""
    keys = list(dict.fromkeys(at.key for at in catalog.license("kimi-k2").locators))
    path = tmp_path / "kimi-k2.txt"
    rest = "\n\nThe notice above stands in all copies of the work." * 20
    path.write_text("\n\n".join(f"{key}." for key in keys) + rest, encoding="utf-8")
    policy = Policy(approvals=(Approval(model="kimi-k2", by="legal"),))
    assert ingest([str(path)], store=store, texts=texts, catalog=catalog, policy=policy).moved == ()
    last = f"{keys[-1]} {word}." if word else "Something else altogether."
    path.write_text("\n\n".join([*(f"{key}." for key in keys[:-1]), last]) + rest, encoding="utf-8")
    report = ingest([str(path)], store=store, texts=texts, catalog=catalog, policy=policy)
    [(english, chinese)] = report.moved
    assert "kimi-k2 (legal)" in english
    assert kind in chinese
    assert "kimi-k2-thinking" in chinese
    assert ingest([str(path)], store=store, texts=texts, catalog=catalog).moved == ()


def test_a_full_disk_is_a_clear_error(
    tmp_path: Path, store: Store, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the folder and the way out."""
    (tmp_path / "acme-1.txt").write_bytes(TERMS)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(texts, "put", full)
    catalog: Any = Holding(acme(TERMS))
    with pytest.raises(StoreError, match=r"texts cannot be written \(No space left on device\)"):
        ingest([str(tmp_path / "acme-1.txt")], store=store, texts=texts, catalog=catalog)


def test_a_document_never_chooses_the_address_it_is_cited_by(
    tmp_path: Path, store: Store, texts: Texts, catalog: Catalog
) -> None:
    """What it claims is kept apart from where it was read."""
    (tmp_path / "a.md").write_text(
        "---\nurl: https://evil.example/login\n---\n# Title\n\nSome words about models and cost."
    )
    ingest([str(tmp_path / "a.md")], store=store, texts=texts, catalog=catalog)
    (entry,) = store.entries().values()
    document = store.document(entry.document_id)
    assert document is not None
    assert (document.url, document.claimed_url) == (None, "https://evil.example/login")


RUN = """
import sys
from pathlib import Path
sys.path.insert(0, {here!r})
from test_sync import Letters, Holding, acme
from ingest import sync
from knowledge.store import Store
from knowledge.texts import Texts
sync.BATCH_CHUNKS = 4
data, folder = Path(sys.argv[1]), sys.argv[2]
with Store.open(data, Letters()) as store:
    print("open", flush=True)
    sync.ingest([folder], store=store, texts=Texts(data / "texts"), catalog=Holding(acme(None)))
"""


def state(data: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    with Store.open(data, Letters()) as store:
        assert store.verify() == []
        found = {}
        for entry in store.entries().values():
            for *_, vector in store.vectors([entry.document_id]):
                assert store.nearest(np.asarray(vector, np.float32), 1)[0].cosine > 0.999
            chunks = tuple(chunk.text for chunk in store.chunks(entry.document_id))
            found[entry.source] = (entry.sha256, chunks)
    return found


ROUNDS = int(os.environ.get("APERTURE_KILL_ROUNDS", "4"))


def test_killed_anywhere_and_run_again_gives_the_same_index(tmp_path: Path) -> None:
    """kill -9 at random moments: none lost, none twice, every vector finds itself."""
    folder = tmp_path / "notes"
    write(folder, 40)
    script = RUN.format(here=str(Path(__file__).parent))

    def start(data: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", script, str(data), str(folder)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    with start(tmp_path / "undisturbed") as whole:
        begun = _opened(whole)
        assert whole.wait(60) == 0
    took = time.monotonic() - begun
    expected = state(tmp_path / "undisturbed")
    assert len(expected) == 40
    rng = random.Random(7)
    for turn in range(ROUNDS):
        with start(tmp_path / "killed") as process:
            _opened(process)
            time.sleep(rng.uniform(0.0, took))
            process.send_signal(signal.SIGKILL)
        (folder / f"note{turn % 40}.txt").write_text(ARTICLE.format(n=f"changed {turn}"))
    write(folder, 40)
    with start(tmp_path / "killed") as process:
        assert process.wait(60) == 0
    assert state(tmp_path / "killed") == expected


def _opened(process: subprocess.Popen[str]) -> float:
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return time.monotonic()


def test_a_server_that_goes_away_half_way_loses_nothing(
    tmp_path: Path, texts: Texts, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clear error; with the server back the next run takes the rest, and the index is sound."""
    monkeypatch.setattr("ingest.sync.BATCH_CHUNKS", 10)
    folder, data = tmp_path / "notes", tmp_path / "server"
    write(folder, 40)
    with chroma_server(data) as server, Store.open(tmp_path / "d", Letters(), server.url) as store:

        def step(at: Progress) -> None:
            if at.done == 25:
                server.process.kill()
                server.process.wait()

        with pytest.raises(StoreError, match="the index refused a write"):
            ingest([str(folder)], store=store, texts=texts, catalog=catalog, progress=step)
        held = len(store.entries())
    assert held == 20
    with chroma_server(data) as server, Store.open(tmp_path / "d", Letters(), server.url) as store:
        report = ingest([str(folder)], store=store, texts=texts, catalog=catalog)
        assert (len(report.unchanged), len(report.added)) == (20, 20)
        assert store.verify() == []


def test_report_counts_what_is_indexed() -> None:
    """Added, changed and unchanged."""
    assert Report(added=("a",), changed=("b",), unchanged=("c", "d"), removed=("e",)).documents == 4


def test_a_run_that_is_stopped_keeps_what_it_took_in(
    folder: Path, store: Store, texts: Texts, catalog: Catalog
) -> None:
    """Between two documents; the next run takes the rest."""

    def step(at: Progress) -> None:
        if at.done == 4:
            raise IngestStopped("stopping")

    with pytest.raises(IngestStopped):
        ingest([str(folder)], store=store, texts=texts, catalog=catalog, progress=step)
    assert len(store.entries()) == 3
    report = ingest([str(folder)], store=store, texts=texts, catalog=catalog)
    assert (len(report.added), len(report.unchanged)) == (2, 3)
