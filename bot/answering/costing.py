"""Cost questions: which model would be hosted, which is paid for by the token, and the comparison of both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering.findings import Finding
from bot.answering.question import Intent, Question
from bot.answering.question.kinds import asks_hardware
from bot.answering.question.names import Target
from knowledge.cost.compare import compare
from knowledge.cost.currency import load_rates
from knowledge.cost.explain import no_rate
from knowledge.cost.inputs import CostInputs
from knowledge.cost.lowest import lowest_bill
from knowledge.cost.runs_on import runs_on
from knowledge.cost.side_by_side import cheaper, side_by_side
from knowledge.records.model import Model, Variant

if TYPE_CHECKING:
    from bot.answering.decide import House

_OWN = re.compile(
    r"\bself-?host\w*|\bown\b|\bourselves\b|\breplicas?\b|\bon-?prem\w*|\brent\w*|\bbuy\w*|\bGPUs?\b|\bH\d00\b|自建|自部署|自己|私有化|副本|租|买|显卡|机器",
    re.I,
)


_PRICE = re.compile(r"\bpric(?:e|es|ed|ing)\b|\bhow much\b|\bcosts?\b|价格|价钱|单价|多少钱|报价|收费", re.I)


Row = tuple[Target, Model, Variant | None]


def costed(intent: Intent, question: Question, house: House) -> Iterator[Finding]:
    """One comparison; or one a model where several are held against each other by price alone."""
    inputs = question.cost or CostInputs()
    pairs = [(t, *_records(t, house)) for t in intent.targets]
    if pairs and asks_hardware(intent.text) and not _told(inputs):
        yield from _hardware(intent, pairs[:6], house)
        if len(pairs) == 1 and _PRICE.search(intent.text) and pairs[0][1].component("weights").value != "no":
            yield _compared(intent, inputs, *pairs[0], None, house)
        return
    served, hosted = _split(pairs)
    own = bool(_OWN.search(f"{intent.before} {intent.text}"))
    if served and len(hosted) > 1 and own:
        yield from (_compared(intent, inputs, *row, served[0][1], house) for row in hosted[:6])
        return
    if _asks_price(intent, inputs) and pairs:
        yield from _side_by_side(intent, inputs, pairs[:6], house)
        return
    if len(pairs) > 1 and not (own and len(hosted) == 1):
        by_volume = _bills if inputs.volume is not None else _side_by_side
        yield from by_volume(intent, inputs, pairs[:6], house)
        return
    api = served[0][1] if served and (hosted or (own and inputs.api_bill_month)) else None
    if not pairs or (api and not hosted):
        yield _compared(intent, inputs, None, None, None, api, house)
        return
    for target, model, variant in (hosted or served)[:1]:
        yield _compared(intent, inputs, target, model, variant, api, house)


def _told(inputs: CostInputs) -> bool:
    """Whether a number of the comparison was given."""
    return bool(inputs.model_dump(exclude_none=True, exclude={"currency"}))


def _hardware(intent: Intent, pairs: list[Row], house: House) -> Iterator[Finding]:
    """What each model runs on, where nobody named a machine or a volume."""
    for target, model, variant in pairs:
        told = runs_on(model, variant, house.overlay) if model.component("weights").value != "no" else ()
        yield Finding(intent.kind, intent, target, model, variant, runs_on=told)


def _asks_price(intent: Intent, inputs: CostInputs) -> bool:
    """Whether a price list is asked for, and not a comparison: no volume, no machines, nothing of hosting."""
    said = f"{intent.before} {intent.text}"
    return not _told(inputs) and bool(_PRICE.search(said)) and not _OWN.search(said)


def _side_by_side(intent: Intent, inputs: CostInputs, pairs: list[Row], house: House) -> Iterator[Finding]:
    """Prices a million tokens beside each other, where nobody said how many there would be, and which is cheaper."""
    rates, wanted = load_rates(house.overlay), inputs.currency
    named = [(model, variant) for _, model, variant in pairs]
    sides = side_by_side(named, house.catalog, house.today(), house.prices, rates=rates, currency=wanted)
    told = None if intent.family else cheaper(sides, rates)
    unrated = no_rate(wanted) if wanted and wanted not in rates.rates else None
    lead = tuple(words for words in (told, unrated) if words)
    for (target, model, variant), side in zip(pairs, sides, strict=True):
        yield Finding(intent.kind, intent, target, model, variant, side=side, lead=lead)
        lead = ()


def _bills(intent: Intent, inputs: CostInputs, pairs: list[Row], house: House) -> list[Finding]:
    """A bill for each model, and which is the lowest; members of one family are no choice."""
    found = [_compared(intent, inputs, *row, None, house) for row in pairs]
    made = [(one.label, one.cost.verdict) for one in found if one.cost]
    told = None if intent.family else lowest_bill(made)
    return [replace(found[0], lead=(told,)), *found[1:]] if told else found


def _records(target: Target, house: House) -> tuple[Model, Variant | None]:
    model = house.catalog.model(target.model)
    return model, model.variant(target.variant) if target.variant else None


def _split(pairs: list[Row]) -> tuple[list[Row], list[Row]]:
    """Models that only an API serves, and models one can host."""
    closed = [pair for pair in pairs if pair[1].component("weights").value == "no"]
    return closed, [pair for pair in pairs if pair not in closed]


def _compared(
    intent: Intent,
    inputs: CostInputs,
    target: Target | None,
    model: Model | None,
    variant: Variant | None,
    api: Model | None,
    house: House,
) -> Finding:
    told = compare(
        inputs,
        model,
        house.catalog,
        house.today(),
        variant=variant,
        api_model=api,
        overlay=house.overlay,
        book=house.prices,
    )
    finding = Finding(intent.kind, intent, target, model, variant)
    return replace(finding, verdict=told.verdict, cost=told)
