"""A licence named by itself, and all that is on record of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.license_terms import open_source, terms_of
from knowledge.texts import Texts


@pytest.mark.parametrize(
    ("text", "license_id"),
    [
        ("shipping MIT-licensed code", "mit"),
        ("MIT 许可证有什么条件", "mit"),
        ("apache-2.0 能商用吗", "apache-2.0"),
        ("Is the Apache licence OSI approved?", "apache-2.0"),
        ("GPLv3 要求开源吗", "gpl-3.0"),
        ("AGPL 的网络条款", "agpl-3.0"),
        ("CC BY-NC-SA 4.0 data", "cc-by-nc-sa-4.0"),
        ("Creative Commons Attribution-NonCommercial 4.0", "cc-by-nc-4.0"),
        ("Open RAIL++-M 有哪些限制", "openrail++-m"),
    ],
)
def test_names_of_licenses(catalog: Catalog, text: str, license_id: str) -> None:
    """Names, SPDX ids and what people write for them, in both languages."""
    assert [one.models for one in catalog.license_mentions(text)] == [(license_id,)]


@pytest.mark.parametrize(
    "text",
    [
        "researchers at MIT say", "GPL-2.0", "CC BY-NC 3.0", "a modified MIT license", "修改版 MIT 许可证",
        "OpenRAIL-M", "Apache Spark", "version 2.0",
    ],
)  # fmt: skip
def test_no_license_is_guessed(catalog: Catalog, text: str) -> None:
    """Another version, a changed text, a name that several share, a university: no licence on record."""
    assert not catalog.license_mentions(text)


def test_every_rule_comes_in_order_with_its_place(catalog: Catalog) -> None:
    """What it allows, asks, takes another license for, and forbids; each with a clause."""
    for license_ in catalog.licenses.values():
        terms = terms_of(license_)
        order = [("grant", "duty", "needs-license", "forbid").index(rule.effect) for rule in terms.rules]
        assert order == sorted(order)
        assert bool(order) == license_.text_held, license_.id
        assert all(rule.ref.license == license_.id for rule in terms.rules)


def test_a_clause_that_the_text_no_longer_holds_is_not_told(catalog: Catalog, tmp_path: Path) -> None:
    """The text at hand is another version: what cannot be proved from it stays out."""
    texts = Texts(tmp_path)
    texts.put("mit", "Permission is granted to deal in the Software without restriction.\n", "test")
    told = terms_of(catalog.license("mit"), texts).rules
    assert [rule.effect for rule in told] == ["grant"]
    assert "to deal in the Software without restriction" in (told[0].ref.quote or "")


@pytest.mark.parametrize(
    ("license_id", "en", "zh"),
    [
        ("apache-2.0", "is an open-source license", "是开源许可证"),
        ("cc-by-nc-4.0", "is not an open-source license", "不是开源许可证"),
        ("yuan-2", "I can't tell", "无法判断"),
    ],
)
def test_whether_it_is_an_open_source_license(catalog: Catalog, license_id: str, en: str, zh: str) -> None:
    """Said in both languages, and not guessed of a text that nobody has read."""
    said = open_source(catalog.license(license_id))
    assert en in said.en
    assert zh in said.zh
