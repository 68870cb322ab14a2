"""What the reranker that is configured does to the passages found: hits without it and with it, and its time.

Run with `APERTURE_RERANKER=FOLDER`, or with a model: `APERTURE_LLM_MODEL=… OPENAI_BASE_URL=… APERTURE_LLM_RERANK=…
APERTURE_LLM_DEADLINE=120 python -m benchmarks.rerank shared own`. Sets: those of `tests.exams.fit_confidence`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from bot.answering.engine import Engine
from bot.answering.rerank import make_reranker
from bot.settings import Settings
from knowledge.search import Search
from tests.exams.fit_confidence import SETS
from tests.exams.retrieval_exam import TOP, figures, rank_of


def main() -> None:
    """Print the figures of each set named, or of all."""
    reranker = make_reranker(Settings(_env_file=None))  # type: ignore[call-arg]
    if reranker is None:
        raise SystemExit("no reranker: set APERTURE_RERANKER, or APERTURE_LLM_MODEL and APERTURE_LLM_RERANK")
    for name in sys.argv[1:] or SETS:
        sources, questions = SETS[name]
        rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if row["answerable"]]
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(_env_file=None, APERTURE_DATA_DIR=Path(folder), APERTURE_LLM_RERANK="no")  # type: ignore[call-arg]
            with Engine.open(settings.model_copy(update={"reranker": None, "llm_model": None})) as engine:
                engine.ingest([str(source) for source in sources])
                store = engine.store
                plain = Search(store, store.encoder, engine.catalog)
                ranked = Search(store, store.encoder, engine.catalog, reranker)
                _show(f"{name}, as searched", plain, rows)
                _show(f"{name}, reranked", ranked, rows)


def _show(name: str, search: Search, rows: list[dict[str, object]]) -> None:
    began = time.perf_counter()
    ranks = [rank_of(search.find(str(row["question"]), top=TOP), row) for row in rows]
    taken = (time.perf_counter() - began) / max(1, len(rows))
    print(f"{name:22} {figures(ranks)}  {taken:.2f} s a question", flush=True)


if __name__ == "__main__":
    main()
