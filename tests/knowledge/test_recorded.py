"""What a record says beside openness, and that silence is said."""

from __future__ import annotations

import pytest

from knowledge.catalog import Catalog
from knowledge.recorded import Fact, on_record


@pytest.mark.parametrize(
    ("fact", "model", "variant", "said"),
    [
        ("context", "llama-3.1", None, "131,072 tokens"),
        ("released", "deepseek-v3", None, "weights since 2024-12-26"),
        ("parameters", "deepseek-v3", None, "671B parameters, 37B used for each token"),
        ("active", "mixtral-8x7b", None, "12.9B used for each token"),
        ("parameters", "llama-3.1", "llama-3.1-70b", "70B parameters"),
        ("sizes", "llama-3.1", None, "Llama-3.1-405B"),
        ("developer", "deepseek-v3", None, "DeepSeek"),
        ("modality", "gemma-3", None, "text, images"),
        ("repository", "gpt-4o", None, "no weights"),
    ],
)
def test_facts_come_from_the_record(catalog: Catalog, fact: Fact, model: str, variant: str | None, said: str) -> None:
    """Of the size that was named, else of the model; in both languages."""
    record = catalog.model(model)
    found = on_record(fact, record, record.variant(variant) if variant else None)
    assert found is not None
    assert said in found.en
    assert any(char.isdigit() for char in found.zh) == any(char.isdigit() for char in found.en)


def test_a_dense_model_has_no_active_parameters_on_record(catalog: Catalog) -> None:
    """Nothing is made up where the cell is empty."""
    record = catalog.model("llama-3.1")
    assert on_record("active", record, record.variant("llama-3.1-70b")) is None
