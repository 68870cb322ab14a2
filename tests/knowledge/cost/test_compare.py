"""The comparison: what is taken where nothing was said, and what is asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.catalog import Catalog
from knowledge.cost.answer import CostAnswer
from knowledge.cost.compare import compare
from knowledge.cost.inputs import CostInputs
from knowledge.cost.parse import read_cost
from knowledge.records.use import Money

TODAY = date(2026, 11, 25)


def _usd(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def _told(**more: object) -> CostInputs:
    given: dict[str, object] = {
        "tokens_per_month": 4 * 10**10, "input_share": "0.5", "gpus": 2, "gpu_hour": _usd("3.49"), "spare": 1,
        "tokens_per_second": 4205, "utilization": "0.4", "staff_per_month": _usd("3750"), "api_input": _usd("0.88"),
        "api_output": _usd("0.88"),
    }  # fmt: skip
    return CostInputs.model_validate({**given, **more})


def _ask(question: str, catalog: Catalog, model: str | None = None, variant: str | None = None) -> CostAnswer:
    found = catalog.model(model) if model else None
    size = found.variant(variant) if found and variant else None
    return compare(read_cost(question), found, catalog, TODAY, variant=size)


def test_nothing_is_assumed_when_everything_was_said() -> None:
    """Given prices stay as they are: no record and no assumption enters."""
    answer = compare(_told(), today=TODAY)
    assert answer.assumptions == ()
    assert answer.verdict.missing == ()
    assert answer.verdict.self_month == Decimal("34322.4")


def test_a_near_tie_depends() -> None:
    """Bills within five percent are called even; further apart one side wins."""
    assert compare(_told(), today=TODAY).verdict.value == "depends"
    assert compare(_told(tokens_per_month=10**11), today=TODAY).verdict.value == "self-host"
    assert compare(_told(tokens_per_month=10**9), today=TODAY).verdict.value == "api"


def test_the_difference_to_a_division_is_explained() -> None:
    """Both break-evens and the capacity between them are in the words, in both languages."""
    words = compare(_told(), today=TODAY).explanation
    for piece in ("15.8B", "8.84B", "33.2B", "4+1"):
        assert piece in words.en
    assert "158 亿" in words.zh
    assert "332 亿" in words.zh


def test_an_unsaid_volume_is_asked_for(catalog: Catalog) -> None:
    """Without a volume there is no verdict, but a break-even where one exists."""
    verdict = _ask("is it cheaper to run it ourselves?", catalog, "llama-3.1", "llama-3.1-8b").verdict
    assert verdict.value == "depends"
    assert "tokens_per_month" in {m.key for m in verdict.missing}
    assert verdict.break_even_tokens is not None


def test_records_fill_what_was_left_open_with_source_and_date(catalog: Catalog) -> None:
    """API price, rent and speed come from records; each names its source and its day."""
    answer = _ask("DeepSeek-V3 一个月 50 亿 token，自建划算吗？", catalog, "deepseek-v3")
    assert answer.verdict.value == "api"
    taken = {a.key: a for a in answer.assumptions}
    assert taken["api_input"].source.startswith("genai-prices")
    assert taken["api_input"].as_of is not None
    assert taken["gpu_hour"].as_of is not None
    assert taken["tokens_per_second"].source


def test_only_what_could_turn_the_answer_is_asked(catalog: Catalog) -> None:
    """Far from the crossing no assumption is asked about; near it those that decide are."""
    far = _ask("5B tokens a month", catalog, "deepseek-v3").verdict
    near = _ask("8x MI300X @ $1.99, 15B tokens per month", catalog, "deepseek-r1").verdict
    assert far.missing == ()
    assert near.missing
    assert near.value == "depends"


def test_machines_alone_are_just_their_rent() -> None:
    """No volume, no model, no price: the rent, and no spare or people that nobody spoke of."""
    answer = compare(read_cost("8xH100 at $3.49/h around the clock, what's that a month?"), today=TODAY)
    assert answer.verdict.self_month == Decimal("20381.60")


def test_a_closed_model_cannot_be_hosted(catalog: Catalog) -> None:
    """The API it is, and the reason says why."""
    verdict = _ask("can we self-host it for 5B tokens a month?", catalog, "gpt-4o").verdict
    assert verdict.value == "api"
    assert verdict.self_month is None
    assert "cannot be self-hosted" in verdict.reason.en


def test_a_model_that_does_not_fit_is_said_plainly(catalog: Catalog) -> None:
    """With the memory it takes, the memory there is, and how many would do."""
    answer = _ask("one RTX 4090, 1B tokens a month", catalog, "llama-3.1", "llama-3.1-405b")
    assert any("does not fit" in note.en for note in answer.notes)
    assert answer.verdict.self_month is None
    assert "gpus" in {m.key for m in answer.verdict.missing}


def test_an_unknown_gpu_is_named_with_the_known_ones(catalog: Catalog) -> None:
    """A GPU that does not exist stops the estimate, not the answer."""
    inputs = CostInputs(tokens_per_month=Decimal(10**9), gpu="H999", gpus=2)
    answer = compare(inputs, catalog.model("deepseek-v3"), catalog, TODAY)
    assert any("H999" in note.en and "H100-SXM" in note.en for note in answer.notes)


def test_a_volume_without_its_unit_is_asked_about() -> None:
    """Fifty tokens a month cost nothing, and nobody means them: no verdict is given."""
    verdict = compare(_told(tokens_per_month=Decimal(50)), today=TODAY).verdict
    assert verdict.value == "depends"
    assert verdict.missing[0].key == "tokens_per_month"
    assert "50M or 50B" in verdict.missing[0].question.en
    assert "50 亿" in verdict.missing[0].question.zh


def test_an_api_price_of_zero_is_unknown(catalog: Catalog) -> None:
    """A zero in a price list is a price nobody knows: the listed one is taken, and the reader is told."""
    free = Money(amount=Decimal(0), currency="USD")
    inputs = CostInputs(tokens_per_month=Decimal(10**9), api_input=free, api_output=free)
    answer = compare(inputs, catalog.model("deepseek-v3"), catalog, TODAY)
    assert answer.verdict.api_month
    assert any("price of 0" in note.en for note in answer.notes)


def test_an_unknown_gpu_with_its_own_figures_is_computed() -> None:
    """What the asker gives needs no record."""
    assert compare(_told(gpu="H999"), today=TODAY).verdict.self_month == Decimal("34322.4")


def test_one_currency_without_a_rate_is_fine() -> None:
    """Nothing has to be converted when all amounts are in one."""
    forint = {
        k: Money(amount=Decimal(9), currency="HUF") for k in ("gpu_hour", "api_input", "api_output", "staff_per_month")
    }
    assert compare(_told(**forint), today=TODAY).verdict.currency == "HUF"


def test_an_amount_in_a_currency_without_a_rate_is_left_out_and_named() -> None:
    """The rest is still compared."""
    answer = compare(_told(staff_per_month=Money(amount=Decimal(9), currency="XTS")), today=TODAY)
    assert any("XTS" in note.en for note in answer.notes)
    assert answer.verdict.api_month is not None


def test_mixed_currencies_are_converted_by_a_rate_that_is_shown() -> None:
    """The asker's currency is that of most amounts, and the rate is among the assumptions."""
    answer = compare(_told(staff_per_month=Money(amount=Decimal(26625), currency="CNY")), today=TODAY)
    assert answer.verdict.currency == "USD"
    assert answer.verdict.self_month == Decimal("34322.4")
    assert any(a.key.startswith("rate") for a in answer.assumptions)


