"""Models nobody recorded, looked up on the hub when that is switched on: less certain, and said so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.settings import Settings
from ingest.hub import REPO, look_up
from knowledge.catalog import Catalog
from knowledge.errors import SourceError
from knowledge.hub_card import HubReading, provisional_model
from knowledge.records.base import Words
from knowledge.texts import Texts

LookUp = Callable[[str], HubReading | Words | None]
"""A reading of `org/name`; a sentence that says why there is none; `None` for a name that is no repository."""

_FAILED = Words(
    en="I looked it up on the hub without success: no such model, a private one, or no network.",
    zh="已到 Hub 上查询，但没有结果：没有这个模型、模型不公开，或网络不通。",
)


def hub_look_up(settings: Settings, catalog: Catalog, texts: Texts) -> LookUp | None:
    """The look-up, or `None` where it is switched off."""
    if not settings.hub_lookup:
        return None
    cache: Path = settings.data_dir / "hub"

    def read(name: str) -> HubReading | Words | None:
        if not REPO.fullmatch(name):
            return None
        try:
            info = look_up(name, cache, settings.hf_endpoint)
        except SourceError:
            return _FAILED
        return provisional_model(
            _with_front_matter(info), catalog, _license_of(str(info.get("license_text") or ""), catalog, texts)
        )

    return read


def _with_front_matter(info: dict[str, Any]) -> dict[str, Any]:
    """What `ingest.hub` found, with the card's own fields where `knowledge.hub_card` reads them."""
    fields = ("license", "license_name", "license_link", "base_model", "base_model_relation", "datasets")
    tags = [tag for tag in (info.get("library_name"), info.get("pipeline_tag")) if tag]
    return {**info, "card": {name: info[name] for name in fields if info.get(name)}, "tags": tags}


def _license_of(text: str, catalog: Catalog, texts: Texts) -> str | None:
    """The licence whose stored words the repository's LICENSE file has."""
    held = texts.identify(text, catalog.licenses) if text else None
    owners = (terms.id for terms in catalog.licenses.values() if any(one.id == held for one in terms.texts))
    return next(owners, None) if held else None
