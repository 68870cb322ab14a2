"""Parses a hostile file in a child process that may not eat the machine.

Limits as measured: 1.5 GB of address space, 20 s of CPU, 30 s on the clock, zip containers of at most 100 MB expanded
and 2,000 entries. One server process loads the parsers once and forks a fresh child for each document, so a document
costs milliseconds and yet each has limits of its own.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import sys
import zipfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from knowledge.errors import Refused, SourceError

ADDRESS_SPACE = 1_500_000_000
CPU_SECONDS = 20
WALL_SECONDS = 30.0
EXPANDED = 100_000_000
ENTRIES = 2_000
OUTPUT = 20_000_000
"""Characters of text a document may give."""


def parse(kind: str, raw: bytes, name: str) -> dict[str, Any]:
    """Text and metadata of a document of `kind` (`html`, `pdf`, `docx`, `pptx`).

    Raises:
        Refused: a bomb, or past a limit.
        SourceError: broken, encrypted or without text; says which.
    """
    if kind in ("docx", "pptx"):
        check_zip(raw, name)
    with _child(kind, raw) as (process, receiver):
        found = _answer(process, receiver, name)
    if "error" in found:
        raise SourceError(f"{name}: {found['error']}")
    return found


def check_zip(raw: bytes, name: str) -> None:
    """Refuse an archive that would expand past the limits, before anything is expanded."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise SourceError(f"{name}: not a readable office document (a broken or encrypted archive)") from None
    size = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or size > EXPANDED:
        raise Refused(f"{name}: would expand to {size:,} bytes in {len(entries):,} parts; at most 100 MB and 2,000")


@contextlib.contextmanager
def _child(kind: str, raw: bytes) -> Iterator[tuple[BaseProcess, Connection]]:
    context: Any = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
    context.set_forkserver_preload(["ingest.parsers_loaded"])
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(kind, raw, sender), daemon=True)
    with _nothing_to_rerun():
        process.start()
    sender.close()
    try:
        yield process, receiver
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()


@contextlib.contextmanager
def _nothing_to_rerun() -> Iterator[None]:
    """Keep `multiprocessing` from importing the caller's main script in the child: it may have no `__main__` guard."""
    main: dict[str, Any] = sys.modules["__main__"].__dict__
    held: dict[str, Any] = {name: main.pop(name) for name in ("__file__", "__spec__") if name in main}
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(held)


def _answer(process: BaseProcess, receiver: Connection, name: str) -> dict[str, Any]:
    try:
        if not receiver.poll(WALL_SECONDS):
            raise Refused(f"{name}: still not read after {WALL_SECONDS:.0f} seconds; split it or convert it to text")
        found: dict[str, Any] = receiver.recv()
    except EOFError:
        process.join(1)
        raise Refused(
            f"{name}: reading it went past the limits (1.5 GB of memory, {CPU_SECONDS} s of CPU); convert it to text"
        ) from None
    return found


def _work(kind: str, raw: bytes, sender: Connection) -> None:
    """In the child: limits first, then the parser; dies without a word when a limit is passed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with contextlib.suppress(ImportError):
        _limit()
    from ingest import parsers

    try:
        found = parsers.PARSERS[kind](raw)
    except parsers.NoText as error:
        found = {"error": str(error)}
    except MemoryError:
        os._exit(1)
    except Exception as error:
        found = {"error": f"cannot be read as {kind} ({type(error).__name__}): broken, or another kind of file"}
    if len(found.get("text", "")) > OUTPUT:
        found = {"error": f"holds more than {OUTPUT:,} characters: split it"}
    sender.send(found)


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
