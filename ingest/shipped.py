"""What ships, as documents: a card for every catalog record, in both languages, and our own briefings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ingest.load import front_matter
from ingest.sync import PIPELINE, Progress, Report, ingest_documents
from knowledge.catalog import Catalog
from knowledge.openness import judge_openness
from knowledge.openness_words import COMPONENT_NAMES, RUNG_NAMES, VALUE_NAMES
from knowledge.records.base import Language
from knowledge.records.document import Document
from knowledge.records.license import License
from knowledge.records.model import Model
from knowledge.records.verdicts import Rung
from knowledge.store import Store
from knowledge.texts import Texts

BRIEFINGS = Path(__file__).parent.parent / "knowledge" / "briefings"
PREFIX = "catalog:"


def ingest_shipped(
    store: Store, texts: Texts, catalog: Catalog, progress: Callable[[Progress], None] | None = None
) -> Report:
    """Take in cards and briefings. Near-free when nothing changed; safe to repeat."""
    _ = texts
    return ingest_documents(list(shipped(catalog)), store=store, prune_prefix=PREFIX, progress=progress)


def shipped(catalog: Catalog) -> Iterator[Document]:
    """Every shipped document."""
    yield from briefings()
    for model in catalog.models.values():
        yield _document(f"model-{model.id}", model.name, model_card(model, catalog), (model.id,), model.checked)
    for license_ in catalog.licenses.values():
        yield _document(
            f"license-{license_.id}", license_.name, license_card(license_), (license_.id,), license_.checked
        )


def briefings(folder: Path = BRIEFINGS) -> Iterator[Document]:
    """Our own articles; their front matter names the source they report on."""
    for path in sorted(folder.glob("*.md")):
        raw = path.read_text(encoding="utf-8")
        front, body = front_matter(raw)
        language: Language = "zh" if front.get("language") == "zh" else "en"
        yield Document(
            id=f"briefing-{path.stem}",
            kind="briefing",
            title=str(front.get("title", path.stem)),
            text=body.strip(),
            source=f"{PREFIX}briefing/{path.stem}",
            url=front.get("source_url"),
            author=front.get("source_author"),
            published=_day(front.get("source_date")),
            language=language,
            sha256=_hash(raw),
        )


def _document(stem: str, title: str, text: str, subjects: tuple[str, ...], checked: date | None) -> Document:
    return Document(
        id=stem,
        kind="card",
        title=title,
        text=text,
        source=f"{PREFIX}{stem}",
        published=checked,
        language="en",
        sha256=_hash(text),
        subjects=subjects,
    )


def _hash(text: str) -> str:
    return hashlib.sha256(f"{PIPELINE}\0{text}".encode()).hexdigest()


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def model_card(model: Model, catalog: Catalog) -> str:
    """The facts of one model as a card, English then Chinese; nothing in it that is not in the record."""
    verdict = judge_openness(model, None, catalog)
    parts = []
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        parts.append("\n".join(_model_lines(model, catalog, verdict.rung, verdict.reason.in_(language), language)))
    return "\n\n".join(parts)


def _model_lines(model: Model, catalog: Catalog, rung: Rung, reason: str, language: Language) -> Iterator[str]:
    zh = language == "zh"
    license_ = catalog.licenses.get(catalog.terms(model) or "")
    yield f"# {model.name}" + (f"（{model.developer}）" if zh else f" by {model.developer}")
    yield f"{'开放等级' if zh else 'Openness'}: {RUNG_NAMES[rung].in_(language)}. {reason}"
    if license_:
        yield f"{'许可证' if zh else 'License'}: {license_.name_zh or license_.name if zh else license_.name}"
    if model.aliases:
        yield f"{'又名' if zh else 'Also called'}: {', '.join(model.aliases[:12])}"
    if model.released.first:
        yield f"{'发布' if zh else 'Released'}: {model.released.first}"
    sizes = ", ".join(v.name for v in model.variants[:20])
    if sizes:
        yield f"{'规格' if zh else 'Sizes'}: {sizes}"
    if model.context:
        yield f"{'上下文' if zh else 'Context'}: {model.context:,} tokens"
    cells = ", ".join(
        f"{COMPONENT_NAMES[name].in_(language)} {VALUE_NAMES[cell.value].in_(language)}"
        for name, cell in model.components.items()
        if name in COMPONENT_NAMES
    )
    if cells:
        yield f"{'公开情况' if zh else 'What is published'}: {cells}"


def license_card(license_: License) -> str:
    """The rules of one licence as a card, clause by clause, English then Chinese, in our words."""
    english = [f"# {license_.name}", *(_rule(c.at.section if c.at else "", c.says.en) for c in license_.clauses)]
    chinese = [
        f"# {license_.name_zh or license_.name}",
        *(_rule(c.at.section if c.at else "", c.says.zh) for c in license_.clauses),
    ]
    return "\n".join(english) + "\n\n" + "\n".join(chinese)


def _rule(section: str, says: str) -> str:
    return f"{section}: {says}" if section else says
