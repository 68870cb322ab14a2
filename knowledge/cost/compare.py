"""The comparison: both bills, the crossing, what would change it, and what is missing to be sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from knowledge.cost import explain
from knowledge.cost.answer import CostAnswer, HybridPlan, TableRow
from knowledge.cost.bill import ZERO, Case, Fleet
from knowledge.cost.breakeven import BreakEven, break_even, hybrid, naive_break_even
from knowledge.cost.currency import Rates, load_rates
from knowledge.cost.inputs import CostInputs
from knowledge.cost.prices import PriceBook, default_book
from knowledge.cost.records import Shelf, api_from_records, note_rig, rent_of, rig_from_records, shape_for
from knowledge.cost.resolve import (
    Ledger,
    api_as_given,
    case_of,
    currency_of,
    fixed_month,
    fleet,
    input_share,
    replica_month,
    speed_as_given,
)
from knowledge.cost.sensitivity import NAMES, deciding, effects
from knowledge.records.base import Words
from knowledge.records.use import Money
from knowledge.records.verdicts import CostVerdict, Missing

if TYPE_CHECKING:
    from knowledge.catalog import Catalog
    from knowledge.records.model import Model, Variant

TIE = Decimal("0.05")
"""Bills nearer than this are called even: prices and speeds are not known better."""
SLIP = Decimal(100_000)
"""A volume below this, a few long answers a month, is a unit left out."""
_STEPS = [Decimal(step) for step in ("0.1", "0.25", "0.5", "0.75", "1", "1.5", "2", "3", "5", "10")]
ASK = {
    "tokens_per_month": Words(
        en="How many tokens a month, input and output together?", zh="每月大约多少 token（输入输出合计）？"
    ),
    "api_model": Words(en="Which model do you call today?", zh="现在调用的是哪个模型？"),
    "api_input": Words(
        en="Which API would it be, and at what price per million input and output tokens?",
        zh="对比的是哪家 API？输入、输出每百万 token 各多少钱？",
    ),
    "gpu_hour": Words(
        en="Which GPUs, how many a replica, and at what price an hour (or a month)?",
        zh="用什么 GPU、单副本几张、每小时（或每月）多少钱？",
    ),
    "tokens_per_second": Words(
        en="How many output tokens a second does one replica give?", zh="单副本每秒能输出多少 token？"
    ),
    "gpus": Words(en="Which GPUs, and how many a replica?", zh="单副本用哪种 GPU、几张？"),
    "size": Words(en="Which size of the model would you run?", zh="打算自建哪个尺寸（参数量）？"),
    "model": Words(en="Which model would you run yourselves?", zh="打算自建的是哪个模型？"),
    "utilization": Words(
        en="What is mean load over peak load (utilization)?", zh="平均负载约为峰值的百分之几（利用率）？"
    ),
    "staff_per_month": Words(en="What do the people who run it cost a month?", zh="运维人力每月多少钱？"),
    "input_share": Words(en="What share of the tokens is input?", zh="输入占全部 token 的比例是多少？"),
    "spare": Words(en="How many spare replicas?", zh="备几个副本？"),
}


@dataclass(frozen=True)
class Asked:
    """What would be hosted, and what the API serves."""

    model: Model | None
    variant: Variant | None
    api_model: Model | None
    api_variant: Variant | None
    closed: bool
    """The model to host has no weights to be had."""
    served: bool = False
    """The API that is paid today is that of a model that was named."""


@dataclass(frozen=True)
class Resolved:
    """Everything the verdict is computed from."""

    ledger: Ledger
    case: Case
    volume: Decimal | None
    closed: bool = False
    """The model has no weights to host."""


def compare(
    inputs: CostInputs,
    model: Model | None = None,
    catalog: Catalog | None = None,  # noqa: ARG001  (part of the judges' common call)
    today: date | None = None,
    *,
    variant: Variant | None = None,
    api_model: Model | None = None,
    overlay: Path | None = None,
    book: PriceBook | None = None,
    rates: Rates | None = None,
) -> CostAnswer:
    """Compare the API's bill with that of one's own machines.

    `model` is what would be hosted, `api_model` what the API serves where that is another one. Values the asker
    gave are used as they are, `rates` in place of those on record; the rest comes from records, then from stated
    assumptions. An amount whose currency has no rate is left out and named in `notes`.
    """
    shelf = Shelf(book or default_book(), today or date.today(), overlay)
    rates = rates or load_rates(overlay)
    inputs, unrated = _in_a_currency_with_a_rate(inputs, rates)
    usable, dropped = _usable(inputs, rates)
    ledger = Ledger(usable, rates, currency_of(usable), notes=[*unrated, *inputs.doubts, *dropped])
    closed = model is not None and model.component("weights").value == "no"
    asked = Asked(model, variant, api_model or model, None if api_model else variant, closed, api_model is not None)
    found = _resolve(ledger, shelf, asked)
    if found.ledger.inputs.volume is None and usable.api_bill_month is not None:
        return _beside_bill(found, asked)
    if _only_rent(usable, found, model or api_model):
        return _rent_alone(found)
    return _answer(found)


def _in_a_currency_with_a_rate(inputs: CostInputs, rates: Rates) -> tuple[CostInputs, list[Words]]:
    """A currency that was asked for and has no rate is left out and said, unless amounts were given in it."""
    wanted = inputs.currency
    given = [m for name in type(inputs).model_fields if isinstance(m := getattr(inputs, name), Money)]
    if wanted is None or wanted in rates.rates or any(m.currency == wanted for m in given):
        return inputs, []
    return inputs.model_copy(update={"currency": None}), [explain.no_rate(wanted)]


def _usable(inputs: CostInputs, rates: Rates) -> tuple[CostInputs, list[Words]]:
    """Amounts in a currency without a rate are left out, unless all are in that currency."""
    currency = currency_of(inputs)
    known = {*rates.rates, currency}
    bad = {name: m for name in type(inputs).model_fields if isinstance(m := getattr(inputs, name), Money)}
    bad = {name: m for name, m in bad.items() if m.currency != currency and {m.currency, currency} - set(rates.rates)}
    bad = {name: m for name, m in bad.items() if m.currency not in known or currency not in rates.rates}
    free = _free(inputs)
    notes = [explain.zero_price() for _ in free[:1]]
    notes += [
        Words(
            en=f"{m.amount} {m.currency} was not used: no exchange rate for {m.currency} to {currency} is at hand.",
            zh=f"{m.amount} {m.currency} 未采用：没有 {m.currency} 对 {currency} 的汇率。",
        )
        for m in bad.values()
    ]
    return inputs.model_copy(update=dict.fromkeys([*bad, *free])), notes


def _free(inputs: CostInputs) -> list[str]:
    """API prices of zero that would make the whole bill zero: a zero in a price list is a price nobody knows."""
    names = ("api_blended", "api_input", "api_output")
    given = {name: m.amount for name in names if (m := getattr(inputs, name)) is not None}
    return list(given) if given and not any(given.values()) else []


def _resolve(ledger: Ledger, shelf: Shelf, asked: Asked) -> Resolved:
    share = input_share(ledger)
    api = api_as_given(ledger)
    if api is None and asked.api_model is not None:
        api = api_from_records(ledger, shelf, asked.api_model, asked.api_variant, share)
    if api is None:
        ledger.missing.append(Missing(key="api_input", question=ASK["api_input"]))
    elif asked.served or api_as_given(ledger) is not None:
        _volume_of_bill(ledger, Case(api, None, share))
    own = None if asked.closed and not _gives_fleet(ledger) else _fleet(ledger, shelf, asked, share)
    return Resolved(ledger, case_of(ledger, api, own, share), ledger.inputs.volume, asked.closed and own is None)


def _volume_of_bill(ledger: Ledger, case: Case) -> None:
    """What the bill of today buys at the API's prices, where no volume was told."""
    bill = ledger.money(ledger.inputs.api_bill_month)
    if bill is None or not bill or ledger.inputs.volume is not None or not case.api_per_token:
        return
    volume = (bill / case.api_per_token).quantize(Decimal(1))
    ledger.assume("tokens_per_month", volume, explain.volume_of_bill(bill, volume, ledger.currency))
    ledger.inputs = ledger.inputs.model_copy(update={"tokens_per_month": volume})


