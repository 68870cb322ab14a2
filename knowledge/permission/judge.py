"""The verdict: every clause of every licence in force is asked, the strictest answer counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from knowledge.catalog import Catalog
from knowledge.permission import say
from knowledge.permission.facts import MEASURES, Facts, holds, unsaid
from knowledge.records.base import Words
from knowledge.records.condition import Condition as Trigger
from knowledge.records.condition import Test, facts_of
from knowledge.records.license import Clause, License
from knowledge.records.model import Model, Variant
from knowledge.records.use import Use
from knowledge.records.verdicts import ClauseRef, Condition, Missing, Permission, PermissionVerdict
from knowledge.texts import Texts, find

STRICTNESS: tuple[Permission, ...] = ("allowed", "allowed-with-conditions", "unknown", "needs-license", "not-allowed")
"""Laxest first. `unknown` stands where it must not hide a refusal and must not pass for a permission."""
MOST_CLAUSES = 8
_VERDICT: dict[str, Permission] = {
    "forbid": "not-allowed", "needs-license": "needs-license", "contradiction": "unknown",
    "duty": "allowed-with-conditions",
}  # fmt: skip


@dataclass
class _Case:
    """What the clauses said so far."""

    facts: Facts
    fired: list[tuple[License, Clause]] = field(default_factory=list)
    open: list[tuple[License, Clause]] = field(default_factory=list)
    """Clauses whose trigger needs a measure nobody said."""
    grants: list[tuple[License, Clause]] = field(default_factory=list)
    cleared: list[tuple[License, Clause]] = field(default_factory=list)
    """Thresholds that a stated measure was held against and does not meet: they answer what was asked."""
    excused: list[tuple[License, Clause]] = field(default_factory=list)
    """Clauses that would bite, were the use not exempt from them."""
    hosts: list[tuple[License, Clause]] = field(default_factory=list)
    """Clauses on those who let others use the model, met by the figures, where nobody said whether the asker does."""
    handed: list[tuple[License, Clause]] = field(default_factory=list)
    """Clauses on those who hand the model on, where it is for an app that others install and may be inside it."""

    def with_effect(self, *effects: str) -> list[tuple[License, Clause]]:
        return [one for one in self.fired if one[1].effect in effects]


def judge_permission(
    use: Use, model: Model, variant: Variant | None, catalog: Catalog, texts: Texts | None = None
) -> PermissionVerdict:
    """Whether `use` of a model (or of one of its sizes) is allowed.

    The licence of the weights counts, and those of the models it was derived from. A licence whose text nobody holds
    gives `unknown`; facts of the use that nobody gave and that would change the verdict are in `missing`.
    """
    ids = list(licenses_in_force(model, variant, catalog))
    contradiction = _contradiction(use)
    if contradiction:
        return PermissionVerdict(value="unknown", licenses=tuple(ids), reason=contradiction)
    licenses = [catalog.licenses[one] for one in ids if one in catalog.licenses]
    facts = Facts(use, multimodal=_multimodal(model), derivative=len(ids) > 1)
    case = _case(licenses, facts)
    value, reason = _value(case, licenses, model, ids)
    astray = {one.id for one in licenses for clause in one.clauses if _astray(clause, texts)}
    clauses = [one for one in _deciding(case, value) if not _astray(one[1], texts)]
    refs = tuple(_cited(license_, clause, texts) for license_, clause in clauses[:MOST_CLAUSES])
    return PermissionVerdict(
        value=value,
        licenses=tuple(ids),
        conditions=tuple(_conditions(case, clauses, value)),
        clauses=refs,
        missing=tuple(_missing(case, value, unheld=not case.grants)),
        effective_date=licenses[0].effective_date if licenses else None,
        reason=reason,
        doubts=(*(say.withdrawn(catalog.licenses[one].name) for one in sorted(astray)), *_doubts(licenses, model)),
    )


def licenses_in_force(model: Model, variant: Variant | None, catalog: Catalog) -> Iterator[str]:
    """The licence of the weights, then those of every base model, each once."""
    seen: dict[str, None] = {}
    own = catalog.terms(model, variant)
    if own:
        seen[own] = None
    for base in catalog.bases(model, variant):
        terms = catalog.terms(base)
        if terms:
            seen.setdefault(terms)
    yield from seen


def _multimodal(model: Model) -> bool:
    return any(word in model.modality for word in ("image", "vision", "audio", "video", "multimodal"))


def _contradiction(use: Use) -> Words | None:
    if use.commercial and use.research and use.internal is None and use.hosting is None and use.nonprofit:
        return say.CONTRADICTORY
    return None


def _case(licenses: Iterable[License], facts: Facts) -> _Case:
    case = _Case(facts)
    for license_ in licenses:
        for clause in license_.clauses:
            state = _state(clause, facts)
            if clause.effect == "grant":
                if state:
                    case.grants.append((license_, clause))
            elif state:
                case.fired.append((license_, clause))
            elif state is None:
                case.open.append((license_, clause))
            elif clause.effect != "note" and _bites_in_app(clause, facts):
                case.handed.append((license_, clause))
            elif clause.effect != "note" and _bites_a_host(clause, facts):
                case.hosts.append((license_, clause))
            elif clause.effect != "note" and holds(clause.trigger, facts):
                case.excused.append((license_, clause))
                if facts.use.hosting:  # inside only, and others get at it: one of the two is of another use
                    case.open.append((license_, clause))
            elif clause.effect != "note" and _measured(clause.trigger, facts):
                case.cleared.append((license_, clause))
    return case


def _bites_a_host(clause: Clause, facts: Facts) -> bool:
    """Whether figures that were given meet a clause on those who let others use the model, and nobody said whether the
    asker does: people host in more words than can be known."""
    if facts.use.hosting is not None or not _measured(clause.trigger, facts, kept=True):
        return False
    return _state(clause, replace(facts, use=facts.use.model_copy(update={"hosting": True}))) is True


def _bites_in_app(clause: Clause, facts: Facts) -> bool:
    """Whether a clause would hold, were the model inside the app that was named: nobody said where it runs."""
    if facts.use.redistribution is not None or not facts.use.in_app:
        return False
    return _state(clause, replace(facts, use=facts.use.model_copy(update={"redistribution": True}))) is not False


def _measured(condition: Trigger, facts: Facts, *, kept: bool = False) -> bool:
    """Whether a number or a place that somebody gave is what keeps a condition from holding. An activity that was not
    named keeps it too, and clears nobody's figures."""
    if isinstance(condition, Test):
        named = condition.fact in MEASURES - {"commercial"} and facts.value(condition.fact) is not None
        return named and holds(condition, facts) is kept
    inside = kept is not (condition.kind == "not")
    return any(_measured(part, facts, kept=inside) for part in condition.parts)


