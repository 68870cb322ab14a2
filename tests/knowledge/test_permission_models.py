"""What a lawyer would try on models that people really use: each trap from both of its sides.

The expectations come from the texts of the licences. A row is a model, the size where sizes differ, a use, and the
verdict; rows of one trap stand together, so that a rule which answers the same on both sides cannot pass.
"""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.catalog import Catalog
from knowledge.permission import judge_permission
from knowledge.records.use import Use
from knowledge.records.verdicts import PermissionVerdict

MILLION = 1_000_000
NO, ASK, DUTIES, YES, OPEN = "not-allowed", "needs-license", "allowed-with-conditions", "allowed", "unknown"


def use(**facts: Any) -> dict[str, Any]:
    """A commercial use, unless it says otherwise."""
    return {"commercial": True, **facts}


def usd(amount: int, scope: str | None = None) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD", "scope": scope}


def at_release(users: int) -> dict[str, Any]:
    return use(mau_at_release=users, territory="US")


def trained(target: str) -> dict[str, Any]:
    """Outputs train a model of a kind; the thresholds of users are out of the way."""
    return use(output_training=True, output_training_target=target, mau_at_release=1000, mau_now=1000, territory="US")


RELEASE_DAY = [
    ("llama-2", None, at_release(701 * MILLION), ASK),
    ("llama-2", None, {"internal": True, "research": True, "mau_at_release": 701 * MILLION}, ASK),
    ("llama-2", None, at_release(699 * MILLION), DUTIES),
    ("llama-3", None, at_release(701 * MILLION), ASK),
    ("llama-3", None, at_release(699 * MILLION), DUTIES),
    ("llama-3.1", None, at_release(701 * MILLION), ASK),
    ("llama-3.1", None, use(mau_at_release=10, mau_now=900 * MILLION), DUTIES),
    ("llama-4-scout", None, at_release(701 * MILLION), ASK),
    ("llama-4-scout", None, use(mau_at_release=10, mau_now=900 * MILLION, territory="US"), DUTIES),
    ("code-llama", None, at_release(701 * MILLION), ASK),
    ("code-llama", None, at_release(699 * MILLION), DUTIES),
    ("dbrx", None, at_release(701 * MILLION), ASK),
    ("dbrx", None, use(mau_at_release=10, mau_now=900 * MILLION), DUTIES),
    ("hyperclova-x-seed", None, at_release(11 * MILLION), ASK),
    ("hyperclova-x-seed", None, at_release(9 * MILLION), DUTIES),
    ("hunyuan-large", None, at_release(101 * MILLION), ASK),
    ("hunyuan-large", None, at_release(99 * MILLION), DUTIES),
]
ANY_DAY = [
    ("qwen2.5-72b", None, use(mau_now=101 * MILLION), ASK),
    ("qwen2.5-72b", None, use(mau_now=99 * MILLION), YES),
    ("qwen2.5-72b", None, use(mau_now=101 * MILLION, mau_at_release=5), ASK),
]
EUROPE = [
    ("llama-3.2-vision", None, use(territory="FR", mau_at_release=5), NO),
    ("llama-3.2-text", None, use(territory="FR", mau_at_release=5), DUTIES),
    ("llama-3.2-vision", None, use(territory="CN", users_territory="FR", mau_at_release=5), DUTIES),
    ("llama-4-scout", None, use(territory="EU", mau_at_release=5), NO),
    ("llama-4-scout", None, use(territory="GB", mau_at_release=5), DUTIES),
    ("llama-3.3", None, use(territory="DE", mau_at_release=5), DUTIES),
    ("hunyuan-large", None, use(territory="DE", mau_at_release=5), NO),
    ("hunyuan-large", None, use(territory="CN", mau_at_release=5), DUTIES),
    ("hunyuan-a13b", None, use(territory="KR", mau_at_release=5), NO),
    ("hunyuan-a13b", None, use(territory="JP", mau_at_release=5), DUTIES),
]
OUTPUTS = [
    ("llama-2", None, trained("llm"), NO),
    ("llama-2", None, trained("other-ai"), DUTIES),
    ("llama-2", None, trained("same-family"), DUTIES),
    ("llama-3", None, trained("llm"), NO),
    ("llama-3", None, trained("same-family"), DUTIES),
    ("llama-3.1", None, trained("llm"), DUTIES),
    ("llama-3.3", None, trained("llm"), DUTIES),
    ("hunyuan-large", None, trained("llm"), NO),
    ("hunyuan-a13b", None, trained("other-ai"), NO),
    ("grok-2", None, trained("llm"), OPEN),
    ("deepseek-r1", None, trained("llm"), YES),
    ("gpt-4o", None, trained("competing"), NO),
]
NOT_MIT = [
    ("minimax-m2", None, use(mau_now=101 * MILLION), DUTIES),
    ("minimax-m2.7", None, use(), ASK),
    ("minimax-m2.7", None, {"commercial": False, "research": True}, DUTIES),
    ("kimi-k2", None, use(mau_now=101 * MILLION), DUTIES),
    ("kimi-k2", None, use(mau_now=99 * MILLION, monthly_revenue=usd(19 * MILLION, "product")), YES),
    ("kimi-k3", None, use(hosting=True, annual_revenue=usd(21 * MILLION, "affiliates")), ASK),
    ("kimi-k3", None, use(hosting=True, annual_revenue=usd(19 * MILLION, "affiliates"), mau_now=5), YES),
    ("mistral-medium-3.5", None, use(monthly_revenue=usd(21 * MILLION, "group")), ASK),
    ("mistral-medium-3.5", None, use(monthly_revenue=usd(19 * MILLION, "group")), YES),
]
SIZES = [
    ("qwen2.5-3b", None, use(), ASK),
    ("qwen2.5-3b", None, {"research": True, "commercial": False}, YES),
    ("qwen2.5", "qwen2.5-7b", use(mau_now=900 * MILLION), YES),
]
BASES = [
    ("deepseek-r1-distill-llama-70b", None, at_release(701 * MILLION), ASK),
    ("deepseek-r1-distill-llama-70b", None, at_release(699 * MILLION), DUTIES),
    ("deepseek-r1", None, at_release(701 * MILLION), YES),
]
REVENUE = [
    ("stable-diffusion-3.5", None, use(annual_revenue=usd(1_100_000)), ASK),
    ("stable-diffusion-3.5", None, use(annual_revenue=usd(900_000)), DUTIES),
    ("lfm2", None, use(annual_revenue=usd(11 * MILLION)), ASK),
    ("lfm2", None, use(annual_revenue=usd(9 * MILLION)), YES),
]
RESEARCH = [
    ("flux-1-dev", None, use(), ASK),
    ("flux-1-dev", None, {"commercial": False, "research": True}, DUTIES),
    ("flux-1-schnell", None, use(), YES),
    ("exaone-3.5", None, use(), ASK),
    ("exaone-3.5", None, {"commercial": False, "research": True}, YES),
    ("mistral-7b", None, use(), YES),
]
TRAPS = [*RELEASE_DAY, *ANY_DAY, *EUROPE, *OUTPUTS, *NOT_MIT, *SIZES, *BASES, *REVENUE, *RESEARCH]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load()


