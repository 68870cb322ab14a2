"""What an admin names: files, folders, and things that are neither."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.load import LARGEST
from ingest.sources import expand, identifier, printable
from knowledge.errors import Refused, SourceError


def test_a_folder_gives_its_readable_files_in_a_stable_order(tmp_path: Path) -> None:
    """Hidden ones stay out; kinds that are not read are counted, not dropped in silence."""
    for name in ("b.md", "a.txt", ".hidden.txt", "x.png", "y.png", "sub/c.HTML", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("words")
    found = expand([str(tmp_path)])
    assert [item.name for item in found.items] == ["a.txt", "b.md", "c.HTML"]
    assert found.skipped == ((str(tmp_path), "files of kinds that are not read: 2 × .png"),)
    assert found.failed == ()


def test_a_file_named_twice_is_one_item(tmp_path: Path) -> None:
    """By itself and through its folder."""
    (tmp_path / "a.txt").write_text("words")
    assert len(expand([str(tmp_path), str(tmp_path / "a.txt")]).items) == 1


def test_a_manifest_names_the_files_beside_it(tmp_path: Path) -> None:
    """And is no document itself; a table of another kind is one."""
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "INDEX.csv").write_text("id,name\na,The name of a\n")
    (item,) = expand([str(tmp_path)]).items
    assert item.about["name"] == "The name of a"
    (tmp_path / "INDEX.csv").write_text("price,count\n1,2\n")
    assert len(expand([str(tmp_path)]).items) == 2


@pytest.mark.parametrize(
    "source", ["/no/such/folder", "nowhere.txt", "bad\0name", "~nobody-here/x", "ftp://x/y", "s3://b/k"]
)
def test_what_is_not_there_is_an_error_that_names_it_and_the_rest_goes_on(tmp_path: Path, source: str) -> None:
    """Never an exception."""
    (tmp_path / "a.txt").write_text("words")
    found = expand([source, str(tmp_path)])
    assert len(found.items) == 1
    assert [name for name, _ in found.failed] == [printable(source)]


def test_an_endless_device_or_a_pipe_is_no_file(tmp_path: Path) -> None:
    """Reading it would never end."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    for item in expand([str(tmp_path)]).items:
        with pytest.raises(SourceError, match="not a file"):
            item.read()


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    """By its size."""
    with (tmp_path / "huge.txt").open("wb") as handle:
        handle.truncate(2_000_000_000)
    (item,) = expand([str(tmp_path)]).items
    with pytest.raises(Refused, match=f"2,000,000,000 bytes is too large .*{LARGEST:,}"):
        item.read()


def test_a_file_that_vanishes_says_so(tmp_path: Path) -> None:
    """Between listing and reading."""
    path = tmp_path / "gone.txt"
    path.write_text("words")
    (item,) = expand([str(tmp_path)]).items
    path.unlink()
    with pytest.raises(SourceError, match=r"gone\.txt: vanished"):
        item.read()


def test_names_with_control_characters_are_shown_without_them(tmp_path: Path) -> None:
    """They could rewrite a terminal or break a message."""
    path = tmp_path / "a\x1b[31m\n\u202eb.txt"
    path.write_text("words")
    (item,) = expand([str(tmp_path)]).items
    assert item.name == "a�[31m��b.txt"
    assert item.read().raw == b"words"
    assert item.id.isprintable()


def test_names_that_are_no_unicode_are_read(tmp_path: Path) -> None:
    """A disk may hold any bytes."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")).write_text("words")
    (item,) = expand([str(tmp_path)]).items
    assert item.source.encode()
    assert item.read().raw == b"words"


def test_links_that_lead_round_in_a_circle_end(tmp_path: Path) -> None:
    """Linked folders are not followed."""
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(expand([str(tmp_path)]).items) == 1


def test_an_id_depends_on_the_source_only() -> None:
    """Stable over versions, different for the same name elsewhere."""
    assert identifier("a b", "/x/a b.txt") == identifier("a b", "/x/a b.txt")
    assert identifier("a", "/x/a.txt") != identifier("a", "/y/a.txt")
