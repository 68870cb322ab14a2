"""The principal flows once more, in HTTP mode: the same bot behind a real server, Slack's requests signed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.room import ADA, BEN, GENERAL, MEI, Room, opened_http, text_of
from tests.bot.test_admins import dms, home_of, press


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One bot for all tests here: each looks at its own thread or person."""
    with opened_http(tmp_path_factory.mktemp("http")) as room:
        yield room


def test_a_mention_is_answered_in_its_thread(http: Room) -> None:
    """Once."""
    asked = http.say(BEN, GENERAL, "@Aperture Is Llama 3.1 open source?")
    assert "Weights Available AI" in text_of(http.answer_in(GENERAL, asked.ts)[0])
    http.settle()
    assert len(http.from_bot(GENERAL, asked.ts)) == 1


def test_a_direct_message_is_answered_in_its_language(http: Room) -> None:
    """Chinese gets Chinese."""
    dm = http.workspace.state.dm(MEI)
    asked = http.say(MEI, dm, "Qwen2.5-7B 是开源的吗？")
    assert "查看依据" in text_of(http.answer_in(dm, asked.ts)[0])


def test_a_button_shows_the_sources(http: Room) -> None:
    """To who pressed it."""
    asked = http.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    http.click(BEN, http.answer_in(GENERAL, asked.ts)[0], "source")
    http.wait(lambda: [m for m in http.from_bot(GENERAL, asked.ts) if m.ephemeral_to == BEN])


def test_a_command_and_its_modal_end_in_a_verdict(http: Room) -> None:
    """Errors come in the answer to the very request."""
    http.workspace.state.views.clear()
    http.command(BEN, "/aperture check")
    view, submit = http.view(), http.workspace.people.submit
    refused = http.workspace.send_and_wait(submit(BEN, view, {}))
    assert refused
    assert set(refused["errors"]) == {"model", "use"}
    ticked = {"value": {"selected_options": [{"value": "commercial"}]}}
    given = {"model": {"value": {"value": "llama-3.1"}}, "use": ticked}
    http.workspace.send_and_wait(submit(BEN, view, given))
    http.wait(lambda: "Allowed for" in str(http.workspace.state.views[view["id"]]))


def test_admins_have_controls_and_others_are_refused(http: Room) -> None:
    """Home, a control, its end in one message, and the refusal."""
    home = home_of(http, ADA)
    press(http, ADA, home, "rerun_ingest")
    http.wait(lambda: any("Done: 1 added" in text for text in dms(http, ADA)))
    press(http, BEN, home, "rerun_ingest")
    http.wait(lambda: any("Only an admin" in text for text in dms(http, BEN)))
    assert http.engine.ingested == [("*",)]


def test_a_message_is_added_by_its_shortcut(http: Room) -> None:
    """By an admin."""
    said = http.say(BEN, GENERAL, "Poplar runs ten workers.")
    http.workspace.send(http.workspace.people.shortcut(ADA, GENERAL, said.ts, "add_knowledge"))
    http.wait(lambda: [note for note in http.engine.notes if note.text == "Poplar runs ten workers."])
