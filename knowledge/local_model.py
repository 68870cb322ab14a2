"""Models by the sentence-transformers library, from a folder or by id: imported only when one is configured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge.errors import StoreError


def load_model(setting: str, name: str, kind: str) -> Any:
    """`SentenceTransformer` or `CrossEncoder` (`kind`) called `name`; an id is fetched only because the user set it.

    Raises:
        StoreError: the library is not there or the model cannot be loaded; names the setting and the way out.
    """
    try:
        import sentence_transformers
    except ImportError as error:
        raise StoreError(
            f"{setting}={name} needs sentence-transformers: pip install 'aperture-bot[sentence-transformers]'"
        ) from error
    try:
        return getattr(sentence_transformers, kind)(name, local_files_only=Path(name).exists())
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{setting}={name} cannot be loaded ({type(error).__name__}): give a folder that holds such a model, or "
            "an id that this machine can reach"
        ) from error
