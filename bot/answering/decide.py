"""From what was understood to findings: each question goes to the room that knows, and nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answering.costing import costed
from bot.answering.findings import Finding
from bot.answering.hub import LookUp
from bot.answering.question import Intent, Question
from bot.answering.question.clean import has_words
from bot.answering.question.kinds import OPEN_QUESTION, OPENNESS, asks_bill, names_nothing
from bot.answering.question.names import Target
from bot.answering.question.question import NOTHING
from bot.answering.question.recorded import facts_asked
from bot.answering.question.terms import is_yes_no
from bot.answering.question.wanted import wanted_licenses
from bot.answering.sizes import no_such_size
from knowledge.advice import Advice, advise, read_constraints
from knowledge.catalog import Catalog
from knowledge.confidence import SURE
from knowledge.cost.prices import PriceBook
from knowledge.cost.side_by_side import side_by_side
from knowledge.hub_card import HubReading
from knowledge.lexical import bridged, tokens
from knowledge.license_terms import terms_of, under_license
from knowledge.openness import judge_all, judge_openness
from knowledge.permission import judge_permission
from knowledge.policy import Policy, apply_policy
from knowledge.recorded import Fact
from knowledge.records.document import DocumentKind, Found
from knowledge.records.license import License
from knowledge.records.model import Model, Variant
from knowledge.records.use import Use
from knowledge.records.verdicts import PermissionVerdict
from knowledge.texts import Texts

_LEGAL = re.compile(
    r"\blicen[sc]\w*|\bterms\b|\bclauses?\b|\bcopyright\w*|\bpatents?\b|\btrademarks?\b|\bliab\w+|\bwarrant\w+|\bderivative|"
    r"\bagreement\b|\bprohibit\w*|\bpolicy\b|\b(?:MIT|GPL|AGPL|Apache|RAIL|BSD|CC[- ]BY)\b|"
    r"许可|协议|条款|授权|版权|专利|商标|免责|担保|禁止|衍生|使用政策|署名|声明",
    re.I,
)
_PROSE: tuple[DocumentKind, ...] = ("article", "briefing", "file")
"""Licence texts answer questions of law only, and cards say what the verdicts say: to others they are noise."""
CONFIDENT = 0.5
"""Search confidence below which nothing is answered from passages."""
LIKE = 0.75
"""Share of its letters in which a word is another one, spelt otherwise or in another form."""
MEMBERS = 60
"""Members of a family that are judged for one answer."""


class Searches(Protocol):
    """The part of search that answering needs."""

    def __call__(self, query: str, subjects: tuple[str, ...], kinds: Sequence[DocumentKind] | None) -> Found:
        """Passages for a query out of documents of these kinds, those about `subjects` first."""


@dataclass(frozen=True)
class House:
    """What the judges read."""

    catalog: Catalog
    texts: Texts
    find: Searches
    look_up: LookUp | None = None
    """Asks the hub about a name that nobody recorded; `None`: switched off."""
    prices: PriceBook = field(default_factory=PriceBook)
    overlay: Path | None = None
    """The team's own facts, its GPU prices and rates among them."""
    today: Callable[[], date] = date.today
    policy: Policy | None = None
    """The team's own rules, laid over verdicts on permission."""


def decide(question: Question, house: House) -> list[Finding]:
    """Every finding of a message, in the order of its questions."""
    return [finding for intent in question.intents for finding in _decide(intent, question, house)]


def _decide(intent: Intent, question: Question, house: House) -> Iterator[Finding]:
    facts = facts_asked(intent.text) if intent.targets else ()
    if facts and (intent.kind == "general" or _compares(intent)):
        yield from (_recorded(intent, target, facts, house) for target in intent.targets[:MEMBERS])
        if intent.kind == "general" and _AND_OPEN.search(intent.text):
            yield from (_judged(intent, target, house) for target in intent.targets[:MEMBERS])
    elif intent.listing:
        yield _listed(intent, house)
    elif intent.licenses:
        yield from (_terms(intent, house.catalog.license(one), house) for one in intent.licenses)
    elif intent.kind == "general":
        yield _searched(intent, house)
    elif intent.kind == "advice":
        yield from _advised(intent, question, house)
    elif intent.kind == "cost" or (intent.kind == "comparison" and intent.aspect == "cost"):
        yield from _costed(intent, question, house)
    elif not intent.targets:
        yield _without_model(intent, question, house)
    else:
        judged = [_judged(intent, target, house) for target in _ordered(intent, house)[:MEMBERS]]
        yield from [replace(judged[0], found=_rule(intent, house)), *judged[1:]]


