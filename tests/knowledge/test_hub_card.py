"""A model nobody recorded: tag and text told apart, the base followed, certainty lower and said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.catalog import Catalog
from knowledge.hub_card import license_of, provisional_model
from knowledge.openness import judge_openness
from knowledge.records.license import License
from knowledge.records.model import Model

MIT = "MIT License Copyright (c) 2026 Someone. Permission is hereby granted, free of charge, to any person. " * 2


def _terms(license_id: str, *, open_source: bool) -> License:
    return License(
        id=license_id,
        name=license_id.upper(),
        family="osi" if open_source else "community",
        spdx=license_id,
        open_source=open_source,
        checked=date(2026, 11, 25),
    )


@pytest.fixture
def small() -> Catalog:
    """Two open licences, a restrictive one, and a base model under it."""
    licenses = {i: _terms(i, open_source=i != "llama-3.1") for i in ("mit", "apache-2.0", "llama-3.1")}
    base = Model.model_validate(
        {
            "id": "llama-3.1",
            "name": "Llama 3.1",
            "family": "llama-3.1",
            "developer": "Meta",
            "license": "llama-3.1",
            "hf_repo": "meta-llama/Llama-3.1-8B",
            "components": {"weights": True, "inference_code": True},
        }
    )
    return Catalog({base.id: base}, {}, licenses)


def _info(**changes: Any) -> dict[str, Any]:
    info: dict[str, Any] = {
        "id": "acme/Nano-7B-Instruct",
        "sha": "abc",
        "created_at": "2026-10-01T00:00:00+00:00",
        "gated": False,
        "tags": ["transformers", "license:mit"],
        "card": {"license": "mit"},
        "files": ["config.json", "model-00001.safetensors"],
        "readme": "words " * 200,
        "license_text": "",
    }
    return info | changes


def test_a_tag_alone_gives_a_provisional_rung(small: Catalog) -> None:
    """The verdict stands on the tag, and says so."""
    reading = provisional_model(_info(), small)
    verdict = judge_openness(reading.model, None, small)
    assert reading.model.license == "mit"
    assert reading.model.total_b == (7, 7)
    assert verdict.value == "open-weights"
    assert "only the tag" in reading.notes[0].en
    assert any("checked by nobody" in doubt.en for doubt in verdict.doubts)


def test_a_plain_license_file_confirms_the_tag(small: Catalog) -> None:
    """Tag and text agree."""
    reading = provisional_model(_info(license_text=MIT), small)
    assert reading.model.license == "mit"
    assert "agree" in reading.notes[0].en


def test_mit_with_a_further_clause_is_not_mit(small: Catalog) -> None:
    """A display duty above a number of users, as published trackers overlook."""
    text = MIT + "If the product has more than 100 million monthly active users, prominently display the name."
    reading = provisional_model(_info(license_text=text), small)
    verdict = judge_openness(reading.model, None, small)
    assert verdict.value == "unknown"
    assert verdict.deciding == "license"
    assert reading.model.license_conflicts[0].says == "mit"


def test_a_recognised_text_beats_the_tag(small: Catalog) -> None:
    """The LICENSE file is the licence."""
    reading = provisional_model(_info(license_text="…"), small, text_license="llama-3.1")
    assert reading.model.license == "llama-3.1"
    assert judge_openness(reading.model, None, small).value == "weights-available"
    assert "the file counts" in reading.notes[0].en


def test_a_recorded_base_model_is_followed(small: Catalog) -> None:
    """A fine-tune of Llama tagged MIT: the base's terms are said to stay."""
    card = {"license": "mit", "base_model": ["meta-llama/Llama-3.1-8B"]}
    reading = provisional_model(_info(card=card), small)
    assert reading.model.base == "llama-3.1"
    assert any("stay in force" in note.en for note in reading.notes)
    assert any("Llama 3.1" in doubt.en for doubt in judge_openness(reading.model, None, small).doubts)


@pytest.mark.parametrize("card", [{}, {"license": "other"}, {"license": "other", "license_name": "acme-terms"}])
def test_unknown_terms_are_unknown(small: Catalog, card: dict[str, Any]) -> None:
    """No tag, `other`, or a name nobody described: no rung, and the reason."""
    reading = provisional_model(_info(card=card, tags=["transformers"], gated="manual"), small)
    assert judge_openness(reading.model, None, small).value == "unknown"
    assert any("gated" in note.en for note in reading.notes)


def test_missing_weights_are_not_assumed(small: Catalog) -> None:
    """A repository of adapters' code only."""
    reading = provisional_model(_info(files=["README.md"]), small)
    assert judge_openness(reading.model, None, small).value == "unknown"


def test_a_bare_dictionary_is_enough(small: Catalog) -> None:
    """Whatever the hub leaves out, nothing breaks."""
    assert provisional_model({"id": "a/b"}, small).model.license is None


def test_tags_find_their_license_by_any_name(small: Catalog) -> None:
    """Case and punctuation do not count."""
    assert license_of("Apache 2.0", small) == "apache-2.0"
    assert license_of("", small) is None
