"""Hostile text costs no more than a moment."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.question import understand
from knowledge.catalog import Catalog


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece",
    [
        "没有军事",
        "a ",
        "7 figure ",
        "revenue $1m ",
        "1m users ",
        "US and ",
        "only just research we ",
        "iOS 月活 30 安卓 ",
        "not ",
    ],
)
def test_a_piece_said_over_and_over_is_read(piece: str, catalog: Catalog) -> None:
    """Some of these took half a minute once: patterns that start anew at every word."""
    found = understand(Ask(question="Can we use Llama 4 Scout? " + piece * 10_000), catalog)
    assert found.intents
