"""Charts of a cost answer."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.charts import cost_chart, curves
from knowledge.cost.compare import compare
from knowledge.cost.inputs import CostInputs
from tests.knowledge.cost.test_compare import TODAY, _told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_chart_is_a_png_with_words_for_those_who_do_not_see_it(language: str) -> None:
    """An opaque picture, so that it reads the same on light and dark, and the alternative text in both languages."""
    chart = cost_chart(compare(_told(), today=TODAY), language)  # type: ignore[arg-type]
    image = Image.open(io.BytesIO(chart.png)).convert("RGBA")
    assert image.width >= 900
    assert image.getpixel((2, 2)) == (255, 255, 255, 255)
    assert "33.2B" in chart.alt.en
    assert "332 亿" in chart.alt.zh


def test_the_staircase_has_a_step_for_each_replica() -> None:
    """The own bill is flat within a step and jumps by one replica's price."""
    _, api, own = curves(compare(_told(), today=TODAY))
    assert len(set(own)) == 8
    assert len(set(api)) == len(api)


def test_without_two_bills_there_is_nothing_to_draw() -> None:
    """And the error says what is needed."""
    with pytest.raises(ValueError, match="an API price and a speed"):
        cost_chart(compare(CostInputs(), today=TODAY))