_AND_OPEN = re.compile(
    r"\b(?:is|are) (?:it|this|that|they|these) (?:really |truly )?(?:open|closed)|"
    r"(?:是|算)?(?:不是)?(?:开源|闭源)(?:的)?(?:吗|么)",
    re.I,
)
"""A second question beside one for a fact: `when was it released and is it open?`"""


def _compares(intent: Intent) -> bool:
    """Whether models are held against each other by a fact, and not by their openness or terms."""
    return intent.kind == "comparison" and intent.aspect == "openness" and not OPENNESS.search(intent.text)


def _recorded(intent: Intent, target: Target, facts: tuple[Fact, ...], house: House) -> Finding:
    model, variant = resolved(target, house.catalog)
    return Finding(intent.kind, intent, target, model, variant, facts=facts)


_COUNTS_NOTHING = {"currency", "gpu", "gpus", "precision"}
"""What a question of cost may tell without a bill coming of it."""


def _costed(intent: Intent, question: Question, house: House) -> Iterator[Finding]:
    """Bills. About a model that no record holds, and no number to reckon with, documents are asked first; where no bill
    is asked for either, nothing is left to reckon."""
    found = list(costed(intent, question, house))
    if intent.targets:
        yield from found
        return
    told = question.cost.model_dump(exclude_none=True) if question.cost else {}
    name = _unheld(intent, question)
    if name and not set(told) - _COUNTS_NOTHING:
        if (said := _named_in_documents(intent, name, house)) is not None:
            yield Finding(intent.kind, intent, unknown=name, found=said)
            return
        if not asks_bill(intent.text):
            yield Finding(intent.kind, intent, unknown=name, suggestions=suggestions(name, house.catalog))
            return
    yield from (_with_models(one, question, house) for one in found)


def _with_models(finding: Finding, question: Question, house: House) -> Finding:
    """A bill that cannot be made because no model was named: what would be looked at stands in its place."""
    told = finding.cost
    if told is None or told.api_per_million is not None or told.first_step_month is not None or not told.volume:
        return finding
    return replace(finding, advice=_advice(finding.intent, question, house))


_BESIDE_USE = re.compile(
    r"\b(?:documentation|manuals?|cop(?:y|ies|ying)|reproduc\w+|translat\w+|logos?|trademarks?|brand\w*|patents?|"
    r"sublicen[sc]\w+|assign\w*|transfer\w*|reverse[- ]engineer\w*|decompil\w+|warrant\w+|liab\w+|indemni\w+|"
    r"terminat\w+|arbitrat\w+|jurisdiction|export)\b|"
    r"文档|手册|复制|副本|翻译|商标|品牌|徽标|专利|再许可|转授权|转让|反向工程|反编译|担保|赔偿|责任|终止|仲裁|管辖|出口",
    re.I,
)
"""What licences speak of and no fact of a use does."""


_WHICH_LICENSE = re.compile(
    r"\b(?:what|which)(?:['’]s| is)?(?: the)? licen[sc]e\b|什么(?:开源)?(?:许可|协议)|哪[种个一](?:开源)?(?:许可|协议)",
    re.I,
)
"""The verdict names the licence; nothing is left to look up."""


def _rule(intent: Intent, house: House) -> Found | None:
    """Passages beside a verdict, when the question asks what a rule says, or about what no verdict speaks of, and
    tells nothing of a use."""
    told = set(intent.use.model_dump(exclude_none=True)) - {"commercial", "fine_tune", "redistribution", "hosting"}
    asks = OPEN_QUESTION.search(intent.text) or _BESIDE_USE.search(intent.text)
    if intent.kind != "permission" or told or not asks or _WHICH_LICENSE.search(intent.text):
        return None
    terms = (house.catalog.models[target.model].license for target in intent.targets)
    subjects = dict.fromkeys([*(t.model for t in intent.targets), *(one for one in terms if one)])
    return house.find(intent.text, tuple(subjects), (*_PROSE, "license"))


