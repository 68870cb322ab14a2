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
