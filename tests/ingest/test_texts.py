"""Licence texts for users: official address first, then the licence database out of a package index on loopback."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest import texts as module
from ingest.fetch import Unreachable
from ingest.texts import fetch_texts, fetch_texts_in_background
from knowledge.errors import SourceError
from knowledge.records.base import Locator
from knowledge.records.license import LicenseText
from knowledge.texts import Texts
from tests.ingest.conftest import Web
from tests.ingest.test_sync import TERMS, Holding, acme

PLACE = Locator(text="acme-1", section="§2", key="may not sell the weights")


def database(folder: Path, words: str) -> Path:
    """A wheel with one file of the database."""
    path = folder / "scancode_toolkit_mini-32.5.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("licensedcode/data/licenses/acme.LICENSE", f"---\nkey: acme\nname: Acme\n---\n{words}")
        archive.writestr("scancode_toolkit_mini-32.5.0.dist-info/METADATA", METADATA)
        archive.writestr("scancode_toolkit_mini-32.5.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("scancode_toolkit_mini-32.5.0.dist-info/RECORD", "")
    return path


METADATA = (
    "Metadata-Version: 2.1\nName: scancode-toolkit-mini\nVersion: 32.5.0\nRequires-Dist: no-such-thing-anywhere\n"
)


def holding(url: str | None = None, key: str | None = None) -> Any:
    """A catalog of one license whose text can be had as told."""
    text = LicenseText(id="acme-1", url=url, scancode_key=key)
    return Holding(acme(None).model_copy(update={"texts": (text,)}))


def nowhere(_: object) -> Any:
    raise Unreachable("no way there")


def no_wheel(_: Path) -> Path | None:
    return None


def test_the_official_address_comes_first(texts: Texts) -> None:
    """And where it came from is kept."""
    told: list[str] = []
    found = fetch_texts(
        holding("https://acme.example/license", "acme"),
        texts,
        lambda step: told.append(step.name),
        official=lambda _: TERMS.decode(),
        wheel=nowhere,
    )
    assert (found.held, found.missing) == (("acme-1",), ())
    assert texts.source("acme-1") == "https://acme.example/license"
    assert told == ["acme-1"]
    assert texts.cut(PLACE)


def test_else_the_licence_database_without_its_front_matter(texts: Texts, tmp_path: Path) -> None:
    """With the attribution that its licence asks for, and a line of progress before the download."""
    told: list[str] = []
    found = fetch_texts(
        holding("https://acme.example/license", "acme"),
        texts,
        lambda step: told.append(str(step)),
        official=nowhere,
        wheel=lambda folder: database(folder, TERMS.decode()),
    )
    assert found.held == ("acme-1",)
    assert (texts.get("acme-1") or "").startswith("Acme License")
    assert texts.source("acme-1") == "ScanCode licence database, acme (CC-BY-4.0)"
    assert "126 MB" in told[-1]


def test_another_text_under_the_same_name_is_not_kept(texts: Texts) -> None:
    """A quote out of it would not be this license's."""
    found = fetch_texts(
        holding("https://acme.example/license", "acme"),
        texts,
        official=lambda _: "Acme License 9. You may sell everything.",
        wheel=lambda folder: database(folder, "Some other words."),
    )
    assert (found.held, found.missing) == ((), ("acme-1",))
    assert texts.ids() == []


@pytest.mark.parametrize("wheel", [no_wheel, lambda folder: _broken(folder)], ids=["no index", "broken download"])
def test_where_nothing_is_reachable_it_says_so(texts: Texts, wheel: Any) -> None:
    """Answers come without quotes then, and that is said."""
    found = fetch_texts(holding("https://acme.example/license", "acme"), texts, official=nowhere, wheel=wheel)
    assert found.held == ()
    assert "without quotes" in found.says


def _broken(folder: Path) -> Path:
    path = folder / "x.whl"
    path.write_bytes(b"not a zip")
    return path


def test_without_a_network_not_every_address_is_tried(texts: Texts) -> None:
    """Two in a row without a way are enough; an address that only says no does not count."""
    records = [
        acme(None).model_copy(update={"id": f"l{n}", "texts": (LicenseText(id=f"t{n}", url=f"u{n}"),)})
        for n in range(6)
    ]
    catalog: Any = Holding(records[0])
    catalog.licenses = {one.id: one for one in records}
    asked: list[str] = []

    def answers(url: str) -> str:
        asked.append(url)
        raise (SourceError("404") if url == "u1" else Unreachable("no"))

    fetch_texts(catalog, texts, official=answers, wheel=no_wheel)
    assert asked == ["u0", "u1", "u2"]


def test_pip_brings_the_wheel_from_the_configured_index_and_installs_nothing(
    web: Web, texts: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real pip, a real index on loopback; its dependency that exists nowhere does not matter."""
    wheel = database(tmp_path, TERMS.decode())
    web.page(f"/files/{wheel.name}", wheel.read_bytes(), "application/zip")
    web.page(
        "/simple/scancode-toolkit-mini/", f'<html><body><a href="/files/{wheel.name}">{wheel.name}</a></body></html>'
    )
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", f"{web.address}/simple")
    before = _installed()
    assert fetch_texts(holding(key="acme"), texts).held == ("acme-1",)
    assert _installed() == before
    assert f"/files/{wheel.name}" in web.asked


def _installed() -> list[str]:
    import importlib.metadata

    return sorted(str(one.name) for one in importlib.metadata.distributions())


def test_an_index_without_the_wheel_is_no_crash(web: Web, texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip fails, the bot goes on."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", f"{web.address}/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    assert fetch_texts(holding(key="acme"), texts).missing == ("acme-1",)


def test_in_the_background_nobody_waits_and_nothing_is_tried_twice_a_week(texts: Texts) -> None:
    """A start that found nothing does not download 126 MB again at the next."""
    catalog = holding("https://acme.example/license")

    def fails(one: Any, held: Texts) -> module.FetchedTexts:
        return fetch_texts(one, held, official=nowhere, wheel=no_wheel)

    thread = fetch_texts_in_background(catalog, texts, fails)
    assert thread is not None
    thread.join(20)
    assert fetch_texts_in_background(catalog, texts, fails) is None
    assert fetch_texts_in_background(Holding(_other()), texts, fails) is not None  # type: ignore[arg-type]


def _other() -> Any:
    return acme(None).model_copy(update={"id": "acme-2", "texts": (LicenseText(id="acme-2"),)})


def test_a_fault_in_the_background_is_a_line_in_the_log(texts: Texts, caplog: pytest.LogCaptureFixture) -> None:
    """The bot stays up."""

    def breaks(*_: Any) -> module.FetchedTexts:
        raise OSError(28, "No space left on device")

    with caplog.at_level(logging.ERROR):
        thread = fetch_texts_in_background(holding("https://acme.example/license"), texts, breaks)
        assert thread is not None
        thread.join(20)
    assert "without quotes" in caplog.text


def test_a_web_page_at_the_official_address_is_read_without_its_frame(web: Web) -> None:
    """Navigation is no clause."""
    body = "".join(
        f"<p>{n}. You may use the weights, and you may not sell the weights to anybody.</p>" for n in range(6)
    )
    page = f"<html><body><nav><a href='/'>Home</a></nav><article><h1>License</h1>{body}</article></body></html>"
    raw = io.BytesIO(page.encode()).getvalue()
    from ingest.load import load

    words = load(raw, web.page("/license", page), "html").text
    assert "5. You may use the weights" in words
    assert "Home" not in words


def test_pip_is_there() -> None:
    """The tests above need it, as a user's environment does."""
    assert subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
