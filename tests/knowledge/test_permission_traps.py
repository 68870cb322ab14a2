"""Terms that a short record overlooks: each was once answered with a permission that the text does not give."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.catalog import Catalog
from knowledge.permission import judge_permission
from knowledge.records.use import Money, Use
from knowledge.records.verdicts import PermissionVerdict


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load()


def judge(catalog: Catalog, model: str, **use: Any) -> PermissionVerdict:
    return judge_permission(Use(**use), catalog.model(model), None, catalog)


def test_production_use_may_need_a_subscription(catalog: Catalog) -> None:
    """NVIDIA's community licence grants test use; production needs a subscription, and nobody's silence is a yes."""
    assert judge(catalog, "nemotron-mini-4b", commercial=True).value == "needs-license"
    assert judge(catalog, "nemotron-mini-4b").value == "unknown"
    assert judge(catalog, "nemotron-mini-4b", output_training=True).value == "not-allowed"


@pytest.mark.parametrize(
    "model",
    [
        "llama-3.2-vision", "llama-3.3", "llama-4-scout", "gemma-3", "hunyuan-large", "hunyuan-a13b",
        "hunyuan-image-3", "hunyuan-video", "grok-2", "flux-1-dev", "exaone-3.5", "gpt-4o", "opt-175b", "chameleon",
        "llama-1",
    ],
)  # fmt: skip
def test_policies_that_guard_their_safeguards(catalog: Catalog, model: str) -> None:
    """Removing safety measures is barred by the policy even where the licence text does not say so."""
    verdict = judge(catalog, model, removes_guardrails=True, commercial=False)
    assert verdict.value == "not-allowed"
    assert verdict.clauses[0].locator is not None


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("minimax-text-01", "disinformation"), ("minimax-m2.5", "disinformation"), ("minimax-m2.7", "disinformation"),
        ("exaone-deep", "disinformation"), ("exaone-3.5", "discrimination"), ("gpt-4o", "undisclosed-bot"),
        ("gemma-3", "undisclosed-bot"), ("grok-2", "fraud"), ("orca-2", "malware"), ("flux-1-dev", "fraud"),
        ("nemotron-mini-4b", "military"),
    ],
)  # fmt: skip
def test_fields_of_use_the_text_names(catalog: Catalog, model: str, field: str) -> None:
    """A field that the text forbids is not left to a general duty."""
    assert judge(catalog, model, field_of_use=field).value == "not-allowed"


@pytest.mark.parametrize("model", ["hyperclova-x-seed", "cogvideox-5b", "opencoder", "nexusraven-13b"])
def test_handing_weights_on_is_never_without_duty(catalog: Catalog, model: str) -> None:
    """Recipients get the agreement, whether or not the use is commercial."""
    assert judge(catalog, model, research=True, redistribution=True).value == "allowed-with-conditions"


def test_a_name_is_owed_to_hyperclova(catalog: Catalog) -> None:
    """A model improved with it and released begins with its name."""
    use = {"fine_tune": True, "redistribution": True}
    assert judge(catalog, "hyperclova-x-seed", derivative_name="Blue-3B", **use).value == "not-allowed"
    named = judge(catalog, "hyperclova-x-seed", derivative_name="HyperCLOVA X Blue", **use)
    assert named.value == "allowed-with-conditions"


def test_a_declaration_that_refers_to_unread_terms_settles_nothing_about_weights(catalog: Catalog) -> None:
    """Skywork's file points to a PDF: commercial use is said to be free, handing on is not spoken of."""
    assert judge(catalog, "skywork-13b", redistribution=True).value == "unknown"
    assert judge(catalog, "skywork-13b", commercial=True).value == "allowed-with-conditions"


def test_a_base_model_adds_its_thresholds(catalog: Catalog) -> None:
    """NexusRaven has a limit of its own (50 million) below Llama 2's."""
    over = judge(catalog, "nexusraven-13b", commercial=True, mau_at_release=60_000_000)
    assert over.value == "needs-license"
    assert over.clauses[0].license == "nexusraven"


