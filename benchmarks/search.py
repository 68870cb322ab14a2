"""What a search costs beside encoding the question and asking Chroma for ten, over real texts in both languages.

Run: `python -m benchmarks.search`. The documents are those of ../shared (about 12,000 sentences) where it is there, or
the pages of our own exams; the questions are those of our own exams. Each way sees every question once, so that no word
of a question is known from the question before more often than it would be.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.clock import timed
from bot.answering.engine import Engine
from bot.settings import Settings
from knowledge.search import Search

HERE = Path(__file__).parents[1]
SHARED = HERE.parent / "shared"
EXAMS = HERE / "tests" / "exams"
PAGES = [SHARED / "seeds", SHARED / "licences"] if SHARED.is_dir() else [EXAMS / "corpus", EXAMS / "fresh"]


class Unjudged(Search):
    """A search that does not judge what it found."""

    def _judged(self, *_: object) -> float:
        return 0.0


def main() -> None:
    """Print the bare query, the search, and the search with its judgement."""
    files = sorted(EXAMS.glob("*_retrieval.jsonl"))
    questions = [json.loads(line)["question"] for file in files for line in file.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, APERTURE_DATA_DIR=Path(folder))  # type: ignore[call-arg]
        with Engine.open(settings) as engine:
            engine.ingest([str(page) for page in PAGES])
            store, encoder, catalog = engine.store, engine.store.encoder, engine.catalog
            unjudged, judged = Unjudged(store, encoder, catalog), Search(store, encoder, catalog)
            bare = _times(questions, lambda question: store.nearest(encoder.encode([question])[0], 10))
            _show("encode and ask for ten", bare, bare)
            _show("search", _times(questions, unjudged.find), bare)
            _show("search and judgement", _times(questions, judged.find), bare)


def _times(questions: list[str], work: Callable[[str], object]) -> list[float]:
    """Milliseconds a question; the first two are not counted, they read the vectors."""
    return [timed(lambda q=question: work(q)) * 1e3 for question in questions][2:]  # type: ignore[misc]


def _show(name: str, times: list[float], bare: list[float]) -> None:
    middle = statistics.median(times)
    print(
        f"{name:24} {middle:6.1f} ms   p95 {statistics.quantiles(times, n=20)[-1]:6.1f} ms   "
        f"{middle / statistics.median(bare):.2f} times"
    )


if __name__ == "__main__":
    main()
