"""Reads an address without being led astray: public hosts only, few redirects, little data, one deadline."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
from requests_hardened import Config, HTTPSession

from knowledge.errors import Refused, SourceError

REDIRECTS = 3
LARGEST = 10_000_000
DEADLINE = 30.0
"""Seconds for the whole fetch, redirects included."""
TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "text/csv": "csv",
    "application/json": "json",
    "application/yaml": "yaml",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}


@dataclass(frozen=True)
class Fetched:
    """A body, the address it finally came from, and the kind its content type names."""

    url: str
    body: bytes
    kind: str


def fetch(url: str, hosts: Iterable[str] = (), *, allow_loopback: bool = False) -> Fetched:
    """Read `url`. `hosts`: the only hosts allowed, when there are any. `allow_loopback` is for tests.

    Raises:
        Refused: a private address (before or after a redirect, or by DNS), another scheme, too large, too slow,
            too many redirects, a content type that is not read.
        SourceError: it cannot be reached, or answers with an error.
    """
    allowed = frozenset(host.lower() for host in hosts)
    config = Config(
        ip_filter_enable=True,
        ip_filter_allow_loopback_ips=allow_loopback,
        never_redirect=True,
        default_timeout=(5, 10),
        user_agent_override="aperture-bot",
    )
    end = time.monotonic() + DEADLINE
    with HTTPSession(config) as session:
        for _ in range(REDIRECTS + 1):
            _check(url, allowed)
            response = _get(session, url)
            with response:
                if not response.is_redirect:
                    return Fetched(url, _body(response, url, end), _kind(response, url))
                url = urljoin(url, response.headers["location"])
    raise Refused(f"{url}: more than {REDIRECTS} redirects")


def _check(url: str, allowed: frozenset[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(f"{url[:200]}: only http and https addresses are read")
    if parts.username or parts.password:
        raise Refused(f"{parts.hostname}: an address with a user name or password in it is not read")
    if allowed and parts.hostname.lower() not in allowed:
        raise Refused(f"{parts.hostname}: not among the hosts of APERTURE_FETCH_HOSTS; add it there")


def _get(session: requests.Session, url: str) -> requests.Response:
    try:
        response = session.get(url, stream=True)
    except requests.RequestException as error:
        if "InvalidIPAddress" in type(error).__name__:
            raise Refused(f"{urlsplit(url).hostname}: a private or reserved address is not read") from None
        raise SourceError(f"{url}: cannot be reached ({type(error).__name__})") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"{url}: cannot be reached ({type(error).__name__})") from None
    if response.status_code >= 400:
        response.close()
        raise SourceError(f"{url}: answers {response.status_code}")
    return response


def _body(response: requests.Response, url: str, end: float) -> bytes:
    out = bytearray()
    try:
        for piece in response.iter_content(65_536):
            out += piece
            if len(out) > LARGEST:
                raise Refused(f"{url}: more than {LARGEST:,} bytes")
            if time.monotonic() > end:
                raise Refused(f"{url}: still sending after {DEADLINE:.0f} seconds")
    except requests.RequestException as error:
        raise SourceError(f"{url}: broke off ({type(error).__name__})") from None
    return bytes(out)


def _kind(response: requests.Response, url: str) -> str:
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in TYPES:
        raise Refused(f"{url}: content of type {kind or 'unknown'} is not read")
    return TYPES[kind]
