"""The worked examples of CONTRIBUTING.md are files that load and judge as they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.openness import judge_openness
from knowledge.permission import judge_permission
from knowledge.records.use import Use

GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The catalog with both examples in an overlay, the model under the example license."""
    model, license_ = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    overlay = tmp_path_factory.mktemp("overlay")
    under = model.replace("license: apache-2.0 ", "license: example-k2 ")
    for folder, text in (("models", under), ("licenses", license_)):
        (overlay / folder).mkdir()
        (overlay / folder / "example.yaml").write_text(text, encoding="utf-8")
    return Catalog.load(overlay)


def test_the_example_model_answers_by_both_names(catalog: Catalog) -> None:
    """Sizes and the Chinese alias lead to the record, which has a rung."""
    assert catalog.resolve("Example Apertus").models == ("example-apertus",)
    assert catalog.resolve("示例模型 Apertus").models == ("example-apertus",)
    model = catalog.model("example-apertus")
    assert [variant.total_b for variant in model.variants] == [8, 70]
    assert judge_openness(model, None, catalog).value == "weights-available"


def test_the_example_license_judges_both_sides_of_its_threshold(catalog: Catalog) -> None:
    """Below both thresholds nothing is to be done; above one the name is shown."""
    model = catalog.model("example-apertus")
    small = Use.model_validate({"commercial": True, "mau_now": 5, "monthly_revenue": {"amount": 5, "currency": "USD"}})
    assert judge_permission(small, model, None, catalog).value == "allowed"
    large = judge_permission(Use(commercial=True, mau_now=100_000_001), model, None, catalog)
    assert large.value == "allowed-with-conditions"
    assert [condition.key for condition in large.conditions] == ["attribution"]
