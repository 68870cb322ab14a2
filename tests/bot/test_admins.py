"""What admins do without leaving Slack, and what others are told when they try."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.serving import finish
from bot.workspace.store import Message
from ingest.sync import Progress, Report
from tests.bot.room import ADA, BEN, GENERAL, MEI, Room, text_of


def dms(room: Room, user: str) -> list[str]:
    """What the bot told somebody directly."""
    return [m.text for m in room.from_bot(room.workspace.state.dm(user))]


def home_of(room: Room, user: str) -> dict[str, Any]:
    """Somebody opens Home."""
    room.workspace.state.homes.pop(user, None)
    room.workspace.send_and_wait(room.workspace.people.home(user))
    return dict(room.wait(lambda: room.workspace.state.homes.get(user)))


def elements(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Every control of a view."""
    rows = [e for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
    return rows + [b["accessory"] for b in view["blocks"] if "accessory" in b]


def press(room: Room, user: str, view: dict[str, Any], action_id: str, option: str = "") -> None:
    """Somebody presses a control of Home, or chooses from it."""
    element = next(e for e in elements(view) if e["action_id"] == action_id)
    if option:
        element = {**element, "selected_option": next(o for o in element["options"] if o["value"].startswith(option))}
    room.workspace.send_and_wait(room.workspace.people.click_view(user, view, element))


def test_home_tells_how_the_index_is(room: Room) -> None:
    """Size, encoder, model, failures with their reason, age of each document; escaped."""
    shown = str(home_of(room, ADA)["blocks"])
    for words in ("1 documents, 12 passages", "bundled", "composed from facts", "encrypted", "Note &lt;b&gt;"):
        assert words in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(
    ("action", "ingested"), [("rerun_ingest", "*"), ("rebuild_index", "rebuild"), ("ingest_retry", "/gone <x>.pdf")]
)
def test_controls_run_and_tell_in_one_message(room: Room, action: str, ingested: str) -> None:
    """The message that it began becomes the one how it ended; an audit line stays."""
    press(room, ADA, home_of(room, ADA), action)
    room.wait(lambda: any("Done: 1 added" in text for text in dms(room, ADA)))
    assert len(dms(room, ADA)) == 1
    assert room.engine.ingested == [(ingested,)]
    assert room.state.audit()[0][1] == ADA


def test_one_document_is_run_again_or_removed(room: Room) -> None:
    """Removal asks first."""
    press(room, ADA, home_of(room, ADA), "document", "r:")
    room.wait(lambda: room.engine.ingested == [("again note~1",)])
    press(room, ADA, home_of(room, ADA), "document", "x:")
    asked = room.view()
    assert "Note &lt;b&gt;" in str(asked["blocks"])
    assert not room.engine.removed
    room.workspace.send_and_wait(room.workspace.people.submit(ADA, asked, {}))
    room.wait(lambda: room.engine.removed == ["note~1"])
    room.wait(lambda: any("Removed: Note &lt;b&gt;" in text for text in dms(room, ADA)))
    assert room.state.audit()[0][1:] == (ADA, "remove", "note.md")


@pytest.mark.parametrize("action", ["rerun_ingest", "rebuild_index", "ingest_retry", "ingest_add"])
def test_who_is_no_longer_an_admin_is_refused(room: Room, action: str) -> None:
    """The button was drawn when they were one; nothing happens, and Home is drawn anew without it."""
    home = home_of(room, ADA)
    room.workspace.state.people[ADA].admin = False
    press(room, ADA, home, action)
    room.wait(lambda: any("Only an admin" in text for text in dms(room, ADA)))
    room.wait(lambda: "rerun_ingest" not in str(room.workspace.state.homes[ADA]))
    assert not room.engine.ingested
    assert not room.workspace.state.views
    assert not room.state.audit()


def test_a_confirmation_is_held_against_rights_too(room: Room) -> None:
    """Somebody may be demoted while the question stands open."""
    press(room, ADA, home_of(room, ADA), "document", "x:")
    asked = room.view()
    room.workspace.state.people[ADA].admin = False
    room.workspace.send_and_wait(room.workspace.people.submit(ADA, asked, {}))
    room.wait(lambda: any("Only an admin" in text for text in dms(room, ADA)))
    assert not room.engine.removed


def test_two_at_once_the_second_is_told(room: Room) -> None:
    """One ingest at a time, in the words of who pressed second."""
    room.workspace.state.people[MEI].admin = True
    home = home_of(room, MEI)
    room.engine.busy = True
    press(room, MEI, home, "rerun_ingest")
    room.wait(lambda: any("已有一次导入" in text for text in dms(room, MEI)))
    press(room, MEI, home, "document", "x:")
    room.workspace.send_and_wait(room.workspace.people.submit(MEI, room.view(), {}))
    room.wait(lambda: sum("已有一次导入" in text for text in dms(room, MEI)) == 2)


def test_an_address_and_files_are_added_by_the_box(room: Room) -> None:
    """Nothing named is an error at the field; a file comes by Slack and only with the bot's token."""
    press(room, ADA, home_of(room, ADA), "ingest_add")
    view = room.view()
    submit = room.workspace.people.submit
    refused = room.workspace.send_and_wait(submit(ADA, view, {"source": {"value": {"value": " "}}}))
    assert refused
    assert set(refused["errors"]) == {"source"}
    shared = room.workspace.api.take_file("<!channel>.md", b"# Poplar\n\nA queue.", ADA)
    files = {"value": {"type": "file_input", "files": [shared["id"]]}}
    values = {"source": {"value": {"value": "https://example.org/a"}}, "files": files}
    room.workspace.send_and_wait(submit(ADA, view, values))
    room.wait(lambda: room.engine.notes)
    assert ("https://example.org/a",) in room.engine.ingested
    assert room.engine.notes[0].file == ("<!channel>.md", b"# Poplar\n\nA queue.")
    assert all("<!channel>" not in text for text in dms(room, ADA))


def shared_message(room: Room, text: str) -> Message:
    """A message that people talk over."""
    return room.say(BEN, GENERAL, text)


def test_a_message_is_added_to_what_is_known(room: Room) -> None:
    """With who, where, when and the link to it."""
    said = shared_message(room, "Poplar runs ten workers & drops <old> jobs.")
    room.workspace.send(room.workspace.people.shortcut(ADA, GENERAL, said.ts, "add_knowledge"))
    room.wait(lambda: room.engine.notes)
    note = room.engine.notes[0]
    assert note.text == "Poplar runs ten workers & drops <old> jobs."
    assert note.title.startswith("Ben in #general, 20")
    assert note.permalink.endswith(f"#{GENERAL}/{said.ts}")
    assert note.author == "Ben"


def test_a_message_with_a_file_brings_both(room: Room) -> None:
    """And one with neither says so."""
    file = room.workspace.api.take_file("notes.md", b"# Notes", BEN)
    message, events = room.workspace.people.say(BEN, GENERAL, "see the notes", files=[file["id"]])
    room.workspace.send(events)
    room.workspace.send(room.workspace.people.shortcut(ADA, GENERAL, message.ts, "add_knowledge"))
    room.wait(lambda: len(room.engine.notes) == 2)
    assert [note.file is not None for note in room.engine.notes] == [False, True]


def test_a_member_may_not_add_a_message(room: Room) -> None:
    """The refusal says why, to them alone, where they are."""
    said = shared_message(room, "Poplar runs ten workers.")
    room.workspace.send(room.workspace.people.shortcut(MEI, GENERAL, said.ts, "add_knowledge"))
    told = room.wait(lambda: [m for m in room.from_bot(GENERAL) if "管理员" in m.text])
    assert told[0].ephemeral_to == MEI
    assert not room.engine.notes


def test_a_file_that_slack_does_not_keep_is_refused(room: Room) -> None:
    """The bot's token goes nowhere else."""
    said = shared_message(room, "see this")
    file = {"id": "F1", "name": "x.md", "url_private_download": "http://127.0.0.1:9/x.md", "size": 3}
    said.files = [file]
    room.workspace.send(room.workspace.people.shortcut(ADA, GENERAL, said.ts, "add_knowledge"))
    room.wait(lambda: any("kept outside Slack" in text for text in dms(room, ADA)))


def test_a_long_list_of_documents_has_pages(room: Room) -> None:
    """Never more blocks than Slack takes, and every document within reach."""
    one = room.engine.sources()[0]
    many = [type(one)(**{**vars(one), "document_id": f"n~{i}", "title": f"Note {i:03}"}) for i in range(130)]
    room.engine.sources = lambda: many  # type: ignore[method-assign]
    home = home_of(room, ADA)
    seen: set[str] = set()
    for page in range(1, 8):
        assert len(home["blocks"]) <= 100
        seen |= {title for title in (f"Note {i:03}" for i in range(130)) if title in str(home["blocks"])}
        if not any(e["action_id"] == "home_page_older" for e in elements(home)):
            break
        press(room, ADA, home, "home_page_older")
        home = room.wait(lambda page=page: (h := room.workspace.state.homes[ADA]) and f"{page + 1} / 7" in str(h) and h)
    assert len(seen) == 130


def test_comparing_from_a_card(room: Room) -> None:
    """The box names the model already; a missing one is an error at its field; the table is for who asked."""
    room.command(BEN, "/model llama-3.1")
    room.click(BEN, room.answer_in(GENERAL)[0], "compare_open")
    view = room.view()
    assert "llama-3.1" in str(view["blocks"][0])
    submit = room.workspace.people.submit
    given = {"first": {"value": {"value": "llama-3.1"}}, "second": {"value": {"value": "nomodel"}}}
    refused = room.workspace.send_and_wait(submit(BEN, view, given | {"third": {"value": {"value": "qwen"}}}))
    assert refused
    assert set(refused["errors"]) == {"second", "third"}
    room.workspace.send_and_wait(submit(BEN, view, given | {"second": {"value": {"value": "olmo-2"}}}))
    room.wait(lambda: any("Compare llama-3.1, olmo-2" in text_of(m) for m in room.from_bot(GENERAL)))
    assert all(m.ephemeral_to == BEN for m in room.from_bot(GENERAL))


def test_a_stop_ends_an_ingest_between_two_documents_and_says_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stop waits for that; the progress message is not left standing."""
    going = threading.Event()

    def endless(progress: Callable[[Progress], None]) -> Report:
        for place in range(1, 10_000):
            progress(Progress(place, 10_000, f"note {place}"))
            going.set()
            time.sleep(0.01)
        return Report()

    monkeypatch.setattr(room.engine, "reingest", endless)
    press(room, ADA, home_of(room, ADA), "rerun_ingest")
    assert going.wait(10)
    finish(room.desk)
    assert any("run it again for the rest" in text for text in dms(room, ADA))
