"""Claims of articles against facts: the reader hears when a passage is wrong or out of date."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.claims import contradicted, load_claims, notes

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.parametrize(
    ("passage", "claim", "status"),
    [
        ("其前身 DALLE2 也是开源的，后来才关闭", "dalle2-open", "false"),
        ("据说 Claude 也有一部分模型是闭源的。", "claude-partly-closed", "false"),
        ("国内百度的ERNIE模型作为闭源模型的代表", "ernie-closed", "outdated"),
        ("只有ChatGPT4和ChatGLM4这两个闭源模型能够胜任", "glm4-closed", "outdated"),
    ],
)
def test_a_checked_claim_is_found_in_a_passage(passage: str, claim: str, status: str) -> None:
    """By short keys that stand near each other, whatever the spaces and the case."""
    found = {note.claim: note for note in contradicted(passage)}
    assert found[claim].status == status


def test_a_note_carries_both_dates_in_both_languages() -> None:
    """When it was written and since when the fact holds."""
    (note,) = contradicted("百度的ERNIE模型作为闭源模型")
    for text in (note.text.en, note.text.zh):
        assert "2024-10" in text
        assert "2025-06-30" in text


def test_a_true_claim_brings_no_note() -> None:
    """Agreement needs no correction."""
    assert contradicted("更高版本的baichuan3、baichuan4只提供商业化接口") == []


def test_keys_far_apart_are_no_claim() -> None:
    """A passage that only happens to hold all the words is left alone."""
    assert contradicted("DALLE2 " + "无关的文字" * 100 + " 是开源的") == []


@pytest.mark.parametrize(
    "text",
    ["Llama 3.1 is open source and free.", "众所周知，Llama 3.1 是开源的。", "Meta 发布了开源大模型 Llama 3.1"],
)
def test_calling_a_restricted_model_open_source_is_noted(catalog: Catalog, text: str) -> None:
    """A plain statement about any model of the catalog, not only about the claims that were checked."""
    (note,) = notes(text, catalog)
    assert note.claim == "llama-3.1"
    assert "Weights Available" in note.text.en


def test_a_statement_that_was_true_when_written_is_out_of_date(catalog: Catalog) -> None:
    """`published` before the weights came out."""
    (note,) = notes("GLM-4.5 是闭源模型", catalog, published="2025-01-01")
    assert note.status == "outdated"


@pytest.mark.parametrize(
    "text",
    [
        "OLMo 2 is open source.",
        "Is Llama 3.1 open source?",
        "GPT-4o 是闭源的",
        "Llama 3.1 的推理框架是开源的",
        "Qwen 是闭源模型吗",
    ],
)
def test_right_statements_questions_and_other_subjects_bring_no_note(catalog: Catalog, text: str) -> None:
    """Only what is said about the model itself counts, and a family with members of both kinds is left alone."""
    assert notes(text, catalog) == []


def test_subjects_are_in_the_catalog(catalog: Catalog) -> None:
    """A claim about a model that nobody holds would never be shown."""
    assert {s for claim in load_claims() for s in claim.subjects} <= set(catalog.models)


@pytest.mark.exam
def test_every_claim_of_the_articles_is_found_in_its_article() -> None:
    """All checked rows, each in the article it came from."""
    if not (SHARED / "facts" / "seed_claims.csv").exists():
        pytest.skip("no ../shared here")
    rows = csv.DictReader((SHARED / "facts" / "seed_claims.csv").read_text().splitlines())
    missed = []
    for row in rows:
        (article,) = (SHARED / "seeds").glob(f"{row['seed']}_*.txt")
        text, quote = "".join(article.read_text().split()), "".join(row["claim_quote"].split())
        start = max(text.find(quote[:16]), text.find(quote[-16:]))
        passage = text[max(0, start - 300) : start + 600] if start >= 0 else text
        if not row["status"].startswith("true") and not contradicted(passage):
            missed.append(row["claim_quote"])
    assert missed == []
