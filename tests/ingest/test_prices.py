"""`aperture prices update`: a newer table comes whole or not at all, and the one at hand stays in force."""

from __future__ import annotations

import http.server
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ingest.prices
from ingest.prices import update_prices
from knowledge.catalog import Catalog
from knowledge.cost.prices import PriceBook
from knowledge.errors import PricesError
from tests.loopback import serving

TODAY = date(2026, 11, 25)
TABLE = [
    {
        "id": "openai", "name": "OpenAI", "api_pattern": "x",
        "models": [{"id": "gpt-4o", "match": {"equals": "gpt-4o"}, "prices": {"input_mtok": 7, "output_mtok": 21}}],
    }
]  # fmt: skip


def answering(work: Callable[[http.server.BaseHTTPRequestHandler], None]) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                work(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler


def body(content: bytes, status: int = 200, length: int | None = None) -> Callable[[Any], None]:
    def work(handler: Any) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        handler.wfile.write(content)

    return work


def trickling(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def test_a_newer_table_is_in_force_with_its_day(tmp_path: Path, catalog: Catalog) -> None:
    """Whatever happens to the file's own times."""
    with serving(answering(body(json.dumps(TABLE).encode()))) as address:
        assert update_prices(tmp_path, address, TODAY) == (1, 1)
    quote = next(q for q in PriceBook(tmp_path).quotes(catalog.model("gpt-4o"), None, TODAY) if q.vendor == "openai")
    assert (int(quote.input), int(quote.output), quote.as_of) == (7, 21, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["api_prices.json"]


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (body(b"gone", 404), "answered 404"),
        (body(b"", 500), "answered 500"),
        (body(b"<html>sign in</html>"), "no table of prices"),
        (body(b"[]"), "lists no provider"),
        (body(b'{"a": 1}'), "lists no provider"),
        (body(json.dumps(TABLE).encode()[:80]), "no table of prices"),
        (body(json.dumps(TABLE).encode()[:80], length=9000), "does not answer"),
        (body(b"[" + b" " * 3000), "more than"),
        (trickling, "within 0.4 s"),
    ],
)  # fmt: skip
def test_what_is_no_table_changes_nothing(
    tmp_path: Path, work: Callable[[Any], None], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not found, broken, a page to sign in, cut off, too big, too slow in all: named, and the old table stays."""
    with serving(answering(body(json.dumps(TABLE).encode()))) as address:
        update_prices(tmp_path, address, TODAY)
    before = (tmp_path / "api_prices.json").read_bytes()
    monkeypatch.setattr(ingest.prices, "MOST", 2000)
    with serving(answering(work)) as address, pytest.raises(PricesError, match=told) as raised:
        update_prices(tmp_path, address, TODAY, seconds=0.4)
    assert "the prices at hand stay in use" in str(raised.value)
    assert address in str(raised.value)
    assert (tmp_path / "api_prices.json").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "nonsense", "ftp://127.0.0.1/x"])
def test_an_address_that_is_none_is_named(tmp_path: Path, url: str) -> None:
    """Nobody there, no address, another protocol."""
    with pytest.raises(PricesError, match="does not answer"):
        update_prices(tmp_path, url, TODAY, seconds=2)
