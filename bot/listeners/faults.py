"""The last boundary: what a listener let through is logged under an id, and the person gets that id."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.blocks.words import say

_log = logging.getLogger(__name__)


def tell_fault(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
    """Bolt's error handler. Nothing of the error itself reaches a person; Slack is told not to send it again."""
    fault = uuid.uuid4().hex[:8]
    _log.error("fault %s in a listener", fault, exc_info=error)
    text = "\n".join(say("fault", language, id=fault) for language in ("en", "zh"))
    try:
        _tell(body, client, text)
    except Exception:  # a malformed payload may name nobody
        _log.warning("fault %s could not be told to the person", fault)
    return BoltResponse(status=200)


def _tell(body: dict[str, Any], client: WebClient, text: str) -> None:
    address = body.get("response_url")
    inner = body.get("event") or body
    user = _id(inner.get("user")) or inner.get("user_id")
    channel = _id(inner.get("channel")) or inner.get("channel_id")
    if address:
        WebhookClient(str(address)).send(text=text, response_type="ephemeral", replace_original=False)
    elif user and channel:
        thread = inner.get("thread_ts") or inner.get("ts")
        client.chat_postEphemeral(channel=channel, user=user, text=text, thread_ts=thread)
    elif user:
        client.chat_postMessage(channel=client.conversations_open(users=user)["channel"]["id"], text=text)


def _id(thing: Any) -> str:
    return str(thing.get("id", "")) if isinstance(thing, dict) else str(thing or "")
