"""A sentence-transformers folder, switched on by its setting: the same commands, end to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sentence_transformers", reason="the extra sentence-transformers is not installed")
WORDS = "the warehouse closes close at nine on fridays friday when does parcels wait red shelf open weights ."
NOTE = "# Warehouse\n\nThe warehouse closes at nine on Fridays. Parcels wait on the red shelf.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One layer of random weights over English words and Chinese characters, as any such model is saved."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(7)
    place = tmp_path_factory.mktemp("tiny")
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 300)] + list("仓库几点关门周五九点货架")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys([*WORDS.split(), *letters])]
    (place / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(place / "vocab.txt")).save_pretrained(place / "bert")
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=128,
    )  # fmt: skip
    BertModel(config).save_pretrained(place / "bert")
    transformer = Transformer(str(place / "bert"))
    model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu")
    model.save(str(place / "model"))
    return place / "model"


def aperture(data: Path, model: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own, with nothing configured but the encoder."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("APERTURE_", "SLACK_", "OPENAI_"))}
    env |= {"APERTURE_DATA_DIR": str(data), "APERTURE_EMBEDDING_MODEL": model, "HF_HUB_OFFLINE": "1"}
    command = [str(Path(sys.executable).with_name("aperture")), *words]
    return subprocess.run(command, env=env, cwd=data, capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.slow
def test_ingest_search_and_rebuild_with_a_folder(folder: Path, tmp_path: Path) -> None:
    """Another encoder is told how to rebuild; the rebuilt index answers; so does the way back."""
    note = tmp_path / "note.md"
    note.write_text(NOTE, encoding="utf-8")
    assert aperture(tmp_path, "bundled", "ingest", str(note)).returncode == 0
    refused = aperture(tmp_path, str(folder), "search", "--jsonl", "red shelf")
    assert refused.returncode != 0
    assert "--rebuild" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert aperture(tmp_path, str(folder), "ingest", "--rebuild").returncode == 0
    found = json.loads(aperture(tmp_path, str(folder), "search", "--jsonl", "when does the warehouse close").stdout)
    assert "nine on Fridays" in found["passages"][0]["text"]
    assert aperture(tmp_path, str(folder), "sources", "verify").returncode == 0
    assert aperture(tmp_path, "bundled", "ingest", "--rebuild").returncode == 0
    assert aperture(tmp_path, "bundled", "search", "--jsonl", "仓库周五几点关门").returncode == 0