def _ordered(intent: Intent, house: House) -> tuple[Target, ...]:
    """A family's members so that the first stands for most of those that can be downloaded."""
    if intent.family is None or intent.kind == "permission":
        return intent.targets
    order = [model.id for model, _ in judge_all((house.catalog.model(t.model) for t in intent.targets), house.catalog)]
    return tuple(sorted(intent.targets, key=lambda target: order.index(target.model)))


def _judged(intent: Intent, target: Target, house: House) -> Finding:
    model, variant = resolved(target, house.catalog)
    unheld = None if variant else no_such_size(target.label, model)
    return _verdict_on(Finding(intent.kind, intent, target, model, variant, notes=(unheld,) if unheld else ()), house)


def _verdict_on(finding: Finding, house: House) -> Finding:
    intent, model, variant = finding.intent, finding.model, finding.variant
    assert model is not None  # noqa: S101 - findings with a target or a reading have one
    if intent.kind == "permission" or (intent.kind in {"comparison", "advice"} and intent.aspect == "permission"):
        return replace(finding, verdict=_permission(intent.use, model, variant, house))
    return replace(finding, verdict=judge_openness(model, variant, house.catalog, house.texts))


def _permission(use: Use, model: Model, variant: Variant | None, house: House) -> PermissionVerdict:
    """What the licence says, and beside it what the team's own rules say."""
    verdict = judge_permission(use, model, variant, house.catalog, house.texts)
    if house.policy is None:
        return verdict
    return apply_policy(verdict, house.policy, model, use, house.catalog, house.today())


def resolved(target: Target, catalog: Catalog) -> tuple[Model, Variant | None]:
    """The records of a target."""
    model = catalog.model(target.model)
    return model, model.variant(target.variant) if target.variant else None


def _listed(intent: Intent, house: House) -> Finding:
    """The catalog's models on the rungs that are asked for, newest first."""
    judged = ((model, judge_openness(model, None, house.catalog)) for model in house.catalog.models.values())
    found = [pair for pair in judged if pair[1].rung in intent.listing]
    found.sort(key=lambda pair: pair[0].released.weights or pair[0].released.first or "0", reverse=True)
    return Finding("openness", intent, listed=tuple(found))


def _terms(intent: Intent, license_: License, house: House) -> Finding:
    """What a licence says, whichever model comes under it: of the use that was told, else as a whole."""
    finding = Finding(intent.kind, intent, terms=terms_of(license_, house.texts))
    if intent.kind != "permission" or not is_yes_no(intent.text) or intent.use == NOTHING:
        return finding
    model = under_license(license_)
    return replace(finding, model=model, verdict=_permission(intent.use, model, None, house))


def _without_model(intent: Intent, question: Question, house: House) -> Finding:
    if name := _unheld(intent, question):
        read = house.look_up(name) if house.look_up else None
        if isinstance(read, HubReading):
            return _provisional(intent, read, house)
        said = (read,) if read else ()
        if (found := _named_in_documents(intent, name, house)) is not None:
            return Finding(intent.kind, intent, unknown=name, found=found, notes=said)
        return Finding(intent.kind, intent, unknown=name, suggestions=suggestions(name, house.catalog), notes=said)
    if names_nothing(intent.text):
        return Finding(intent.kind, intent, ask_model=True)
    found = house.find(intent.text, (), None)
    return Finding(intent.kind, intent, found=found, ask_model=found.confidence < CONFIDENT)


_ON_TERMS = re.compile(
    rf"{_LEGAL.pattern}|{OPENNESS.pattern}|\bcommercial|\bfree\b|\bapprov|商用|商业|收费|免费|批准", re.I
)
"""What a passage holds that speaks of a model's terms or openness."""


def _unheld(intent: Intent, question: Question) -> str | None:
    """The name without a record that a question is about."""
    return next((name for name in question.unknown if name in intent.text), next(iter(question.unknown), None))


