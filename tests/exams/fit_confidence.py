"""Fit the weights of `knowledge.confidence`, and say how well they do on questions of documents they did not see.

Run: `python -m tests.exams.fit_confidence`. Each set of questions is left out in turn and judged by weights fitted on
the others; the weights printed last are fitted on all. `off_topic.txt` is asked of every index and counts a fifth.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.engine import Engine
from bot.settings import Settings
from knowledge.confidence import Seen, Signals, terms
from knowledge.records.document import Passage
from knowledge.search import Search
from tests.exams.logistic import ridge_logistic
from tests.exams.marks import KEPT_OUT, PAGES, PLAIN, SHARED
from tests.exams.retrieval_exam import auc

HERE = Path(__file__).parent
SETS = {
    "shared": ([SHARED / "seeds", SHARED / "licences"], SHARED / "exams" / "retrieval.jsonl"),
    "own": ([HERE / "corpus"], HERE / "own_retrieval.jsonl"),
    **{name: ([HERE / name], HERE / f"{name}_retrieval.jsonl") for name in (*PAGES, PLAIN)},
}
OFF_TOPIC = 0.2
"""Weight of a question that no document anywhere answers."""
REAL = 3.0
"""Weight of a question of the shared exam: its articles and licences are real, ours are invented."""
RIDGE = 1.0
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """One question, and what the search saw."""

    set: str
    on_topic: bool
    answerable: bool
    signals: Signals


class Recording(Search):
    """A search that keeps the signals of the last question."""

    def _judged(self, query: str, seen: Seen, first: Passage) -> float:
        self.last = Signals.of(query, seen, first)
        return 0.0


def main() -> None:
    """Print the AUC of each set left out, then the weights."""
    asked = [one for name in SETS for one in _asked(name)]
    every: tuple[list[float], list[float]] = ([], [])
    for name in SETS:
        others = [a for a in asked if a.set not in (name, *KEPT_OUT)]
        mine = [a for a in asked if a.set == name]
        weights = fit(others)
        scores = [float(_row(one.signals) @ weights) for one in mine]
        yes = [s for s, one in zip(scores, mine, strict=True) if one.answerable]
        no = [s for s, one in zip(scores, mine, strict=True) if not one.answerable and one.on_topic]
        off = [s for s, one in zip(scores, mine, strict=True) if not one.on_topic]
        if not no:
            print(f"{name:8} left out: lowest log odds {min(yes):.2f}, median {float(np.median(yes)):.2f}")
            continue
        print(f"{name:8} left out: AUC {auc(yes, no):.3f} ({len(no)} unanswerable), off topic {auc(yes, off):.3f}")
        every = (every[0] + yes, every[1] + no)
    print(f"all together: AUC {auc(*every):.3f} ({len(every[1])} unanswerable)")
    weights = fit([a for a in asked if a.set not in KEPT_OUT])
    print("weights", np.round(weights[:-1], 2), "bias", round(float(weights[-1]), 2), "at even odds")


def _asked(name: str) -> Iterator[Asked]:
    sources, questions = SETS[name]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, APERTURE_DATA_DIR=Path(folder))  # type: ignore[call-arg]
        with Engine.open(settings) as engine:
            engine.ingest([str(source) for source in sources])
            search = Recording(engine.store, engine.store.encoder, engine.catalog)
            for row in map(json.loads, questions.read_text(encoding="utf-8").splitlines()):
                search.find(row["question"])
                yield Asked(name, True, row["answerable"], search.last)
            for question in () if name == PLAIN else (HERE / "off_topic.txt").read_text(encoding="utf-8").splitlines():
                search.find(question)
                yield Asked(name, False, False, search.last)


def _row(signals: Signals) -> Numbers:
    """What is weighed, and a one."""
    return np.array([*terms(signals), 1.0])


def fit(asked: list[Asked]) -> Numbers:
    """Weights, then the bias; each signal pays for its weight by its own spread."""
    rows = np.array([terms(one.signals) for one in asked])
    right = np.array([float(one.answerable) for one in asked])
    counts = np.array([(1.0 if one.on_topic else OFF_TOPIC) * (REAL if one.set == "shared" else 1.0) for one in asked])
    scale = rows.std(axis=0)
    return np.asarray(ridge_logistic(rows / scale, right, counts, RIDGE) / np.append(scale, 1.0))


if __name__ == "__main__":
    main()
