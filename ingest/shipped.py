"""What ships, as documents: a card for every catalog record, in both languages, and our own briefings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ingest.cards import license_card, model_card
from ingest.load import front_matter
from ingest.sync import PIPELINE, Progress, Report, ingest_documents
from knowledge.catalog import Catalog
from knowledge.records.base import Language, Source
from knowledge.records.document import Document
from knowledge.store import Store
from knowledge.texts import Texts

BRIEFINGS = Path(__file__).parent.parent / "knowledge" / "briefings"
PREFIX = "catalog:"


def ingest_shipped(
    store: Store,
    texts: Texts,
    catalog: Catalog,
    progress: Callable[[Progress], None] | None = None,
    *,
    dry_run: bool = False,
) -> Report:
    """Take in cards and briefings. Near-free when nothing changed; safe to repeat."""
    _ = texts
    documents = list(shipped(catalog))
    return ingest_documents(documents, store=store, prune_prefix=PREFIX, progress=progress, dry_run=dry_run)


def shipped(catalog: Catalog) -> Iterator[Document]:
    """Every shipped document, the briefings first: they answer most."""
    yield from briefings()
    for model in catalog.models.values():
        yield _card(f"model-{model.id}", model.name, model_card(model, catalog), model.id, model.checked, model.sources)
    for one in catalog.licenses.values():
        yield _card(f"license-{one.id}", one.name, license_card(one), one.id, one.checked, one.sources)


def briefings(folder: Path = BRIEFINGS) -> Iterator[Document]:
    """Our own articles; their front matter names the source they report on."""
    for path in sorted(folder.glob("*.md")):
        raw = path.read_text(encoding="utf-8")
        front, body = front_matter(raw)
        source = front["source"] if isinstance(front.get("source"), dict) else {}
        language: Language = "zh" if front.get("language") == "zh" else "en"
        yield Document(
            id=f"briefing-{path.stem}",
            kind="briefing",
            title=str(front.get("title", path.stem)),
            text=body.strip(),
            source=f"{PREFIX}briefing/{path.stem}",
            url=_first(source.get("url"), source.get("address"), front.get("source_url")),
            author=_first(source.get("author"), front.get("source_author")),
            published=_day(_first(source.get("date"), front.get("source_date"))),
            language=language,
            retells=_first(source.get("title"), front.get("source_title")),
            sha256=_hash(f"{raw}\0retells"),
        )


def _first(*values: Any) -> str | None:
    return next((str(value) for value in values if value), None)


def _card(stem: str, title: str, text: str, subject: str, checked: date | None, sources: Iterable[Source]) -> Document:
    url = next((one.ref for one in sources if one.ref.startswith("https://")), None)
    return Document(
        id=stem,
        kind="card",
        title=title,
        text=text,
        source=f"{PREFIX}{stem}",
        url=url,
        published=checked,
        language="en",
        sha256=_hash(f"{title}\0{url}\0{text}"),
        subjects=(subject,),
    )


def _hash(text: str) -> str:
    return hashlib.sha256(f"{PIPELINE}\0{text}".encode()).hexdigest()


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None