def judge(catalog: Catalog, model: str, size: str | None, facts: dict[str, Any]) -> PermissionVerdict:
    record = catalog.model(model)
    variant = record.variant(size) if size else None
    assert size is None or variant is not None, f"{model} has no size {size}"
    return judge_permission(Use(**facts), record, variant, catalog)


@pytest.mark.parametrize(("model", "size", "facts", "value"), TRAPS)
def test_both_sides_of_each_trap(
    catalog: Catalog, model: str, size: str | None, facts: dict[str, Any], value: str
) -> None:
    """The verdict flips where the text says so, and nowhere else."""
    verdict = judge(catalog, model, size, facts)
    assert verdict.value == value, verdict.reason.en


@pytest.mark.parametrize("model", ["command-r-plus", "sdxl-turbo", "llama-1", "opt-175b"])
def test_noncommercial_weights_earn_no_money(catalog: Catalog, model: str) -> None:
    """Refused whether the text says no or says to ask; the same model may be studied."""
    assert judge(catalog, model, None, use()).value in (NO, ASK)
    study = judge(catalog, model, None, {"commercial": False, "research": True})
    assert study.value in (YES, DUTIES)


MEASURED = [
    ("llama-3.1", "mau_at_release", use()),
    ("qwen2.5-72b", "mau_now", use()),
    ("lfm2", "annual_revenue", use()),
    ("mistral-medium-3.5", "monthly_revenue", use()),
    ("llama-4-scout", "territory", use(mau_at_release=5)),
]


@pytest.mark.parametrize(("model", "measure", "facts"), MEASURED)
def test_a_measure_is_asked_for_and_users_of_now_do_not_stand_in(
    catalog: Catalog, model: str, measure: str, facts: dict[str, Any]
) -> None:
    """What the text tests is asked for by its own name, and nothing else is taken for it."""
    verdict = judge(catalog, model, None, facts)
    assert verdict.value != YES
    assert measure in [missing.key for missing in verdict.missing]
