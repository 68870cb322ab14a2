"""Which inputs move the gap between the bills, strongest first, and which assumed ones decide it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from knowledge.cost import defaults
from knowledge.cost.answer import Effect
from knowledge.cost.bill import ONE, ZERO, Api, Case
from knowledge.cost.breakeven import break_even
from knowledge.cost.resolve import Ledger
from knowledge.cost.wording import percent, plain
from knowledge.records.base import Words

Change = Callable[[Case, Decimal], Case]

NAMES = {
    "utilization": Words(en="utilization", zh="利用率"),
    "gpu_hour": Words(en="machine price", zh="机器价格"),
    "tokens_per_second": Words(en="speed of a replica", zh="单副本速度"),
    "input_share": Words(en="input share", zh="输入占比"),
    "cached_share": Words(en="cache hits", zh="缓存命中率"),
    "api_price": Words(en="API price", zh="API 价格"),
    "staff_per_month": Words(en="staff and other fixed costs", zh="人力等固定成本"),
    "spare": Words(en="spare replicas", zh="备用副本"),
}


def _utilization(case: Case, value: Decimal) -> Case:
    return replace(case, fleet=replace(case.fleet, utilization=value)) if case.fleet else case


def _machines(case: Case, factor: Decimal) -> Case:
    return (
        replace(case, fleet=replace(case.fleet, replica_month=case.fleet.replica_month * factor))
        if case.fleet
        else case
    )


def _speed(case: Case, factor: Decimal) -> Case:
    if case.fleet is None:
        return case
    return replace(case, fleet=replace(case.fleet, tokens_per_second=case.fleet.tokens_per_second * factor))


def _fixed(case: Case, factor: Decimal) -> Case:
    return replace(case, fleet=replace(case.fleet, fixed_month=case.fleet.fixed_month * factor)) if case.fleet else case


def _spare(case: Case, value: Decimal) -> Case:
    return replace(case, fleet=replace(case.fleet, spare=int(value))) if case.fleet else case


def _input_share(case: Case, value: Decimal) -> Case:
    return replace(case, input_share=value)


def _cached(case: Case, value: Decimal) -> Case:
    return replace(case, api=replace(case.api, cached_share=value)) if case.api else case


def _api(case: Case, factor: Decimal) -> Case:
    return replace(case, api=_scaled(case.api, factor)) if case.api else case


def _scaled(api: Api, factor: Decimal) -> Api:
    return replace(api, input=api.input * factor, cached=api.cached * factor, output=api.output * factor)


def effects(case: Case, volume: Decimal) -> tuple[Effect, ...]:
    """Every input moved to a lower and a higher value, the strongest mover of the gap first."""
    rows = [_effect(case, volume, *trial) for trial in _trials(case)]
    return tuple(sorted(rows, key=lambda row: -abs(row.high_gap - row.low_gap)))


Trial = tuple[str, Change, Decimal, Decimal, str, str]


def _trials(case: Case) -> list[Trial]:
    fleet, api = case.fleet, case.api
    if fleet is None or api is None:
        return []
    rows = [
        _shares(
            "utilization", _utilization, fleet.utilization / 2, min(Decimal("0.95"), fleet.utilization * Decimal("1.5"))
        ),
        _factors("gpu_hour", _machines, *defaults.GPU_HOUR_RANGE),
        _factors("tokens_per_second", _speed, Decimal("0.65"), Decimal("1.35")),
        _factors("api_price", _api, Decimal("0.5"), ONE),
        _factors("staff_per_month", _fixed, Decimal("0.5"), Decimal(2)),
    ]
    if not case.counts_output or api.input > ZERO:
        low, high = case.input_share - Decimal("0.15"), case.input_share + Decimal("0.15")
        rows.append(_shares("input_share", _input_share, max(ZERO, low), min(Decimal("0.95"), high)))
    if api.cached < api.input:
        rows.append(_shares("cached_share", _cached, ZERO, max(Decimal("0.5"), api.cached_share)))
    return rows


def _shares(key: str, change: Change, low: Decimal, high: Decimal) -> Trial:
    return key, change, low, high, percent(low), percent(high)


def _factors(key: str, change: Change, low: Decimal, high: Decimal) -> Trial:
    return key, change, low, high, f"×{plain(low)}", f"×{plain(high)}"


def _effect(
    case: Case, volume: Decimal, key: str, change: Change, low: Decimal, high: Decimal, a: str, b: str
) -> Effect:
    one, two = change(case, low), change(case, high)
    gaps = [c.self_month(volume) - c.api_month(volume) for c in (one, two)]
    crossings = [break_even(c) for c in (one, two)]
    return Effect(
        key=key,
        name=NAMES[key],
        low=a,
        high=b,
        low_gap=gaps[0],
        high_gap=gaps[1],
        low_break_even=crossings[0].tokens if crossings[0] else None,
        high_break_even=crossings[1].tokens if crossings[1] else None,
        flips=(gaps[0] > 0) != (gaps[1] > 0),
    )


def deciding(case: Case, volume: Decimal, ledger: Ledger) -> list[str]:
    """The assumed inputs whose plausible range changes which side is cheaper: those have to be asked for."""
    trials: dict[str, tuple[Change, Decimal, Decimal]] = {
        "utilization": (_utilization, defaults.UTILIZATION.low, defaults.UTILIZATION.high),
        "input_share": (_input_share, defaults.INPUT_SHARE.low, defaults.INPUT_SHARE.high),
        "spare": (_spare, defaults.SPARE.low, defaults.SPARE.high),
        "staff_per_month": (_fixed, *defaults.STAFF_RANGE),
        "gpu_hour": (_machines, *defaults.GPU_HOUR_RANGE),
        "tokens_per_second": (_speed, *ledger.speed_range),
    }
    return [key for key, trial in trials.items() if ledger.took(key) and _flips(case, volume, *trial)]


def _flips(case: Case, volume: Decimal, change: Change, low: Decimal, high: Decimal) -> bool:
    cheaper = {_own_is_cheaper(change(case, value), volume) for value in (low, high)}
    return len(cheaper | {_own_is_cheaper(case, volume)}) > 1


def _own_is_cheaper(case: Case, volume: Decimal) -> bool:
    return case.self_month(volume) <= case.api_month(volume)
