"""The commands of the Makefile."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
@pytest.mark.parametrize(
    "question",
    [
        "We spend $12k a month, or $(shell echo no), or ${HOME}: which model?",
        "What does `echo no` mean, and $(echo this)?",
        'Is "Llama 3.1" open source?',
        "What's Meta's licence; echo no | cat > /dev/null & #",
        "--json is no option here\\",
        "“Qwen2.5-72B” 可以商用吗？预算 $12k",
    ],
)
@pytest.mark.parametrize("from_environment", [False, True])
def test_a_question_reaches_the_bot_as_it_was_typed(question: str, from_environment: bool, tmp_path: Path) -> None:
    aperture = tmp_path / "aperture"
    aperture.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    aperture.chmod(0o755)
    given = [] if from_environment else [f"Q={question}"]
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)} | ({"Q": question} if from_environment else {})
    done = subprocess.run(
        ["make", "-s", "-C", str(ROOT), "ask", f"BIN={tmp_path}", "-o", "install", *given],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["ask", "--", question]
