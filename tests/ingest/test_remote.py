"""Pages, feeds, sitemaps and repositories of a Hub, from a server on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.hub import look_up
from ingest.remote import remote
from knowledge.errors import SourceError
from tests.ingest.conftest import Web

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><title>a</title><link>{at}/a</link></item><item><title>b</title><link>{at}/b</link></item></channel></rss>"""
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{at}/a</loc></url><url><loc>{at}/b</loc></url></urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{at}/one.xml</loc></sitemap></sitemapindex>'


def test_a_page_is_one_item_with_its_address(web: Web, tmp_path: Path) -> None:
    """Its kind comes from the content type, not from the name."""
    (item,) = remote([], tmp_path, allow_loopback=True)(web.page("/notes", "plain words", "text/plain"))
    assert item.url == f"{web.address}/notes"
    assert (item.read().raw, item.read().kind) == (b"plain words", "text")


@pytest.mark.parametrize("listing", [FEED, SITEMAP, INDEX], ids=["feed", "sitemap", "index"])
def test_feeds_and_sitemaps_give_their_pages(web: Web, tmp_path: Path, listing: str) -> None:
    """Read when their turn comes; one that is gone is an error of its own."""
    web.page("/one.xml", SITEMAP.format(at=web.address), "text/xml")
    web.page("/a", "<p>alpha</p>")
    items = remote([], tmp_path, allow_loopback=True)(web.page("/list.xml", listing.format(at=web.address), "text/xml"))
    assert [item.url for item in items] == [f"{web.address}/a", f"{web.address}/b"]
    assert "/a" not in web.asked
    assert items[0].read().raw == b"<p>alpha</p>"
    with pytest.raises(SourceError, match="answers 404"):
        items[1].read()


def test_a_broken_address_in_a_feed_costs_no_other(web: Web, tmp_path: Path) -> None:
    """It is left out."""
    feed = FEED.format(at=web.address).replace(f"{web.address}/a", "http://[")
    items = remote([], tmp_path, allow_loopback=True)(web.page("/list.xml", feed, "text/xml"))
    assert [item.url for item in items] == [f"{web.address}/b"]


@pytest.mark.parametrize(
    "body",
    [
        "<a>no addresses</a>",
        "no xml at all <",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><loc>&b;</loc></urlset>',
    ],
)
def test_a_list_without_addresses_or_with_entities_is_an_error(web: Web, tmp_path: Path, body: str) -> None:
    """Entities could unfold without end."""
    with pytest.raises(SourceError, match="feed"):
        remote([], tmp_path, allow_loopback=True)(web.page("/x.xml", body, "application/xml"))


@pytest.fixture
def hub(web: Web) -> Web:
    """One repository with a card and a license file."""
    about = {
        "id": "acme/tiny-7b",
        "modelId": "acme/tiny-7b",
        "sha": "a" * 40,
        "author": "acme",
        "private": False,
        "gated": "auto",
        "lastModified": "2026-02-03T00:00:00.000Z",
        "createdAt": "2026-01-02T00:00:00.000Z",
        "tags": ["license:other", "base_model:org/base"],
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "cardData": {"license": "other", "license_name": "acme-1", "base_model": "org/base", "datasets": ["d/1"]},
        "safetensors": {"parameters": {"BF16": 7000}, "total": 7000},
        "siblings": [{"rfilename": name} for name in ("README.md", "LICENSE.txt", "model.safetensors")],
    }
    web.page("/api/models/acme/tiny-7b", json.dumps(about), "application/json")
    at = f"/acme/tiny-7b/resolve/{'a' * 40}"
    web.page(f"{at}/README.md", "---\nlicense: other\n---\n# Tiny 7B\n\nA small model.", "text/plain")
    web.page(f"{at}/LICENSE.txt", "Acme License. You may look at it.", "text/plain")
    return web


def test_look_up_tells_what_the_hub_says(hub: Web, tmp_path: Path) -> None:
    """Tags, gating, base, files, card without front matter, license text."""
    found = look_up("acme/tiny-7b", tmp_path, hub.address)
    assert found["license"] == "other"
    assert (found["license_name"], found["gated"], found["base_model"]) == ("acme-1", "auto", ["org/base"])
    assert (found["created_at"], found["parameters"], found["datasets"]) == ("2026-01-02", 7000, ["d/1"])
    assert found["card"] == "# Tiny 7B\n\nA small model."
    assert (found["license_file"], found["license_text"]) == ("LICENSE.txt", "Acme License. You may look at it.")


def test_a_second_look_up_asks_nobody(hub: Web, tmp_path: Path) -> None:
    """It is kept for a day."""
    first = look_up("acme/tiny-7b", tmp_path, hub.address)
    asked = len(hub.asked)
    assert look_up("acme/tiny-7b", tmp_path, hub.address) == first
    assert len(hub.asked) == asked


def test_a_repository_is_its_card_and_its_license(hub: Web, tmp_path: Path) -> None:
    """Two items, each with its own id."""
    card, text = remote([], tmp_path, endpoint=hub.address)("hf:acme/tiny-7b")
    assert b"license_name: acme-1" in card.read().raw
    assert b"A small model." in card.read().raw
    assert text.read().raw == b"Acme License. You may look at it."
    assert card.id != text.id


@pytest.mark.parametrize("repo", ["acme", "../../etc/passwd", "a/b/c", "", "acme/tiny 7b", "acme/" + "x" * 200])
def test_a_name_that_is_no_repository_is_an_error(tmp_path: Path, repo: str) -> None:
    """Nothing is asked, nothing is written."""
    with pytest.raises(SourceError, match="is not org/name"):
        look_up(repo, tmp_path / "hub", "http://127.0.0.1:9")
    assert not (tmp_path / "hub").exists()


def test_an_unknown_repository_and_a_hub_that_is_down_are_told_apart(web: Web, tmp_path: Path) -> None:
    """Both name the repository."""
    web.pages["/api/models/acme/none"] = (404, {"x-error-code": "RepoNotFound"}, b"{}")
    with pytest.raises(SourceError, match=r"acme/none: the hub has no such model"):
        look_up("acme/none", tmp_path, web.address)
    with pytest.raises(SourceError, match=r"acme/none: the hub cannot be reached"):
        look_up("acme/none", tmp_path, "http://127.0.0.1:9")
