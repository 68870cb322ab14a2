"""Which sentences of the passages are quoted."""

from __future__ import annotations

import pytest

from bot.answering.compose.select import select
from knowledge.records.document import Passage

ENGLISH = """## Why the harbor keeps its own machines

The tide tables may not leave the building.

## Who waters the plants on the third floor

Nobody does."""
CHINESE = """## 港口为什么自己养机器

潮汐表不许离开大楼。

## 三楼的植物谁来浇

没有人浇。"""


def passage(text: str) -> Passage:
    """All of `text`, as a search hands it on."""
    return Passage(
        document_id="harbor", chunk_id="c", rank=1, score=1, text=text, title="Harbor", source="h.md", url=None,
        locator="", kind="file", language="zh" if "港" in text else "en",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (ENGLISH, "Why does the harbor keep its own machines?", "The tide tables may not leave the building."),
        (CHINESE, "港口为什么自己养机器？", "潮汐表不许离开大楼。"),
    ],
)
def test_what_stands_under_a_heading_is_quoted_and_not_the_heading_alone(text: str, question: str, answer: str) -> None:
    """A heading in the words of the question promises the answer; the sentence below it gives it."""
    first = select([passage(text)], question, 600)[0]
    assert answer in first.text


@pytest.mark.parametrize(("text", "question"), [(ENGLISH, "plants on the third floor"), (CHINESE, "三楼的植物")])
def test_no_quote_ends_in_a_heading(text: str, question: str) -> None:
    """What a heading promises stands behind it, or it is left out."""
    cut = text[: text.rindex("\n\n")]
    assert not [piece.text for piece in select([passage(cut)], question, 600) if "##" in piece.text.splitlines()[-1]]
