"""How one answer did: every expectation of its case is a check, and so is each citation."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.answering.answer import Answer
from bot.evaluation.cases import Case
from knowledge.records.document import Found
from knowledge.tokens import letters

Measure = Literal["verdict", "facts", "slots", "retrieval", "citations", "refusal", "language", "forbidden"]
MEASURES: tuple[Measure, ...] = (
    "verdict", "facts", "slots", "retrieval", "citations", "refusal", "language", "forbidden",
)  # fmt: skip
WITHIN = 0.02
HOLDS = 0.5
"""Share of a gold passage's runs of letters that a found passage must hold."""
RUN = 5
FIRST = 5
Holds = Callable[[str, str], bool]
"""Whether a quote is a verbatim piece of the stored text of a source."""


@dataclass(frozen=True)
class Check:
    """One expectation."""

    measure: Measure
    share: float
    """0 to 1; 1 is right."""
    why: str = ""


@dataclass(frozen=True)
class Scored:
    """One case with its answer."""

    case: Case
    answer: Answer
    checks: tuple[Check, ...]
    seconds: float
    judged: bool | None = None
    """What a language model thought of the answer, where one was asked."""

    @property
    def right(self) -> bool:
        """Every check holds."""
        return all(check.share == 1 for check in self.checks)

    @property
    def why(self) -> str:
        """What went wrong."""
        return "; ".join(check.why for check in self.checks if check.why)


def checks(case: Case, answer: Answer, found: Found | None, holds: Holds) -> tuple[Check, ...]:
    """Every check of a case. `found`: what retrieval alone brings, for cases that name a passage."""
    of_text = (*_verdict(case, answer), *_text(case, answer), *_understood(case, answer))
    return (*of_text, *_held(case, answer, found), _citations(answer, holds), *_refusal(case, answer))


def _check(measure: Measure, right: bool, why: str) -> Check:
    return Check(measure, float(right), "" if right else why)


def _verdict(case: Case, answer: Answer) -> Iterator[Check]:
    if case.verdict:
        value = str((answer.verdict or {}).get("value"))
        yield _check("verdict", value in case.verdict, f"verdict {value}, expected {' or '.join(case.verdict)}")
    if case.kind:
        yield _check("verdict", answer.kind == case.kind, f"kind {answer.kind}, expected {case.kind}")
    if case.models:
        lacking = sorted({*case.models} - {*answer.models, *answer.suggested})
        yield _check("slots", not lacking, f"models {', '.join(answer.models) or 'none'}: lacks {', '.join(lacking)}")


def _text(case: Case, answer: Answer) -> Iterator[Check]:
    text = _plain("\n".join([answer.answer, *(part.text for part in answer.parts)]))
    if case.facts:
        lacking = [one[0] for one in case.facts if not any(_plain(wording) in text for wording in one)]
        share = 1 - len(lacking) / len(case.facts)
        yield Check("facts", share, f"does not say: {', '.join(lacking)}" if lacking else "")
    if case.forbid:
        bad = [one for one in case.forbid if one.lower() in answer.answer.lower()]
        yield _check("forbidden", not bad, f"says {', '.join(bad)}")
    if case.lang:
        yield _check("language", answer.language == case.lang, f"answers in {answer.language}")


def _understood(case: Case, answer: Answer) -> Iterator[Check]:
    for name, expected, got in (("use", case.use, answer.use), ("cost", case.cost, answer.cost)):
        for key, value in expected.items():
            same = _same(value, got.get(key))
            yield _check("slots", same, f"{name}.{key} {got.get(key)!r}, expected {value!r}")
    if case.missing:
        asked = {one.key for one in answer.missing}
        lacking = ", ".join(sorted({*case.missing} - asked))
        yield _check("slots", not lacking, f"does not ask for {lacking}")


def _held(case: Case, answer: Answer, found: Found | None) -> Iterator[Check]:
    if case.passage and found is not None:
        best = max((_share(case.passage, one.text) for one in found.passages[:FIRST]), default=0.0)
        yield _check("retrieval", best >= HOLDS, f"passage not among the first {FIRST} (best holds {best:.0%})")
    if case.clause:
        cited = {one.source for one in answer.citations if one.kind == "clause"}
        yield _check("citations", case.clause in cited, f"no clause of {case.clause}")


def _citations(answer: Answer, holds: Holds) -> Check:
    """Every number in the text has its citation, and every quote stands word for word in what is stored."""
    known = {cited.n for cited in answer.citations}
    loose = {int(n) for n in re.findall(r"\[(\d{1,2})\]", answer.answer)} - known
    astray = [c.n for c in answer.citations if c.kind != "fact" and c.quote and not holds(c.quote, c.source)]
    why = [f"[{n}] stands for nothing" for n in sorted(loose)] + [f"quote [{n}] is not in its source" for n in astray]
    return _check("citations", not why, "; ".join(why))


def _refusal(case: Case, answer: Answer) -> Iterator[Check]:
    if case.abstain:
        yield _check("refusal", answer.abstained, "answers what it should refuse")
    elif case.answerable:
        yield _check("refusal", not answer.abstained, "refuses what it should answer")


def _same(expected: Any, got: Any) -> bool:
    if isinstance(expected, Mapping):
        return isinstance(got, Mapping) and all(_same(value, got.get(key)) for key, value in expected.items())
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return isinstance(got, int | float) and abs(got - expected) <= WITHIN * abs(expected)
    if isinstance(expected, list) and isinstance(got, list | tuple):
        return sorted(map(str, expected)) == sorted(map(str, got))
    return bool(expected == got)


def _plain(text: str) -> str:
    return letters(html.unescape(text))


def _share(gold: str, text: str) -> float:
    wanted, held = _plain(gold), _plain(text)
    runs = {wanted[at : at + RUN] for at in range(max(1, len(wanted) - RUN + 1))}
    return sum(run in held for run in runs) / len(runs)
