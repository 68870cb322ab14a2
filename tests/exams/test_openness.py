"""The openness exam: the rung by the question as it was asked, one point a family."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.openness import judge_all, judge_openness

EXAM = Path(__file__).parents[3] / "shared" / "exams" / "openness.csv"
LABELS = {
    "Open Source AI": {"open-source", "open-source-open-data"},
    "Open Weights AI": {"open-weights"},
    "Weights Available AI": {"weights-available"},
    "closed": {"closed"},
}


def _rung(question: str, catalog: Catalog) -> str:
    """The rung of the first model that the question names, found by its name alone."""
    mentions = catalog.mentions(question)
    if not mentions or not mentions[0].models:
        return "nobody"
    models = [catalog.model(i) for i in mentions[0].models]
    if len(models) == 1:
        return judge_openness(models[0], models[0].variant(mentions[0].variant or ""), catalog).value
    return judge_all(models, catalog)[0][1].value


@pytest.mark.exam
def test_openness_is_right_by_family(tmp_path: Path) -> None:
    """At least 98 %; what is wrong is named."""
    if not EXAM.exists():
        pytest.skip("no ../shared here")
    catalog = Catalog.load(cache=tmp_path)
    families: dict[str, list[bool]] = defaultdict(list)
    wrong = []
    for row in csv.DictReader(EXAM.read_text(encoding="utf-8").splitlines()):
        if row["g7_label"] not in LABELS:
            continue
        got = _rung(row["question"], catalog)
        families[row["family"]].append(got in LABELS[row["g7_label"]])
        if got not in LABELS[row["g7_label"]]:
            wrong.append(f"{row['id']} {row['model']}: {row['g7_label']}, got {got}")
    score = sum(all(points) for points in families.values()) / len(families)
    assert score >= 0.98, wrong
