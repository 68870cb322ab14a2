"""Addresses: only public ones, few redirects, little data, one deadline."""

from __future__ import annotations

import gzip
import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from ingest.fetch import LARGEST, fetch
from knowledge.errors import Refused, SourceError
from tests.ingest.conftest import Web

PRIVATE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0.0.0.0",
    "0",
    "localhost",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[fe80::1]",
    "[fd00::1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[ff02::1]",
    "127.0.0.1.",
    "１２７.0.0.1",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_refused_in_every_spelling(host: str) -> None:
    """Before a byte is sent."""
    with pytest.raises(SourceError) as caught:
        fetch(f"http://{host}:9/")
    assert isinstance(caught.value, Refused) or host in ("127.0.0.1.", "１２７.0.0.1")


def test_a_redirect_to_a_private_address_is_refused(web: Web) -> None:
    """Each step is checked, not only the first."""
    start = web.moved("/a", "http://169.254.169.254/latest/meta-data/")
    with pytest.raises(Refused, match="private or reserved"):
        fetch(start, allow_loopback=True)


def test_a_name_is_resolved_once_so_that_what_was_checked_is_what_is_read(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: one address when checked, another when connected."""
    asked: list[str] = []
    resolve = socket.getaddrinfo

    def changing(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        if host != "rebind.example":
            return resolve(host, port, *args, **more)
        asked.append(host)
        return resolve("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    page = web.page("/", "checked", "text/plain").replace("127.0.0.1", "rebind.example")
    assert fetch(page, allow_loopback=True).body == b"checked"
    assert asked == ["rebind.example"]
    with pytest.raises(Refused, match="private or reserved"):
        fetch(page, allow_loopback=True)


def test_at_most_three_redirects_are_followed(web: Web) -> None:
    """Three are, four are not, a loop ends."""
    web.page("/end", "<p>here</p>")
    for step in range(4):
        web.moved(f"/{step}", "/end" if step == 0 else f"/{step - 1}")
    assert fetch(f"{web.address}/2", allow_loopback=True).url == f"{web.address}/end"
    with pytest.raises(Refused, match="more than 3 redirects"):
        fetch(f"{web.address}/3", allow_loopback=True)
    with pytest.raises(Refused, match="more than 3 redirects"):
        fetch(web.moved("/loop", "/loop"), allow_loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http:///nohost",
        "http://user:word@example.org/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org/a b",
        "http://example.org/\r\nHost: x",
        "http://[::1/",
    ],
)
def test_other_schemes_and_strange_addresses_are_refused(url: str) -> None:
    """Before anything is resolved."""
    with pytest.raises(Refused):
        fetch(url)


def test_a_redirect_to_another_scheme_is_refused(web: Web) -> None:
    """A file of this machine is not a page."""
    with pytest.raises(Refused, match="only http and https"):
        fetch(web.moved("/a", "file:///etc/passwd"), allow_loopback=True)


def test_only_listed_hosts_when_there_is_a_list(web: Web) -> None:
    """After redirects too."""
    page = web.page("/", "<p>x</p>")
    assert fetch(page, ["127.0.0.1"], allow_loopback=True).kind == "html"
    with pytest.raises(Refused, match="APERTURE_FETCH_HOSTS"):
        fetch(page, ["docs.example"], allow_loopback=True)
    with pytest.raises(Refused, match="APERTURE_FETCH_HOSTS"):
        fetch(web.moved("/a", "http://elsewhere.example/"), ["127.0.0.1"], allow_loopback=True)


def test_an_endless_body_is_cut(web: Web) -> None:
    """At ten million bytes."""

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", "text/plain")
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 65_536)

    web.pages["/"] = endless
    with pytest.raises(Refused, match=f"more than {LARGEST:,} bytes"):
        fetch(web.address + "/", allow_loopback=True)


def test_a_body_that_unfolds_is_cut(web: Web) -> None:
    """The limit counts what comes out of the compression."""
    bomb = gzip.compress(b"0" * 50_000_000)
    web.pages["/"] = (200, {"content-type": "text/plain", "content-encoding": "gzip"}, bomb)
    with pytest.raises(Refused, match="more than"):
        fetch(web.address + "/", allow_loopback=True)


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_drips_is_left_at_the_deadline(web: Web, part: str) -> None:
    """A read timeout never fires when a byte comes each moment."""

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n" + (b"\r\n" if part == "body" else b"x-a: ")
        )
        for _ in range(400):
            request.wfile.write(b"a")
            request.wfile.flush()
            time.sleep(0.01)

    web.pages["/"] = drip
    with pytest.raises(Refused, match=r"still sending|too slow"):
        fetch(web.address + "/", allow_loopback=True, deadline=0.5)


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "video/mp4", ""])
def test_a_content_type_that_is_not_read_is_refused(web: Web, kind: str) -> None:
    """Before the body is."""
    with pytest.raises(Refused, match="of type"):
        fetch(web.page("/", b"\x89PNG", kind), allow_loopback=True)


def test_an_error_page_is_no_document(web: Web) -> None:
    """The status stands in the message."""
    with pytest.raises(SourceError, match="answers 404"):
        fetch(web.address + "/none", allow_loopback=True)


def test_a_server_that_is_not_there_is_an_error_that_names_the_address() -> None:
    """Not a traceback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SourceError, match=rf"{port}/: cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/", allow_loopback=True)


def test_no_password_of_netrc_is_sent(web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """`requests` would."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    seen: list[str | None] = []

    def look(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.headers.get("authorization"))
        request.send_response(200)
        request.send_header("content-type", "text/plain")
        request.end_headers()
        request.wfile.write(b"ok")

    web.pages["/"] = look
    assert fetch(web.address + "/", allow_loopback=True).body == b"ok"
    assert seen == [None]
