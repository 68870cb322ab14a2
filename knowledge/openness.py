"""What was published and under which terms → rung of openness, OSAID 1.0, MOF class. Pure: facts in, verdict out.

Rungs: the "Vision on AI openness" of the G7 and the OSI (Paris, 29 May 2026). OSAID 1.0: Open Source Initiative,
October 2024. MOF: White et al., "The Model Openness Framework" (arXiv 2403.13784), classes III to I.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge import openness_words as say
from knowledge.catalog import Catalog
from knowledge.records.base import Words
from knowledge.records.license import Clause, License
from knowledge.records.model import Component, Model, Presence, Variant
from knowledge.records.verdicts import ClauseRef, Missing, Openness3, OpennessVerdict, Rung
from knowledge.texts import Texts

MofClass = Literal["I", "II", "III", "none", "unknown"]

MOF_CLASSES: tuple[tuple[MofClass, tuple[tuple[str, ...], ...]], ...] = (
    (
        "III",
        (("architecture",), ("weights",), ("technical_report", "paper"), ("eval",), ("model_card",), ("data_card",)),
    ),
    ("II", (("training_code",), ("inference_code",), ("evaluation_code",), ("evaluation_data",))),
    ("I", (("paper",), ("training_data",), ("data_preprocessing_code",), ("intermediate_weights",))),
)
"""What each class adds to the one before; one of a group is enough. Supporting tools, metadata and sample
outputs, the remaining three of the seventeen, are recommended and never required."""

_WORST: tuple[Presence, ...] = ("no", "unknown", "partial", "yes")
MOST_CLAUSES = 3
_BITE = ("forbid", "needs-license", "duty")
_TELLING = (
    "commercial_use",
    "threshold_users",
    "threshold_revenue",
    "internal_use",
    "hosting",
    "territory",
    "registration",
    "field_of_use",
    "output_training",
    "derivative_naming",
    "competitors",
    "attribution",
    "redistribution",
)
"""Topics of clauses, the one that shows a restriction most plainly first."""


@dataclass(frozen=True)
class _Facts:
    """What decides, after the bases of a derived model are taken into account."""

    model: Model
    name: str
    license: License | None
    license_id: str | None
    weights: Presence
    inference: Presence
    training_code: Presence
    data: Presence
    description: Presence

    @property
    def license_name(self) -> str:
        return self.license.name if self.license else self.license_id or "?"


def judge_openness(
    model: Model, variant: Variant | None, catalog: Catalog, texts: Texts | None = None
) -> OpennessVerdict:
    """The rung of a model or of one of its variants; `unknown` names the fact that is missing."""
    facts = _facts(model, variant, catalog)
    rung, deciding, reason = _rung(facts)
    osaid, failing = _osaid(facts)
    return OpennessVerdict(
        value=rung,
        rung=rung,
        osaid=osaid,
        osaid_failing=failing,
        mof_class=_mof(facts),
        deciding=deciding,
        reason=reason,
        clauses=_clauses(facts.license, texts) if deciding == "license" else (),
        missing=_sizes_differ(model, variant, rung, catalog),
        doubts=tuple(_doubts(facts, deciding, variant, catalog)),
    )


def judge_all(models: Iterable[Model], catalog: Catalog) -> list[tuple[Model, OpennessVerdict]]:
    """A family's members with their verdicts. The first has the rung most of its downloadable members share."""
    judged = [(model, judge_openness(model, None, catalog)) for model in models]
    rungs = [verdict.rung for _, verdict in judged if verdict.rung not in {"closed", "unknown"}]
    lead = max(rungs, key=rungs.count, default=None)
    return sorted(judged, key=lambda pair: pair[1].rung != lead)


def _facts(model: Model, variant: Variant | None, catalog: Catalog) -> _Facts:
    lineage = [model, *catalog.bases(model, variant)]
    license_id = catalog.terms(model, variant)
    return _Facts(
        model=model,
        name=variant.name if variant else model.name,
        license=catalog.licenses.get(license_id) if license_id else None,
        license_id=license_id,
        weights=model.component("weights").value,
        inference=_open(model.component("inference_code"), catalog),
        training_code=_worst(_open(m.component("training_code"), catalog) for m in lineage),
        data=_worst(_open(m.component("training_data"), catalog) for m in lineage),
        description=_worst(_described(m) for m in lineage),
    )


