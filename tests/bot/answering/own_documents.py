"""An engine over documents that a test wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from bot.answering.engine import Engine
from knowledge.catalog import Catalog
from knowledge.embedding import make_encoder
from knowledge.search import Search
from knowledge.store import Store
from knowledge.texts import Texts


@contextmanager
def engine_over(
    documents: Mapping[str, str], catalog: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The shipped catalog and these files alone: nothing that ships is in the index."""
    folder = tmp_path_factory.mktemp("documents")
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")
    data = tmp_path_factory.mktemp("data")
    encoder = make_encoder("bundled")
    with Store.open(data, encoder) as store:
        engine = Engine(catalog, Texts(data / "texts"), store, Search(store, encoder, catalog))
        assert not engine.ingest([str(folder)]).failed
        yield engine
