"""A PostgreSQL of its own for a test run: a fresh cluster in a temporary folder, on loopback, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_OWNER = "postgres"
"""The server refuses to run as root; Debian's package brings this user."""


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, where PostgreSQL is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def cluster() -> Iterator[str]:
    """The address of its database; skips where PostgreSQL is not installed."""
    home = binaries()
    if home is None:
        pytest.skip("PostgreSQL is not installed: the state is tested on SQLite only")
    as_owner = ["runuser", "-u", _OWNER, "--"] if os.geteuid() == 0 else []
    user = _OWNER if as_owner else os.environ.get("USER", "postgres")
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="aperture-pg-"))
    try:
        if as_owner:
            shutil.chown(folder, _OWNER)
        _run([*as_owner, home / "initdb", "-D", folder / "db", "-A", "trust", "-U", user, "--no-sync", "-E", "UTF8"])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
        control = [*as_owner, home / "pg_ctl", "-D", folder / "db", "-w", "-l", folder / "log"]
        _run([*control, "-o", options, "start"])
        try:
            yield f"postgresql://{user}@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str | Path]) -> None:
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=120)
