"""How an ingest from Slack went, told to who started it."""

from __future__ import annotations

from bot.listeners.ingesting import done_text
from ingest.sync import Report
from tests.bot.room import ADA, GENERAL, Room

REPORT = Report(
    added=("/data/a.md",),
    skipped=(("/data/notes/empty.txt", "empty"), ("/data/notes/blank.md", "empty")),
    failed=(("/data/scan.pdf", "scan.pdf: holds no text (a scan?): run text recognition on it first"),),
    told=(("The text is refused.", "该文本未采用。"),),
)


def test_what_was_skipped_is_named_and_is_no_failure() -> None:
    """Each by name and with its reason, a name that the reason begins with only once."""
    english, chinese = done_text(REPORT, "en"), done_text(REPORT, "zh")
    assert "2 skipped, 1 failed" in english
    assert "跳过 2，失败 1" in chinese
    assert "• empty.txt: empty\n• blank.md: empty" in english
    assert english.count("scan.pdf") == 1
    assert "The text is refused." in english
    assert "该文本未采用。" in chinese


def test_many_reasons_are_counted_on() -> None:
    """Fifteen are told, the rest is a number."""
    many = Report(failed=tuple((f"/data/{n}.pdf", "broken") for n in range(20)))
    assert done_text(many, "en").endswith("… +5")


def test_an_ingest_of_nothing_says_how_to_ask(room: Room) -> None:
    """Quotation marks around nothing name nothing."""
    room.command(ADA, "/aperture ingest ''")
    room.wait(lambda: any("/aperture ingest PATH" in m.text for m in room.from_bot(GENERAL)))
