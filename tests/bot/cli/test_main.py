"""The command itself: what a person can mend is told in a sentence, without a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main


def run(words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr("sys.argv", ["aperture", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    return capsys.readouterr().err


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Its name, its value and the way out, and nothing of the machinery."""
    monkeypatch.setenv("APERTURE_HTTP_PORT", "abc")
    told = run(["stats"], monkeypatch, capsys)
    assert told.startswith("aperture: APERTURE_HTTP_PORT: ")
    assert "'abc'" in told
    assert told.count("\n") == 1


def test_an_unusable_data_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file stands where the folder should."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("APERTURE_DATA_DIR", str(tmp_path / "file" / "data"))
    told = run(["stats"], monkeypatch, capsys)
    assert told.startswith(f"aperture: {tmp_path / 'file'}")
    assert "APERTURE_DATA_DIR" in told