def _named_in_documents(intent: Intent, name: str, house: House) -> Found | None:
    """Passages on a name that no record holds, where the first of all that is found has it: to be quoted, and no
    verdict. What a yes or no would answer has to be found surely, and a passage on terms where a verdict was all that
    was wanted; a name alone asks nothing."""
    rest = intent.text.replace(name, " ")
    if not has_words(rest):
        return None
    found = house.find(intent.text, (), (*_PROSE, "license"))
    if found.confidence < (CONFIDENT if OPEN_QUESTION.search(intent.text) else SURE):
        return None
    named = _written(name)
    on_it = tuple(one for one in found.passages if named.search(f"{one.title}\n{one.locator}\n{one.text}"))
    if on_it and names_nothing(rest) and not _ON_TERMS.search(on_it[0].text):
        return None
    return found.model_copy(update={"passages": on_it}) if on_it[:1] == found.passages[:1] else None


def _written(name: str) -> re.Pattern[str]:
    """A name as texts write it, over a line's end too, and not as a piece of another: `Kestrel-2` of `Kestrel-2.5`."""
    parts = r"[\W_]*".join(map(re.escape, re.findall(r"[^\W_]+", name)))
    return re.compile(rf"(?<![A-Za-z0-9]){parts}(?![A-Za-z0-9]|\.\d)", re.I)


def _provisional(intent: Intent, read: HubReading, house: House) -> Finding:
    finding = _verdict_on(Finding(intent.kind, intent, None, read.model), house)
    return replace(finding, notes=read.notes)


def suggestions(name: str, catalog: Catalog) -> tuple[Model, ...]:
    """Up to three models whose names are near to `name`, or that it would name but for what is glued to it."""
    read = catalog.resolve(name)
    near = (model for label in read.suggestions for model in catalog.resolve(label).models[:1])
    return tuple(catalog.model(model) for model in list(dict.fromkeys([*read.models, *near]))[:3])


def _searched(intent: Intent, house: House) -> Finding:
    subjects = tuple(dict.fromkeys(t.model for t in intent.targets))
    kinds = (*_PROSE, "license") if _LEGAL.search(intent.text) else _PROSE
    found = house.find(intent.text, subjects, kinds)
    word = _only_word(intent.text)
    if word and not any(_holds(f"{one.title}\n{one.text}", word) for one in found.passages):
        return Finding(intent.kind, intent)
    return Finding(intent.kind, intent, found=found)


def _only_word(text: str) -> str | None:
    """The word that is all of a message, and so no question: `foo`."""
    words = dict.fromkeys(tokens(text))
    return next(iter(words)) if len(words) == 1 and len(text.split()) == 1 else None


def _holds(text: str, word: str) -> bool:
    """Whether a word stands in a text, or one like it, or what it is called in the other language."""
    held, wanted = list(dict.fromkeys(tokens(text))), (word, *bridged(word))
    return any(process.extractOne(one, held, scorer=OSA.normalized_similarity, score_cutoff=LIKE) for one in wanted)


def _advised(intent: Intent, question: Question, house: House) -> Iterator[Finding]:
    """Advice on the asker's constraints; a choice between named models is judged for each of them as well."""
    if len(intent.targets) > 1:
        judged = [_judged(replace(intent, aspect="permission"), t, house) for t in intent.targets[:MEMBERS]]
        named = [(finding.model, finding.variant) for finding in judged if finding.model]
        sides = side_by_side(named, house.catalog, house.today(), house.prices)
        yield from (replace(finding, side=side) for finding, side in zip(judged, sides, strict=True))
        return
    yield Finding("advice", intent, advice=_advice(intent, question, house))


def _advice(intent: Intent, question: Question, house: House) -> Advice:
    """By what the question and the thread before it tell; licences named last count."""
    wanted = wanted_licenses(intent.text, house.catalog)
    if wanted.ids is None:
        wanted = wanted_licenses(intent.before, house.catalog)
    constraints = read_constraints(
        intent.text,
        [intent.before] if intent.before else [],
        use=intent.use,
        cost=question.cost,
        licenses=wanted.ids,
        license_named=wanted.named,
    )
    return advise(constraints, house.catalog, house.texts, house.today(), overlay=house.overlay, book=house.prices)