def _state(clause: Clause, facts: Facts) -> bool | None:
    fires = holds(clause.trigger, facts)
    if fires is False or clause.exception is None:
        return fires
    excused = holds(clause.exception, facts)
    if excused:
        return False
    return None if excused is None else fires


def _value(case: _Case, licenses: list[License], model: Model, ids: list[str]) -> tuple[Permission, Words]:
    name = licenses[0].name if licenses else ids[0] if ids else "?"
    if case.with_effect("forbid"):
        return "not-allowed", case.with_effect("forbid")[0][1].says
    if case.with_effect("needs-license"):
        return "needs-license", case.with_effect("needs-license")[0][1].says
    if not ids:
        return "unknown", say.no_license(model.name)
    unheld = [one for one in ids if one not in {x.id for x in licenses}] + [x.name for x in licenses if not x.text_held]
    if unheld:
        return "unknown", say.not_held(unheld[0])
    if case.with_effect("contradiction"):
        return "unknown", case.with_effect("contradiction")[0][1].says
    turning = [clause for _, clause in case.open if clause.unstated == "undecided"]
    if turning:
        return "unknown", say.turns_on(name, turning[0].says)
    if not case.grants:
        return "unknown", say.no_grant(name)
    if _second_hand(model) and not any(license_.family == "proprietary" for license_ in licenses):
        return "unknown", say.second_hand(model.name, name)
    barring = [clause for _, clause in case.handed if clause.effect in ("forbid", "needs-license")]
    if barring:
        return "unknown", say.turns_on_place(name, barring[0].says)
    if case.with_effect("duty") or case.handed or any(c.effect != "note" for _, c in case.open):
        return "allowed-with-conditions", say.with_conditions(name)
    if case.hosts:
        return "allowed", say.own_use(name)
    if case.excused:
        return "allowed", say.exempt(name, case.excused[0][1].says)
    return "allowed", say.below(name, case.cleared[0][1].says) if case.cleared else say.allowed(name)


def _second_hand(model: Model) -> bool:
    """Whether nobody read at the vendor which licence the model is under: no ground for a permission."""
    return "licence" in model.unsourced