def _beside_bill(found: Resolved, asked: Asked) -> CostAnswer:
    """The bill that is paid today, of which nobody said what it buys, beside the smallest fleet of one's own."""
    ledger, fleet_ = found.ledger, found.case.fleet
    bill = ledger.money(ledger.inputs.api_bill_month) or ZERO
    own = found.case.fleet_month(1) if fleet_ else None
    keys = (["api_model"] if not asked.served else []) + ([] if asked.model else ["model"]) + ["tokens_per_month"]
    verdict = CostVerdict(
        value="depends", currency=ledger.currency, volume_counts="total", api_month=bill, self_month=own,
        replicas=1 if fleet_ else None, spare=fleet_.spare if fleet_ else None,
        capacity_per_replica=found.case.capacity if fleet_ else None, break_even_tokens=None,
        missing=tuple(Missing(key=key, question=ASK[key]) for key in keys),
        reason=explain.beside_bill(bill, found.case, ledger.currency),
    )  # fmt: skip
    taken = tuple(a for a in ledger.assumptions if not a.key.startswith("api_")) if fleet_ else ()
    return CostAnswer(
        verdict=verdict, assumptions=taken, explanation=Words(en="", zh=""), notes=tuple(ledger.notes), fit=ledger.fit
    )


def _gives_fleet(ledger: Ledger) -> bool:
    return ledger.inputs.tokens_per_second is not None


