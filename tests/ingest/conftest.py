"""Real parts on small input: the bundled encoder, an index in a temporary folder, a web server on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.embedding import Encoder, make_encoder
from knowledge.store import Store
from knowledge.texts import Texts

Answer = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled encoder, loaded once."""
    return make_encoder("bundled")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog."""
    return Catalog.load()


@pytest.fixture
def store(tmp_path: Path, encoder: Encoder) -> Iterator[Store]:
    """An empty index."""
    with Store.open(tmp_path / "data", encoder) as opened:
        yield opened


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    """No license texts yet."""
    return Texts(tmp_path / "data" / "texts")


class Web:
    """A web server on loopback: set `pages[path]`, read `address` and `asked`."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                found = web.pages.get(self.path.split("?")[0], (404, {}, b""))
                if callable(found):
                    found(self)
                    return
                status, headers, body = found
                self.send_response(status)
                for name, value in {"content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body)

            do_HEAD = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hangs up on an endless page is what these tests are about."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def page(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8") -> str:
        """Serve `body` at `path`; returns its address."""
        raw = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, {"content-type": kind}, raw)
        return self.address + path

    def moved(self, path: str, to: str) -> str:
        """Serve a redirect; returns its address."""
        self.pages[path] = (302, {"location": to}, b"")
        return self.address + path


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server on loopback."""
    served = Web()
    yield served
    served.server.shutdown()
    served.server.server_close()
