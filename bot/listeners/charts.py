"""The chart of a cost answer, posted as a file under it. An answer without its picture is still an answer."""

from __future__ import annotations

import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.answering.answer import Answer, Ask
from bot.listeners.desk import Engine

_log = logging.getLogger(__name__)


def post_chart(client: WebClient, engine: Engine, channel: str, thread: str, ask: Ask, answer: Answer) -> None:
    """Draw and post the bills against volume, when the answer compared two; a failure is logged and nothing else."""
    if answer.kind != "cost" or answer.verdict is None:
        return
    try:
        chart = engine.chart(ask)
        if chart is None:
            return
        alt = chart.alt.in_(answer.language)
        client.files_upload_v2(
            channel=channel,
            thread_ts=thread,
            content=chart.png,
            filename="cost.png",
            title=alt[:80],
            alt_txt=alt[:1000],
            request_file_info=False,
        )
    except (SlackClientError, OSError, ValueError, RuntimeError) as error:
        _log.warning("no chart was posted: %s", type(error).__name__)
