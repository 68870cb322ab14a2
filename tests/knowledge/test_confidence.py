"""The judgement is monotone: more met is surer, more asked or unmet is less sure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.confidence import Signals, confidence

PLAIN = Signals(name=0, amount=0, given=0, of_named=0, document=0.4, unmet=0.15, crosses=0, told=0, score=0.5)


@pytest.mark.parametrize(
    ("change", "surer"),
    [
        ({"document": 0.5}, True),
        ({"document": 0.2}, False),
        ({"unmet": 0.3}, False),
        ({"crosses": 1}, True),
        ({"told": 1}, True),
        ({"told": -1}, False),
        ({"score": 0.7}, True),
        ({"name": 1}, False),
        ({"amount": 1}, False),
        ({"amount": 1, "given": 1, "of_named": 1}, False),
    ],
)
def test_each_signal_pulls_its_way(change: dict[str, float], surer: bool) -> None:
    """An amount that stands there makes good for part of asking for it only."""
    assert (confidence(replace(PLAIN, **change)) > confidence(PLAIN)) is surer


def test_an_amount_that_stands_there_helps() -> None:
    """Against the same question where none does."""
    asked = replace(PLAIN, amount=1)
    assert confidence(replace(asked, given=1)) > confidence(asked)


def test_the_surest_and_the_least_sure() -> None:
    """A broad question that is wholly met is answered, one that nothing meets is refused; neither is certain."""
    met = replace(PLAIN, document=1, unmet=0, told=1, score=0.9)
    unmet = replace(PLAIN, name=1, of_named=1, document=0, unmet=0.5, told=-1, score=0.2)
    assert 0.9 < confidence(met) < 1
    assert confidence(unmet) < 0.05