def _described(model: Model) -> Presence:
    """Released data describe themselves."""
    return "yes" if model.component("training_data").value == "yes" else model.component("data_description").value


def _open(component: Component, catalog: Catalog) -> Presence:
    """A part under terms that are not open is not there for this purpose."""
    terms = catalog.licenses.get(component.license) if component.license else None
    return "no" if terms is not None and not terms.open_source else component.value


def _worst(values: Iterable[Presence]) -> Presence:
    return min(values, key=_WORST.index)


def _rung(facts: _Facts) -> tuple[Rung, str, Words]:
    """The rung, the cell that decides, and why."""
    if facts.weights == "no":
        return "closed", "weights", say.closed(facts.name)
    if facts.weights == "unknown":
        return "unknown", "weights", say.undescribed(facts.name, say.COMPONENT_NAMES["weights"])
    if facts.license is None:
        return "unknown", "license", say.undescribed(facts.name, _license_words(facts))
    if not facts.license.open_source:
        return "weights-available", "license", say.restricted(facts.name, facts.license_name)
    if facts.inference == "unknown":
        lacking = say.COMPONENT_NAMES["inference_code"]
        return "unknown", "inference_code", say.undescribed(facts.name, lacking)
    return _open_rung(facts)


def _license_words(facts: _Facts) -> Words:
    name = say.COMPONENT_NAMES["license"]
    if facts.license_id is None:
        return name
    return Words(
        en=f"{name.en} (the terms of “{facts.license_id}” are not described here)",
        zh=f"{name.zh}（“{facts.license_id}” 的条款尚未收录）",
    )


def _open_rung(facts: _Facts) -> tuple[Rung, str, Words]:
    """Under an open licence: how much of the rest is there."""
    if facts.inference != "yes":
        reason = say.open_weights(facts.name, facts.license_name, [say.cell("inference_code", facts.inference)])
        return "weights-available", "inference_code", reason
    lacking = _lacking(facts)
    if lacking:
        words = [say.cell(component, value) for component, value in lacking]
        return "open-weights", lacking[0][0], say.open_weights(facts.name, facts.license_name, words)
    if facts.data == "yes":
        reason = say.open_source(facts.name, facts.license_name, open_data=True)
        return "open-source-open-data", "training_data", reason
    return "open-source", "training_data", say.open_source(facts.name, facts.license_name, open_data=False)


def _lacking(facts: _Facts) -> list[tuple[str, Presence]]:
    """What keeps an open-weights model from Open Source AI; data first, which is hardest to replace."""
    lacking: list[tuple[str, Presence]] = []
    if facts.data != "yes" and facts.description != "yes":
        lacking.append(("training_data", facts.data))
    if facts.training_code != "yes":
        lacking.append(("training_code", facts.training_code))
    return lacking


def _osaid(facts: _Facts) -> tuple[Openness3, tuple[str, ...]]:
    """OSAID 1.0: parameters, code and data information, all under open terms."""
    parameters: Presence = facts.weights
    if parameters != "no" and (facts.license is None or not facts.license.open_source):
        parameters = "unknown" if facts.license is None else "no"
    needs = {
        "parameters": parameters,
        "code": _worst([facts.training_code, facts.inference]),
        "data-information": "yes" if "yes" in {facts.data, facts.description} else facts.description,
    }
    failing = tuple(name for name, value in needs.items() if value != "yes")
    if not failing:
        return "met", ()
    certain = any(needs[name] in {"no", "partial"} for name in failing)
    return ("not-met" if certain else "cannot-tell"), failing


def _mof(facts: _Facts) -> MofClass:
    """The highest class whose every requirement is there; `unknown` where a cell that matters is."""
    if facts.weights == "no" or (facts.license is not None and not facts.license.open_source):
        return "none"
    reached: MofClass = "none"
    for name, groups in MOF_CLASSES:
        values = [_best(_mof_cell(facts, part) for part in group) for group in groups]
        if facts.license is None or any(value == "unknown" for value in values):
            doubtful = not any(value in {"no", "partial"} for value in values)
            return "unknown" if doubtful and reached == "none" else reached
        if any(value != "yes" for value in values):
            return reached
        reached = name
    return reached


def _best(values: Iterable[Presence]) -> Presence:
    return max(values, key=_WORST.index)


