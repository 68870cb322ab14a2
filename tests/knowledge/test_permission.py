"""Permission verdicts: the traps of real licences, and what must hold for every licence and every use."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.catalog import Catalog
from knowledge.permission import judge_permission
from knowledge.permission.judge import STRICTNESS
from knowledge.records.use import Money, Use
from knowledge.records.verdicts import PermissionVerdict
from knowledge.texts import Texts


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load()


def judge(catalog: Catalog, model: str, variant: str | None = None, **use: Any) -> PermissionVerdict:
    record = catalog.model(model)
    return judge_permission(Use(**use), record, record.variant(variant) if variant else None, catalog)


def usd(amount: int, scope: str | None = None) -> Money:
    return Money.model_validate({"amount": amount, "currency": "USD", "scope": scope})


def test_the_llama_threshold_is_tested_once(catalog: Catalog) -> None:
    """650 million users at the release date and 900 million now: allowed with conditions, no license to ask for."""
    verdict = judge(
        catalog, "llama-4-maverick", commercial=True, mau_at_release=650_000_000, mau_now=900_000_000, territory="US"
    )
    assert verdict.value == "allowed-with-conditions"
    assert verdict.missing == ()


def test_above_the_threshold_a_license_is_needed(catalog: Catalog) -> None:
    """750 million users in the month before the release: the licensor is asked, and §2 is the deciding clause."""
    verdict = judge(catalog, "llama-3.3", commercial=True, mau_at_release=750_000_000, territory="US")
    assert verdict.value == "needs-license"
    assert verdict.clauses[0].locator is not None
    assert verdict.clauses[0].locator.section == "§2"


def test_a_fact_nobody_gave_is_asked_for_and_not_assumed(catalog: Catalog) -> None:
    """Without users at the release date the verdict stands with conditions and the fact is missing."""
    verdict = judge(catalog, "llama-3.1", commercial=True)
    assert verdict.value == "allowed-with-conditions"
    assert [missing.key for missing in verdict.missing] == ["mau_at_release"]


def test_the_eu_exclusion_holds_for_multimodal_models_only(catalog: Catalog) -> None:
    """A German company may use text-only Llama 3.3, and has no rights in multimodal Llama 4."""
    assert judge(catalog, "llama-4-scout", commercial=True, territory="DE").value == "not-allowed"
    assert judge(catalog, "llama-3.3", commercial=True, territory="DE").value == "allowed-with-conditions"


def test_a_derived_model_carries_the_terms_of_its_base(catalog: Catalog) -> None:
    """R1-Distill-Llama is MIT on its face; the Llama license travels with the weights."""
    verdict = judge(catalog, "deepseek-r1-distill-llama-70b", commercial=True, mau_at_release=750_000_000)
    assert verdict.value == "needs-license"
    assert "llama-3.3" in verdict.licenses


def test_revenue_in_another_currency_counts(catalog: Catalog) -> None:
    """200 million yuan are above LFM2’s US$ 10 million a year, 1 million below; near the limit it is asked."""
    cny = lambda amount: Money(amount=Decimal(amount), currency="CNY")  # noqa: E731
    assert judge(catalog, "lfm2", commercial=True, annual_revenue=cny(200_000_000)).value == "needs-license"
    assert judge(catalog, "lfm2", commercial=True, annual_revenue=cny(1_000_000)).value == "allowed"
    near = judge(catalog, "lfm2", commercial=True, annual_revenue=cny(72_000_000))
    assert [missing.key for missing in near.missing] == ["annual_revenue"]


def test_a_text_that_contradicts_itself_gives_unknown(catalog: Catalog) -> None:
    """Grok 2 bans and allows training on outputs: unknown, with both clauses."""
    verdict = judge(catalog, "grok-2", output_training=True)
    assert verdict.value == "unknown"
    assert verdict.clauses[0].license == "grok-2"


def test_terms_nobody_holds_give_unknown(catalog: Catalog) -> None:
    """A license that is named but was not read supports no verdict, and says so."""
    verdict = judge(catalog, "jamba-1.5-large", commercial=True, annual_revenue=usd(60_000_000))
    assert verdict.value == "unknown"
    assert "Jamba" in verdict.reason.en


def test_a_license_that_turns_on_commerce_waits_for_the_answer(catalog: Catalog) -> None:
    """A non-commercial license without a word on commerce: unknown, and the question is asked."""
    verdict = judge(catalog, "qwen2.5-3b")
    assert verdict.value == "unknown"
    assert "commercial" in [missing.key for missing in verdict.missing]


def test_a_negative_number_of_users_is_refused_where_it_is_made() -> None:
    """A use cannot hold a negative count."""
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        Use(mau_now=-1)


def test_quotes_are_absent_without_texts(catalog: Catalog) -> None:
    """Without stored texts a clause is cited by its number and never quoted."""
    verdict = judge(catalog, "llama-2", commercial=True)
    assert all(clause.quote is None for clause in verdict.clauses)


MODELS = sorted(Catalog.load().models)
ACTIVITIES = ("fine_tune", "redistribution", "hosting", "output_training", "removes_guardrails", "self_host")
USES = st.fixed_dictionaries(
    {},
    optional={
        "commercial": st.booleans(),
        "internal": st.booleans(),
        "research": st.booleans(),
        **{name: st.booleans() for name in ACTIVITIES},
        "mau_now": st.integers(0, 2 * 10**9),
        "mau_at_release": st.integers(0, 2 * 10**9),
        "dau": st.integers(0, 10**9),
        "visits_per_month": st.integers(0, 10**9),
        "annual_revenue": st.integers(0, 10**11).map(usd),
        "monthly_revenue": st.integers(0, 10**10).map(usd),
        "territory": st.sampled_from(["US", "CN", "DE", "GB", "KR", "EU", ("SG", "GB"), ("US", "DE")]),
        "field_of_use": st.sampled_from(
            ["military", "malware", "law-enforcement", "medical-advice", ("law-enforcement", "surveillance")]
        ),
    },
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(MODELS), USES, st.sampled_from(["hosting", "output_training", "redistribution", "self_host"]))
def test_a_stricter_use_never_gets_a_laxer_verdict(
    catalog: Catalog, model: str, use: dict[str, Any], more: str
) -> None:
    """Doing one thing more (hosting, handing out, training on outputs) cannot make a refused use allowed."""
    base = judge(catalog, model, **{**use, more: False, "internal": None})
    wider = judge(catalog, model, **{**use, more: True, "internal": None})
    assert STRICTNESS.index(wider.value) >= STRICTNESS.index(base.value)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(MODELS), USES, st.integers(0, 10**9))
def test_more_users_never_make_a_use_more_allowed(catalog: Catalog, model: str, use: dict[str, Any], more: int) -> None:
    """Thresholds only bite upwards."""
    for measure in ("mau_now", "mau_at_release"):
        low = use.get(measure) or 0
        small = judge(catalog, model, **{**use, measure: low})
        large = judge(catalog, model, **{**use, measure: low + more})
        assert STRICTNESS.index(large.value) >= STRICTNESS.index(small.value)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(MODELS), USES)
def test_missing_facts_are_facts_nobody_gave(catalog: Catalog, model: str, use: dict[str, Any]) -> None:
    """What is asked for was not said, and a prohibition asks for nothing."""
    verdict = judge(catalog, model, **use)
    asked = {missing.key for missing in verdict.missing}
    assert not asked & set(use)
    if verdict.value == "not-allowed":
        assert not asked


MEASURED: dict[str, tuple[Any, ...]] = {
    "commercial": (True, False),
    "mau_now": (0, 2 * 10**9),
    "mau_at_release": (0, 2 * 10**9),
    "visits_per_month": (0, 10**9),
    "annual_revenue": (usd(0), usd(10**12)),
    "monthly_revenue": (usd(0), usd(10**12)),
    "territory": ("DE", "GB", "KR", "US"),
    "users_territory": ("DE", "GB", "KR", "US"),
}
BOUNDED = {"annual_revenue", "monthly_revenue", "mau_now", "dau"}
"""Measures that bound one another: a value against what another says would contradict it."""


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(MODELS), USES)
def test_where_nothing_is_asked_no_further_fact_changes_the_verdict(
    catalog: Catalog, model: str, use: dict[str, Any]
) -> None:
    """Every measure that was not said, at either extreme, leaves the verdict as it is."""
    verdict = judge(catalog, model, **use)
    if verdict.missing:
        return
    skipped = set(use) | (BOUNDED if BOUNDED & set(use) else set())
    for name in set(MEASURED) - skipped:
        for value in MEASURED[name]:
            if name == "commercial" and use.get("research"):
                continue
            assert judge(catalog, model, **{**use, name: value}).value == verdict.value, name


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(MODELS), USES)
def test_what_is_asked_for_can_change_the_verdict(catalog: Catalog, model: str, use: dict[str, Any]) -> None:
    """Some answer to the questions asked gives another verdict than some other answer."""
    asked = [missing.key for missing in judge(catalog, model, **use).missing if missing.key in MEASURED]
    if not asked:
        return
    extremes = [{**use, **dict(zip(asked, values, strict=True))} for values in product(*(MEASURED[n] for n in asked))]
    assert len({judge(catalog, model, **one).value for one in extremes}) > 1


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MODELS), USES, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(catalog: Catalog, model: str, use: dict[str, Any], chance: Any) -> None:
    """The same facts in another order give the same verdict."""
    shuffled = list(use.items())
    chance.shuffle(shuffled)
    assert judge(catalog, model, **use) == judge(catalog, model, **dict(shuffled))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MODELS), USES)
def test_a_permission_rests_on_a_clause(catalog: Catalog, model: str, use: dict[str, Any]) -> None:
    """Whatever is allowed, refused or conditional names at least one clause."""
    verdict = judge(catalog, model, **use)
    if verdict.value != "unknown":
        assert verdict.clauses
    assert all(c.clause is None or c.clause < len(verdict.clauses) for c in verdict.conditions)


def test_a_clause_that_is_no_longer_in_the_text_is_not_cited(catalog: Catalog, tmp_path: Path) -> None:
    """Its citation is withdrawn and the verdict says so; the other clauses stand."""
    texts = Texts(tmp_path)
    texts.put("llama-4", "greater than 700 million monthly active users in the preceding calendar month", "test")
    use = Use(commercial=True, mau_at_release=800_000_000, territory="US", redistribution=True)
    verdict = judge_permission(use, catalog.model("llama-4-scout"), None, catalog, texts)
    assert verdict.value == "needs-license"
    assert {c.locator.section for c in verdict.clauses if c.locator and c.locator.text == "llama-4"} == {"§2"}
    assert "not cited" in verdict.doubts[0].en


def test_what_is_asked_for_would_change_the_verdict(catalog: Catalog) -> None:
    """A display duty above a threshold is asked about where nothing else is to be done, and only there."""
    assert {m.key for m in judge(catalog, "kimi-k2", commercial=True).missing} == {"mau_now", "monthly_revenue"}
    assert judge(catalog, "kimi-k2", commercial=True, redistribution=True).missing == ()
    assert judge(catalog, "qwen3", commercial=True).missing == ()


def test_a_year_says_of_a_month_what_it_can(catalog: Catalog) -> None:
    """An average month above the limit decides, one far below too; one just below leaves the month to be asked."""
    year = lambda amount: judge(catalog, "mistral-medium-3.5", annual_revenue=usd(amount, "group"))  # noqa: E731
    assert year(300_000_000).value == "needs-license"
    assert year(12_000_000).missing == ()
    assert [missing.key for missing in year(230_000_000).missing] == ["monthly_revenue"]


def test_users_of_a_day_are_users_of_the_month(catalog: Catalog) -> None:
    """150 million a day are more than 100 million a month; half a million a month are less than a million a day."""
    assert judge(catalog, "qwen2.5-72b", commercial=True, dau=150_000_000).value == "needs-license"
    few = judge(catalog, "baichuan2-13b", commercial=True, mau_now=500_000)
    assert "dau" not in {missing.key for missing in few.missing}


def test_whose_revenue_it_is_counts(catalog: Catalog) -> None:
    """A product below the group's limit says nothing of the group; the question says whose revenue is meant."""
    below = judge(catalog, "mistral-medium-3.5", monthly_revenue=usd(5_000_000, "product"))
    assert [(m.key, "group" in m.question.en) for m in below.missing] == [("monthly_revenue", True)]
    assert judge(catalog, "mistral-medium-3.5", monthly_revenue=usd(5_000_000, "group")).missing == ()
    above = judge(catalog, "mistral-medium-3.5", monthly_revenue=usd(25_000_000, "product"))
    assert above.value == "needs-license"


