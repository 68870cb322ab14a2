"""Where the company sits and where its users sit."""

from __future__ import annotations

import pytest

from bot.answering.question.places import Place, places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A German company (HQ Munich)", Place("DE", "company")),
        ("公司在新加坡", Place("SG", "company")),
        ("英国公司商用", Place("GB", "company")),
        ("We're a bank in Frankfurt", Place("DE", "company")),
        ("an EU-based company", Place("EU", "company")),
        ("深圳的一家创业公司", Place("CN", "company")),
        ("users in France", Place("FR", "users")),
        ("EU users only", Place("EU", "users")),
        ("面向韩国用户的产品", Place("KR", "users")),
        ("our customers are mostly in Europe", Place("EU", "users")),
    ],
)
def test_tells_the_company_from_its_users(text: str, place: Place) -> None:
    """The words around a place say whose it is."""
    assert places(text)[0] == place


@pytest.mark.parametrize("text", ["Chinese models", "欧盟《人工智能法案》", "help us understand", "Swiss cheese"])
def test_a_place_that_is_nobodys_seat_is_left_alone(text: str) -> None:
    """A country in passing is no territory of the use."""
    assert places(text) == []
