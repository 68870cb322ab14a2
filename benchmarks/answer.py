"""What a whole answer costs without a language model, over 10,000 chunks: questions of every kind in both languages.

Run: `python -m benchmarks.answer [chunks]`. The documents are our briefings again and again beside all that ships; the
questions are those of our own exams, which ask for verdicts, costs and passages, and some that nothing answers.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.ingest import written
from bot.answering.answer import Answer, Ask
from bot.answering.engine import Engine
from bot.settings import Settings

EXAMS = Path(__file__).parents[1] / "tests" / "exams"
FILES = ("own_understanding.jsonl", "own_retrieval.jsonl")
CHUNKS = 10_000


def main(chunks: int = CHUNKS) -> None:
    """Print the times of all questions and of those that search, and of each stage."""
    lines = [line for name in FILES for line in (EXAMS / name).read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        list(written(documents, chunks))
        settings = Settings(_env_file=None, APERTURE_DATA_DIR=Path(folder) / "data")  # type: ignore[call-arg]
        with Engine.open(settings) as engine:
            engine.ingest([str(documents)])
            health = engine.health()
            print(f"{health.documents} documents, {health.passages} chunks, {len(lines)} questions")
            asked = [_asked(engine, json.loads(line)["question"]) for line in lines]
    _show("every question", [spent for spent, _ in asked])
    _show("those that search", [spent for spent, answer in asked if answer.timings_ms.search])
    for stage in ("understand", "decide", "search", "write"):
        _show(f"  {stage}", [getattr(answer.timings_ms, stage) for _, answer in asked])


def _asked(engine: Engine, question: str) -> tuple[float, Answer]:
    """Milliseconds, and the answer."""
    answers: list[Answer] = []
    spent = timed(lambda: answers.append(engine.ask(Ask(question=question))))
    return spent * 1e3, answers[0]


def _show(name: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100)
    print(f"{name:20} {cuts[49]:7.1f} ms   p95 {cuts[94]:7.1f} ms   p99 {cuts[98]:7.1f} ms   n={len(times)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHUNKS)
