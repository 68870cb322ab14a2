"""The card of `/model NAME`: rung, licence, components, restrictions, sizes, dates, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from bot.answering.answer import Citation
from bot.answering.compose import words
from bot.answering.compose.escape import named
from bot.answering.compose.evidence import Evidence
from bot.answering.question.clean import clean
from bot.answering.report import verdict_as_json
from knowledge.openness import judge_openness
from knowledge.records.base import Language, Record
from knowledge.records.license import License
from knowledge.records.model import COMPONENTS, Model, Variant

if TYPE_CHECKING:
    from bot.answering.decide import House

CHOICES = 25
"""Models offered when a name fits several."""


class Choice(Record):
    """One of several models that a name fits."""

    id: str
    name: str
    rung: str
    """The rung in words."""


class Size(Record):
    """A size or version with its own figures."""

    name: str
    total_b: float | None = None
    active_b: float | None = None
    context: int | None = None
    license: str = ""


class Card(Record):
    """Everything the card shows; texts are escaped and in `language`."""

    found: Literal["one", "several", "none"]
    language: Language
    query: str
    """What was typed, as a safe short line."""
    id: str = ""
    name: str = ""
    developer: str = ""
    rung: str = ""
    """Id of the rung."""
    rung_words: str = ""
    reason: str = ""
    license: str = ""
    license_name: str = ""
    license_url: str | None = None
    restrictions: tuple[str, ...] = ()
    """What the licence asks or forbids, a line each."""
    components: dict[str, str] = Field(default_factory=dict)
    """Component in words → yes, partly, no, unknown in words."""
    sizes: tuple[Size, ...] = ()
    released: str = ""
    api: str = ""
    doubts: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    checked: str = ""
    verdict: dict[str, Any] | None = None
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    message: str = ""
    """A sentence for `several` and `none`."""


def card(name: str, language: Language, house: House) -> Card:
    """The card for one model, choices for several, suggestions for none."""
    typed = clean(name)[:120]
    found = house.catalog.resolve(typed) if typed else None
    if found is None or not found.models:
        return _none(typed, language, house)
    if len(found.models) == 1:
        model = house.catalog.model(found.models[0])
        return _one(model, model.variant(found.variant) if found.variant else None, typed, language, house)
    return _several(typed, found.models, language, house)


def _none(typed: str, language: Language, house: House) -> Card:
    near = house.catalog.resolve(typed).suggestions[:5] if typed else ()
    message = words.NO_SUCH_MODEL.in_(language).format(name=named(typed)) if typed else words.WHICH_MODEL.in_(language)
    return Card(found="none", language=language, query=named(typed), suggestions=near, message=message)


def _several(typed: str, ids: tuple[str, ...], language: Language, house: House) -> Card:
    choices = []
    for model_id in ids[:CHOICES]:
        model = house.catalog.model(model_id)
        rung = judge_openness(model, None, house.catalog, None).value
        choices.append(Choice(id=model.id, name=named(model.name), rung=words.RUNG[rung].in_(language)))
    message = words.FAMILY.in_(language).format(name=named(typed), count=len(ids))
    return Card(found="several", language=language, query=named(typed), choices=tuple(choices), message=message)


def _one(model: Model, variant: Variant | None, typed: str, language: Language, house: House) -> Card:
    verdict = judge_openness(model, variant, house.catalog, house.texts)
    evidence = Evidence(language)
    for ref in verdict.clauses:
        evidence.clause(ref)
    evidence.fact(model, words.RUNG[verdict.value].in_(language))
    terms = _license(model, variant, house)
    return Card(
        found="one",
        language=language,
        query=named(typed),
        id=model.id,
        name=named(variant.name if variant else model.name),
        developer=named_line(model.developer),
        rung=verdict.value,
        rung_words=words.RUNG[verdict.value].in_(language),
        reason=named_line(verdict.reason.in_(language)),
        license=(variant.license if variant and variant.license else model.license) or "",
        license_name=named_line(terms.name) if terms else "",
        license_url=terms.url if terms else None,
        restrictions=_restrictions(terms, language),
        components=_components(model, language),
        sizes=_sizes(model),
        released=_released(model),
        api=words.PRESENCE[model.api_available].in_(language),
        doubts=tuple(named_line(d.in_(language)) for d in (*verdict.doubts, *model.doubts))[:4],
        citations=evidence.citations,
        checked=str(model.checked or ""),
        verdict=verdict_as_json(verdict, language),
    )


def named_line(text: str) -> str:
    """One of our own sentences, escaped."""
    from bot.answering.compose.escape import escape

    return escape(text)


def _license(model: Model, variant: Variant | None, house: House) -> License | None:
    terms = house.catalog.terms(model, variant)
    return house.catalog.licenses.get(terms) if terms else None


def _restrictions(terms: License | None, language: Language) -> tuple[str, ...]:
    if terms is None:
        return ()
    lines = []
    for clause in terms.clauses:
        if clause.effect in {"duty", "needs-license", "forbid", "contradiction"}:
            where = f" ({clause.at.section})" if clause.at else ""
            lines.append(named_line(clause.says.in_(language) + where))
    return tuple(dict.fromkeys(lines))[:8]


def _components(model: Model, language: Language) -> dict[str, str]:
    return {
        words.COMPONENT[name].in_(language): words.PRESENCE[model.component(name).value].in_(language)
        for name in COMPONENTS
        if name in words.COMPONENT
    }


def _sizes(model: Model) -> tuple[Size, ...]:
    return tuple(
        Size(
            name=named(v.name),
            total_b=v.total_b,
            active_b=v.active_b,
            context=v.context,
            license=v.license or model.license or "",
        )
        for v in model.variants
    )


def _released(model: Model) -> str:
    return model.released.weights or model.released.first or ""
