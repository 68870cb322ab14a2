"""Misspelt words of the field are read as they were meant; names and figures stay as they stand."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.question import understand
from bot.answering.question.spelling import spelled
from knowledge.catalog import Catalog


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("Can I use Llama 3.3 comercially with 3 milion users?", {"commercial": True, "mau_now": 3_000_000}),
        ("Llama 3.3 for commerical use, 3 millon montly acitve users", {"commercial": True, "mau_now": 3_000_000}),
        ("Llama 3.3 可以商佣吗", {"commercial": True}),
    ],
)
def test_facts_are_not_lost(catalog: Catalog, text: str, use: dict[str, object]) -> None:
    """The use is the one that was meant."""
    assert understand(Ask(question=text), catalog).use.model_dump(exclude_none=True) == use


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Is Phi-4 opne source?", "openness"), ("Phi-4 开元吗", "openness"), ("Phi-4 lisence?", "permission")],
)
def test_the_question_is_not_lost(catalog: Catalog, text: str, kind: str) -> None:
    """Nor is what is asked."""
    assert understand(Ask(question=text), catalog).intents[0].kind == kind


@pytest.mark.parametrize(
    "text",
    ["OPNE-7B/opne.py", "opne-7B", "开元酒店", "许可正在申请", "授全部权利", "A licence for 3.5 million", "x/lisence"],
)
def test_names_and_other_words_stay(text: str) -> None:
    """A name, a path, a word that only looks alike."""
    assert spelled(text) == text


def test_a_capital_is_kept() -> None:
    """At the head of a sentence and in a shout."""
    assert spelled("Opne souce? LISENCE!") == "Open source? LICENSE!"
