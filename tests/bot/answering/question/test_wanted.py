"""Licences that a model to be picked has to have."""

from __future__ import annotations

import pytest

from bot.answering.question.wanted import wanted_licenses
from knowledge.catalog import Catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The shipped catalog."""
    return Catalog.load()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("must be Apache-2.0, one 24 GB GPU", ("apache-2.0",)),
        ("推荐一个 Apache 2.0 的模型", ("apache-2.0",)),
        ("must be Apache licensed", ("apache-2.0",)),
        ("只考虑 MIT 许可证的模型", ("mit",)),
        ("Apache or MIT", ("apache-2.0", "mit")),
        ("只要 MIT 或 Apache 的", ("apache-2.0", "mit")),
        ("which model for a chatbot?", None),
    ],
)
def test_licences_that_are_named(text: str, ids: tuple[str, ...] | None, catalog: Catalog) -> None:
    """One or several."""
    assert wanted_licenses(text, catalog).ids == ids


@pytest.mark.parametrize("text", ["a permissive license, please", "宽松许可证"])
def test_permissive_licences_leave_out_copyleft(text: str, catalog: Catalog) -> None:
    """Apache and MIT will do, the GPL will not."""
    ids = wanted_licenses(text, catalog).ids or ()
    assert {"apache-2.0", "mit"} <= set(ids)
    assert not {"gpl-3.0", "agpl-3.0", "llama-3.1"} & set(ids)


def test_a_licence_that_is_denied_is_left_out(catalog: Catalog) -> None:
    """And where only that was said, any other will do."""
    osi = set(wanted_licenses("OSI-approved but not AGPL", catalog).ids or ())
    other = set(wanted_licenses("no GPL please", catalog).ids or ())
    assert "gpl-3.0" in osi
    assert "agpl-3.0" not in osi
    assert "gpl-3.0" not in other
    assert "apache-2.0" in other
