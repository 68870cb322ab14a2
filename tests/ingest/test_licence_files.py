"""A document is quoted as a licence only when it is the licence's text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sync import Report, ingest
from knowledge.catalog import Catalog
from knowledge.store import Store
from knowledge.texts import Texts

FACTS = Path(__file__).parents[2] / "knowledge" / "facts" / "licenses"


def keys(catalog: Catalog, text_id: str) -> list[str]:
    every = [at.key for one in catalog.licenses.values() for at in one.locators if at.text == text_id]
    return list(dict.fromkeys(every))


def licence(catalog: Catalog, text_id: str) -> str:
    """A text of the length of the real one that holds each of its clauses."""
    length = next(t.length or 0 for one in catalog.licenses.values() for t in one.texts if t.id == text_id)
    clauses = "\n\n".join(f"{key} and so on." for key in keys(catalog, text_id))
    words = "Each of the parties to this agreement keeps a copy of it. "
    missing = length - len("".join(clauses.split()))
    return clauses + "\n\n" + words * (missing // len("".join(words.split())))


def quoting(catalog: Catalog, text_id: str, more: str = "") -> str:
    return "\n\n".join(f'We read "{key}" and decided to ignore it.{more}' for key in keys(catalog, text_id))


@pytest.mark.parametrize("more", ["", " Nobody of the team had an objection to that, which says a lot." * 3])
@pytest.mark.parametrize("name", ["qwen.md", "qwen.txt"])
def test_a_document_that_quotes_every_clause_is_no_licence_text(
    tmp_path: Path, store: Store, texts: Texts, catalog: Catalog, name: str, more: str
) -> None:
    """It is found like any document, no verdict quotes it, and the admin is told."""
    path = tmp_path / name
    path.write_text(quoting(catalog, "qwen", more), encoding="utf-8")
    report = ingest([str(path)], store=store, texts=texts, catalog=catalog)
    assert report.added == (str(path),)
    assert (report.texts, texts.get("qwen")) == ((), None)
    [(english, chinese)] = report.told
    assert "'qwen'" in english
    assert "并非其原文" in chinese


def test_a_record_of_facts_is_no_licence_text(store: Store, texts: Texts, catalog: Catalog) -> None:
    """A record has the text's name and every key, and is a record."""
    report = ingest([str(FACTS / "mit.yaml")], store=store, texts=texts, catalog=catalog)
    assert (report.texts, report.told, texts.ids()) == ((), (), [])


def test_a_text_under_its_name_is_recognised_and_another_does_not_replace_it(
    tmp_path: Path, store: Store, texts: Texts, catalog: Catalog
) -> None:
    """The first stays until it is removed; the same place may bring a new version."""
    real = licence(catalog, "qwen")
    first, second = tmp_path / "a" / "qwen.txt", tmp_path / "b" / "qwen.txt"
    for path, text in ((first, real), (second, real.replace("keeps a", "keeps one"))):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")

    def take(path: Path) -> Report:
        return ingest([str(path)], store=store, texts=texts, catalog=catalog)

    assert take(first).texts == ("qwen",)
    report = take(second)
    assert report.texts == ()
    assert str(first) in report.told[0][0]
    assert texts.source("qwen") == str(first)
    first.write_text(real.replace("keeps a", "keeps its"), encoding="utf-8")
    assert take(first).texts == ("qwen",)
    assert "its copy" in (texts.get("qwen") or "")


def test_what_was_wrongly_quoted_is_forgotten_when_its_document_is_read_again(
    tmp_path: Path, store: Store, texts: Texts, catalog: Catalog
) -> None:
    """An index of an earlier version holds such texts; with their document gone, they go too."""
    path = tmp_path / "notes" / "qwen.md"
    path.parent.mkdir()
    path.write_text(quoting(catalog, "qwen"), encoding="utf-8")
    texts.put("qwen", path.read_text(encoding="utf-8"), str(path))
    report = ingest([str(path)], store=store, texts=texts, catalog=catalog)
    assert texts.get("qwen") is None
    assert any("--texts" in english for english, _ in report.told)


def test_pruning_a_licence_file_forgets_its_text(tmp_path: Path, store: Store, texts: Texts, catalog: Catalog) -> None:
    """What is no longer there is no longer quoted."""
    path = tmp_path / "notes" / "qwen.txt"
    path.parent.mkdir()
    path.write_text(licence(catalog, "qwen"), encoding="utf-8")
    ingest([str(path.parent)], store=store, texts=texts, catalog=catalog)
    assert texts.ids() == ["qwen"]
    path.unlink()
    ingest([str(path.parent)], store=store, texts=texts, catalog=catalog, prune=True)
    assert texts.ids() == []
