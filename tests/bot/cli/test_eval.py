"""`aperture eval`: figures in the terminal, a page, an exit code."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.answering.answer import Answer, Ask
from bot.answering.engine import Engine
from bot.cli import eval as command
from knowledge.errors import FactsError

SET = '{"id": "a", "question": "Is GPT-4o open?", "verdict": "closed"}\n'
SET += '{"id": "b", "question": "hello", "abstain": true}\n'


class Canned(AbstractContextManager["Canned"]):
    """An engine that answers what it is told."""

    def __exit__(self, *_: object) -> None:
        return None

    def __init__(self, value: str) -> None:
        self.value = value

    def ask(self, ask: Ask) -> Answer:
        verdict = {"value": self.value} if "GPT" in ask.question else None
        return Answer(
            question=ask.question,
            language="en",
            kind="openness",
            answer="x",
            verdict=verdict,
            abstained=verdict is None,
        )


@pytest.fixture(autouse=True)
def _engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The configured data folder's name is the verdict: two configurations differ by it."""

    monkeypatch.setattr(Engine, "open", lambda settings: Canned(settings.data_dir.name))


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A set of two."""
    path = tmp_path / "own.jsonl"
    path.write_text(SET, encoding="utf-8")
    return path


def _config(tmp_path: Path, name: str, verdict: str) -> str:
    path = tmp_path / f"{name}.env"
    path.write_text(f"APERTURE_DATA_DIR=/nowhere/{verdict}\n", encoding="utf-8")
    return str(path)


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(command.app, list(arguments), catch_exceptions=False, env={"COLUMNS": "120"})


def test_all_right_is_exit_code_zero_and_a_page(cases: Path, tmp_path: Path) -> None:
    """For CI."""
    to = tmp_path / "report.html"
    result = _run(str(cases), "--config", _config(tmp_path, "plain", "closed"), "--html", str(to))
    assert result.exit_code == 0
    assert "100.0 % of 2" in result.output
    assert "Is GPT-4o open?" in to.read_text(encoding="utf-8")


def test_too_few_right_is_exit_code_one(cases: Path, tmp_path: Path) -> None:
    """Unless less is asked for."""
    config = _config(tmp_path, "plain", "open-weights")
    assert _run(str(cases), "--config", config).exit_code == 1
    assert _run(str(cases), "--config", config, "--at-least", "0.5").exit_code == 0


def test_two_configurations_stand_side_by_side(cases: Path, tmp_path: Path) -> None:
    """A file's settings win over the environment; what differs is listed."""
    configs = ["--config", _config(tmp_path, "old", "unknown"), "--config", _config(tmp_path, "new", "closed")]
    output = _run(str(cases), *configs).output
    assert "50.0 % of 2" in output
    assert "100.0 % of 2" in output
    assert "Where they differ" in output


def test_a_configuration_or_page_that_cannot_be_is_named(cases: Path, tmp_path: Path) -> None:
    """With the way out."""
    with pytest.raises(FactsError, match="no such file"):
        _run(str(cases), "--config", str(tmp_path / "none.env"))
    with pytest.raises(FactsError, match="cannot be written"):
        _run(str(cases), "--config", _config(tmp_path, "x", "closed"), "--html", str(tmp_path / "no" / "x.html"))