def _fleet(ledger: Ledger, shelf: Shelf, asked: Asked, share: Decimal) -> Fleet | None:
    """The asker's own machines, completed from records; what stays unknown is asked for."""
    month, rate = replica_month(ledger), speed_as_given(ledger, share)
    if month is None or rate is None:
        month, rate = _from_rig(ledger, shelf, asked, share, month, rate)
    if month is None:
        ledger.missing.append(Missing(key="gpu_hour", question=ASK["gpu_hour"]))
    if rate is None:
        ledger.missing.append(_what_is_run(ledger, asked))
    return fleet(ledger, month, rate) if month is not None and rate is not None else None


def _from_rig(
    ledger: Ledger, shelf: Shelf, asked: Asked, share: Decimal, month: Decimal | None, rate: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    named = asked.variant or asked.model
    rig = rig_from_records(ledger, shelf, shape_for(asked.model, asked.variant), share, named.name if named else "")
    if rig is None:
        return month, rate
    note_rig(ledger, rig, priced=month is None, timed=rate is None, today=shelf.today)
    if ledger.inputs.gpus is None and month is not None:
        month = replica_month(ledger, rig.gpus)
    if rate is None and rig.speed is not None:
        rate = Decimal(str(round(rig.speed.tokens_per_second, 1)))
    return month if month is not None else rent_of(ledger, rig), rate


def _what_is_run(ledger: Ledger, asked: Asked) -> Missing:
    if ledger.does_not_fit:
        return Missing(key="gpus", question=ASK["gpus"])
    if asked.model is None:
        return Missing(key="model", question=ASK["model"])
    if asked.variant is None and len(asked.model.variants) > 1:
        return Missing(key="size", question=ASK["size"])
    return Missing(key="tokens_per_second", question=ASK["tokens_per_second"])


def _only_rent(inputs: CostInputs, found: Resolved, model: object | None) -> bool:
    nothing_to_compare = inputs.volume is None and found.case.api is None and model is None
    return nothing_to_compare and inputs.tokens_per_second is None and replica_month(found.ledger) is not None


def _rent_alone(found: Resolved) -> CostAnswer:
    """Nothing but machines was given: their bill, nothing added that was not said."""
    ledger = found.ledger
    month = replica_month(ledger) or ZERO
    people = fixed_month(ledger) if ledger.inputs.staff_per_month else ZERO
    total = month * (1 + (ledger.inputs.spare or 0)) + people
    verdict = CostVerdict(
        value="depends", currency=ledger.currency, volume_counts="total", api_month=None, self_month=total,
        replicas=1, spare=ledger.inputs.spare or 0, capacity_per_replica=None, break_even_tokens=None,
        missing=(Missing(key="tokens_per_month", question=ASK["tokens_per_month"]),),
        reason=explain.rent_alone(total, ledger.currency),
    )  # fmt: skip
    return CostAnswer(verdict=verdict, explanation=Words(en="", zh=""), notes=tuple(ledger.notes))


def _answer(found: Resolved) -> CostAnswer:
    case, ledger, volume = found.case, found.ledger, found.volume
    both = case.api is not None and case.fleet is not None
    crossing = break_even(case) if both else None
    turning: list[str] = []
    if volume is None:
        ledger.missing.insert(0, Missing(key="tokens_per_month", question=ASK["tokens_per_month"]))
    elif volume < SLIP:
        ledger.missing.insert(0, Missing(key="tokens_per_month", question=explain.slip(volume)))
    elif both:
        turning = deciding(case, volume, ledger)
        ledger.missing += [Missing(key=k, question=ASK[k]) for k in turning]
    verdict = _verdict(found, crossing, turning)
    reference = volume or (crossing.tokens if crossing else (case.capacity if case.fleet else None))
    return CostAnswer(
        verdict=verdict,
        assumptions=tuple(ledger.assumptions),
        table=table(case, reference, crossing) if both and reference else (),
        sensitivity=effects(case, reference) if both and reference else (),
        naive_break_even=naive_break_even(case) if both else None,
        break_even_replicas=crossing.replicas if crossing else None,
        hybrid=_hybrid(case, volume) if both and volume else None,
        explanation=explain.crossing(case, crossing, ledger.currency),
        notes=tuple(ledger.notes),
        fit=ledger.fit,
        volume=volume,
        api_per_million=case.api_per_token * 1_000_000 if case.api else None,
        step=case.step if case.fleet else None,
        full_load_per_million=case.fleet.replica_month / case.step * 1_000_000 if case.fleet else None,
        step_month=case.fleet.replica_month if case.fleet else None,
        first_step_month=case.fleet_month(1) if case.fleet else None,
    )


def _verdict(found: Resolved, crossing: BreakEven | None, turning: Sequence[str]) -> CostVerdict:
    """`turning`: the assumptions that decide which side is cheaper."""
    case, volume, ledger = found.case, found.volume, found.ledger
    api = case.api_month(volume) if case.api and volume else None
    own = case.self_month(volume) if case.fleet and volume else None
    own = own if own is not None or case.fleet is None else case.fleet_month(1)
    said = volume if volume is not None and volume >= SLIP else None
    value = _value(api, own, bool(ledger.missing)) if volume else "depends"
    value = "api" if found.closed and not ledger.missing else value
    reason = explain.reason(case, said, crossing, ledger, closed=found.closed)
    if value == "depends" and (said or (volume is None and crossing)):
        why = explain.why_open(volume, api, own, TIE, [NAMES[key] for key in turning])
        reason = Words(en=f"{reason.en} {why.en}", zh=f"{reason.zh}{why.zh}") if why else reason
    return CostVerdict(
        value=value,
        currency=ledger.currency,
        volume_counts=ledger.inputs.counts,
        api_month=api,
        self_month=own,
        replicas=case.replicas(volume) if case.fleet and volume else None,
        spare=case.fleet.spare if case.fleet else None,
        capacity_per_replica=case.capacity if case.fleet else None,
        break_even_tokens=crossing.tokens if crossing else None,
        missing=tuple(ledger.missing),
        reason=reason,
    )


def _value(api: Decimal | None, own: Decimal | None, missing: bool) -> Literal["api", "self-host", "depends"]:
    if api is None or own is None or missing or is_tie(api, own):
        return "depends"
    return "api" if api < own else "self-host"


def is_tie(api: Decimal, own: Decimal) -> bool:
    """Whether the bills are too near to call."""
    return abs(api - own) <= TIE * max(api, own)


def table(case: Case, reference: Decimal, crossing: BreakEven | None) -> tuple[TableRow, ...]:
    """Both bills at volumes around `reference`, the crossing among them."""
    volumes = {reference * step for step in _STEPS} | ({crossing.tokens} if crossing else set())
    return tuple(_row(case, volume) for volume in sorted(volumes))


def _row(case: Case, volume: Decimal) -> TableRow:
    api, own = case.api_month(volume), case.self_month(volume)
    cheaper: Literal["api", "self-host"] = "self-host" if own <= api else "api"
    return TableRow(volume=volume, api_month=api, self_month=own, replicas=case.replicas(volume), cheaper=cheaper)


def _hybrid(case: Case, volume: Decimal) -> HybridPlan | None:
    best, pure = hybrid(case, volume), min(case.api_month(volume), case.self_month(volume))
    if best.month >= pure:
        return None
    return HybridPlan(replicas=best.replicas, month=best.month, saves=pure - best.month)
