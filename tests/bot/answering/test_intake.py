"""What admins do to the index from Slack, on a real one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from bot.answering.intake import Intake, Note
from ingest.shipped import shipped
from knowledge.catalog import Catalog
from knowledge.embedding import Encoder, make_encoder
from knowledge.errors import IngestBusy, SourceError
from knowledge.search import Search
from knowledge.store import Store
from knowledge.texts import Texts


@pytest.fixture
def intake(catalog: Catalog, tmp_path: Path, encoder: Encoder) -> Iterator[Intake]:
    """An intake into an empty index."""
    with Store.open(tmp_path, encoder) as store:
        yield Intake(catalog, Texts(tmp_path / "texts"), store, Search(store, encoder, catalog))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The encoder that ships."""
    return make_encoder("bundled")


NOTE = Note(
    title="Ada in #general",
    permalink="https://team.slack.com/archives/C1/p1",
    day=date(2026, 11, 20),
    text="We keep the Poplar queue at ten workers, and it drops jobs after a day.",
    author="Ada",
)


def held(intake: Intake) -> dict[str, str]:
    """Document id by source."""
    return {entry.source: key for key, entry in intake.store.entries().items()}


def test_a_message_becomes_a_document_that_links_to_itself(intake: Intake) -> None:
    """Title, day, author and permalink are the message's; a re-run finds it again and changes nothing."""
    assert intake.take_note(NOTE).added == (NOTE.permalink,)
    document = intake.store.document(held(intake)[NOTE.permalink])
    assert document
    assert (document.title, document.author, document.published) == ("Ada in #general", "Ada", date(2026, 11, 20))
    assert document.url == NOTE.permalink
    assert intake.again_one(document.id).unchanged == (NOTE.permalink,)


def test_a_shared_file_is_kept_under_a_safe_name(intake: Intake, tmp_path: Path) -> None:
    """Whatever its name says, it stays in its folder."""
    text = b"# Notes\n\nThe Juniper team answers tickets within four hours on working days.\n"
    report = intake.take_note(Note("x", "https://t/f1", date(2026, 11, 20), file=("../../<!channel>.md", text)))
    assert report.added == ("https://t/f1",)
    assert all(path.is_relative_to(tmp_path / "slack") for path in tmp_path.rglob("*channel*"))


def test_what_is_removed_is_gone_with_its_copy(intake: Intake, tmp_path: Path) -> None:
    """And removing it again says that it is gone."""
    intake.take_note(NOTE)
    key = held(intake)[NOTE.permalink]
    assert intake.remove(key) == NOTE.permalink
    assert not held(intake)
    assert not list((tmp_path / "slack").iterdir())
    with pytest.raises(SourceError, match="removed already"):
        intake.remove(key)


def test_what_ships_is_renewed_and_then_found(
    intake: Intake, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade: what changed is taken in anew, and search knows it."""
    ships = list(islice(shipped(catalog), 3))
    monkeypatch.setattr("ingest.shipped.shipped", lambda _: ships)
    intake.renew_shipped()
    text = "The Juniper team answers tickets within four hours on working days."
    ships[1] = ships[1].model_copy(update={"text": text, "sha256": "of the next version"})
    report = intake.renew_shipped()
    assert (report.changed, len(report.unchanged)) == ((ships[1].source,), 2)
    assert intake.search.find("How soon does the Juniper team answer?", top=1).passages[0].text == text


def test_a_rebuild_keeps_every_document_findable(intake: Intake) -> None:
    """Same documents, same passages, embedded anew."""
    intake.take_note(NOTE)
    before = intake.store.entries()
    steps: list[str] = []
    assert intake.rebuild(lambda step: steps.append(str(step))).changed == (NOTE.permalink,)
    assert intake.store.entries().keys() == before.keys()
    assert steps
    assert intake.search.find("How many workers has Poplar?", top=1).passages[0].source == NOTE.permalink


def test_failures_stay_until_they_are_mended(intake: Intake, tmp_path: Path) -> None:
    """With their reason; a source that then works is no failure any more."""
    broken = tmp_path / "note.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    intake.take_in([str(broken)])
    assert list(intake.failures.read()) == [str(broken)]
    assert intake.failures.read()[str(broken)].reason
    intake.failures.forget(str(broken))
    assert not intake.failures.read()


def test_a_second_run_at_once_is_refused(intake: Intake) -> None:
    """Removal and rebuild too."""
    intake.take_note(NOTE)

    def second(_: object) -> None:
        for run in (lambda: intake.remove(held(intake)[NOTE.permalink]), intake.rebuild, intake.again):
            with pytest.raises(IngestBusy):
                run()

    intake.rebuild(second)
    assert held(intake)
