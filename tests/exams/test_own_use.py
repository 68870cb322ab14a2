"""Our own questions of use, from words to verdict and first clause; no licence text and no document is needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answering.engine import Engine
from knowledge.catalog import Catalog
from knowledge.embedding import make_encoder
from knowledge.search import Search
from knowledge.store import Store
from knowledge.texts import Texts
from tests.exams.own_use_exam import own_use, rows


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on an empty folder: verdicts come from the records that ship."""
    data = tmp_path_factory.mktemp("data")
    catalog, encoder = Catalog.load(), make_encoder("bundled")
    with Store.open(data, encoder) as store:
        yield Engine(catalog, Texts(data / "texts"), store, Search(store, encoder, catalog))


def test_every_question_gets_its_verdict_and_its_clause(engine: Engine) -> None:
    """Thresholds on both sides, places, names, outputs, hosting, fields, unread terms: in both languages."""
    assert [mark.why for mark in own_use(engine).marks if mark.why] == []


def test_the_questions_are_many_and_in_both_languages() -> None:
    """Ids are unique, and neither language is an afterthought."""
    held = rows()
    assert len({row["id"] for row in held}) == len(held) >= 250
    assert min(sum(row["lang"] == code for row in held) for code in ("en", "zh")) >= 110
