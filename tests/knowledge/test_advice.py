"""Advice: API, own machines or both, and which model."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.advice import Advice, advise, read_constraints
from knowledge.catalog import Catalog
from knowledge.cost.parse import read_cost
from knowledge.records.use import Use


def _advise(question: str, catalog: Catalog, use: Use | None = None) -> Advice:
    return advise(read_constraints(question, use=use, cost=read_cost(question)), catalog, today=date(2026, 11, 25))


@pytest.mark.parametrize(
    "question", ["data must stay on-prem, which model?", "数据不能出内网，推荐个模型", "we are air-gapped"]
)
def test_data_that_may_not_leave_decides_alone(question: str, catalog: Catalog) -> None:
    """Self-hosting, whatever else pulls, and nobody is told to keep an API as the second plan."""
    advice = _advise(question, catalog)
    assert advice.choice == "self-host"
    assert not any("second plan" in r.words.en for r in advice.reasons)


@pytest.mark.parametrize("question", ["we're building a POC, which model?", "先试点验证一下，用哪个模型"])
def test_a_trial_starts_on_an_api(question: str, catalog: Catalog) -> None:
    """Nothing is cheaper at small volume; the argument names where it was made."""
    advice = _advise(question, catalog)
    assert advice.choice == "api"
    assert any(r.kind == "argument" and "InfoQ" in r.source for r in advice.reasons)


def test_the_short_list_fits_the_gpus_named(catalog: Catalog) -> None:
    """One 4090 holds small models only."""
    advice = _advise("推荐一个能在单张4090上跑的", catalog)
    assert advice.choice == "self-host"
    assert advice.shortlist
    assert all(c.size_b is not None and c.size_b <= 45 for c in advice.shortlist)


def test_the_short_list_is_of_several_families_that_may_be_used(catalog: Catalog) -> None:
    """Three names, three families, none that the licence forbids for the use."""
    advice = _advise("which model for a commercial product on 4x L40S?", catalog, Use(commercial=True))
    assert len({catalog.model(c.model).family for c in advice.shortlist}) == len(advice.shortlist) == 3
    assert all(c.permission not in {"not-allowed", "needs-license"} for c in advice.shortlist)


def test_a_narrow_task_gets_small_models(catalog: Catalog) -> None:
    """Simple, repeated work does not need the largest that fits."""
    small = _advise("8 张 H20，数据不能出内网，做合同抽取，推荐模型", catalog).shortlist
    large = _advise("8 张 H20，数据不能出内网，推荐模型", catalog).shortlist
    assert max(c.size_b or 0 for c in small) < max(c.size_b or 0 for c in large)


def test_every_reason_says_what_it_rests_on(catalog: Catalog) -> None:
    """In both languages, with a source."""
    for reason in _advise("5B tok/mo, p95 latency under 50ms, GDPR, no ML team", catalog).reasons:
        assert reason.words.en
        assert reason.words.zh
        assert reason.source


def test_what_would_change_the_advice_is_asked(catalog: Catalog) -> None:
    """Volume and data, where nobody spoke of them; not again where somebody did."""
    bare = {m.key for m in _advise("which model should we use?", catalog).missing}
    told = {m.key for m in _advise("data must stay on-prem, 5B tokens a month", catalog, Use(commercial=True)).missing}
    assert {"tokens_per_month", "self_host"} <= bare
    assert told == set()


def test_a_budget_is_turned_into_tokens(catalog: Catalog) -> None:
    """What twenty thousand yuan a month buys, by a price on record."""
    advice = _advise("预算每月2万元，做中文客服，推荐个模型", catalog)
    assert any(r.kind == "fact" and "20,000" in r.words.zh for r in advice.reasons)


@pytest.mark.parametrize("question", ["which model reads screenshots?", "做图片识别，推荐个多模态模型"])
def test_pictures_need_a_model_that_reads_them(question: str, catalog: Catalog) -> None:
    """No text model is listed for them."""
    listed = _advise(question, catalog).shortlist
    assert listed
    assert all("image" in catalog.model(c.model).modality for c in listed)


def test_the_cheapest_comes_first_where_the_price_decides(catalog: Catalog) -> None:
    """By the price of a plain mix, and below what the list would have shown."""
    cheap = _advise("cheapest model for 1B tokens a month?", catalog).shortlist
    prices = [c.per_million.amount for c in cheap if c.per_million]
    usual = [c.per_million.amount for c in _advise("which model?", catalog).shortlist if c.per_million]
    assert len(prices) == len(cheap) == 3
    assert prices == sorted(prices)
    assert prices[0] < min(usual)


@pytest.mark.parametrize(
    ("question", "size", "cards"),
    [
        ("one 24 GB GPU", 24, 1),
        ("single 24GB GPU?", 24, 1),
        ("显存 24GB", 24, 1),
        ("两张 24GB 显卡", 24, 2),
        ("48 GB of VRAM", 48, 1),
    ],
)
def test_the_memory_of_a_card_is_read(question: str, size: float, cards: int) -> None:
    """Where no GPU is named."""
    read = read_constraints(question)
    assert (read.memory_gb, read.cards) == (size, cards)


def test_memory_of_other_things_is_none_of_a_card() -> None:
    """RAM and disks are not what a model is served from."""
    assert read_constraints("a server with 64 GB RAM and a 500 GB disk").memory_gb is None


@pytest.mark.parametrize("question", ["which model on one 24 GB GPU?", "推荐一个模型，显存 24GB"])
def test_memory_that_was_told_is_a_hard_limit(question: str, catalog: Catalog) -> None:
    """With nothing else known of the card, a byte a parameter has to fit; on an API nothing is proposed instead."""
    advice = _advise(question, catalog)
    assert advice.choice == "self-host"
    assert advice.shortlist
    assert all(c.size_b is not None and c.size_b < 24 and c.gpus and "1×24 GB" in c.gpus.en for c in advice.shortlist)


def test_a_licence_is_a_hard_limit(catalog: Catalog) -> None:
    """On an API and on own machines."""
    for question in ("which model?", "which model on 2x H100?"):
        constraints = read_constraints(question, cost=read_cost(question), licenses=("mit",), license_named="MIT")
        listed = advise(constraints, catalog, today=date(2026, 11, 25)).shortlist
        assert listed
        assert all(catalog.terms(catalog.model(c.model)) == "mit" for c in listed)


def test_where_nothing_fits_the_limit_that_excludes_is_named(catalog: Catalog) -> None:
    """With what there would be without it."""
    constraints = read_constraints("one 24 GB GPU", licenses=("gpl-3.0",), license_named="GPL")
    advice = advise(constraints, catalog, today=date(2026, 11, 25))
    assert advice.shortlist == ()
    assert advice.unmet is not None
    assert advice.unmet.en.startswith("It is the licence")
    assert "许可证" in advice.unmet.zh
    small = advise(read_constraints("one 1 GB GPU", licenses=("mit",)), catalog, today=date(2026, 11, 25)).unmet
    assert small is not None
    assert small.en.startswith("It is the licence and the GPU memory that leave none together.")


def test_a_gpu_without_a_record_is_asked_about(catalog: Catalog) -> None:
    """Nothing is said to fit on it; its memory settles it."""
    unknown = _advise("which model fits on one T4?", catalog)
    assert unknown.shortlist == ()
    assert [m.key for m in unknown.missing] == ["gpu_memory"]
    told = _advise("which model fits on one T4, a 16 GB GPU?", catalog)
    assert told.shortlist


@pytest.mark.parametrize("question", ["which model for coding on 2x H100?", "推荐一个写代码的模型，两张 H100"])
def test_code_is_for_models_made_for_it(question: str, catalog: Catalog) -> None:
    """As their record or their name tells; the list says so."""
    assert _advise(question, catalog).shortlist[0].purpose is not None
    assert all(c.purpose is None for c in _advise("which model on 2x H100?", catalog).shortlist)
