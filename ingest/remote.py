"""Addresses, feeds, sitemaps and Hub repositories as items to read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import defusedxml.ElementTree
import feedparser

from ingest.fetch import fetch
from ingest.hub import look_up
from ingest.sources import Item, identifier
from knowledge.errors import SourceError

MOST_LINKS = 500
"""Addresses taken from one feed or sitemap."""
ENDING = {"html": ".html", "text": ".txt", "markdown": ".md", "json": ".json", "yaml": ".yaml"}


def remote(hosts: Iterable[str], hub_cache: Path, *, allow_loopback: bool = False) -> Callable[[str], Sequence[Item]]:
    """A reader of addresses for `ingest.sync.ingest`."""

    def read(source: str) -> Sequence[Item]:
        if source.startswith("hf:"):
            return [_hub(source.removeprefix("hf:"), hub_cache)]
        return _address(source, tuple(hosts), allow_loopback)

    return read


def _address(url: str, hosts: Sequence[str], allow_loopback: bool) -> Sequence[Item]:
    found = fetch(url, hosts, allow_loopback=allow_loopback)
    if found.kind != "feed":
        return [_page(url, found.body, found.kind)]
    links = list(dict.fromkeys(_links(found.body)))[:MOST_LINKS]
    if not links:
        raise SourceError(f"{url}: neither a feed nor a sitemap with addresses in it")
    return [_later(link, hosts, allow_loopback) for link in links]


def _page(url: str, body: bytes, kind: str) -> Item:
    return Item(id=_id(url), source=url, name=_name(url, kind), read=lambda: body, kind=kind, url=url)


def _later(url: str, hosts: Sequence[str], allow_loopback: bool) -> Item:
    """An address of a list; read only when its turn comes, so that one that fails stops nothing else."""
    return Item(
        id=_id(url),
        source=url,
        name=_name(url, "html"),
        read=lambda: fetch(url, hosts, allow_loopback=allow_loopback).body,
        kind="html",
        url=url,
    )


def _id(url: str) -> str:
    parts = urlsplit(url)
    return identifier(f"{parts.hostname}-{parts.path.strip('/').replace('/', '-')}", url)


def _name(url: str, kind: str) -> str:
    stem = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1] or urlsplit(url).hostname or "page"
    return stem if "." in stem else stem + ENDING.get(kind, "")


def _links(body: bytes) -> list[str]:
    entries = feedparser.parse(body).entries
    if entries:
        return [entry.link for entry in entries if entry.get("link", "").startswith("http")]
    try:
        root = defusedxml.ElementTree.fromstring(body)
    except Exception as error:
        raise SourceError(f"not a readable feed or sitemap ({type(error).__name__})") from None
    return [(node.text or "").strip() for node in root.iter() if re.sub(r"{.*}", "", str(node.tag)) == "loc"]


def _hub(repo: str, cache: Path) -> Item:
    found = look_up(repo, cache)
    text = "\n\n".join(
        part
        for part in (
            f"# {found['id']}",
            json.dumps(found["card"], ensure_ascii=False, indent=1),
            found["readme"],
            found["license_text"],
        )
        if part
    )
    return Item(
        id=identifier(repo.replace("/", "-"), f"hf:{repo}"),
        source=f"hf:{repo}",
        name=f"{repo.rsplit('/', 1)[-1]}.md",
        read=lambda: text.encode(),
        kind="markdown",
        url=f"https://huggingface.co/{repo}",
    )
