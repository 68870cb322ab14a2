"""Reads an address without being led astray: public hosts only, few redirects, little data, one deadline."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress

from knowledge.errors import Refused, SourceError

REDIRECTS = 3
LARGEST = 10_000_000
"""Bytes of one body, after decompression."""
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


class Unreachable(SourceError):  # noqa: N818
    """There is no way to the address: no network, no such host, or it does not answer."""


@dataclass(frozen=True)
class Fetched:
    """A body, the address it finally came from, and the kind its content type names."""

    url: str
    body: bytes
    kind: str


def fetch(url: str, hosts: Iterable[str] = (), *, allow_loopback: bool = False, deadline: float = DEADLINE) -> Fetched:
    """Read `url`. `hosts`: the only hosts allowed, when there are any. `allow_loopback` is for tests.

    Raises:
        Refused: a private address (before or after a redirect, or by DNS), another scheme, too large, too slow,
            too many redirects, a content type that is not read.
        SourceError: it cannot be reached, or answers with an error.
    """
    answer: queue.SimpleQueue[Fetched | Exception] = queue.SimpleQueue()
    job = _Job(frozenset(host.lower() for host in hosts), allow_loopback, time.monotonic() + deadline)

    def work() -> None:
        try:
            answer.put(job.follow(url))
        except Exception as error:
            answer.put(error)

    # A server that drips its headers never trips a read timeout: only leaving it alone in a thread ends the wait.
    threading.Thread(target=work, name="fetch", daemon=True).start()
    try:
        found = answer.get(timeout=deadline)
    except queue.Empty:
        raise Refused(f"{url}: still sending after {deadline:.0f} seconds") from None
    if isinstance(found, Exception):
        raise found
    return found


@dataclass(frozen=True)
class _Job:
    hosts: frozenset[str]
    allow_loopback: bool
    end: float

    def follow(self, url: str) -> Fetched:
        config = Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=self.allow_loopback,
            never_redirect=True,
            default_timeout=(5, 10),
            user_agent_override="aperture-bot",
        )
        with HTTPSession(config) as session:
            session.auth = _nobody
            for _ in range(REDIRECTS + 1):
                self.check(url)
                with _get(session, url) as response:
                    if not response.is_redirect:
                        kind = _kind(response, url)
                        return Fetched(url, self.body(response, url), kind)
                    url = urljoin(url, response.headers["location"])
        raise Refused(f"{url}: more than {REDIRECTS} redirects")

    def check(self, url: str) -> None:
        if re.search(r"[\x00-\x20\x7f\\]", url):
            raise Refused(f"{url[:200]!r}: an address with blanks, control characters or backslashes is not read")
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise Refused(f"{url[:200]}: not an address ({error})") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused(f"{url[:200]}: only http and https addresses are read")
        if parts.username or parts.password:
            raise Refused(f"{parts.hostname}: an address with a user name or password in it is not read")
        if self.hosts and parts.hostname.lower() not in self.hosts:
            raise Refused(f"{parts.hostname}: not among the hosts of APERTURE_FETCH_HOSTS; add it there")

    def body(self, response: requests.Response, url: str) -> bytes:
        out = bytearray()
        try:
            while piece := response.raw.read1(65_536, decode_content=True):
                out += piece
                if len(out) > LARGEST:
                    raise Refused(f"{url}: more than {LARGEST:,} bytes")
                if time.monotonic() > self.end:
                    raise Refused(f"{url}: too slow")
        except (requests.RequestException, OSError, ValueError) as error:
            raise SourceError(f"{url}: broke off ({type(error).__name__})") from None
        except Exception as error:
            if not type(error).__module__.startswith("urllib3"):
                raise
            raise SourceError(f"{url}: broke off ({type(error).__name__})") from None
        return bytes(out)


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Without this, `requests` sends the passwords of ~/.netrc."""
    return request


def _get(session: requests.Session, url: str) -> requests.Response:
    try:
        response = session.get(url, stream=True)
    except InvalidIPAddress:
        raise Refused(f"{urlsplit(url).hostname}: a private or reserved address is not read") from None
    except (requests.exceptions.InvalidURL, AssertionError, UnicodeError, ValueError) as error:
        raise Refused(f"{url[:200]}: not an address ({type(error).__name__})") from None
    except (requests.RequestException, OSError) as error:
        raise Unreachable(f"{url}: cannot be reached ({type(error).__name__})") from None
    if response.status_code >= 400:
        response.close()
        raise SourceError(f"{url}: answers {response.status_code}")
    return response


def _kind(response: requests.Response, url: str) -> str:
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in TYPES:
        raise Refused(f"{url}: content of type {kind or 'unknown'} is not read")
    return TYPES[kind]
