"""The Web API client of every part of the bot."""

from __future__ import annotations

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

TIMEOUT = 30


def make_client(token: str | None, base_url: str | None) -> WebClient:
    """A client that waits out rate limits and tries a lost connection again."""
    client = WebClient(token=token, base_url=base_url or WebClient.BASE_URL, timeout=TIMEOUT)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=3))
    client.retry_handlers.append(ConnectionErrorRetryHandler(max_retry_count=2))
    return client