def _deciding(case: _Case, value: Permission) -> Iterator[tuple[License, Clause]]:
    """The clauses a verdict rests on, the deciding one first, each place once."""
    order = {
        "not-allowed": ["forbid", "needs-license"],
        "needs-license": ["needs-license"],
        "unknown": ["contradiction"],
    }.get(value, [])
    ranked = [one for effect in order for one in case.with_effect(effect)]
    ranked += [one for one in case.open if one[1].effect != "note" and value != "not-allowed"]
    if value == "unknown":
        ranked += [*case.handed, *case.with_effect("duty"), *case.grants]
    if value in ("allowed", "allowed-with-conditions"):
        exempting = [one for one in case.grants if case.excused and facts_of(one[1].trigger)]
        held = [*exempting, *case.excused, *case.handed, *case.hosts, *case.cleared]
        ranked = [*case.with_effect("duty"), *held, *ranked, *case.grants, *case.with_effect("note")]
    seen: set[tuple[str, str]] = set()
    for license_, clause in ranked:
        if (license_.id, clause.id) not in seen:
            seen.add((license_.id, clause.id))
            yield license_, clause


def _astray(clause: Clause, texts: Texts | None) -> bool:
    """Whether the text at hand no longer holds the place: the citation is withdrawn."""
    if texts is None or clause.at is None:
        return False
    text = texts.get(clause.at.text)
    return text is not None and find(text, clause.at.key) is None


def clause_ref(license_: License, clause: Clause, texts: Texts | None) -> ClauseRef | None:
    """The clause with its quote; `None` when the text at hand no longer holds it."""
    return None if _astray(clause, texts) else _cited(license_, clause, texts)


def _cited(license_: License, clause: Clause, texts: Texts | None) -> ClauseRef:
    quote = texts.cut(clause.at) if texts and clause.at else None
    url = next((text.url for text in license_.texts if clause.at and text.id == clause.at.text), None) or license_.url
    return ClauseRef(
        license=license_.id, license_name=license_.name, locator=clause.at, quote=quote, url=url, says=clause.says
    )


def _conditions(case: _Case, clauses: list[tuple[License, Clause]], value: Permission) -> Iterator[Condition]:
    """Duties that bite, then duties and thresholds that may, depending on what was not said."""
    if value in ("not-allowed", "unknown"):
        return
    place = {(license_.id, clause.id): number for number, (license_, clause) in enumerate(clauses[:MOST_CLAUSES])}
    for license_, clause in case.with_effect("duty"):
        yield Condition(key=clause.topic, text=_to_do(clause), clause=place.get((license_.id, clause.id)))
    for license_, clause in case.handed:
        text = say.if_inside(_to_do(clause))
        yield Condition(key=clause.topic, text=text, clause=place.get((license_.id, clause.id)))
    for license_, clause in (*case.open, *case.hosts):
        if clause.effect == "note":
            continue
        turns = set(unsaid(clause.trigger, case.facts)) - {"commercial"}  # the rule names the figures it turns on
        text = say.may_bite(clause.says if turns else _to_do(clause))
        yield Condition(key=clause.topic, text=text, clause=place.get((license_.id, clause.id)))


def _to_do(clause: Clause) -> Words:
    """What a duty asks to be done; any other clause, what it says."""
    return clause.todo if clause.effect == "duty" and clause.todo else clause.says


def _missing(case: _Case, value: Permission, unheld: bool) -> Iterator[Missing]:
    """Facts that nobody gave and that would change the verdict; nothing is stricter than a prohibition."""
    seen: set[str] = set()
    certain = _certain(case, value, unheld)
    for _, clause in case.open:
        if clause.effect == "note" or STRICTNESS.index(_VERDICT[clause.effect]) <= certain:
            continue
        names = unsaid(clause.trigger, case.facts) or (unsaid(clause.exception, case.facts) if clause.exception else [])
        for name in names:
            if name not in seen:
                seen.add(name)
                yield Missing(key=name, question=say.question(name, clause.counts))
    if any(STRICTNESS.index(_VERDICT[clause.effect]) > certain for _, clause in case.hosts):
        yield Missing(key="hosting", question=say.question("hosting", None))


def _certain(case: _Case, value: Permission, unheld: bool) -> int:
    """How strict the verdict is by what was said alone, whatever the open clauses turn out to be."""
    fired = [STRICTNESS.index(_VERDICT[clause.effect]) for _, clause in case.fired if clause.effect != "note"]
    return max([0, *fired, STRICTNESS.index(value) if unheld else 0])


def _doubts(licenses: list[License], model: Model) -> Iterator[Words]:
    for license_ in licenses:
        yield from license_.doubts
        yield from license_.readme_claims
        if license_.superseded:
            yield license_.superseded
    if model.license_note:
        yield model.license_note
    for conflict in model.license_conflicts[:2]:
        yield say.conflict(conflict.source, conflict.says)
    if {"licence", "license"} & set(model.unsourced) and licenses:
        yield say.unverified(licenses[0].name)
    if model.provisional:
        yield say.PROVISIONAL
