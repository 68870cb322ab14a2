"""The section that is named beside a quote."""

from __future__ import annotations

import pytest

from bot.answering.compose.evidence import Evidence
from knowledge.records.document import Passage

TEXT = {
    "en": "Heron reads too slowly.\n\n## Decision\n\nThe office uses Heron from May.",
    "zh": "苍鹭读得太慢。\n\n## 决定\n\n港务处从五月起用苍鹭。",
}
SECTIONS = {"en": ("Heron reads", "The office", "Decision"), "zh": ("苍鹭读", "港务处", "决定")}


def _section(text: str, at: str, *, title: str = "Trial", opens_under: str | None = "What went wrong") -> str:
    passage = Passage(
        document_id="trial", chunk_id="c", rank=1, score=1, text=text, title=title, source="t.md", url=None,
        locator="Results", opens_under=opens_under, kind="file", language="en",
    )  # fmt: skip
    evidence = Evidence("en")
    evidence.passage(passage, text.index(at), len(text))
    return evidence.citations[0].locator


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_section_named_is_the_one_the_quote_stands_in(language: str) -> None:
    """Not the one of the sentence that search found nearest, and not a repeated title."""
    text, (above, below, heading) = TEXT[language], SECTIONS[language]
    assert _section(text, below) == heading
    assert _section(text, "##") == heading
    assert _section(text, above) == "What went wrong"
    assert _section(text, above, opens_under=None) == "Results"
    assert _section(text, above, title="What Went Wrong") == ""