def test_a_bought_machine_is_paid_off_and_powered() -> None:
    """Annuity, power with the room's overhead, rack."""
    inputs = _told(
        gpu_hour=None, purchase=_usd("36500"), purchase_months=36, kilowatts=10, pue="1.3", kwh=_usd("0.1"),
        colocation_month=_usd("100"), tokens_per_month=10**9,
    )  # fmt: skip
    month = Decimal(36500) / 36 + Decimal(10) * Decimal("1.3") * 730 * Decimal("0.1") + 100
    found = compare(inputs, today=TODAY).verdict.self_month
    assert found is not None
    assert abs(found - (2 * month + 3750)) < Decimal("0.01")


def test_batch_traffic_pays_the_batch_price() -> None:
    """Half the traffic at half price takes a quarter off the bill."""
    full = compare(_told(), today=TODAY).verdict.api_month
    batched = compare(_told(batch_share="0.5", batch_discount="0.5"), today=TODAY).verdict.api_month
    assert full is not None
    assert batched == full * Decimal("0.75")


def test_a_huge_volume_is_computed_and_no_overflow() -> None:
    """The largest volume a person may give has an answer."""
    assert compare(_told(tokens_per_month=10**18), today=TODAY).verdict.value == "self-host"


@pytest.mark.parametrize("volume", ["0", "-5", "1e19"])
def test_a_volume_out_of_range_is_refused(volume: str) -> None:
    """Zero, below zero, and beyond anything."""
    with pytest.raises(ValueError, match="tokens_per_month"):
        CostInputs(tokens_per_month=Decimal(volume))


def test_sensitivity_is_ranked_by_effect() -> None:
    """The strongest mover of the gap comes first, and those that change the verdict say so."""
    effects = compare(_told(), today=TODAY).sensitivity
    spans = [abs(e.high_gap - e.low_gap) for e in effects]
    assert spans == sorted(spans, reverse=True)
    assert effects[0].flips


def test_a_currency_without_a_rate_is_named_with_the_way_to_set_one(catalog: Catalog) -> None:
    """The bills stay in dollars."""
    answer = compare(CostInputs(tokens_per_month=Decimal(10**9), currency="THB"), catalog.model("deepseek-v3"))
    assert answer.verdict.currency == "USD"
    assert any("--rate THB" in note.en and "rates.yaml" in note.zh for note in answer.notes)


def test_an_open_verdict_says_why() -> None:
    """Here the bills are even."""
    even = compare(_told(), today=TODAY).verdict
    assert even.value == "depends"
    assert "within 5 % of each other" in even.reason.en
    assert "不到 5 %" in even.reason.zh


def test_replicas_are_explained_in_words() -> None:
    """`2+1` says nothing to a newcomer."""
    reason = compare(_told(), today=TODAY).verdict.reason
    assert "to serve and one spare" in reason.en
    assert "备用" in reason.zh


def test_a_bill_alone_stands_beside_the_smallest_fleet(catalog: Catalog) -> None:
    """Its volume is not read from the price of another model's API."""
    bill = CostInputs(api_bill_month=_usd("12000"))
    model = catalog.model("llama-3.3")
    verdict = compare(bill, model, catalog, TODAY, variant=model.variant("llama-3.3-70b")).verdict
    assert verdict.value == "depends"
    assert verdict.api_month == 12000
    assert verdict.self_month
    assert "less than the bill where one replica carries" in verdict.reason.en
    small = compare(CostInputs(api_bill_month=_usd("100")), model, catalog, TODAY).verdict
    assert "no less than the bill" in small.reason.en