def _mof_cell(facts: _Facts, part: str) -> Presence:
    own: dict[str, Presence] = {
        "weights": facts.weights,
        "training_code": facts.training_code,
        "training_data": facts.data,
        "inference_code": facts.inference,
    }
    if part == "architecture" and part not in facts.model.components:
        return facts.inference
    return own.get(part) or facts.model.component(part).value


def _clauses(terms: License | None, texts: Texts | None) -> tuple[ClauseRef, ...]:
    """The clauses that make the licence a restrictive one: proven ones first, the plainest first, one a topic."""
    if terms is None:
        return ()
    biting = [c for c in terms.clauses if c.effect in _BITE and c.topic in _TELLING]
    ranked = sorted(biting, key=lambda c: (c.at is None, _TELLING.index(c.topic), _BITE.index(c.effect)))
    first = {clause.topic: clause for clause in reversed(ranked)}
    chosen = [clause for clause in ranked if first[clause.topic] is clause]
    return tuple(_clause(terms, clause, texts) for clause in chosen[:MOST_CLAUSES])


def _clause(terms: License, clause: Clause, texts: Texts | None) -> ClauseRef:
    return ClauseRef(
        license=terms.id,
        license_name=terms.name,
        locator=clause.at,
        quote=texts.cut(clause.at) if texts and clause.at else None,
        url=next((t.url for t in terms.texts if clause.at and t.id == clause.at.text and t.url), terms.url),
        says=clause.says,
    )


def _sizes_differ(model: Model, variant: Variant | None, rung: Rung, catalog: Catalog) -> tuple[Missing, ...]:
    """Asks for the size where the terms of the sizes lead to different rungs."""
    if variant is not None:
        return ()
    rungs = {v.name: _rung(_facts(model, v, catalog))[0] for v in model.variants if v.license}
    if set(rungs.values()) <= {rung}:
        return ()
    names = ", ".join(rungs)
    question = Words(
        en=f"Which size or version of {model.name}? Terms differ ({names}).",
        zh=f"{model.name} 的哪个尺寸或版本？条款不同（{names}）。",
    )
    return (Missing(key="size", question=question),)


def _doubts(facts: _Facts, deciding: str, variant: Variant | None, catalog: Catalog) -> Iterator[Words]:
    model = facts.model
    if model.provisional:
        yield say.PROVISIONAL
    if facts.license is not None and not facts.license.text_held and deciding == "license":
        yield say.unread(facts.license_name)
    if deciding in model.unsourced or "components" in model.unsourced:
        yield _no_source(model, deciding)
    else:
        yield from _cell_doubts(model, deciding)
    for conflict in model.license_conflicts:
        yield say.disagreement("license", facts.license_name, conflict.source, conflict.says)
    if model.license_note:
        yield model.license_note
    if model.readme_license and model.readme_license != facts.license_id:
        yield say.readme_claims(model.readme_license)
    for change in model.license_history:
        terms = catalog.licenses.get(change.license)
        yield say.terms_history(terms.name if terms else change.license, change.since, change.until)
    yield from _base_doubts(facts, variant, catalog)
    yield from model.doubts


_SAME = {"open": "yes", "closed": "no"}
"""Words of other sources that say the same of a cell as ours."""


def _cell_doubts(model: Model, deciding: str) -> Iterator[Words]:
    """Doubts and conflicts about the cells that decide a rung."""
    for name in ("weights", "inference_code", "training_code", "training_data", "data_description"):
        cell = model.component(name)
        if cell.doubt:
            yield cell.doubt
        for conflict in cell.conflicts:
            if _SAME.get(conflict.says, conflict.says) != cell.value:
                yield say.disagreement(name, cell.value, conflict.source, conflict.says)
        if name == deciding and not cell.checked and cell.value != "unknown":
            yield _no_source(model, name)


def _no_source(model: Model, deciding: str) -> Words:
    """That nobody was found to say it; for missing weights, that none were found."""
    absent = deciding == "weights" and model.component("weights").value == "no"
    return say.NO_WEIGHTS_FOUND if absent else say.unsourced(deciding)


def _base_doubts(facts: _Facts, variant: Variant | None, catalog: Catalog) -> Iterator[Words]:
    for base in catalog.bases(facts.model, variant):
        terms = catalog.licenses.get(base.license) if base.license else None
        if terms and not terms.open_source and facts.license and facts.license.open_source:
            yield say.from_base(base.name, terms.name)
