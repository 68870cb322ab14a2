"""An answer that a language model takes seconds to write: its steps stand in the thread at once, then all of it there.

The verdict is code's and known before the model writes: it is shown as the first step. Where Slack has no streams, or
one ends before its time, the answer is posted or put in its place all the same.
"""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.messages.chunk import TaskUpdateChunk

from bot.answering.answer import Answer
from bot.blocks.answer import answer_blocks, fallback
from bot.blocks.limits import clean, cut, messages
from bot.blocks.words import say
from bot.listeners.desk import REFUSED_BLOCKS, STREAMING, Desk, post_answer, post_message
from knowledge.records.base import Language

_log = logging.getLogger(__name__)
LEAD = 150
"""Characters of the verdict in a step."""


class Stream:
    """One answer in one thread."""

    def __init__(self, client: WebClient, desk: Desk, channel: str, thread: str, team: str, user: str) -> None:
        self._client, self._desk = client, desk
        self._channel, self._thread, self._team, self._user = channel, thread, team, user
        self._ts = ""

    def begin(self, composed: Answer, question: str) -> None:
        """Show that the verdict stands and that a model writes. Never raises: without a stream the answer comes later.

        `question` is the ts of the question: a bot that is killed finds the half answer by it.
        """
        language = composed.language
        lead = cut(clean(composed.answer.partition("\n")[0].strip("*")), LEAD)
        steps = [
            TaskUpdateChunk(id="facts", title=say("step_facts", language), status="complete", output=lead),
            TaskUpdateChunk(id="prose", title=say("step_prose", language), status="in_progress"),
        ]
        try:
            told = self._client.chat_startStream(
                channel=self._channel, thread_ts=self._thread, recipient_team_id=self._team or None,
                recipient_user_id=self._user, chunks=steps,
            )  # fmt: skip
            self._ts = str(told["ts"])
        except (SlackApiError, OSError, KeyError) as error:
            _log.info("no stream for an answer: %s", _code(error))
            return
        self._desk.state.note_posted(self._channel, self._ts, STREAMING, question)

    def end(self, answer: Answer, key: str) -> list[str]:
        """The whole answer in the stream's place; returns the ts of its messages. Raises what posting raises."""
        if not self._ts:
            return post_answer(self._client, self._channel, self._thread, answer, key)
        first, *rest = messages(answer_blocks(answer, key))
        self._close(clean(fallback(answer)), first, answer.language)
        more = [post_message(self._client, self._channel, self._thread, "…", blocks) for blocks in rest]
        return [self._ts, *more]

    def fail(self, text: str) -> bool:
        """A sentence in the stream's place; `False` when there is none."""
        if not self._ts:
            return False
        self._update(text, [])
        self._desk.state.forget_posted(self._channel, self._ts)
        return True

    def _close(self, text: str, blocks: list[dict[str, Any]], language: Language) -> None:
        done = [TaskUpdateChunk(id="prose", title=say("step_prose", language), status="complete")]
        try:
            self._client.chat_stopStream(channel=self._channel, ts=self._ts, blocks=blocks, chunks=done)
        except (SlackApiError, OSError) as error:
            _log.info("a stream ended before its answer: %s", _code(error))
            self._update(text, blocks)

    def _update(self, text: str, blocks: list[dict[str, Any]]) -> None:
        """In the message's place; where Slack refuses the blocks the text alone: plain is better than nothing."""
        try:
            self._client.chat_update(channel=self._channel, ts=self._ts, text=text, blocks=blocks)
        except SlackApiError as error:
            if not blocks or error.response.get("error") not in REFUSED_BLOCKS:
                raise
            self._client.chat_update(channel=self._channel, ts=self._ts, text=text, blocks=[])


def _code(error: Exception) -> str:
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
