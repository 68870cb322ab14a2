"""`aperture ingest` and `aperture sources`, as a person runs them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from ingest.remote_encoder import make_encoder
from knowledge.catalog import Catalog
from knowledge.errors import ApertureError
from knowledge.store import Store

WORDS = "The tallest lighthouse of the fictional island of Marrow burns exactly 412 lamps in a winter night.\n"


@dataclass(frozen=True)
class Done:
    """What a command said."""

    code: int
    out: str
    err: str


class Shell:
    """Runs `aperture` in a data folder of its own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.data = folder, folder / "data"
        patch.setenv("APERTURE_DATA_DIR", str(self.data))
        patch.setenv("COLUMNS", "200")
        patch.chdir(folder)

    def __call__(self, *arguments: str) -> Done:
        done = CliRunner().invoke(app, list(arguments))
        error = f"aperture: {done.exception}" if isinstance(done.exception, ApertureError) else done.stderr
        assert done.exception is None or isinstance(done.exception, ApertureError | SystemExit), done.exception
        return Done(done.exit_code, done.stdout, error)


@pytest.fixture(scope="module")
def few() -> Any:
    """Three models and two licenses of the shipped catalog: embedding all of them would say nothing more."""
    catalog = Catalog.load()

    class Few:
        models = MappingProxyType(dict(list(catalog.models.items())[:3]))
        licenses = MappingProxyType(dict(list(catalog.licenses.items())[:2]))

        def __getattr__(self, name: str) -> Any:
            return getattr(catalog, name)

    return Few()


@pytest.fixture(scope="module")
def quick(few: Any) -> Iterator[pytest.MonkeyPatch]:
    """The few records, and the encoder loaded once instead of by every command."""
    with pytest.MonkeyPatch.context() as patch:
        once = lru_cache(make_encoder)
        patch.setattr("bot.ingesting.Catalog.load", lambda *_: few)
        patch.setattr("bot.ingesting.make_encoder", once)
        yield patch


@pytest.fixture(scope="module")
def shell(quick: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A folder with a page and an empty file, taken in; each test leaves it so."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "notes").mkdir()
    page = f"Menu\n\nLamps of Marrow\n\n{WORDS}\n{WORDS.replace('412', '977')}\nComments\nbob: ok\n"
    (folder / "notes" / "lamp.txt").write_text(page)
    (folder / "notes" / "empty.txt").write_text("")
    shell = Shell(folder, quick)
    report = json.loads(shell("ingest", "notes", "--json").out)
    assert len(report["added"]) == 1
    assert report["skipped"][0][1] == "empty"
    return shell


def test_a_second_ingest_changes_nothing(shell: Shell) -> None:
    """And the report says so in numbers."""
    done = shell("ingest", "notes")
    assert done.code == 0
    assert "named: 0 added, 0 changed, 1 unchanged" in done.out
    assert "ships: 0 added, 0 changed" in done.out


def test_sources_lists_shows_removes_and_verifies(shell: Shell) -> None:
    """In a stable order; an unknown id names the way out."""
    rows = json.loads(shell("sources", "--json").out)
    assert rows == sorted(rows, key=lambda row: row["id"])
    (lamp,) = [row["id"] for row in rows if row["kind"] in ("file", "article")]
    assert "412 lamps" in shell("sources", "show", lamp).out
    assert shell("sources", "show", lamp, "--dropped").out.split() == ["Menu", "Comments", "bob:", "ok"]
    assert "sound" in shell("sources", "verify").out
    removed = shell("sources", "remove", lamp)
    assert (removed.code, lamp in removed.out) == (0, True)
    gone = shell("sources", "show", lamp)
    assert gone.code == 1
    assert gone.err.startswith("aperture: no document")
    assert len(json.loads(shell("ingest", "notes", "--json").out)["added"]) == 1


def test_a_document_is_meant_by_the_start_of_its_id_or_its_file(shell: Shell) -> None:
    """What the list shows can be typed back; a start that several share is asked back."""
    assert "412 lamps" in shell("sources", "show", "lamp").out
    assert "412 lamps" in shell("sources", "show", "notes/lamp.txt").out
    several = shell("sources", "show", "model-")
    assert several.code == 1
    assert "model-" in several.err.split("(")[1]
    assert shell("sources", "show", "").code == 1


@pytest.mark.parametrize("columns", ["40", "80"])
def test_an_id_is_listed_whole_however_narrow_it_is(
    shell: Shell, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipe there is no edge, and a row is one line."""
    monkeypatch.setenv("COLUMNS", columns)
    (lamp,) = [row["id"] for row in json.loads(shell("sources", "--json").out) if row["kind"] == "file"]
    listed = shell("sources").out.splitlines()
    assert sum(line.startswith(f"{lamp} ") for line in listed) == 1
    assert all("…" not in line for line in listed)


def test_an_empty_source_takes_in_nothing(shell: Shell) -> None:
    """An unset variable in a script is not the folder it runs in."""
    for empty in ("", " "):
        done = shell("ingest", empty)
        assert (done.code, "names nothing" in done.out) == (1, True)


def test_a_folder_that_does_not_exist_is_a_sentence_and_a_code(shell: Shell) -> None:
    """Never a traceback; the rest is taken in."""
    done = shell("ingest", "no-such-folder", "notes")
    assert done.code == 1
    assert "no-such-folder: no such file or folder" in done.out
    assert "1 unchanged" in done.out


def test_a_dry_run_writes_nothing(tmp_path: Path, quick: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even what ships."""
    shell = Shell(tmp_path, monkeypatch)
    (tmp_path / "a.txt").write_text(WORDS)
    said = shell("ingest", "a.txt", "--dry-run").out
    assert "named: 1 added" in said
    assert "ships: 0 added" not in said
    assert json.loads(shell("sources", "--json").out) == []


def test_a_second_process_on_the_same_folder_is_told_who_holds_it(shell: Shell) -> None:
    """Two writers would ruin the index."""
    with Store.open(shell.data, make_encoder("bundled")):
        done = shell("ingest", "notes")
    assert done.code == 1
    assert f"in use by process {os.getpid()}" in done.err


def test_a_data_folder_that_cannot_be_made_is_a_sentence(
    tmp_path: Path, quick: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the folder."""
    (tmp_path / "file").write_text("x")
    shell = Shell(tmp_path, monkeypatch)
    monkeypatch.setenv("APERTURE_DATA_DIR", str(tmp_path / "file" / "data"))
    done = shell("ingest", ".")
    assert done.code == 1
    assert done.err.startswith("aperture: ")
    assert str(tmp_path / "file") in done.err
