"""One catalog for the whole folder: loading it is cheap, loading it in every test is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalog import Catalog


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The shipped records."""
    return Catalog.load(cache=Path(tmp_path_factory.mktemp("cache")))