def test_a_license_that_nobody_read_at_the_vendor_gives_no_permission(catalog: Catalog) -> None:
    """Third parties name the licence: unknown, with the clauses that would apply; a refusal stands all the same."""
    model = next(m for m in catalog.models.values() if "licence" in m.unsourced and m.license == "apache-2.0")
    verdict = judge(catalog, model.id, commercial=True)
    assert verdict.value == "unknown"
    assert verdict.clauses


def test_selling_what_comes_out_is_not_selling_the_model(catalog: Catalog) -> None:
    """FLUX.1 [dev] lets outputs be sold and the model not; EXAONE lets neither."""
    sold = judge(catalog, "flux-1-dev", outputs_commercial=True)
    assert sold.value == "allowed-with-conditions"
    assert sold.clauses[0].locator is not None
    assert any(c.locator and c.locator.section == "§2(d)" for c in sold.clauses)
    assert judge(catalog, "flux-1-dev", commercial=True).value == "needs-license"
    assert judge(catalog, "exaone-3.5", outputs_commercial=True).value in {"needs-license", "not-allowed"}


def test_the_reason_of_a_permission_is_the_true_one(catalog: Catalog) -> None:
    """Figures below the limit, a use that is exempt from it, and a use the limit is not about are three reasons."""
    rich = usd(5_000_000_000, "affiliates")
    exempt = judge(catalog, "kimi-k3", internal=True, commercial=True, mau_now=200_000_000)
    below = judge(catalog, "kimi-k3", hosting=True, annual_revenue=usd(5_000_000, "affiliates"), mau_now=5)
    other = judge(catalog, "kimi-k3", internal=True, annual_revenue=rich)
    assert {exempt.value, below.value, other.value} == {"allowed"}
    assert exempt.reason is not None
    assert "exempt" in exempt.reason.en
    assert exempt.clauses[0].locator is not None
    assert exempt.clauses[0].locator.section == "§4(a)"
    assert below.reason is not None
    assert "do not meet its threshold" in below.reason.en
    assert other.reason is not None
    assert "threshold" not in other.reason.en


