"""Opening the engine: catalog, texts, encoder, store and search, and the first ingest of what ships."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.answering.hub import hub_look_up
from bot.answering.intake import fetcher
from bot.answering.prose import make_prose
from bot.answering.rerank import make_reranker
from bot.settings import Settings
from ingest.remote_encoder import make_encoder
from ingest.shipped import ingest_shipped
from knowledge.catalog import Catalog
from knowledge.cost.prices import PriceBook
from knowledge.embedding import Encoder
from knowledge.policy import DEFAULT, load_policies
from knowledge.search import CACHE, Search
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
    encoder = make_encoder(settings.embedding_model, settings.openai_base_url, _secret(settings.openai_api_key))
    store = Store.open(settings.data_dir, encoder, settings.chroma)
    try:
        if not store.entries():
            ingest_shipped(store, texts, catalog, progress=_told)
        return _made(kind, settings, catalog, texts, store, encoder)
    except BaseException:
        store.close()
        raise


def _made(
    kind: type[Engine], settings: Settings, catalog: Catalog, texts: Texts, store: Store, encoder: Encoder
) -> Engine:
    policies = load_policies(settings.policy_file, catalog) if settings.policy_file else {}
    search = Search(store, encoder, catalog, make_reranker(settings), settings.data_dir / CACHE)
    return kind(
        catalog,
        texts,
        store,
        search,
        look_up=hub_look_up(settings, catalog, texts),
        fetch=fetcher(settings),
        prices=PriceBook(settings.data_dir, settings.overlay_dir),
        overlay=settings.overlay_dir,
        prose=make_prose(settings, catalog, search.bundled),
        policy=policies.get(DEFAULT),
        policies=policies,
    )


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


def _told(progress: Progress) -> None:
    """The first run takes in what ships; a person waiting sees it move, a log gets one line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\rfirst run, taking in what ships: {progress!s:<72}")
    elif progress.done == progress.total:
        sys.stderr.write(f"first run: took in {progress.total} records that ship\n")
    sys.stderr.flush()
