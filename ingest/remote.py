"""Addresses, feeds, sitemaps and Hub repositories as items to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import defusedxml.ElementTree
import feedparser
import yaml

from ingest.fetch import Fetched, fetch
from ingest.hub import look_up
from ingest.sources import Content, Item, identifier, printable
from knowledge.errors import SourceError

MOST_LINKS = 500
"""Addresses taken from one feed or sitemap."""
MOST_MAPS = 20
"""Sitemaps taken from one index of sitemaps."""


def remote(
    hosts: Iterable[str], hub_cache: Path, *, endpoint: str | None = None, allow_loopback: bool = False
) -> Callable[[str], Sequence[Item]]:
    """A reader of addresses for `ingest.sync.ingest`. `endpoint`: another Hub than Hugging Face's."""
    reader = _Reader(tuple(hosts), allow_loopback)

    def read(source: str) -> Sequence[Item]:
        if source.lower().startswith("hf:"):
            return hub_items(look_up(source[3:], hub_cache, endpoint))
        return reader.items(source)

    return read


@dataclass(frozen=True)
class _Reader:
    hosts: tuple[str, ...]
    allow_loopback: bool

    def get(self, url: str) -> Fetched:
        return fetch(url, self.hosts, allow_loopback=self.allow_loopback)

    def items(self, url: str) -> Sequence[Item]:
        found = self.get(url)
        if found.kind != "feed":
            return [_item(url, lambda: Content(found.body, found.kind))]
        links = self.links(url, found.body)
        if not links:
            raise SourceError(f"{url}: neither a feed nor a sitemap with addresses in it")
        return [_item(link, partial(self.page, link)) for link in links[:MOST_LINKS]]

    def page(self, url: str) -> Content:
        """A page of a list, read only when its turn comes, so that one that fails stops nothing else."""
        found = self.get(url)
        if found.kind == "feed":
            raise SourceError(f"{url}: a feed or sitemap inside another: give its address by itself")
        return Content(found.body, found.kind)

    def links(self, url: str, body: bytes) -> list[str]:
        """Addresses of a feed, a sitemap, or the sitemaps an index of sitemaps names."""
        entries = feedparser.parse(body).entries
        if entries:
            return _distinct(entry.get("link", "") for entry in entries)
        root = _xml(url, body)
        found = _distinct((node.text or "").strip() for node in root.iter() if _tag(node) == "loc")
        if _tag(root) != "sitemapindex":
            return found
        inner: list[str] = []
        for one in found[:MOST_MAPS]:
            nested = _xml(one, self.get(one).body)
            inner += [(node.text or "").strip() for node in nested.iter() if _tag(node) == "loc"]
        return _distinct(inner)


def _item(url: str, read: Callable[[], Content]) -> Item:
    parts = urlsplit(url)
    stem = f"{parts.hostname}-{parts.path.strip('/').replace('/', '-')}"
    name = printable(parts.path.rstrip("/").rsplit("/", 1)[-1] or parts.hostname or "page")
    return Item(id=identifier(stem, url), source=url, name=name, read=read, url=url)


def _distinct(links: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(link for link in links if link.startswith(("http://", "https://")) and _parses(link)))


def _parses(link: str) -> bool:
    """A feed may hold anything; one broken address must not cost the others."""
    try:
        return bool(urlsplit(link).hostname)
    except ValueError:
        return False


def _xml(url: str, body: bytes) -> Any:
    try:
        return defusedxml.ElementTree.fromstring(body)
    except Exception as error:
        raise SourceError(f"{url}: not a readable feed or sitemap ({type(error).__name__})") from None


def _tag(node: Any) -> str:
    return re.sub(r"{.*}", "", str(node.tag))


def hub_items(found: dict[str, Any]) -> Sequence[Item]:
    """The card of a repository and, where it has one, its license file."""
    repo, about = found["id"], {key: found[key] for key in _SHOWN if found.get(key)}
    card = f"---\n{yaml.safe_dump(about, allow_unicode=True, sort_keys=False)}---\n\n# {repo}\n\n{found['card']}"
    items = [_hub_item(repo, "", f"{repo.rsplit('/', 1)[-1]}.md", card, "markdown")]
    if found.get("license_text"):
        items.append(_hub_item(repo, f"/{found['license_file']}", "LICENSE.txt", found["license_text"], "text"))
    return items


_SHOWN = (
    "license",
    "license_name",
    "license_link",
    "base_model",
    "pipeline_tag",
    "parameters",
    "gated",
    "last_modified",
)


def _hub_item(repo: str, path: str, name: str, text: str, kind: str) -> Item:
    return Item(
        id=identifier(f"{repo}{path}".replace("/", "-"), f"hf:{repo}{path}"),
        source=f"hf:{repo}{path}",
        name=name,
        read=lambda: Content(text.encode(), kind),
        url=f"https://huggingface.co/{repo}",
        about={"name": f"{repo} ({path[1:]})" if path else repo},
    )
