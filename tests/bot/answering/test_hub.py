"""A model nobody recorded, looked up on a hub on loopback: a provisional record, its terms those of its base too."""

from __future__ import annotations

import http.server
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.hub import hub_look_up
from bot.settings import Settings
from knowledge.catalog import Catalog
from knowledge.hub_card import HubReading
from knowledge.openness import judge_openness
from knowledge.records.base import Words
from knowledge.texts import Texts
from tests.loopback import serving

ABOUT = {
    "id": "acme/zeta-7b",
    "modelId": "acme/zeta-7b",
    "sha": "a" * 40,
    "private": False,
    "gated": False,
    "tags": ["license:apache-2.0"],
    "pipeline_tag": "text-generation",
    "library_name": "transformers",
    "createdAt": "2026-10-01T00:00:00.000Z",
    "lastModified": "2026-11-01T00:00:00.000Z",
    "cardData": {"license": "apache-2.0", "base_model": "meta-llama/Llama-3.1-8B"},
    "siblings": [{"rfilename": "model.safetensors"}],
}


@pytest.fixture
def hub() -> Iterator[str]:
    """A hub that knows one model."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path.startswith("/api/models/acme/zeta-7b")
            body = json.dumps(ABOUT if known else {"error": "Repository not found"}).encode()
            self.send_response(200 if known else 404)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            if not known:
                self.send_header("x-error-code", "RepoNotFound")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with serving(Handler) as address:
        yield address


def looked_up(name: str, address: str, folder: Path) -> HubReading | Words | None:
    settings = Settings(_env_file=None, hub_lookup=True, hf_endpoint=address, data_dir=folder)  # type: ignore[call-arg]
    read = hub_look_up(settings, Catalog.load(), Texts(folder / "texts"))
    assert read
    return read(name)


def test_tag_base_and_certainty_are_read(hub: str, tmp_path: Path) -> None:
    """The tag's licence and the base's terms are found, and the record says that nobody checked it."""
    reading = looked_up("acme/zeta-7b", hub, tmp_path)
    assert isinstance(reading, HubReading)
    assert (reading.model.license, reading.model.base, reading.model.provisional) == ("apache-2.0", "llama-3.1", True)
    assert any("tag" in note.en for note in reading.notes)
    assert judge_openness(reading.model, None, Catalog.load()).doubts


def test_no_such_model_and_no_network_are_a_sentence(hub: str, tmp_path: Path) -> None:
    """Neither raises; both are said in words."""
    assert isinstance(looked_up("acme/none", hub, tmp_path), Words)
    assert isinstance(looked_up("acme/zeta-7b", "http://127.0.0.1:9", tmp_path / "other"), Words)
