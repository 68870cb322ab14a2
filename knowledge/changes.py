"""What moved between two versions of a licence's text or of the facts, and whom it touches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from knowledge.catalog import Catalog
from knowledge.errors import FactsError
from knowledge.licenses import load_licenses
from knowledge.loading import read_record
from knowledge.permission.judge import licenses_in_force
from knowledge.policy import Policy, concerns
from knowledge.records.base import Language, Record, Words
from knowledge.records.license import License
from knowledge.records.model import DeveloperFile, Model
from knowledge.texts import cut, find

SIMILAR = 72
"""Score from which another sentence counts as the old one reworded."""
_SENTENCE = re.compile(r"(?<=[.!?;。！？；])\s+|\n{2,}")
_LEFT_OUT = {"clauses", "sources", "checked", "models"}
Kind = Literal["reworded", "gone", "added", "removed", "changed"]
_KIND: dict[str, Words] = {
    "reworded": Words(en="reworded", zh="措辞改动"),
    "gone": Words(en="no longer found", zh="已找不到"),
    "added": Words(en="added", zh="新增"),
    "removed": Words(en="removed", zh="删除"),
    "changed": Words(en="changed", zh="改动"),
}


class Change(Record):
    """One clause or field that is not what it was."""

    license: str
    where: str
    """Clause id with its section, or the name of a field; empty: the whole record."""
    kind: Kind
    was: str = ""
    now: str = ""


class Changes(Record):
    """Everything that moved, and what rests on it."""

    title: str
    changes: tuple[Change, ...]
    models: tuple[str, ...] = ()
    """Ids of models under these terms, those derived from one included."""
    approvals: tuple[str, ...] = ()
    """Approvals of the team that rest on these terms."""

    def __bool__(self) -> bool:
        return bool(self.changes)


def text_changes(text_id: str, old: str, new: str, catalog: Catalog, policy: Policy | None = None) -> Changes:
    """Which recorded clauses of a stored text read differently in `new`."""
    owners = [one for one in catalog.licenses.values() if any(text.id == text_id for text in one.texts)]
    changes = [change for owner in owners for change in _reworded(owner, text_id, old, new)]
    return _touching(text_id, changes, catalog, policy)


class Facts(Record):
    """What two folders of facts are compared by."""

    licenses: dict[str, License]
    terms: dict[str, str]
    """Licence by model, and by size where one has its own."""


def read_facts(folder: Path) -> Facts:
    """A folder with `licenses/` and `models/`, or one of licence records alone. Raises `FactsError`."""
    licenses = folder / "licenses" if (folder / "licenses").is_dir() else folder
    files = [read_record(path, DeveloperFile) for path in sorted((folder / "models").glob("*.yaml"))]
    found = Facts(licenses=load_licenses(licenses), terms=dict(terms_of(m for file in files for m in file.models)))
    if not found.licenses and not found.terms:
        raise FactsError(f"{folder}: holds no records; name a folder with licenses/ and models/, or of license records")
    return found


def terms_of(models: Iterable[Model]) -> Iterator[tuple[str, str]]:
    """Licence by model, and by size where one has its own."""
    for model in models:
        yield model.id, model.license or ""
        yield from ((f"{model.id}/{size.id}", size.license) for size in model.variants if size.license)


def facts_changes(old: Facts, new: Facts, catalog: Catalog, policy: Policy | None = None) -> Changes:
    """Which licence records, clauses and fields differ between two folders of facts, and which models changed terms."""
    changes = [
        Change(license=new.terms.get(name, ""), where=f"model {name}", kind="changed",
               was=old.terms.get(name, ""), now=new.terms.get(name, ""))
        for name in sorted({*old.terms, *new.terms})
        if old.terms.get(name, "") != new.terms.get(name, "")
    ]  # fmt: skip
    for license_id in sorted({*old.licenses, *new.licenses}):
        was, now = old.licenses.get(license_id), new.licenses.get(license_id)
        if was is None or now is None:
            changes.append(Change(license=license_id, where="", kind="removed" if was else "added"))
        elif was != now:
            changes += [*_fields(was, now), *_clauses(was, now)]
    return _touching("facts", changes, catalog, policy)


def report(changes: Changes, language: Language) -> str:
    """The changes as lines for a channel or a terminal."""
    if not changes:
        return Words(
            en=f"{changes.title}: no clause on record moved.", zh=f"{changes.title}：记录的条款没有变动。"
        ).in_(language)
    lines = [f"{changes.title}:"]
    for change in changes.changes:
        lines.append(f"• {change.license} {change.where}: {_KIND[change.kind].in_(language)}".replace(" :", ":"))
        lines += [f"    - {change.was}"] if change.was else []
        lines += [f"    + {change.now}"] if change.now else []
    lines += _touched(changes, language)
    return "\n".join(lines)


def _touched(changes: Changes, language: Language) -> Iterator[str]:
    heads = (
        (Words(en="Models under these terms", zh="适用这些条款的模型"), changes.models),
        (
            Words(en="Approvals that rest on them", zh="以此为依据的团队批准"),
            changes.approvals,
        ),
    )
    for head, names in heads:
        yield f"{head.in_(language)}: {', '.join(names) or Words(en='none', zh='无').in_(language)}"


def _reworded(owner: License, text_id: str, old: str, new: str) -> Iterator[Change]:
    for clause in owner.clauses:
        if clause.at is None or clause.at.text != text_id:
            continue
        was, now = cut(old, clause.at.key), cut(new, clause.at.key)
        if was is not None and (now is None or _plain(was) != _plain(now)):
            now = now or _nearest(was, new)
            where = f"{clause.at.section} ({clause.id})"
            yield Change(license=owner.id, where=where, kind="reworded" if now else "gone", was=was, now=now or "")


def _nearest(sentence: str, text: str) -> str | None:
    """The sentence of `text` that is most like this one, if any is."""
    candidates = [piece.strip() for piece in _SENTENCE.split(text) if piece.strip()]
    best = process.extractOne(sentence, candidates, scorer=fuzz.ratio, score_cutoff=SIMILAR)
    return best[0][:400] if best and find(text, best[0]) else None


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _fields(was: License, now: License) -> Iterator[Change]:
    for name in License.model_fields:
        if name not in _LEFT_OUT and getattr(was, name) != getattr(now, name):
            before, after = _short(getattr(was, name)), _short(getattr(now, name))
            yield Change(license=now.id, where=name, kind="changed", was=before, now=after)


def _clauses(was: License, now: License) -> Iterator[Change]:
    before, after = {one.id: one for one in was.clauses}, {one.id: one for one in now.clauses}
    for clause_id in dict.fromkeys([*before, *after]):
        old, new = before.get(clause_id), after.get(clause_id)
        if old == new:
            continue
        kind: Kind = "added" if old is None else "removed" if new is None else "changed"
        section = next((one.at.section for one in (new, old) if one and one.at), "")
        where = f"{section} ({clause_id})".strip()
        yield Change(
            license=now.id, where=where, kind=kind, was=old.says.en if old else "", now=new.says.en if new else ""
        )


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else text[:199] + "…"


def _touching(title: str, changes: Iterable[Change], catalog: Catalog, policy: Policy | None) -> Changes:
    found = tuple(changes)
    ids = {change.license for change in found}
    models = [
        model
        for model in catalog.models.values()
        if ids & {i for variant in (None, *model.variants) for i in licenses_in_force(model, variant, catalog)}
    ]
    licenses = [catalog.licenses[one] for one in ids if one in catalog.licenses]
    approvals = [
        f"{one.model or one.license} ({one.by})"
        for one in (policy.approvals if policy else ())
        if any(concerns(one, model, licenses, catalog) for model in models)
    ]
    return Changes(title=title, changes=found, models=tuple(m.id for m in models), approvals=tuple(approvals))
