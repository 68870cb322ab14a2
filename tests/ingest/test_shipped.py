"""What ships: a card for each record in both languages, briefings with their source; near-free to repeat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.cards import license_card, model_card
from ingest.shipped import briefings, ingest_shipped, shipped
from knowledge.catalog import Catalog
from knowledge.openness import judge_openness
from knowledge.openness_words import RUNG_NAMES
from knowledge.store import Store
from knowledge.texts import Texts


@pytest.fixture
def few(catalog: Catalog) -> Any:
    """The shipped catalog cut to a dozen models: what sync does does not depend on how many."""

    class Few:
        def __init__(self) -> None:
            self.models = dict(list(catalog.models.items())[:12])
            self.licenses = dict(list(catalog.licenses.items())[:4])

        def __getattr__(self, name: str) -> Any:
            return getattr(catalog, name)

    return Few()


def test_every_record_has_a_card(catalog: Catalog) -> None:
    """Models and licenses, each about its record, none twice."""
    documents = list(shipped(catalog))
    cards = [one for one in documents if one.kind == "card"]
    assert {one.subjects[0] for one in cards} == set(catalog.models) | set(catalog.licenses)
    assert len({one.id for one in documents}) == len(documents)
    assert all(one.url is None or one.url.startswith("https://") for one in cards)


def test_a_models_card_tells_the_verdict_in_both_languages(catalog: Catalog) -> None:
    """The rung is the one that code decided; nothing is written by hand."""
    for model in list(catalog.models.values())[::40]:
        rung = judge_openness(model, None, catalog).rung
        english, chinese = model_card(model, catalog).split("\n\n")
        assert english.startswith(f"# {model.name}")
        assert f"Openness: {RUNG_NAMES[rung].en}" in english
        assert f"开放等级: {RUNG_NAMES[rung].zh}" in chinese


def test_a_licenses_card_tells_every_rule_in_both_languages(catalog: Catalog) -> None:
    """In our words, with the clause's place."""
    for one in catalog.licenses.values():
        card = license_card(one)
        for clause in one.clauses:
            assert clause.says.en in card
            assert clause.says.zh in card
            assert clause.at is None or clause.at.section in card


def test_a_second_run_changes_nothing_and_a_dropped_record_goes(store: Store, texts: Texts, few: Any) -> None:
    """And an edited one is replaced."""
    first = ingest_shipped(store, texts, few)
    assert first.documents == len(list(shipped(few)))
    assert ingest_shipped(store, texts, few).unchanged == first.added
    gone, edited = list(few.models)[:2]
    del few.models[gone]
    few.models[edited] = few.models[edited].model_copy(update={"aliases": ("Another Name",)})
    report = ingest_shipped(store, texts, few)
    assert report.removed == (f"catalog:model-{gone}",)
    assert report.changed == (f"catalog:model-{edited}",)
    assert store.verify() == []


FLAT = "---\ntitle: 论开放\nlanguage: zh\nsource_title: T\nsource_author: 某人\nsource_date: 2024-05-06\nsource_url: https://a.example/x\n---\n正文。"
NESTED = "---\ntitle: On openness\nlanguage: en\nsource:\n  title: T\n  author: Somebody\n  date: 2024-05-06\n  url: https://a.example/x\n---\nBody."


@pytest.mark.parametrize("raw", [FLAT, NESTED], ids=["flat", "nested"])
def test_a_briefing_names_the_article_it_reports_on(tmp_path: Path, raw: str) -> None:
    """Author, date and address of the source; the words are ours."""
    (tmp_path / "open.md").write_text(raw)
    (one,) = briefings(tmp_path)
    assert (one.kind, one.language) == ("briefing", "zh" if raw is FLAT else "en")
    assert one.author in ("某人", "Somebody")
    assert (str(one.published), one.url) == ("2024-05-06", "https://a.example/x")
    assert one.text in ("正文。", "Body.")
