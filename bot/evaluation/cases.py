"""The cases of a test set: JSON lines or CSV, each row checked before anything runs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator

from bot.answering.answer import Kind, Turn
from knowledge.errors import FactsError
from knowledge.records.base import Language, Record
from knowledge.tokens import in_chinese

SHIPPED = Path(__file__).parent / "shipped.jsonl"
_LISTS = ("verdict", "facts", "models", "missing", "forbid")


class Case(Record):
    """One question and what a right answer to it looks like. Only what is given is checked."""

    id: str = ""
    question: str
    thread: tuple[Turn, ...] = ()
    lang: Language | None = None
    """The language the answer must be in; guessed from the question for the report when not given."""
    kind: Kind | None = None
    verdict: tuple[str, ...] = ()
    """Any of these is right: `open-weights`, `needs-license`, `api`, …"""
    models: tuple[str, ...] = ()
    """Catalog ids that must be among those the answer is about."""
    facts: tuple[tuple[str, ...], ...] = ()
    """Each must be in the text of the answer, by any of its wordings; letters and digits count, case does not."""
    use: dict[str, Any] = Field(default_factory=dict)
    cost: dict[str, Any] = Field(default_factory=dict)
    """Slots that must have been understood; numbers within 2 %."""
    passage: str | None = None
    """The passage that answers; found when one of the first five passages holds half of its runs of five letters."""
    clause: str | None = None
    """A licence that a clause must be cited of."""
    missing: tuple[str, ...] = ()
    """Keys that must be asked back for."""
    abstain: bool | None = None
    """Whether the bot must say that it does not know. Left out: answering is expected where anything else is."""
    forbid: tuple[str, ...] = ()
    """What must not be in the answer."""

    @field_validator("verdict", "models", "missing", "forbid", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("facts", mode="before")
    @classmethod
    def _wordings(cls, value: Any) -> Any:
        values = (value,) if isinstance(value, str) else value
        return tuple((one,) if isinstance(one, str) else one for one in values)

    @property
    def language(self) -> Language:
        """As given, else by the question's script."""
        return self.lang or ("zh" if in_chinese(self.question) else "en")

    @property
    def answerable(self) -> bool:
        """Whether refusing would be wrong."""
        expected = self.verdict or self.facts or self.passage or self.clause or self.use or self.cost
        return self.abstain is False or (self.abstain is None and bool(expected))


def load_cases(path: Path = SHIPPED) -> list[Case]:
    """All cases of a file. Raises `FactsError` naming file, line and field."""
    if not path.is_file():
        raise FactsError(f"test set {path}: there is no such file; one JSON object a line, or a CSV with a header")
    cases = [_case(path, line, row) for line, row in _rows(path)]
    if not cases:
        raise FactsError(f"test set {path}: no cases in it; a case has at least a question and a verdict or facts")
    return cases


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FactsError(f"test set {path}: not UTF-8 text ({error.reason}); save it as UTF-8") from error
    if path.suffix.lower() == ".csv":
        yield from enumerate(map(_from_csv, csv.DictReader(text.splitlines())), 2)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise FactsError(f"test set {path} line {number}: not JSON: {error}") from error


def _from_csv(row: Mapping[str | None, Any]) -> dict[str, Any]:
    """A row of a sheet: several values stand between `;`, wordings of one fact between `|`."""
    filled = {key: value.strip() for key, value in row.items() if key and value and value.strip()}
    cells: dict[str, Any] = dict(filled)
    for name in filter(cells.__contains__, _LISTS):
        cells[name] = [one.strip() for one in filled[name].split(";") if one.strip()]
    if "facts" in cells:
        cells["facts"] = [fact.split("|") for fact in cells["facts"]]
    return cells


def _case(path: Path, line: int, row: Any) -> Case:
    try:
        case = Case.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "row"
        raise FactsError(f"test set {path} line {line}: {field}: {first['msg']}") from error
    return case if case.id else case.model_copy(update={"id": str(line)})
