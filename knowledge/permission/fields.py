"""Fields of use by slug, with the words that name them in both languages."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.records.base import Record


class Field(Record):
    """The trigger words of one field of use, as `facts/fields.yaml` explains them."""

    en: tuple[str, ...]
    zh: tuple[str, ...]
    together: tuple[tuple[str, ...], ...] = ()


def _load() -> dict[str, Field]:
    path = Path(__file__).parent.parent / "facts" / "fields.yaml"
    return {slug: Field(**words) for slug, words in yaml.safe_load(path.read_text(encoding="utf-8")).items()}


FIELDS: dict[str, Field] = _load()
