"""From a message and its thread to a `Question`: deterministic, and the same every time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from bot.answering.answer import Ask, Kind
from bot.answering.question import kinds
from bot.answering.question.activities import activities, over_all, stays
from bot.answering.question.chatter import NoneReason, asking, chatter
from bot.answering.question.clean import READ_AT_MOST, clean, has_words
from bot.answering.question.cost import read_cost
from bot.answering.question.facts import facts_of, releases
from bot.answering.question.intents import Draft, drafts, mask, mask_all, segments, trains_what
from bot.answering.question.language import is_foreign, language_of
from bot.answering.question.listing import rungs_listed
from bot.answering.question.names import Catalog, Name, Target, read_names, refined
from bot.answering.question.places import alone
from bot.answering.question.question import Intent, Question
from bot.answering.question.terms import asked_of_license
from bot.answering.question.thread import Past, earlier, said_whole, with_past
from knowledge.records.base import Language
from knowledge.records.use import Use, one_or_all


def understand(ask: Ask, catalog: Catalog) -> Question:
    """Read a message. Facts of the use may come from the asker's earlier turns; nothing comes from the bot's."""
    text = clean(ask.question)
    truncated = len(ask.question) > READ_AT_MOST
    if not has_words(text):
        return Question(text, _thread_language(ask), none="empty")
    names = refined(text, read_names(text, catalog), catalog)
    language = language_of(text, tuple(mention.text for mention in catalog.mentions(text)))
    past = earlier(ask.thread, catalog)
    found = segments(text, names, catalog, past.targets)
    made = _with_records(drafts(found), catalog)
    follows = bool(names or made) or _tells(mask(text, names))
    named = any(name.targets for name in names)
    made = _with_thread(_still_picking(made, past), past.kind, past.targets, text)
    reason = _reason(text, names, made, follows=follows)
    if reason:
        return Question(text, language, none=reason, truncated=truncated)
    masked = mask(text, names)
    facts = with_past(past.facts, facts_of(masked, releases((t for d in made for t in d.targets), catalog)), masked)
    if past.targets and (seats := one_or_all(alone(masked))):
        facts |= dict.fromkeys(("territory", "users_territory"), seats)
    intents = tuple(_intent(draft, facts, past.activities, catalog) for draft in made)
    intents = _with_permission(intents)
    intents = intents if named else tuple(replace(one, before=past.asked) for one in intents)
    intents = intents or (Intent(kind="general", text=text),)
    unknown = tuple(dict.fromkeys(label for draft in made for label in draft.unknown))
    if not names and len(intents) == 1 and _about_nothing(intents[0]) and (whole := said_whole(text, past)):
        intents, unknown = (replace(intents[0], text=whole),), (past.unheld,)
    return Question(
        text=text,
        language=language,
        intents=intents,
        unknown=unknown,
        use=_union(intents, facts),
        cost=read_cost(mask_all(text, names, found), past.user_texts) if _costs(intents, text) else None,
        truncated=truncated,
        idle=not follows and not asking(text),
    )


def _about_nothing(intent: Intent) -> bool:
    """Whether neither models nor licences nor a kind of models are asked about."""
    return not (intent.targets or intent.licenses or intent.listing)


def _tells(masked: str) -> bool:
    """Whether facts or plans of a use stand in a message."""
    return bool(activities(masked)) or bool(facts_of(masked, ()))


def _thread_language(ask: Ask) -> Language:
    last = next((turn.text for turn in reversed(ask.thread) if turn.role == "user"), "")
    return language_of(clean(last)) if last else "en"


def _reason(text: str, names: list[Name], made: list[Draft], *, follows: bool) -> NoneReason | None:
    """`follows`: what a thread gives stands behind words that go on from it, and not behind just any."""
    named = bool(names) or any(draft.targets or draft.licenses or draft.listing for draft in made)
    asks = named and any(draft.kind != "general" for draft in made)
    reason = chatter(text, asks=asks and follows)
    if reason is None and is_foreign(text) and not names:
        return "foreign"
    return reason


def _with_records(made: list[Draft], catalog: Catalog) -> list[Draft]:
    """A question that names licences and no model, or a kind of models, is about those where records answer it."""
    for draft in made:
        if draft.targets or draft.unknown or draft.kind not in {"general", "permission", "openness"}:
            continue
        named = tuple(dict.fromkeys(one.models[0] for one in catalog.license_mentions(draft.text)))
        kind = asked_of_license(draft.text, uses=bool(draft.activities)) if named else None
        listing = () if named else rungs_listed(draft.text)
        if kind:
            draft.kind, draft.licenses, draft.asked = kind, named, True
        elif listing:
            draft.kind, draft.listing, draft.asked = "openness", listing, True
    return made


def _still_picking(made: list[Draft], past: Past) -> list[Draft]:
    """Hardware told after advice is one more limit of it, and asks nothing of the models that were proposed."""
    for draft in made:
        named = draft.targets or draft.unknown
        asks = kinds.COST.search(draft.masked) or kinds.VOLUME.search(draft.masked) or kinds.asks_hardware(draft.masked)
        if past.offered and past.kind == "advice" and draft.kind == "cost" and not named and not asks:
            draft.kind = "advice"
    return made


def _with_thread(made: list[Draft], kind: Kind | None, targets: tuple[Target, ...], text: str) -> list[Draft]:
    """A follow-up takes the models, and where it asks nothing itself the kind, of what it follows."""
    if not made and (targets or kind):
        made = [Draft(kind or "openness", text, text, [], None, activities(text), [], asked=False)]
    for draft in made:
        open_ = not (draft.targets or draft.unknown or draft.licenses or draft.listing)
        if open_ and draft.kind not in {"general", "advice"}:
            draft.targets = list(_chosen(text, targets))
        if not draft.asked:
            draft.kind = kind or draft.kind
            if draft.activities and draft.kind in {"openness", "comparison"}:
                draft.kind = "permission"
    return made


def _chosen(text: str, targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """`the first one`, `后者`: one of the models named before."""
    if len(targets) > 1:
        for at, words in (
            (0, ("first", "former", "第一个", "前者")),
            (1, ("second", "第二个")),
            (-1, ("latter", "last one", "后者", "最后一个")),
        ):
            if any(word in text.lower() for word in words):
                return (targets[at],)
    return targets


def _intent(draft: Draft, facts: Mapping[str, Any], past: Mapping[str, bool], catalog: Catalog) -> Intent:
    draft.activities = over_all(draft.masked, draft.activities)
    does: dict[str, Any] = dict(_carried(draft, past) | draft.activities)
    if target := trains_what(draft, catalog):
        does["output_training_target"] = target
    if _earns(facts, does):
        does["commercial"] = True
    return Intent(
        kind=draft.kind,
        text=draft.text.strip(),
        targets=tuple(draft.targets),
        family=draft.family,
        aspect=_aspect(draft, bool(does)),
        use=_use(dict(facts) | does),
        listing=draft.listing,
        licenses=draft.licenses,
        by_maker=draft.family is not None and any(name.made_by for name in draft.names),
    )


_REVENUES = ("annual_revenue", "monthly_revenue")
_NOT_IN_TRADE = ("commercial", "research", "internal", "nonprofit")


def _earns(facts: Mapping[str, Any], does: Mapping[str, Any]) -> bool:
    """Who names revenue speaks of a business that uses the model, unless they say what else it is for."""
    return any(name in facts and facts[name].amount for name in _REVENUES) and not any(
        name in does for name in _NOT_IN_TRADE
    )


_ABOUT_TEAM = ("commercial", "internal", "research", "nonprofit", "self_host")


def _carried(draft: Draft, past: Mapping[str, bool]) -> dict[str, bool]:
    """What the asker said before still holds; what they planned to do holds until they name another plan."""
    plans = any(key not in _ABOUT_TEAM for key in draft.activities)
    carried = {k: v for k, v in past.items() if k in _ABOUT_TEAM or not plans}
    if draft.activities.get("commercial") is True:
        carried.pop("research", None)
    if draft.activities.get("hosting") or draft.activities.get("redistribution"):
        carried.pop("internal", None)
    if stays(draft.masked) or "redistribution" in draft.activities:
        carried.pop("in_app", None)
    return carried


def _use(values: Mapping[str, Any]) -> Use:
    try:
        return Use(**values)
    except ValidationError as error:
        bad = {str(item["loc"][0]) for item in error.errors()}
        return Use(**{k: v for k, v in values.items() if k not in bad})


def _aspect(draft: Draft, uses: bool) -> Kind:
    if kinds.COST.search(draft.masked) and draft.kind in {"comparison", "cost"}:
        return "cost"
    if kinds.PERMISSION.search(draft.masked) or uses:
        return "openness" if kinds.OPENNESS.search(draft.masked) and not uses else "permission"
    return "openness"


def _with_permission(intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """Facts of a use beside a comparison of openness: the asker wants to know about the use as well."""
    if len(intents) == 1 and intents[0].kind == "comparison" and intents[0].aspect == "permission":
        first = intents[0]
        if kinds.OPENNESS.search(first.text):
            openness = Intent("comparison", first.text, first.targets, first.family, "openness", first.use)
            return (openness, Intent("permission", first.text, first.targets, first.family, "permission", first.use))
    return intents


def _union(intents: tuple[Intent, ...], facts: Mapping[str, Any]) -> Use:
    merged: dict[str, Any] = dict(facts)
    for intent in intents:
        for key, value in intent.use.model_dump(exclude_none=True).items():
            merged.setdefault(key, value)
    return _use(merged)


def _costs(intents: tuple[Intent, ...], text: str) -> bool:
    wanted = any(intent.kind in {"cost", "advice"} or intent.aspect == "cost" for intent in intents)
    return wanted or bool(kinds.VOLUME.search(text))


def use_question(name: str, use: Use, language: Language, catalog: Catalog) -> Question:
    """A permission question out of a model's name and facts that a form has already taken apart."""
    text = clean(name)
    names = refined(text, read_names(text, catalog), catalog)
    targets = tuple(target for one in names for target in one.targets)
    family = next((one.label for one in names if one.family), None)
    unknown = tuple(one.label for one in names if not one.targets) or ((text,) if text and not targets else ())
    intent = Intent("permission", text, targets, family, "permission", use)
    return Question(text, language, (intent,), unknown=unknown, use=use)
