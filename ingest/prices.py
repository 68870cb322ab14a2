"""A newer table of API prices, fetched from where genai-prices publishes it.

The table at hand stays in force until the new one has come whole and has been read.
"""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import httpx2

from knowledge.cost.prices import UPDATED, table_of
from knowledge.errors import PricesError
from knowledge.whole import write_whole

SECONDS = 60.0
"""For the whole fetch, however slowly it trickles."""
MOST = 40_000_000
"""Bytes; the table had 2 MB in November 2026."""
STAYS = "the prices at hand stay in use"


def update_prices(data_dir: Path, url: str | None, today: date, seconds: float = SECONDS) -> tuple[int, int]:
    """Fetch, read and keep a table; returns how many prices of how many providers.

    Raises:
        PricesError: it does not come, or is no table of prices; names the address and what is wrong with it.
    """
    address = url or _published()
    providers = _providers(address, _fetched(address, seconds))
    kept = data_dir / UPDATED
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        write_whole(kept, json.dumps({"fetched": today.isoformat(), "from": address, "providers": providers}))
    except OSError as error:
        raise PricesError(f"{kept} cannot be written ({error.strerror}); {STAYS}") from error
    return sum(len(provider.get("models", ())) for provider in providers), len(providers)


def _published() -> str:
    from genai_prices.update_prices import DEFAULT_UPDATE_URL

    return DEFAULT_UPDATE_URL


def _providers(address: str, body: bytes) -> list[dict[str, Any]]:
    try:
        raw: list[dict[str, Any]] = json.loads(body)
        table_of(raw)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        told = str(error).splitlines()[0]
        raise PricesError(f"{address} holds no table of prices ({told}); {STAYS}") from error
    return raw


def _fetched(address: str, seconds: float) -> bytes:
    until, body = time.monotonic() + seconds, bytearray()
    try:
        with httpx2.stream("GET", address, timeout=min(10.0, seconds), follow_redirects=True) as answer:
            if answer.status_code != httpx2.codes.OK:
                raise PricesError(f"{address} answered {answer.status_code}; {STAYS}; is --url right?")
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > MOST:
                    raise PricesError(f"{address} sends more than {MOST // 1_000_000} MB; {STAYS}")
                if time.monotonic() > until:
                    raise PricesError(f"{address} did not come whole within {seconds:g} s; {STAYS}; try again later")
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise PricesError(f"{address} does not answer ({type(error).__name__}); {STAYS}") from error
    return bytes(body)
