"""Models named by their maker alone, in both languages; a maker beside other words names none."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.errors import FactsError
from knowledge.makers import load_makers


@pytest.mark.parametrize(
    ("text", "label", "maker"),
    [
        ("Are Google's models open?", "Google's models", "Google"),
        ("may we use google’s open models", "google’s open models", "Google"),
        ("an NVIDIA language model for us", "NVIDIA language model", "NVIDIA"),
        ("compare models from Mistral AI", "models from Mistral AI", "Mistral AI"),
        ("拿 Meta 的模型赚钱会卡在哪个人数?", "Meta 的模型", "Meta"),
        ("阿里巴巴开源的大模型能商用吗", "阿里巴巴开源的大模型", "Alibaba"),
        ("字节自研的模型怎么样", "字节自研的模型", "ByteDance"),
    ],
)
def test_all_that_a_maker_made(catalog: Catalog, text: str, label: str, maker: str) -> None:
    """The words are found whole, and every model of that maker is meant."""
    (mention,) = catalog.maker_mentions(text)
    assert (mention.text, mention.family) == (label, f"by {maker}")
    assert set(mention.models) == {model.id for model in catalog.models.values() if model.developer == maker}


@pytest.mark.parametrize(
    "text", ["put together models", "the meta model of the data", "an OpenAI-compatible model", "Google it", "阿里的云"]
)
def test_other_words_name_no_maker(catalog: Catalog, text: str) -> None:
    """Makers whose names are ordinary words count when they are written as names."""
    assert not catalog.maker_mentions(text)


def test_a_maker_without_a_model_is_an_error(tmp_path: Path) -> None:
    """A mistyped maker would be a name that nobody ever finds."""
    path = tmp_path / "makers.yaml"
    path.write_text("Metta: [脸书]\n", encoding="utf-8")
    with pytest.raises(FactsError, match=r"no model is by 'Metta' \(nearest: Meta\)"):
        load_makers(["Meta"], path)
