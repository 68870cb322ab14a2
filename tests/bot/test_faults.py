"""Slack says no in the middle of it: nothing hangs, nothing stays open, and the next question is answered."""

from __future__ import annotations

import pytest

from tests.bot.room import BEN, GENERAL, Room

WRITES = (
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.update",
    "chat.startStream",
    "chat.appendStream",
    "chat.stopStream",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
)
READS = ("users.info", "conversations.replies", "conversations.info", "conversations.open")
EVERYTHING = (*WRITES, *READS, "auth.test", "assistant.threads.setStatus", "views.open", "views.publish")
FAULTS = {
    "archived": dict.fromkeys(WRITES, "is_archived"),
    "removed-from-the-channel": dict.fromkeys((*WRITES, "conversations.replies"), "not_in_channel"),
    "token-revoked": dict.fromkeys(EVERYTHING, "token_revoked"),
    "workspace-inactive": dict.fromkeys(EVERYTHING, "account_inactive"),
    "person-left": {"users.info": "user_not_found", "chat.postEphemeral": "user_not_in_channel"},
    "slack-down": dict.fromkeys(EVERYTHING, "internal_error"),
    "reads-only": dict.fromkeys(READS, "missing_scope"),
    "stream-lost": {"chat.appendStream": "message_not_found", "chat.stopStream": "message_not_found"},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("writes", [False, True], ids=["plain", "streamed"])
def test_a_question_that_meets_it_ends_and_the_next_is_answered(
    room: Room, fault: dict[str, str], writes: bool
) -> None:
    """A mention, a follow-up in its thread, a command and Home while it lasts; then it is over."""
    room.engine.writes = writes
    room.workspace.faults.set({"error": fault})
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    room.say(BEN, GENERAL, "@Aperture And the larger one?", asked.ts)
    room.command(BEN, "/model olmo")
    room.workspace.send_and_wait(room.workspace.people.home(BEN))
    room.wait(lambda: len(room.engine.asked) >= 2 or "conversations.replies" in fault)
    room.wait(lambda: room.desk.drain(20) and not room.state.interrupted())
    room.workspace.faults.clear()
    after = room.say(BEN, GENERAL, "@Aperture Is it over?")
    assert room.answer_in(GENERAL, after.ts)


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.startStream", "conversations.replies", "users.info"])
def test_a_rate_limit_is_waited_out(room: Room, method: str) -> None:
    """Once, as Slack's header says; the question is answered all the same, once."""
    room.workspace.faults.set({"rate_limit": {method: 1}})
    asked = room.say(BEN, GENERAL, "@Aperture Is OLMo open?")
    assert len(room.answer_in(GENERAL, asked.ts)) == 1
    room.settle()
    assert len(room.from_bot(GENERAL, asked.ts)) == 1
