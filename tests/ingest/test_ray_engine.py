"""Ray reads and embeds as this process does, document by document, into a Chroma server; a failure stays one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.ray_engine import by_ray
from ingest.sync import Engine, Report, ingest
from knowledge.catalog import Catalog
from knowledge.embedding import BundledEncoder, make_encoder
from knowledge.errors import StoreError
from knowledge.store import Store
from knowledge.texts import Texts
from tests.chroma_server import chroma_server

CORPUS = Path(__file__).parents[1] / "exams" / "corpus"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A Chroma server that is empty."""
    pytest.importorskip("ray", reason="the extra ray is not installed")
    with chroma_server(tmp_path / "server") as running:
        yield running.url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages, a licence text, an empty file and a PDF that is none."""
    out = tmp_path / "documents"
    out.mkdir()
    for page in CORPUS.glob("*.md"):
        (out / page.name).write_bytes(page.read_bytes())
    (out / "empty.txt").write_text("  ")
    (out / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    return out


def taken(folder: Path, data: Path, url: str | None, engine: Engine | None) -> tuple[Report, dict[str, Any]]:
    with Store.open(data, BundledEncoder(), url) as store:
        run = partial(ingest, [str(folder)], store=store, texts=Texts(data / "texts"), catalog=CATALOG)
        report = run(engine=engine)
        again = run(engine=engine)
        assert again.unchanged == (*report.added,)
        held = {
            key: (
                store.document(key),
                store.chunks(key),
                np.array([v for *_, v in sorted(store.vectors([key]), key=lambda row: row[:3])]),
            )
            for key in store.entries()
        }
        return report, held


CATALOG = Catalog.load()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.filterwarnings(
    r"ignore::DeprecationWarning:ray\..*", "ignore::ResourceWarning", r"ignore::FutureWarning:ray\..*"
)
def test_ray_and_this_process_take_in_the_same(folder: Path, tmp_path: Path, url: str) -> None:
    """Two workers, a real pipeline: the same report, documents and chunks, and vectors to the last digits."""
    here, mine = taken(folder, tmp_path / "here", None, None)
    there, theirs = taken(folder, tmp_path / "there", url, by_ray(make_encoder, 2))
    assert here == there
    assert [source for source, _ in there.failed] == [str(folder / "broken.pdf")]
    assert [source for source, _ in there.skipped] == [str(folder / "empty.txt")]
    assert mine.keys() == theirs.keys()
    for key, (document, chunks, vectors) in mine.items():
        assert (document, chunks) == theirs[key][:2]
        assert vectors == pytest.approx(theirs[key][2], abs=1e-5)


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read."""
    monkeypatch.setitem(__import__("sys").modules, "ray.data", None)
    with pytest.raises(StoreError, match="aperture-bot"):
        by_ray(make_encoder, 2)
