"""Parses a hostile file in a child process that may not eat the machine.

Limits as measured: 1.5 GB of address space, 20 s of CPU, 30 s on the clock, zip containers of at most 100 MB expanded
and 2,000 entries. The child runs `python -m ingest.sandbox KIND`, reads bytes and writes one JSON object.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from typing import Any

from knowledge.errors import Refused, SourceError

ADDRESS_SPACE = 1_500_000_000
CPU_SECONDS = 20
WALL_SECONDS = 30
EXPANDED = 100_000_000
ENTRIES = 2_000
OUTPUT = 20_000_000
"""Bytes of text a document may give."""


def parse(kind: str, raw: bytes, name: str) -> dict[str, Any]:
    """Text and metadata of a document of `kind` (`html`, `pdf`, `docx`, `pptx`).

    Raises:
        Refused: a bomb, or past a limit.
        SourceError: broken, encrypted or without text; says which.
    """
    if kind in ("docx", "pptx"):
        check_zip(raw, name)
    command = [sys.executable, "-I", "-m", "ingest.sandbox", kind]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Refused(f"{name}: still not read after {WALL_SECONDS} seconds; split it or convert it to text") from None
    if done.returncode != 0 or len(done.stdout) > OUTPUT:
        raise Refused(f"{name}: reading it went past the limits (memory, {CPU_SECONDS} s CPU); convert it to text")
    found: dict[str, Any] = json.loads(done.stdout)
    if "error" in found:
        raise SourceError(f"{name}: {found['error']}")
    return found


def check_zip(raw: bytes, name: str) -> None:
    """Refuse an archive that would expand past the limits, before anything is expanded."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise SourceError(f"{name}: not a readable office document (broken archive)") from None
    size = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or size > EXPANDED:
        raise Refused(f"{name}: would expand to {size:,} bytes in {len(entries):,} parts; at most 100 MB and 2,000")


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(kind: str) -> dict[str, Any]:
    from ingest import parsers

    raw = sys.stdin.buffer.read()
    try:
        return parsers.PARSERS[kind](raw)
    except parsers.NoText as error:
        return {"error": str(error)}
    except MemoryError:
        raise
    except Exception as error:
        return {"error": f"cannot be read as {kind} ({type(error).__name__})"}


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_child(sys.argv[1])))
