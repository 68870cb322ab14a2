"""Licences that a model to be picked has to have: named one by one, or by their kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answering.question.denial import denied
from knowledge.catalog import Catalog
from knowledge.records.license import License

_ALONE = re.compile(r"\b(?:MIT|Apache|BSD|GPL|AGPL|LGPL)\b")
"""Names that stand for a licence beside no such word, where a model is asked for."""
_PERMISSIVE = re.compile(r"\bpermissive(?:ly)?\b|宽松", re.I)
_OSI = re.compile(r"\bOSI\b|\bopen[- ]?source (?:licen[sc]e|licen[sc]ed|terms)\b|开源(?:许可|协议|授权)", re.I)
_COPYLEFT = re.compile(r"gpl|-sa\b|share-?alike", re.I)


@dataclass(frozen=True)
class Wanted:
    """Licences that will do. `ids` is `None` where any will."""

    ids: tuple[str, ...] | None = None
    named: str = ""


def wanted_licenses(text: str, catalog: Catalog) -> Wanted:
    """The licences a model must have by `text`; what is denied there is left out of them."""
    yes: dict[str, str] = {}
    no: set[str] = set()
    for start, license_id, label in _named(text, catalog):
        record = catalog.licenses.get(license_id)
        if record is None or not record.open_source:
            continue
        if denied(text, start):
            no.add(license_id)
        else:
            yes.setdefault(license_id, record.spdx or label)
    kinds = [
        (record, label)
        for pattern, label, holds in ((_PERMISSIVE, "permissive", _is_permissive), (_OSI, "OSI-approved", _is_osi))
        if (found := pattern.search(text)) and not denied(text, found.start())
        for record in catalog.licenses.values()
        if holds(record)
    ]
    if yes:
        return Wanted(tuple(sorted(yes.keys() - no)), " / ".join(yes.values()))
    if kinds:
        labels = " / ".join(dict.fromkeys(label for _, label in kinds))
        names = sorted({record.spdx or record.id for record, _ in kinds if record.id not in no})
        return Wanted(tuple(sorted({record.id for record, _ in kinds} - no)), f"{labels} ({', '.join(names)})")
    if no:
        return Wanted(tuple(sorted(catalog.licenses.keys() - no)), f"≠ {', '.join(sorted(no))}")
    return Wanted()


def _named(text: str, catalog: Catalog) -> list[tuple[int, str, str]]:
    """Where a licence is named, its id, and the name."""
    found = [(m.start, one, m.text) for m in catalog.license_mentions(text) for one in m.models]
    taken = {start for start, _, _ in found}
    for match in _ALONE.finditer(text):
        if match.start() not in taken:
            whole = catalog.license_mentions(f"{match[0]} license")
            found += [(match.start(), one, match[0]) for m in whole[:1] for one in m.models]
    return found


def _is_permissive(record: License) -> bool:
    return record.open_source and record.family in {"osi", "permissive"} and not _COPYLEFT.search(record.id)


def _is_osi(record: License) -> bool:
    return record.family == "osi"