def test_a_charity_is_exempt_for_what_is_not_commercial_only(catalog: Catalog) -> None:
    """LFM lifts its revenue limit for a non-profit's research, not for a product that it sells."""
    rich = Money.model_validate({"amount": 40_000_000, "currency": "USD"})
    charity = {"nonprofit": True, "annual_revenue": rich}
    assert judge(catalog, "lfm2", commercial=True, **charity).value == "needs-license"
    assert judge(catalog, "lfm2", commercial=False, **charity).value == "allowed"
    assert [missing.key for missing in judge(catalog, "lfm2", **charity).missing] == ["commercial"]


def test_a_group_is_a_company_with_its_affiliates(catalog: Catalog) -> None:
    """GLM-5.3 counts the licensee and its affiliates: revenue said to be the group's counts, above and below."""
    group = lambda amount: Money.model_validate({"amount": amount, "currency": "USD", "scope": "group"})  # noqa: E731
    assert judge(catalog, "glm-5.3", hosting=True, annual_revenue=group(12_000_000_000)).value == "needs-license"
    assert judge(catalog, "glm-5.3", hosting=True, annual_revenue=group(300_000_000)).value == "allowed"


def test_a_year_above_twelve_limits_has_a_month_above_one(catalog: Catalog) -> None:
    """US$ 300 million a year are 25 a month on average: some month is above 20. 220 a year leave it open."""
    group = lambda amount: Money.model_validate({"amount": amount, "currency": "USD", "scope": "group"})  # noqa: E731
    over = judge(catalog, "mistral-medium-3.5", commercial=True, annual_revenue=group(300_000_000))
    near = judge(catalog, "mistral-medium-3.5", commercial=True, annual_revenue=group(220_000_000))
    assert over.value == "needs-license"
    assert [missing.key for missing in near.missing] == ["monthly_revenue"]


def test_more_than_the_limit_is_above_it(catalog: Catalog) -> None:
    """`More than 100 million` meets a test of more than 100 million; the bare figure does not."""
    at_limit = {"commercial": True, "mau_now": 100_000_000}
    assert judge(catalog, "qwen2.5-72b", above=("mau_now",), **at_limit).value == "needs-license"
    assert judge(catalog, "qwen2.5-72b", **at_limit).value == "allowed"
    group = Money.model_validate({"amount": 20_000_000, "currency": "USD", "scope": "group"})
    over = judge(catalog, "mistral-medium-3.5", monthly_revenue=group, above=("monthly_revenue",))
    assert over.value == "needs-license"


@pytest.mark.parametrize(
    ("users", "value"),
    [(90_000_000, "allowed-with-conditions"), (40_000_000, "allowed"), (120_000_000, "needs-license")],
)
def test_a_lower_bound_near_a_limit_leaves_it_open(catalog: Catalog, users: int, value: str) -> None:
    """`Over 90 million` may be 110: the figure itself is asked for. `Over 40 million` is not 100."""
    verdict = judge(catalog, "qwen2.5-72b", commercial=True, mau_now=users, above=("mau_now",))
    assert verdict.value == value
    assert ("mau_now" in {missing.key for missing in verdict.missing}) is (value == "allowed-with-conditions")


def test_a_lower_bound_of_revenue_leaves_it_open(catalog: Catalog) -> None:
    """`More than US$ 900,000` a year may be above one million."""
    money = Money.model_validate({"amount": 900_000, "currency": "USD", "scope": "group"})
    said = judge(catalog, "stable-diffusion-3.5", commercial=True, annual_revenue=money)
    bound = judge(catalog, "stable-diffusion-3.5", commercial=True, annual_revenue=money, above=("annual_revenue",))
    assert "annual_revenue" not in {missing.key for missing in said.missing}
    assert "annual_revenue" in {missing.key for missing in bound.missing}
