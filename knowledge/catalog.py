"""The catalog: models, families and licences, loaded once, found by any of their names."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from platformdirs import user_cache_path

from knowledge.errors import FactsError
from knowledge.license_names import LicenseNames
from knowledge.licenses import load_licenses
from knowledge.loading import nearest, parse_yaml, read_record
from knowledge.makers import Makers, load_makers
from knowledge.names import Entry, Mention, Names, Resolution
from knowledge.records.license import License
from knowledge.records.model import DeveloperFile, Family, Model, Variant
from knowledge.tokens import spellings

FACTS = Path(__file__).parent / "facts" / "models"
SLACK = 0.12
"""How far a written size may be from the recorded one: `7B` is said of 7.6."""


class Catalog:
    """Models and licences by id, and every name they go by."""

    def __init__(
        self, models: Mapping[str, Model], families: Mapping[str, Family], licenses: Mapping[str, License]
    ) -> None:
        """Raises `FactsError` when names collide or a record points nowhere."""
        self.models: Mapping[str, Model] = MappingProxyType(dict(models))
        self.families: Mapping[str, Family] = MappingProxyType(dict(families))
        self.licenses: Mapping[str, License] = MappingProxyType(dict(licenses))
        _check_references(self)
        self._members = _members_by_family(self.models, self.families)
        self.names = Names(_all_names(self), self._member_ids, self.narrow)
        self._license_names = LicenseNames(self.licenses)

    @classmethod
    def load(cls, overlay: Path | None = None, *, folder: Path = FACTS, cache: Path | None = None) -> Catalog:
        """The shipped records, the team's own from `overlay/models` and `overlay/licenses` laid over them.

        An overlay record with a shipped id replaces that record. `cache` holds parsed YAML under the hash of
        its bytes, so that it can never be stale; a folder that cannot be written is done without.

        Raises `FactsError` for a wrong record, and for an overlay that is not there: its facts would be missed.
        """
        if overlay and not overlay.is_dir():
            raise FactsError(f"APERTURE_OVERLAY_DIR={overlay} is no folder: correct it or unset it")
        parse = _Cached(cache or user_cache_path("aperture"))
        folders = [folder, *([overlay / "models"] if overlay else [])]
        models: dict[str, Model] = {}
        families: dict[str, Family] = {}
        for one in folders:
            _merge(one, parse, models, families)
        return cls(models, families, load_licenses(overlay=overlay / "licenses" if overlay else None, parse=parse))

    def model(self, model_id: str) -> Model:
        """Raises `FactsError` naming the nearest id."""
        if model_id not in self.models:
            raise FactsError(f"no model {model_id!r} in the catalog{nearest(model_id, self.models)}")
        return self.models[model_id]

    def license(self, license_id: str) -> License:
        """Raises `FactsError` naming the nearest id."""
        if license_id not in self.licenses:
            raise FactsError(f"no licence {license_id!r} among the records{nearest(license_id, self.licenses)}")
        return self.licenses[license_id]

    def members(self, family: str) -> list[Model]:
        """The models of a family and of the families below it: weights first, newest first."""
        return list(self._members.get(family, ()))

    def mentions(self, text: str) -> list[Mention]:
        """Every model that a text names."""
        return self.names.mentions(text)

    def license_mentions(self, text: str) -> list[Mention]:
        """Every licence that a text names by a name of its own; its id stands in `models`."""
        return self._license_names.mentions(text)

    def maker_mentions(self, text: str) -> list[Mention]:
        """Where a text speaks of a maker's models as such: `Meta's models`."""
        return self._makers.mentions(text)

    def resolve(self, name: str) -> Resolution:
        """What a typed name means; an id counts too."""
        if name in self.models:
            return Resolution(kind="exact", models=(name,))
        return self.names.resolve(name)

    def terms(self, model: Model, variant: Variant | None = None) -> str | None:
        """Licence id of the weights of a variant, or of the model."""
        return variant.license if variant and variant.license else model.license

    def bases(self, model: Model, variant: Variant | None = None) -> Iterator[Model]:
        """The models this one was made from, nearest first."""
        base, seen = variant.base if variant and variant.base else model.base, {model.id}
        while base is not None and base in self.models and base not in seen:
            seen.add(base)
            yield self.models[base]
            base = self.models[base].base

    @cached_property
    def unknown_licenses(self) -> Mapping[str, tuple[str, ...]]:
        """Licence ids that records name and nobody has described, with the models that name them."""
        used: dict[str, list[str]] = defaultdict(list)
        for model in self.models.values():
            for license_id in _licenses_of(model) - set(self.licenses):
                used[license_id].append(model.id)
        return {key: tuple(ids) for key, ids in sorted(used.items())}

    @cached_property
    def _makers(self) -> Makers:
        made: dict[str, list[Model]] = defaultdict(list)
        for model in self.models.values():
            made[model.developer].append(model)
        ids = {maker: tuple(model.id for model in sorted(models, key=_order)) for maker, models in made.items()}
        return Makers(load_makers(ids), lambda maker: ids[maker])

    def _member_ids(self, family: str) -> tuple[str, ...]:
        return tuple(model.id for model in self._members.get(family, ()))

    def narrow(self, ids: Iterable[str], size: float) -> tuple[tuple[str, ...], str | None]:
        """The models of `ids` that come in this size (thousand millions) and the variant, if it is just one.

        All of `ids` when none is recorded in it.
        """
        models = [self.models[i] for i in ids]
        exact = [(m, v) for m in models for v in m.variants if _near(v.total_b, size)]
        whole = [m for m in models if m.total_b and m.total_b[0] == m.total_b[1] and _near(m.total_b[0], size)]
        owners = tuple(dict.fromkeys([m.id for m, _ in exact] + [m.id for m in whole]))
        if owners:
            return owners, exact[0][1].id if len(owners) == 1 and len(exact) == 1 else None
        spanning = [m for m in models if m.total_b and not m.variants and m.total_b[0] <= size <= m.total_b[1]]
        return tuple(m.id for m in spanning or models), None


class _Cached:
    """Parses YAML, and keeps what it parsed as JSON under the hash of the bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "records"

    def __call__(self, raw: bytes) -> Any:
        kept = self._folder / f"{hashlib.sha256(raw).hexdigest()}.json"
        try:
            return json.loads(kept.read_bytes())
        except (OSError, ValueError):
            return self._keep(kept, parse_yaml(raw))

    def _keep(self, kept: Path, value: Any) -> Any:
        try:
            text = json.dumps(value, default=str)
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(f".{id(value)}.tmp")
            partial.write_text(text)
            partial.replace(kept)
        except (OSError, TypeError, ValueError):
            return value
        return json.loads(text)


def _merge(folder: Path, parse: Any, models: dict[str, Model], families: dict[str, Family]) -> None:
    seen: dict[str, Path] = {}
    for path in sorted(folder.glob("*.yaml")):
        record = read_record(path, DeveloperFile, parse)
        for model in record.models:
            _once(seen, model.id, path, "model")
            models[model.id] = model
        for family in record.families:
            _once(seen, f"family {family.id}", path, "family")
            families[family.id] = family


def _once(seen: dict[str, Path], key: str, path: Path, what: str) -> None:
    if key in seen:
        raise FactsError(f"{path}: {what} id {key!r} stands twice, also in {seen[key]}; rename one")
    seen[key] = path


def _licenses_of(model: Model) -> set[str]:
    return {i for i in (model.license, *(v.license for v in model.variants)) if i}


def _check_references(catalog: Catalog) -> None:
    for model in catalog.models.values():
        if model.family not in catalog.families and model.family != model.id:
            hint = nearest(model.family, catalog.families)
            raise FactsError(f"model {model.id}: family {model.family!r} has no record{hint}")
        if model.base and model.base not in catalog.models:
            hint = nearest(model.base, catalog.models)
            raise FactsError(f"model {model.id}: base {model.base!r} is not in the catalog{hint}")
    for family in catalog.families.values():
        if family.parent and family.parent not in catalog.families:
            hint = nearest(family.parent, catalog.families)
            raise FactsError(f"family {family.id}: parent {family.parent!r} has no record{hint}")


def _members_by_family(models: Mapping[str, Model], families: Mapping[str, Family]) -> dict[str, tuple[Model, ...]]:
    found: dict[str, list[Model]] = defaultdict(list)
    for model in models.values():
        for family in _ancestry(model.family, families):
            found[family].append(model)
    return {family: tuple(sorted(members, key=_order)) for family, members in found.items()}


def _order(model: Model) -> tuple[bool, tuple[int, ...], str]:
    """Downloadable first, then newest first."""
    digits = (model.released.weights or model.released.first or "0").split("-")
    return model.component("weights").value == "no", tuple(-int(part) for part in digits), model.id


def _ancestry(family: str, families: Mapping[str, Family]) -> Iterator[str]:
    current: str | None = family
    seen: set[str] = set()
    while current and current not in seen:
        seen.add(current)
        yield current
        current = families[current].parent if current in families else None


def _near(recorded: float | None, written: float) -> bool:
    return recorded is not None and abs(recorded - written) <= max(SLACK * written, 0.0)


def _all_names(catalog: Catalog) -> list[tuple[str, Entry]]:
    """Every name with what it stands for. Raises `FactsError` naming the names that two records claim."""
    shared = {s for m in catalog.models.values() for alias in m.ambiguous for s in spellings(alias)}
    owners: dict[tuple[str, ...], tuple[str, str]] = {}
    collisions: list[str] = []
    named = list(_names(catalog))
    for name, entry, owner in named:
        for tokens in spellings(name) - shared if not entry.cased else ():
            other, other_name = owners.setdefault(tokens, (owner, name))
            if other != owner:
                collisions.append(f"the name {name!r} of {owner} is also {other_name!r} of {other}")
    if collisions:
        advice = "; rename one, or list it under `ambiguous` of both if it is meant"
        raise FactsError("\n".join(dict.fromkeys(collisions)) + advice)
    return [(name, entry) for name, entry, _ in named]


def _names(catalog: Catalog) -> Iterator[tuple[str, Entry, str]]:
    """Every name, what it stands for, and the record it belongs to."""
    for family in catalog.families.values():
        owner = f"family {family.id}"
        for name in (family.name, *family.aliases):
            yield name, Entry("family", family.id), owner
        for name in family.cased:
            yield name, Entry("family", family.id, cased=name), owner
    for model in catalog.models.values():
        yield from _model_names(model)


def _model_names(model: Model) -> Iterator[tuple[str, Entry, str]]:
    owner = f"model {model.id}"
    for name in (model.name, *model.aliases, *model.ambiguous, *filter(None, [model.hf_repo])):
        yield name, Entry("model", model.id), owner
    for name in model.cased:
        yield name, Entry("model", model.id, cased=name), owner
    for variant in model.variants:
        for name in (variant.name, *variant.aliases, *filter(None, [variant.hf_repo])):
            yield name, Entry("variant", variant.id, model=model.id), owner