def test_inside_and_hosted_is_to_be_checked(catalog: Catalog) -> None:
    """The exemption stands for what stays inside; the clause on hosts is named all the same."""
    rich = usd(5_000_000_000, "affiliates")
    verdict = judge(catalog, "kimi-k3", internal=True, hosting=True, annual_revenue=rich)
    assert verdict.value == "allowed-with-conditions"
    assert any("Model-as-a-service" in one.text.en for one in verdict.conditions)


def test_figures_that_meet_a_clause_on_hosts_are_checked(catalog: Catalog) -> None:
    """Who is above the limit is asked to check whether others use the model; who said no is not."""
    rich = usd(5_000_000_000, "affiliates")
    unsaid = judge(
        catalog, "kimi-k3", commercial=True, mau_now=5, monthly_revenue=usd(5, "product"), annual_revenue=rich
    )
    denied = judge(
        catalog, "kimi-k3", commercial=True, hosting=False, mau_now=5, monthly_revenue=usd(5, "product"),
        annual_revenue=rich,
    )  # fmt: skip
    assert any("Model-as-a-service" in one.text.en for one in unsaid.conditions)
    assert unsaid.value == "allowed"
    assert unsaid.reason is not None
    assert "let others use" in unsaid.reason.en
    assert not any("Model-as-a-service" in one.text.en for one in denied.conditions)
    assert "hosting" in {missing.key for missing in unsaid.missing}
    assert "hosting" not in {missing.key for missing in denied.missing}


