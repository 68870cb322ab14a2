"""An OpenAI-compatible endpoint on loopback that can be told to fail. Real HTTP, real streams."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Said = Callable[[dict[str, Any]], str]


@dataclass
class Endpoint:
    """What it answers next, and what it was asked."""

    say: Said = lambda _body: "Nothing was set."
    fault: str = ""
    """`silent`, `drip`, `401`, `429`, `500`, `blank`, `broken`, `half`, `endless`; empty: works."""
    faults: int = 1_000_000
    """How many requests the fault lasts."""
    refuses: tuple[str, ...] = ()
    """Options of a request that this endpoint answers with 400."""
    finish: str = "stop"
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def prompts(self) -> str:
        """Everything that left the machine."""
        return json.dumps(self.asked, ensure_ascii=False)

    def failing(self) -> str:
        """The fault of this request."""
        self.faults -= 1
        return self.fault if self.faults >= 0 else ""


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """A running endpoint."""
    state = Endpoint()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave early are what is being tested."""


class _Handler(BaseHTTPRequestHandler):
    state: Endpoint
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        """Chat completions and moderations."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.state.asked.append(body)
        fault = self.state.failing()
        if self.path.endswith("/moderations"):
            flagged = "forbidden" in json.dumps(body)
            self._json(200, {"id": "m", "model": "m", "results": [{"flagged": flagged, "categories": {}}]})
        elif self.path.endswith("/v1/completions") and not fault:
            self._json(200, self._echoed(body))
        elif fault == "silent":
            self.state.stop.wait(20)
        elif fault.isdigit():
            headers = {"retry-after": "0.05"} if fault == "429" else {}
            self._json(int(fault), {"error": {"message": f"fault {fault} sk-secret1234567890abcdef"}}, headers)
        elif refused := [name for name in self.state.refuses if name in body]:
            self._json(400, {"error": {"message": f"Unsupported parameter: {refused[0]}"}})
        else:
            (self._stream if body.get("stream") else self._whole)(body, fault)

    def _echoed(self, body: dict[str, Any]) -> dict[str, Any]:
        """The prompt with a likelihood a word: one that stood before is likely."""
        words = [(m.start(), m[0]) for m in re.finditer(r"\s*\S+", body["prompt"])]
        seen: set[str] = set()
        values: list[float | None] = []
        for at, word in words:
            values.append(None if at == 0 else -1.0 if word.strip() in seen else -8.0)
            seen.add(word.strip())
        told = {"tokens": [w for _, w in words], "text_offset": [at for at, _ in words], "token_logprobs": values}
        choice = {"index": 0, "text": body["prompt"], "finish_reason": "length", "logprobs": told}
        return _completion("text_completion") | {
            "choices": [choice if body.get("echo") else choice | {"logprobs": None}]
        }

    def _json(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        raw = json.dumps(value).encode()
        self._raw(status, raw, "application/json", headers or {})

    def _raw(self, status: int, raw: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(raw)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def _whole(self, body: dict[str, Any], fault: str) -> None:
        text = {"blank": "  ", "endless": "word " * 100_000}.get(fault) or self.state.say(body)
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": self.state.finish}
        usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        raw = json.dumps(_completion("chat.completion") | {"choices": [choice], "usage": usage}).encode()
        if fault == "broken":
            raw = raw[: len(raw) // 2]
        if fault in ("half", "drip"):
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self._dripped(raw) if fault == "drip" else self.wfile.write(raw[: len(raw) // 2])
            self.close_connection = True
            return
        self._raw(200, raw, "application/json", {})

    def _dripped(self, raw: bytes) -> None:
        for at in range(len(raw)):
            self.wfile.write(raw[at : at + 1])
            self.wfile.flush()
            if self.state.stop.wait(0.2):
                return

    def _stream(self, body: dict[str, Any], fault: str) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        text = "" if fault == "blank" else "word " * 100_000 if fault == "endless" else self.state.say(body)
        pieces = [text[at : at + 8] for at in range(0, len(text), 8)]
        if fault in ("half", "broken"):
            pieces = pieces[: len(pieces) // 2]
        for piece in pieces:
            self._event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
            if fault == "drip" and self.state.stop.wait(0.2):
                return
        if fault == "broken":
            self.wfile.write(b'data: {"choices": [{"delta": {"cont\n\n')
        if fault not in ("half", "broken"):
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": self.state.finish}]})
            self._event({"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}})
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, value: dict[str, Any]) -> None:
        event = _completion("chat.completion.chunk") | value
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()


def _completion(kind: str) -> dict[str, Any]:
    return {"id": "c", "object": kind, "created": int(time.time()), "model": "fake"}
