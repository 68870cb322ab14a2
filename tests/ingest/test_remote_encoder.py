"""An encoder behind an address: a real server on loopback that can be told to fail, and an index built with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import stamina

from bot.answering.answer import Ask
from bot.answering.engine import Engine
from bot.settings import Settings
from ingest.remote_encoder import RemoteEncoder
from knowledge.errors import StoreError

WIDE = 512
NOTE = "# Warehouse\n\nThe warehouse closes at nine on Fridays. Parcels wait in the red shelf.\n"


@dataclass
class Embeddings:
    """What the server was asked, and how it is to answer."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """Answered first, one a request."""
    garbage: bytes | None = None
    short: bool = False

    def rows(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Words hashed into a few dimensions, in an order of the server's own."""
        out = []
        for index, text in enumerate(texts[:-1] if self.short else texts):
            row = [0.001] * WIDE
            for word in text.lower().strip(".?").split():
                row[int(sha256(word.encode()).hexdigest(), 16) % WIDE] += 1.0
            out.append({"index": index, "embedding": row})
        return out[::-1]


@pytest.fixture
def server() -> Iterator[Embeddings]:
    """An OpenAI-compatible `/embeddings`."""
    state = Embeddings()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked += body["input"]
            status = state.statuses.pop(0) if state.statuses else 200
            answer = state.garbage or json.dumps({"data": state.rows(body["input"])}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        state.url = f"http://127.0.0.1:{http.server_port}/v1"
        yield state
        http.shutdown()


@pytest.fixture(autouse=True)
def _quickly() -> Iterator[None]:
    """As many attempts as in earnest, without the pauses."""
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


def test_vectors_come_in_the_order_of_the_texts(server: Embeddings) -> None:
    """Whatever order the server gives them in; of length one."""
    encoder = RemoteEncoder("tiny", server.url, "key")
    rows = encoder.encode(["red shelf", "blue door", "red shelf"])
    assert rows.shape == (3, WIDE)
    assert rows[0] @ rows[2] == pytest.approx(1.0)
    assert rows[0] @ rows[1] < 0.5
    assert encoder.encode([]).shape == (0, WIDE)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_waited_out(server: Embeddings, status: int) -> None:
    """Twice refused, then answered."""
    encoder = RemoteEncoder("tiny", server.url)
    server.statuses = [status, status]
    assert len(encoder.encode(["a"])) == 1


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"statuses": [401]}, "OPENAI_API_KEY"),
        ({"statuses": [429] * 9}, "again and again"),
        ({"garbage": b"<html>"}, "OPENAI_BASE_URL"),
        ({"garbage": b'{"data": [{"index": 0, "embedding": "no"}]}'}, "OPENAI_BASE_URL"),
        ({"short": True}, "vectors for 2 texts"),
    ],
)
def test_what_does_not_pass_is_a_clear_error(server: Embeddings, fault: dict[str, Any], says: str) -> None:
    """With the setting to correct, and never the key."""
    encoder = RemoteEncoder("tiny", server.url, "sk-secret")
    for name, value in fault.items():
        setattr(server, name, value)
    with pytest.raises(StoreError, match=says) as caught:
        encoder.encode(["a", "b"])
    assert "sk-secret" not in str(caught.value)


def test_a_server_that_is_not_there_is_named() -> None:
    """Before anything is embedded."""
    with pytest.raises(StoreError, match="does not answer"):
        RemoteEncoder("tiny", "http://127.0.0.1:9/v1")


def test_an_index_is_built_and_asked_with_it(server: Embeddings, tmp_path: Path) -> None:
    """A document is found; single words never go there; one that fails half-way leaves what was whole."""
    (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        APERTURE_DATA_DIR=tmp_path / "data",
        APERTURE_EMBEDDING_MODEL="openai:tiny",
        OPENAI_BASE_URL=server.url,
    )
    with Engine.open(settings) as engine:
        assert engine.store.encoder.identity == "openai:tiny"
        engine.ingest([str(tmp_path / "note.md")])
        server.asked.clear()
        answer = engine.ask(Ask(question="When does the warehouse close on Fridays?"))
        assert "nine on Fridays" in answer.answer
        assert server.asked == ["When does the warehouse close on Fridays?"]
        server.statuses = [401]
        (tmp_path / "other.md").write_text("# Other\n\nNothing of this is taken in.\n", encoding="utf-8")
        with pytest.raises(StoreError):
            engine.ingest([str(tmp_path / "other.md")])
        assert "nine on Fridays" in engine.ask(Ask(question="When does the warehouse close on Fridays?")).answer