def test_internal_business_use_counts_revenue(catalog: Catalog) -> None:
    """Stability and LFM count a company's own operations as commercial; research inside is not."""
    for model, amount in (("stable-diffusion-3.5", 5_000_000), ("lfm2", 50_000_000)):
        rich = usd(amount)
        assert judge(catalog, model, internal=True, annual_revenue=rich).value == "needs-license"
        assert judge(catalog, model, internal=True, research=True, annual_revenue=rich).value != "needs-license"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(MODELS), USES, st.sampled_from(["territory", "users_territory"]), st.permutations(["SG", "DE"]))
def test_of_several_places_the_strictest_decides(
    catalog: Catalog, model: str, use: dict[str, Any], name: str, codes: list[str]
) -> None:
    """Whichever was named first."""
    both = judge(catalog, model, **{**use, name: tuple(codes)})
    each = [judge(catalog, model, **{**use, name: code}) for code in codes]
    assert STRICTNESS.index(both.value) == max(STRICTNESS.index(one.value) for one in each)


def test_of_several_fields_the_strictest_decides(catalog: Catalog) -> None:
    """FLUX.1 dev bars surveillance and says nothing of the police."""
    fields = ("law-enforcement", "surveillance")
    assert judge(catalog, "flux-1-dev", commercial=False, field_of_use=fields).value == "not-allowed"


def test_an_app_that_others_install_lists_the_duties_of_handing_on(catalog: Catalog) -> None:
    """Nobody said whether the model is inside: where handing on is barred, nothing is allowed before that is known."""
    listed = judge(catalog, "whisper", in_app=True)
    assert listed.value == "allowed-with-conditions"
    assert listed.conditions[0].text.en.startswith("If the model runs in the app")
    assert judge(catalog, "whisper", in_app=True, redistribution=False).value == "allowed"
    assert judge(catalog, "whisper").value == "allowed"


def test_a_duty_that_turns_on_a_figure_names_it(catalog: Catalog) -> None:
    """Who is asked for revenue reads from how much on the duty holds."""
    open_ = judge(catalog, "kimi-k2", commercial=True, mau_now=50_000_000)
    assert any("100 million" in one.text.en and "1 亿" in one.text.zh for one in open_.conditions)
