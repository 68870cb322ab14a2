"""The team's own rules: read as ScanCode writes them, laid beside a verdict, never into it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.errors import FactsError
from knowledge.permission import judge_permission
from knowledge.policy import DEFAULT, Policy, apply_policy, default_policy, load_policies, load_policy
from knowledge.records.use import Use
from knowledge.records.verdicts import PermissionVerdict

TODAY = date(2026, 11, 25)
SCANCODE = """
license_policies:
  - license_key: apache-2.0
    label: Approved License
    color_code: '#008000'
    icon: icon-ok-circle
    compliance_alert: ''
  - license_key: llama-4-cla-2025
    label: Restricted License
    compliance_alert: warning
  - license_key: agpl-3.0
    label: Prohibited License
    compliance_alert: error
  - license_key: bsd-simplified
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load()


def read(tmp_path: Path, catalog: Catalog, text: str) -> Policy:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return load_policy(path, catalog)


def judged(catalog: Catalog, policy: Policy, model: str, use: Use | None = None) -> PermissionVerdict:
    use = use or Use(commercial=True)
    record = catalog.model(model)
    return apply_policy(judge_permission(use, record, None, catalog), policy, record, use, catalog, TODAY)


def test_scancode_files_are_read_as_they_are(tmp_path: Path, catalog: Catalog) -> None:
    """Keys, labels and alerts of a ScanCode policy; a licence of software that no model has does no harm."""
    policy = read(tmp_path, catalog, SCANCODE)
    verdict = judged(catalog, policy, "qwen3")
    assert verdict.team_value == "allowed"
    assert "Approved License" in verdict.team[0].en


def test_the_licence_verdict_is_left_alone(tmp_path: Path, catalog: Catalog) -> None:
    """A ban shows as the team's rule; what the licence says stays what it was."""
    policy = read(tmp_path, catalog, "banned_models: [{model: qwen, reason: 供应商评审未通过}]")
    verdict = judged(catalog, policy, "qwen3")
    assert (verdict.value, verdict.team_value) == ("allowed", "not-allowed")
    assert "供应商评审未通过" in verdict.team[0].zh


def test_a_prohibited_license_travels_with_the_base(tmp_path: Path, catalog: Catalog) -> None:
    """A rule about Llama's licence bears on a model distilled into Llama weights."""
    policy = read(tmp_path, catalog, "license_policies: [{license_key: llama-3.3, compliance_alert: error}]")
    assert judged(catalog, policy, "deepseek-r1-distill-llama-70b").team_value == "not-allowed"


@pytest.mark.parametrize(
    ("ends", "value", "says"),
    [("2027-06-01", "allowed", "until 2027-06-01"), ("2026-12-10", "allowed", "ends soon"),
     ("2026-11-24", "allowed-with-conditions", "ended on 2026-11-24")],
)  # fmt: skip
def test_an_approval_holds_until_its_day(tmp_path: Path, catalog: Catalog, ends: str, value: str, says: str) -> None:
    """An approval settles a review; after its last day the review is back."""
    rules = f"""
approvals: [{{model: llama-4-scout, by: legal, expires: {ends}}}]
reviewers: [{{license: llama-4, who: [dana]}}]
"""
    verdict = judged(catalog, read(tmp_path, catalog, rules), "llama-4-scout")
    assert verdict.team_value == value
    assert any(says in rule.en for rule in verdict.team)
    assert any("dana" in rule.en for rule in verdict.team) == (value != "allowed")


def test_an_approval_covers_what_it_names(tmp_path: Path, catalog: Catalog) -> None:
    """Approved for commercial use, but not for hosting: what is not covered is named."""
    policy = read(tmp_path, catalog, "approvals: [{license: apache-2.0, by: legal, uses: [commercial]}]")
    assert judged(catalog, policy, "qwen3").team_value == "allowed"
    wider = judged(catalog, policy, "qwen3", Use(commercial=True, hosting=True))
    assert wider.team_value == "allowed-with-conditions"
    assert "hosting" in wider.team[0].en


def test_a_model_without_a_rule_shows_none(tmp_path: Path, catalog: Catalog) -> None:
    """Nothing is said of the team where it has said nothing."""
    verdict = judged(catalog, read(tmp_path, catalog, SCANCODE), "gemma-3")
    assert (verdict.team, verdict.team_value) == ((), None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("banned_models:\n  - {model: qwen-3}\n", ":2: banned_models: no model or family 'qwen-3'"),
        ("approvals:\n  - {model: qwen3, by: me, expire: 2027-01-01}\n", "expire: unknown field (nearest: expires)"),
        ("approvals:\n  - {license: llama4, by: me}\n", ""),
        ("reviewers:\n  - {license: lama-4, who: [a]}\n", "no license 'lama-4' (nearest: llama-4)"),
        ("license_policies:\n  - {license_key: mit, compliance_alert: red}\n", "license_policies.0.compliance_alert"),
        ("approvals:\n  - {by: me}\n", "name either a `model` or a `license`"),
        ("- a\n", "expected a mapping of Policy fields"),
    ],
)
def test_mistakes_are_told_by_file_line_field_and_nearest_name(
    tmp_path: Path, catalog: Catalog, text: str, told: str
) -> None:
    """A typo in a policy is found when it is read, not when it is needed."""
    if not told:
        assert read(tmp_path, catalog, text).approvals
        return
    with pytest.raises(FactsError) as caught:
        read(tmp_path, catalog, text)
    assert told in str(caught.value)
    assert "policy.yaml" in str(caught.value)


def test_a_folder_holds_policies_by_name(tmp_path: Path, catalog: Catalog) -> None:
    """`default.yaml` holds everywhere; without it none does, and a single file is the default."""
    research = tmp_path / "research.yaml"
    research.write_text(SCANCODE, encoding="utf-8")
    assert load_policies(tmp_path, catalog).keys() == {"research"}
    assert default_policy(tmp_path, catalog) is None
    assert load_policies(research, catalog).keys() == {DEFAULT}
    assert default_policy(None, catalog) is None
