"""Licence records: every locator finds its place in the text that carries it; errors say where and what."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from knowledge.errors import FactsError
from knowledge.licenses import load_licenses
from knowledge.texts import Texts, cut, find

SHARED = Path(__file__).parents[3] / "shared" / "licences"
needs_texts = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/licences, which is not here")


@needs_texts
def test_every_locator_proves() -> None:
    """100 % of shipped locators find their key in the named text."""
    astray = [
        f"{license_.id}: {at.text} {at.section} {at.key!r}"
        for license_ in load_licenses().values()
        for at in license_.locators
        if find((SHARED / f"{at.text}.txt").read_text(encoding="utf-8", errors="replace"), at.key) is None
    ]
    assert astray == []


@needs_texts
def test_recorded_hashes_are_those_of_the_texts() -> None:
    """The hash of a record's text is the hash of the file it was checked against."""
    for license_ in load_licenses().values():
        for text in license_.texts:
            if text.sha256:
                raw = (SHARED / f"{text.id}.txt").read_bytes()
                assert hashlib.sha256(raw).hexdigest() == text.sha256, text.id


@needs_texts
def test_a_quote_is_a_piece_of_the_text(tmp_path: Path) -> None:
    """What is cut around a key stands in the stored text word for word."""
    texts = Texts(tmp_path)
    license_ = load_licenses()["llama-4"]
    for text in license_.texts:
        texts.put(text.id, (SHARED / f"{text.id}.txt").read_text(encoding="utf-8"), "test")
    for at in license_.locators:
        quote = texts.cut(at)
        assert quote
        assert quote in (texts.get(at.text) or "")
        assert len(quote) <= 400


def test_at_least_75_licenses_ship() -> None:
    """The catalog of terms, and each names where it was read or says that it was not."""
    licenses = load_licenses()
    assert len(licenses) >= 75
    assert all(license_.sources or not license_.text_held for license_ in licenses.values())


def test_keys_are_short_search_keys() -> None:
    """No record carries more of a text than a short search key."""
    for license_ in load_licenses().values():
        assert all(len(at.key) <= 90 for at in license_.locators)


def test_a_typo_names_file_line_field_and_the_nearest_name(tmp_path: Path) -> None:
    """`effct:` is refused with the line it stands on and the name that was meant."""
    (tmp_path / "x.yaml").write_text(
        "id: x\nname: X\nfamily: osi\nchecked: 2026-01-01\nclauses:\n- id: a\n  topic: t\n  effct: grant\n"
        "  says: {en: a, zh: b}\n"
    )
    with pytest.raises(FactsError, match=r"x\.yaml:8.*effct.*effect"):
        load_licenses(tmp_path)


def test_a_condition_on_an_unknown_fact_is_refused(tmp_path: Path) -> None:
    """A trigger may only read facts of a use; the nearest is named."""
    (tmp_path / "x.yaml").write_text(
        "id: x\nname: X\nfamily: osi\nchecked: 2026-01-01\nclauses:\n- id: a\n  topic: t\n  effect: forbid\n"
        "  when: {comercial: true}\n  says: {en: a, zh: b}\n"
    )
    with pytest.raises(FactsError, match="commercial"):
        load_licenses(tmp_path)


def test_an_overlay_must_say_that_it_replaces_a_shipped_record(tmp_path: Path) -> None:
    """Shadowing by accident is an error; `replaces` means it."""
    body = "id: mit\nname: Ours\nfamily: osi\nchecked: 2026-01-01\n"
    (tmp_path / "mit.yaml").write_text(body)
    with pytest.raises(FactsError, match="replaces"):
        load_licenses(overlay=tmp_path)
    (tmp_path / "mit.yaml").write_text(body + "replaces: mit\n")
    assert load_licenses(overlay=tmp_path)["mit"].name == "Ours"


def test_cut_ends_at_sentences() -> None:
    """A quote begins and ends where its sentence does."""
    assert (
        cut("First one. The second holds the key words here. Third.", "key words")
        == "The second holds the key words here."
    )
