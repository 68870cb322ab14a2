"""A cross-encoder from a folder orders passages; one that is not there is told plainly."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.cross_encoder import CrossEncoderReranker
from knowledge.errors import StoreError
from knowledge.search import Candidate

pytest.importorskip("sentence_transformers", reason="the extra sentence-transformers is not installed")
TEXTS = [Candidate(text, "", (0, 1), 0.0) for text in ("the model is open", "a model of weights", "open weights")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One layer of random weights over a dozen words, as any cross-encoder is saved."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    torch.manual_seed(7)
    place = tmp_path_factory.mktemp("cross-encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "open", "weights", "model", "the", "a", "of", "is"]
    (place / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(place / "vocab.txt")).save_pretrained(place)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=64, num_labels=1,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(place)
    return place


def test_a_folder_gives_one_score_a_text(folder: Path) -> None:
    """The same each time, and each text's own, whatever stands beside it."""
    reranker = CrossEncoderReranker(str(folder))
    scores = reranker("is the model open", TEXTS)
    assert len(set(scores)) == len(TEXTS)
    assert reranker("is the model open", TEXTS[::-1]) == pytest.approx(list(scores)[::-1], abs=1e-5)


def test_a_folder_without_a_model_names_the_setting(tmp_path: Path) -> None:
    """And the way out."""
    with pytest.raises(StoreError, match=r"APERTURE_RERANKER=.*give a folder"):
        CrossEncoderReranker(str(tmp_path))
