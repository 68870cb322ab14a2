"""`aperture ask`: clean JSON on stdout, line by line, whatever comes in."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bot.answering.answer import Answer, Ask
from bot.cli import ask as command


class Parrot:
    """Answers with the question; the engine itself is tested elsewhere."""

    def ask(self, asked: Ask) -> Answer:
        return Answer(id=asked.id, question=asked.question, language="en", kind="none", answer=asked.question)


def lines(text: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    command._answer_lines(io.StringIO(text), Parrot(), blocks=False)  # type: ignore[arg-type]
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_lines_are_answered_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Empty lines are passed over."""
    got = lines('{"id":"1","question":"a"}\n\n{"id":"2","question":"b"}\n', capsys)
    assert [(one["id"], one["answer"]) for one in got] == [("1", "a"), ("2", "b")]


@pytest.mark.parametrize("bad", ["{bad", "[1]", '{"id":"x"}', '{"question": 3}', "null", '"text"'])
def test_a_bad_line_gives_an_error_and_the_rest_goes_on(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The error names the line."""
    got = lines(f'{bad}\n{{"id":"2","question":"b"}}\n', capsys)
    assert got[0]["line"] == 1
    assert got[0]["error"]
    assert got[1]["answer"] == "b"


def test_a_lone_surrogate_does_not_break_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be encoded is replaced."""
    assert lines('{"id":"1","question":"a\\ud800b"}\n', capsys)[0]["answer"] == "a?b"


def test_an_id_may_be_a_number_and_a_thread_may_be_null(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs count their questions and write null for what is not there."""
    got = lines('{"id":7,"question":"a","thread":null}\n{"id":null,"question":"b"}\n', capsys)
    assert [(one["id"], one["answer"]) for one in got] == [("7", "a"), ("", "b")]
