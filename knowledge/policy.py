"""The team's own rules, laid over a verdict and always shown apart from what the licence says.

The file is ScanCode's license policy (`license_policies:` with `license_key`, `label`, `compliance_alert`), read as it
is, and may also hold `approvals`, `banned_models` and `reviewers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from knowledge.catalog import Catalog
from knowledge.errors import FactsError
from knowledge.loading import nearest, read_record
from knowledge.records.base import Record, Words
from knowledge.records.license import License
from knowledge.records.model import Model
from knowledge.records.use import Use
from knowledge.records.verdicts import Permission, PermissionVerdict

Alert = Literal["", "warning", "error", "missing"]
Activity = Literal[
    "commercial", "internal", "research", "fine_tune", "redistribution", "hosting", "output_training", "self_host"
]
SOON = timedelta(days=30)
"""An approval that ends within this time is said to end soon."""
_STRICT: tuple[Permission, ...] = ("allowed", "allowed-with-conditions", "not-allowed")


class LicensePolicy(Record):
    """One entry of ScanCode's format; `color_code` and `icon` are read and not used."""

    license_key: str
    """A ScanCode key, an SPDX id or an id of a licence record."""
    label: str = ""
    color_code: str = ""
    icon: str = ""
    compliance_alert: Alert = ""
    """Empty: approved. `warning` and `missing`: to be reviewed. `error`: prohibited."""

    @field_validator("compliance_alert", mode="before")
    @classmethod
    def _empty(cls, value: object) -> object:
        return value or ""


class _About(Record):
    model: str | None = None
    """Id of a model or of a family; either this or `license`."""
    license: str | None = None

    @model_validator(mode="after")
    def _one(self) -> _About:
        if (self.model is None) == (self.license is None):
            raise ValueError("name either a `model` or a `license`")
        return self


class Approval(_About):
    """Somebody allowed it, for some uses, until a day."""

    by: str
    on: date | None = None
    expires: date | None = None
    uses: tuple[Activity, ...] = ()
    """What it covers; empty: any use."""
    note: str = ""


class Ban(Record):
    """A model or family that the team does not use."""

    model: str
    reason: str = ""


class Review(_About):
    """Who must look at it first."""

    who: tuple[str, ...] = Field(min_length=1)
    uses: tuple[Activity, ...] = ()
    """For which uses; empty: for every use."""


class Policy(Record):
    """A policy file."""

    license_policies: tuple[LicensePolicy, ...] = ()
    approvals: tuple[Approval, ...] = ()
    banned_models: tuple[Ban, ...] = ()
    reviewers: tuple[Review, ...] = ()
    license_clarity_thresholds: Any = None
    """Stands in some ScanCode files; it is about scans, not about models, and is not used."""
    scorecard_score_thresholds: Any = None
    """As above."""

    @property
    def size(self) -> int:
        """How many rules it holds."""
        return len(self.license_policies) + len(self.approvals) + len(self.banned_models) + len(self.reviewers)


DEFAULT = "default"
"""Name of the policy that holds where no other is chosen."""


def load_policies(path: Path, catalog: Catalog) -> dict[str, Policy]:
    """Policies by name: of a folder its files, each named as the file is; of one file that one, as the default.

    Raises `FactsError` as `load_policy` does.
    """
    if not path.is_dir():
        return {DEFAULT: load_policy(path, catalog)}
    return {one.stem: load_policy(one, catalog) for one in sorted(path.glob("*.y*ml"))}


def default_policy(path: Path | None, catalog: Catalog) -> Policy | None:
    """The policy that holds where no other is chosen, if there is one. Raises `FactsError`."""
    return load_policies(path, catalog).get(DEFAULT) if path else None


def load_policy(path: Path, catalog: Catalog) -> Policy:
    """The policy in a file. Raises `FactsError` naming file, line, field, and the nearest name for an unknown one."""
    policy = read_record(path, Policy)
    named = [("banned_models", ban.model) for ban in policy.banned_models]
    named += [("approvals", one.model) for one in policy.approvals if one.model]
    named += [("reviewers", one.model) for one in policy.reviewers if one.model]
    known = {*catalog.models, *catalog.families}
    for field, name in named:
        if name not in known:
            line = _line(path, name)
            raise FactsError(f"{path}:{line}: {field}: no model or family {name!r}{nearest(name, known)}")
    for field, name in _licenses_named(policy):
        if not any(_key(name) in _keys(license_) for license_ in catalog.licenses.values()):
            hint = nearest(name, catalog.licenses)
            raise FactsError(f"{path}:{_line(path, name)}: {field}: no license {name!r}{hint}")
    return policy


def apply_policy(
    verdict: PermissionVerdict, policy: Policy, model: Model, use: Use, catalog: Catalog, today: date
) -> PermissionVerdict:
    """The same verdict with the team's rules beside it: `team` says them, `team_value` is their own verdict."""
    case = _Case(policy, model, use, [catalog.licenses[i] for i in verdict.licenses if i in catalog.licenses], catalog)
    rules = list(_rules(case, today))
    if not rules:
        return verdict
    value = max((value for value, _ in rules), key=_STRICT.index)
    return verdict.model_copy(update={"team": tuple(words for _, words in rules), "team_value": value})


