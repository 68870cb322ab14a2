"""The two bills and their crossing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cost.bill import Api, Case, Fleet
from knowledge.cost.breakeven import annuity, break_even, hybrid, naive_break_even

D = Decimal
amounts = st.decimals(min_value=D("0.01"), max_value=D(1000), places=2)
volumes = st.decimals(min_value=D(10) ** 6, max_value=D(10) ** 13, places=0)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    api = Api(draw(amounts), draw(amounts), draw(amounts), draw(st.sampled_from([D(0), D("0.5")])))
    fleet = Fleet(
        draw(amounts) * 100, draw(st.decimals(min_value=D(50), max_value=D(50_000), places=0)),
        draw(st.sampled_from([D("0.2"), D("0.4"), D("0.9")])), draw(st.integers(0, 3)), draw(amounts) * 10,
    )  # fmt: skip
    share = draw(st.sampled_from([D(0), D("0.5"), D("0.9")]))
    return Case(api, fleet, share, draw(st.booleans()))


@given(cases(), volumes, volumes)
def test_no_bill_falls_as_the_volume_grows(case: Case, one: Decimal, two: Decimal) -> None:
    """More tokens never cost less, on either side."""
    low, high = sorted((one, two))
    assert case.api_month(low) <= case.api_month(high)
    assert case.self_month(low) <= case.self_month(high)


@given(cases())
def test_the_break_even_is_a_true_crossing(case: Case) -> None:
    """At the break-even the own bill is no higher than the API's; just below it, it is."""
    found = break_even(case)
    if found is None:
        return
    assert case.self_month(found.tokens) <= case.api_month(found.tokens) * (1 + D("1e-20"))
    assert found.replicas == case.replicas(found.tokens)
    below = found.tokens * D("0.9999")
    assert case.self_month(below) > case.api_month(below)


@settings(max_examples=50)
@given(cases())
def test_no_earlier_step_holds_a_crossing(case: Case) -> None:
    """Scanning step by step from the first finds the same crossing as the search that jumps."""
    found = break_even(case)
    for replicas in range(1, 60):
        crosses = case.fleet_month(replicas) <= case.api_month(case.step * replicas)
        if crosses:
            assert found is not None
            assert found.replicas == replicas
            return
    assert found is None or found.replicas >= 60


@given(cases(), volumes, st.sampled_from([D("0.1"), D(2), D(7)]))
def test_scaling_every_price_scales_both_bills(case: Case, volume: Decimal, k: Decimal) -> None:
    """Counted in another unit of money, the comparison is the same."""
    assert case.api is not None
    assert case.fleet is not None
    api = replace(case.api, input=case.api.input * k, cached=case.api.cached * k, output=case.api.output * k)
    fleet = replace(case.fleet, replica_month=case.fleet.replica_month * k, fixed_month=case.fleet.fixed_month * k)
    scaled = replace(case, api=api, fleet=fleet)
    assert abs(scaled.api_month(volume) - case.api_month(volume) * k) <= D("1e-15") * scaled.api_month(volume)
    assert abs(scaled.self_month(volume) - case.self_month(volume) * k) <= D("1e-15") * scaled.self_month(volume)


def _worked_example() -> Case:
    return Case(Api(D("0.88"), D("0.88"), D("0.88")), Fleet(D("5095.4"), D(4205), D("0.4"), 1, D(3750)), D("0.5"))


def test_capacity_makes_a_division_wrong() -> None:
    """Llama 70B on two H100: a division says 16 B, capacity with one spare replica says 33 B on 4+1."""
    case = _worked_example()
    naive, found = naive_break_even(case), break_even(case)
    assert naive is not None
    assert found is not None
    assert round(naive / 10**9, 1) == D("15.8")
    assert round(found.tokens / 10**9, 1) == D("33.2")
    assert found.replicas == 4


def test_a_step_dearer_than_its_tokens_never_breaks_even() -> None:
    """When a full replica costs more than its tokens at the API, no volume helps."""
    case = _worked_example()
    assert case.api is not None
    cheap = replace(case, api=replace(case.api, input=D("0.02"), output=D("0.02"), cached=D("0.02")))
    assert break_even(cheap) is None


def test_a_peak_takes_more_replicas_and_moves_the_crossing() -> None:
    """Replicas cover the busiest second; the peak grows with the volume."""
    case = replace(_worked_example(), peak_share=D(9000) / D(4_000_000_000))
    assert case.replicas(D(4_000_000_000)) == 3
    assert break_even(case) is None


def test_hybrid_leaves_the_rest_to_the_api() -> None:
    """Full replicas carry the base load and the API is the spare one."""
    case, volume = _worked_example(), D(40_000_000_000)
    split = hybrid(case, volume)
    assert split.replicas == 4
    assert split.month < min(case.api_month(volume), case.self_month(volume))


def test_an_annuity_without_interest_is_a_division() -> None:
    """And with interest the payments add up to more than the price."""
    assert annuity(D(3600), D(0), 36) == 100
    assert annuity(D(3600), D("0.06"), 36) * 36 > 3600
