"""Encoders: the bundled one, and a sentence-transformers folder made here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import make_encoder
from knowledge.errors import StoreError


def test_the_bundled_encoder_brings_translations_together() -> None:
    """Unit rows; a sentence lies nearer to its translation than to another."""
    rows = make_encoder().encode(["这个模型不能商用", "This model may not be used commercially", "Bread needs flour"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-4)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_no_texts_no_rows() -> None:
    """The shape says how long a vector would be."""
    encoder = make_encoder()
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_the_bundled_encoder_never_imports_torch() -> None:
    """Torch alone costs seconds at every start."""
    code = "import sys; from knowledge.embedding import make_encoder; make_encoder(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    """The setting, its value and what to give instead."""
    pytest.importorskip("sentence_transformers")
    with pytest.raises(StoreError, match="APERTURE_EMBEDDING_MODEL="):
        make_encoder(str(tmp_path))
