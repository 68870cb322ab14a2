"""What ingest costs beside the encoder alone, in one run; and what a run costs that finds nothing new.

Run: `python -m benchmarks.ingest`.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from ingest.chunk import chunk
from ingest.shipped import briefings
from ingest.sync import ingest
from knowledge.catalog import Catalog
from knowledge.embedding import make_encoder
from knowledge.store import Store
from knowledge.texts import Texts

COPIES = 6
"""Times each briefing is written, under other names and with another first line."""


def main() -> None:
    """Print the rates and their ratio."""
    encoder, catalog = make_encoder(), Catalog.load()
    encoder.encode(["warm"])
    with tempfile.TemporaryDirectory() as fresh:
        folder = Path(fresh) / "documents"
        folder.mkdir()
        for document in briefings():
            for copy in range(COPIES):
                (folder / f"{document.id}-{copy}.md").write_text(f"# {document.title} {copy}\n\n{document.text}")
        sentences = [c.text[a:b] for d in briefings() for _ in range(COPIES) for c in chunk(d) for a, b in c.sentences]
        raw = _timed(lambda: [encoder.encode(part) for part in _batches(sorted(sentences, key=len))])
        with Store.open(Path(fresh) / "data", encoder) as store:
            texts = Texts(Path(fresh) / "texts")

            def run() -> None:
                ingest([str(folder)], store=store, texts=texts, catalog=catalog)

            first, again = _timed(run), _timed(run)
            (folder / "extra.md").write_text("# One more\n\nA page that was not there before.")
            one = _timed(run)
            chunks = sum(entry.chunks for entry in store.entries().values())
    print(f"raw encode    {len(sentences) / raw:8.0f} sentences/s")
    print(f"ingest        {len(sentences) / first:8.0f} sentences/s   {raw / first:.2f} of raw")
    print(f"nothing new   {again:8.2f} s   ({chunks} chunks)")
    print(f"one new       {one:8.2f} s")


def _batches(texts: list[str], size: int = 256) -> list[list[str]]:
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def _timed(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