def concerns(rule: _About, model: Model, licenses: Iterable[License], catalog: Catalog) -> bool:
    """Whether a rule names this model, a family it is of, or one of these licences."""
    if rule.model is not None:
        return rule.model in _names(model, catalog)
    return any(_key(str(rule.license)) in _keys(license_) for license_ in licenses)


def _names(model: Model, catalog: Catalog) -> set[str]:
    """The model's id and those of its family and the families above."""
    families: list[str] = []
    family: str | None = model.family
    while family and family not in families:
        families.append(family)
        record = catalog.families.get(family)
        family = record.parent if record else None
    return {model.id, *families}


@dataclass(frozen=True)
class _Case:
    policy: Policy
    model: Model
    use: Use
    licenses: list[License]
    catalog: Catalog

    def names(self) -> set[str]:
        return _names(self.model, self.catalog)

    def about(self, rule: _About) -> bool:
        return concerns(rule, self.model, self.licenses, self.catalog)

    def doing(self) -> set[str]:
        """The activities of the use that were said to take place."""
        return {name for name in Activity.__args__ if getattr(self.use, name)}  # type: ignore[attr-defined]


def _rules(case: _Case, today: date) -> Iterator[tuple[Permission, Words]]:
    """Every rule that bears on the case, with its own verdict; a valid approval settles reviews and alerts."""
    for ban in case.policy.banned_models:
        if ban.model in case.names():
            yield "not-allowed", _banned(ban)
    approvals = [one for one in case.policy.approvals if case.about(one)]
    valid = [one for one in approvals if not _expired(one, today) and _covers(one.uses, case)]
    yield from (("allowed", _approved(one, today)) for one in valid)
    yield from (("allowed-with-conditions", _void(one, today, case)) for one in approvals if one not in valid)
    if not valid:
        yield from _reviews(case)
        yield from _alerts(case)


def _reviews(case: _Case) -> Iterator[tuple[Permission, Words]]:
    for review in case.policy.reviewers:
        if case.about(review) and (not review.uses or set(review.uses) & case.doing()):
            who = ", ".join(review.who)
            yield "allowed-with-conditions", Words(en=f"{who} must review it first.", zh=f"须先由 {who} 审核。")


def _alerts(case: _Case) -> Iterator[tuple[Permission, Words]]:
    for license_ in case.licenses:
        for entry in case.policy.license_policies:
            if _key(entry.license_key) in _keys(license_):
                yield _alert(entry, license_)


def _alert(entry: LicensePolicy, license_: License) -> tuple[Permission, Words]:
    label = f" ({entry.label})" if entry.label else ""
    name = license_.name_zh or license_.name
    if entry.compliance_alert == "error":
        return "not-allowed", Words(en=f"{license_.name} is prohibited{label}.", zh=f"禁止使用 {name}{label}。")
    if entry.compliance_alert:
        return "allowed-with-conditions", Words(
            en=f"{license_.name} is to be reviewed before use{label}.", zh=f"使用 {name} 前须审核{label}。"
        )
    return "allowed", Words(en=f"{license_.name} is approved{label}.", zh=f"已批准 {name}{label}。")


def _banned(ban: Ban) -> Words:
    why = f": {ban.reason}" if ban.reason else ""
    return Words(en=f"{ban.model} is banned{why}.", zh=f"禁用 {ban.model}{why.replace(': ', '：')}。")


def _approved(approval: Approval, today: date) -> Words:
    en, zh = f"Approved by {approval.by}", f"已由 {approval.by} 批准"
    if approval.expires:
        soon = approval.expires - today <= SOON
        en += f" until {approval.expires}" + (" (ends soon: renew it)" if soon else "")
        zh += f"，有效至 {approval.expires}" + ("（即将到期，请续批）" if soon else "")
    note = f" ({approval.note})" if approval.note else ""
    return Words(en=f"{en}{note}.", zh=f"{zh}{note}。")


def _void(approval: Approval, today: date, case: _Case) -> Words:
    if _expired(approval, today):
        return Words(
            en=f"The approval by {approval.by} ended on {approval.expires}: have it renewed.",
            zh=f"{approval.by} 的批准已于 {approval.expires} 到期，须重新批准。",
        )
    more = ", ".join(sorted(case.doing() - set(approval.uses)))
    return Words(
        en=f"The approval by {approval.by} does not cover: {more}.", zh=f"{approval.by} 的批准不包括：{more}。"
    )


def _expired(approval: Approval, today: date) -> bool:
    return approval.expires is not None and approval.expires < today


def _covers(uses: Iterable[str], case: _Case) -> bool:
    return not uses or case.doing() <= set(uses)


def _keys(license_: License) -> set[str]:
    """Every key a policy may name a licence by."""
    scancode = (text.scancode_key for text in license_.texts if text.role == "license")
    return {_key(key) for key in (license_.id, license_.spdx, *license_.aliases, *scancode) if key}


def _key(name: str) -> str:
    """Hubs write `llama3.1` where others write `llama-3.1`."""
    return re.sub(r"[-_\s]", "", name.casefold())


def _licenses_named(policy: Policy) -> list[tuple[str, str]]:
    """Licences named by our own rules; ScanCode's entries name any licence of software and need no record."""
    named = [("approvals", one.license) for one in policy.approvals]
    return [(f, n) for f, n in [*named, *(("reviewers", one.license) for one in policy.reviewers)] if n]


def _line(path: Path, name: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if name in line), 1)
