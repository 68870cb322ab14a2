"""Models and licences fit together."""

from __future__ import annotations

from knowledge.catalog import Catalog


def test_models_name_only_licenses_that_are_described(catalog: Catalog) -> None:
    """A licence nobody described makes a verdict unknown; none may ship so."""
    assert dict(catalog.unknown_licenses) == {}
