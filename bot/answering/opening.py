"""Opening the engine: catalog, texts, encoder, store and search, and the first ingest of what ships."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.answering.answer import Ask
from bot.answering.hub import hub_look_up
from bot.answering.intake import fetcher
from bot.settings import Settings
from ingest.shipped import ingest_shipped
from knowledge.catalog import Catalog
from knowledge.embedding import make_encoder
from knowledge.search import Search
from knowledge.store import Store
from knowledge.texts import Texts

if TYPE_CHECKING:
    from bot.answering.engine import Engine
    from ingest.sync import Progress


def open_engine(kind: type[Engine], settings: Settings) -> Engine:
    """Load everything once. Raises `StoreLocked` or `FactsError`, each naming the way out."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    catalog = Catalog.load(settings.overlay_dir)
    texts = Texts(settings.data_dir / "texts")
    encoder = make_encoder(settings.embedding_model)
    store = Store.open(settings.data_dir, encoder, settings.chroma_url)
    try:
        if not store.entries():
            ingest_shipped(store, texts, catalog, progress=_told)
        search, look_up = Search(store, encoder, catalog), hub_look_up(settings, catalog, texts)
        return _warmed(kind(catalog, texts, store, search, look_up, fetcher(settings)))
    except BaseException:
        store.close()
        raise


def _warmed(engine: Engine) -> Engine:
    """The first question should not pay for dictionaries and tables that are read when first used."""
    engine.ask(Ask(question="为什么说 open weights 不是开源？ Is Llama 3.1 open in Germany?"))
    engine.search.find("开源 open source", top=1)
    return engine


def _told(progress: Progress) -> None:
    """The first run takes in what ships; a person waiting sees it move, a log gets one line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\rfirst run, taking in what ships: {progress!s:<72}")
    elif progress.done == progress.total:
        sys.stderr.write(f"first run: took in {progress.total} records that ship\n")
    sys.stderr.flush()
