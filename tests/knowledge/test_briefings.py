"""Our own briefings: both languages, each naming what it reports on, in our own words."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / "knowledge" / "briefings"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
FILES = sorted(FOLDER.glob("*.md"))
RUN = 20
"""Chinese characters in a row that two authors do not write alike by chance; lists of names are longer, and facts."""


def _parts(path: Path) -> tuple[dict[str, str], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def test_every_briefing_stands_in_both_languages() -> None:
    """A question in either finds one."""
    stems = {path.name.split(".")[0] for path in FILES}
    assert len(stems) >= 8
    assert {path.name for path in FILES} == {f"{stem}.{language}.md" for stem in stems for language in ("zh", "en")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_briefing_names_its_source_and_is_in_its_language(path: Path) -> None:
    """Title, source and the day it was checked; the text is in the language its name says."""
    front, body = _parts(path)
    assert front["title"]
    assert front["source_title"]
    assert str(front["checked"]) >= "2026-11-25"
    assert front["language"] == path.name.split(".")[1]
    han = len(re.findall(r"[一-鿿]", body)) / len(body)
    assert han > 0.4 if front["language"] == "zh" else han < 0.05
    assert len(re.findall(r"^## ", body, re.M)) >= 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_run_of_words_is_taken_from_an_article(path: Path) -> None:
    """What comes from outside carries over as facts, never as sentences."""
    if not SEEDS.is_dir():
        pytest.skip(f"no articles to compare with: {SEEDS} is not there")
    articles = "\n".join(_letters(seed.read_text(encoding="utf-8")) for seed in sorted(SEEDS.glob("*.txt")))
    taken = [
        run[at : at + RUN]
        for run in re.findall(rf"[一-鿿]{{{RUN},}}", _letters(_parts(path)[1]))
        for at in range(len(run) - RUN + 1)
        if run[at : at + RUN] in articles
    ]
    assert taken == []


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
