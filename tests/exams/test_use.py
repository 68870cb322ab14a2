"""The use exam by its structured columns: what the verdicts say once a question is understood.

The route from the question's words goes through `make exams`; this one shows whether facts and clauses are right.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import Any

import pytest

from knowledge.catalog import Catalog
from knowledge.permission import judge_permission
from knowledge.records.model import Model, Variant
from knowledge.records.use import Use
from tests.exams.marks import SHARED
from tests.exams.verdict_exams import PERMISSION

FILE = SHARED / "exams" / "use.csv"
pytestmark = [pytest.mark.exam, pytest.mark.skipif(not FILE.is_file(), reason=f"needs {FILE}, which is not here")]

TRUTH = {"yes": True, "no": False}
COUNTS = ("mau_at_release", "mau_now", "dau")
FLAGS = ("commercial", "fine_tune", "redistribution", "hosting")
FIELDS = {"law enforcement": "law-enforcement", "undisclosed bot": "undisclosed-bot"}
TARGETS = {"non-LLM": "other-ai", "competing model": "competing"}
PARAMS = {
    "internal": ("internal", TRUTH.get),
    "self_host": ("self_host", TRUTH.get),
    "competitor": ("competes_with_licensor", TRUTH.get),
    "outputs_commercial": ("outputs_commercial", TRUTH.get),
    "nonprofit": ("nonprofit", TRUTH.get),
    "research": ("research", TRUTH.get),
    "name": ("derivative_name", str),
    "visits": ("visits_per_month", int),
    "visits_per_month": ("visits_per_month", int),
    "modification": ("removes_guardrails", lambda text: "guardrail" in text or None),
}
MODELS = {"ernie-bot": "ernie-4.0", "qwen3.5-397b": "qwen3.5"}


def test_verdicts_on_the_structured_columns() -> None:
    """At least 95 % right, none wrongly allowed, and the deciding clause is of the named licence."""
    catalog = Catalog.load()
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    judged = [(row, _judge(row, catalog)) for row in rows]
    wrong = [f"{row['id']} {row['question']} → {got.value}, not {_wanted(row)}: {got.reason.en}"
             for row, got in judged if got.value not in _wanted(row)]  # fmt: skip
    dangerous = [row["id"] for row, got in judged if got.value == "allowed" and "allowed" not in _wanted(row)]
    cited = [(row, {clause.license for clause in got.clauses}) for row, got in judged if row["licence"]]
    elsewhere = [f"{row['id']}: {row['licence']} not in {ids}" for row, ids in cited if row["licence"] not in ids]
    assert not dangerous
    assert len(wrong) <= len(rows) * 0.05, "\n".join(wrong)
    assert len(elsewhere) <= len(rows) * 0.05, "\n".join(elsewhere)


def _wanted(row: dict[str, str]) -> set[str]:
    return {PERMISSION[name.strip()] for name in (row["expected"], *row["also_accept"].split(";")) if name.strip()}


def _judge(row: dict[str, str], catalog: Catalog) -> Any:
    model, variant = _model(row, catalog)
    return judge_permission(_use(row), model, variant, catalog)


def _model(row: dict[str, str], catalog: Catalog) -> tuple[Model, Variant | None]:
    """The model by id; the size from the question's own words."""
    named = [m for m in catalog.mentions(row["question"]) if row["model"] in m.models]
    variant = next((m.variant for m in named if m.variant and len(m.models) == 1), None)
    known = row["model"] in catalog.models
    model = catalog.model(row["model"]) if known else catalog.model(catalog.resolve(row["model"]).models[0])
    return model, model.variant(variant) if variant and known else None


def _use(row: dict[str, str]) -> Use:
    slots: dict[str, Any] = {name: TRUTH[row[name]] for name in FLAGS if row[name]}
    slots |= {name: int(row[name]) for name in COUNTS if row[name]}
    for period in ("annual", "monthly"):
        if row[f"{period}_revenue_usd"]:
            slots[f"{period}_revenue"] = {"amount": Decimal(row[f"{period}_revenue_usd"]), "currency": "USD"}
    if row["territory"]:
        slots["territory"] = {"UK": "GB"}.get(row["territory"], row["territory"])
    if row["field_of_use"]:
        slots["field_of_use"] = FIELDS.get(row["field_of_use"], row["field_of_use"])
    if row["output_training"]:
        slots |= {"output_training": True, "output_training_target": TARGETS.get(row["output_training"])}
    return Use(**slots, **_params(row["params"]))


def _params(params: str) -> dict[str, Any]:
    pairs = dict(part.split("=", 1) for part in params.split(";") if "=" in part)
    return {PARAMS[name][0]: PARAMS[name][1](value) for name, value in pairs.items() if name in PARAMS}
