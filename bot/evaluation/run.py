"""A test set through the engine, one configuration at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.answering.answer import Ask
from bot.evaluation.cases import Case
from bot.evaluation.score import MEASURES, Check, Measure, Scored, checks

if TYPE_CHECKING:
    from bot.answering.engine import Engine

Judge = Callable[[Scored], bool | None]


@dataclass(frozen=True)
class Run:
    """How one configuration did."""

    name: str
    scored: tuple[Scored, ...]

    def of(self, language: str | None = None, kind: str | None = None) -> Run:
        """The part of one language, of one kind."""
        return replace(
            self,
            scored=tuple(
                one
                for one in self.scored
                if language in {None, one.case.language} and kind in {None, one.case.kind or one.answer.kind}
            ),
        )

    @property
    def accuracy(self) -> float:
        """Share of cases in which every check holds."""
        return sum(one.right for one in self.scored) / len(self.scored) if self.scored else 0.0

    def measure(self, name: Measure) -> tuple[float, int]:
        """Mean share of the checks of one measure, and how many there were."""
        found = [check.share for one in self.scored for check in one.checks if check.measure == name]
        return (sum(found) / len(found) if found else 0.0), len(found)

    @property
    def measures(self) -> list[tuple[Measure, float, int]]:
        """Those that were asked of any case."""
        return [(name, *self.measure(name)) for name in MEASURES if self.measure(name)[1]]

    def seconds(self, share: float) -> float:
        """The time within which that share of the answers came."""
        spent = sorted(one.seconds for one in self.scored) or [0.0]
        return spent[min(len(spent) - 1, int(share * len(spent)))]

    @property
    def dollars(self) -> Decimal | None:
        """What the language model cost, where the price table knows it."""
        known = [one.answer.spent.usd for one in self.scored if one.answer.spent and one.answer.spent.usd is not None]
        return sum(known, Decimal()) if known else None

    @property
    def by_model(self) -> int:
        """Answers with prose of a language model."""
        return sum(one.answer.model_used is not None for one in self.scored)

    @property
    def agreement(self) -> float | None:
        """Share of judged cases in which judge and checks say the same."""
        judged = [one for one in self.scored if one.judged is not None]
        return sum(one.judged == one.right for one in judged) / len(judged) if judged else None


def run(
    engine: Engine,
    cases: Sequence[Case],
    name: str = "now",
    progress: Callable[[int, int], None] | None = None,
    judge: Judge | None = None,
) -> Run:
    """Ask every case and check every answer."""
    scored = []
    for at, case in enumerate(cases, 1):
        one = _one(engine, case)
        scored.append(replace(one, judged=judge(one)) if judge else one)
        if progress:
            progress(at, len(cases))
    return Run(name, tuple(scored))


def _one(engine: Engine, case: Case) -> Scored:
    started = time.perf_counter()
    answer = engine.ask(Ask(id=case.id, question=case.question, thread=case.thread))
    seconds = time.perf_counter() - started
    found = engine.search.find(case.question, top=5) if case.passage else None
    made: tuple[Check, ...] = checks(case, answer, found, lambda quote, source: _holds(engine, quote, source))
    return Scored(case, answer, made, seconds)


def _holds(engine: Engine, quote: str, source: str) -> bool:
    record = engine.catalog.licenses.get(source)
    if record is not None:
        return any(quote in (engine.texts.get(text_id) or "") for text_id in engine.texts.ids())
    document = engine.store.document(source)
    return document is not None and quote in document.text
