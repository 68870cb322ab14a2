"""`aperture facts`: faults are named and give exit code 1, differences are told in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.facts import app
from knowledge.errors import FactsError

CLAUSE = "Permission is hereby granted to use the Model for research purposes only."
RECORD = """id: ours
name: Our License
family: community
texts: [{id: ours}]
clauses:
- id: grant
  topic: commercial_use
  at: {text: ours, section: §1, key: for research purposes only}
  effect: grant
  says: {en: Research is granted., zh: 授予研究用途。}
sources: [{ref: 'intranet:legal/ours', checked: '2020-01-01'}]
checked: '2020-01-01'
"""


@pytest.fixture
def overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A team's own licence, and its text."""
    folder = tmp_path / "overlay"
    (folder / "licenses").mkdir(parents=True)
    (folder / "licenses" / "ours.yaml").write_text(RECORD, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "ours.txt").write_text(CLAUSE, encoding="utf-8")
    monkeypatch.setenv("APERTURE_OVERLAY_DIR", str(folder))
    monkeypatch.setenv("APERTURE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("APERTURE_POLICY_FILE", raising=False)
    return folder


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_what_ships_has_nothing_to_mend(overlay: Path) -> None:
    """Every shipped record has a source or says that it has none; what is old and what text is missing is listed."""
    code, told = run("check", "--json")
    report = json.loads(told)
    assert code == 0
    assert report["proven"] == 1
    assert "license ours (2020-01-01)" in report["old"]
    assert "llama-4" in report["texts_missing"]


def test_a_clause_that_is_no_longer_there_must_be_mended(overlay: Path, tmp_path: Path) -> None:
    """The licence, the section and the key are named, and the exit code is 1."""
    (tmp_path / "texts" / "ours.txt").write_text(CLAUSE.replace("research", "any"), encoding="utf-8")
    code, told = run("check")
    assert code == 1
    assert "ours §1: for research purposes only" in told


def test_a_shadowed_record_is_an_error(overlay: Path) -> None:
    """An overlay that takes a shipped id without saying so stops the check."""
    (overlay / "licenses" / "mit.yaml").write_text(RECORD.replace("id: ours\n", "id: mit\n", 1), encoding="utf-8")
    with pytest.raises(FactsError, match="replaces: mit"):
        run("check")


def test_a_misspelt_trigger_is_told_with_file_line_and_nearest_name(overlay: Path) -> None:
    """A condition on a fact that no use has."""
    record = RECORD.replace("  effect: grant", "  effect: forbid\n  when: {comercial: true}")
    (overlay / "licenses" / "ours.yaml").write_text(record, encoding="utf-8")
    with pytest.raises(FactsError, match=r"ours\.yaml:\d+: .*'comercial'.*'commercial'"):
        run("check")


def test_two_versions_of_a_text_are_compared(overlay: Path, tmp_path: Path) -> None:
    """The clause with both wordings, in the language asked for."""
    new = tmp_path / "ours.txt"
    new.write_text(CLAUSE.replace("research purposes only", "research purposes only, and never by banks"))
    code, told = run("diff", str(tmp_path / "texts" / "ours.txt"), str(new), "--language", "zh")
    assert code == 0
    assert "措辞改动" in told
    assert "never by banks" in told


def test_a_text_that_nobody_recorded_is_asked_for(overlay: Path, tmp_path: Path) -> None:
    """The nearest name is offered."""
    for name in ("lama-4.txt", "lama-4-new.txt"):
        (tmp_path / name).write_text("words", encoding="utf-8")
    with pytest.raises(FactsError, match="--text"):
        run("diff", str(tmp_path / "lama-4.txt"), str(tmp_path / "lama-4-new.txt"))
    with pytest.raises(FactsError, match="two files or two folders"):
        run("diff", str(tmp_path / "nowhere"), str(tmp_path))
