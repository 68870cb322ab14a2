"""Holds every record against the texts at hand: what proves, what went astray, what has no source, what is old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.catalog import Catalog
from knowledge.records.base import Locator, Record
from knowledge.texts import Texts, find


class Astray(Record):
    """A locator that does not find its place, and the nearest thing to do about it."""

    license: str
    clause: str
    at: Locator


class Checked(Record):
    """The report of one check."""

    models: int
    licenses: int
    proven: int
    """Locators whose key stands in the text at hand."""
    astray: tuple[Astray, ...]
    texts_missing: tuple[str, ...]
    """Texts that records point at and that are not on this machine: their locators are neither proven nor astray."""
    unsourced: tuple[str, ...]
    """Records without any source that do not say so."""
    undescribed: tuple[str, ...]
    """Licence ids that models name and no record describes."""
    old: tuple[str, ...]
    """Records that nobody has checked within the age asked for."""

    @property
    def faulty(self) -> bool:
        """Something must be mended before the facts can be relied on."""
        return bool(self.astray or self.unsourced or self.undescribed)


def check(catalog: Catalog, texts: Texts, today: date, max_age: timedelta) -> Checked:
    """Names are already unique or declared ambiguous: a catalog in which they are not does not load."""
    placed = [(license_, clause.id, clause.at) for license_ in catalog.licenses.values() for clause in license_.clauses]
    held = [(license_, clause, at) for license_, clause, at in placed if at and texts.get(at.text) is not None]
    astray = [
        Astray(license=license_.id, clause=clause, at=at)
        for license_, clause, at in held
        if find(texts.get(at.text) or "", at.key) is None
    ]
    wanted = {at.text for _, _, at in placed if at}
    return Checked(
        models=len(catalog.models),
        licenses=len(catalog.licenses),
        proven=len(held) - len(astray),
        astray=tuple(astray),
        texts_missing=tuple(sorted(one for one in wanted if texts.get(one) is None)),
        unsourced=tuple(_unsourced(catalog)),
        undescribed=tuple(f"{one} ({', '.join(ids)})" for one, ids in catalog.unknown_licenses.items()),
        old=tuple(_old(catalog, today - max_age)),
    )


def _unsourced(catalog: Catalog) -> Iterator[str]:
    for license_ in catalog.licenses.values():
        if license_.text_held and not license_.sources and not license_.texts:
            yield f"license {license_.id}"
    for model in catalog.models.values():
        if not model.sources and not model.unsourced and not model.provisional:
            yield f"model {model.id}"


def _old(catalog: Catalog, limit: date) -> Iterator[str]:
    for license_ in catalog.licenses.values():
        if license_.checked < limit:
            yield f"license {license_.id} ({license_.checked})"
    for model in catalog.models.values():
        if model.checked and model.checked < limit:
            yield f"model {model.id} ({model.checked})"
