"""What ingest costs beside the encoder alone, and a run that finds nothing or one thing new; ours and other libraries'.

Run: `python -m benchmarks.ingest [chunks]`. Each line is of one process's wall clock on the same documents with the
same encoder. `of raw` is the time of encoding the very same texts, one caller, batch after batch, over the time of the
whole run: beyond 1 where several callers use the cores better than one does.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.peers import PEERS
from ingest.chunk import chunk, sentences
from ingest.shipped import briefings
from ingest.sync import ingest
from knowledge.catalog import Catalog
from knowledge.embedding import Encoder, make_encoder
from knowledge.encoding import encode_all
from knowledge.store import Store
from knowledge.texts import Texts

CHUNKS = 3_751
"""As many as the figures of other libraries that the goals come from were measured on."""
BATCH = 256


def main(chunks: int = CHUNKS) -> None:
    """Print a line for each way in."""
    encoder = make_encoder()
    encoder.encode(["warm"])
    with tempfile.TemporaryDirectory() as fresh:
        documents = Path(fresh) / "documents"
        documents.mkdir()
        held = list(written(documents, chunks))
        files, different = len(list(documents.iterdir())), len(set(held))
        print(f"{files} documents, {chunks} chunks, {len(held)} sentences, {different} of them different")
        print(f"{'':22}{'texts/s':>9}{'of raw':>8}{'documents/s':>13}{'nothing new':>13}{'one changed':>13}")
        raw = _raw(encoder, held)
        lanes = timed(lambda: encode_all(encoder, held))
        print(f"{'encoder, one caller':22}{len(held) / raw:9.0f}{1:8.2f}")
        print(f"{'encoder, all cores':22}{len(held) / lanes:9.0f}{raw / lanes:8.2f}")
        _ours(Path(fresh), documents, encoder, held, raw)
        for name, make in PEERS:
            _peer(name, make, Path(fresh), documents, encoder)


def _ours(fresh: Path, documents: Path, encoder: Encoder, held: Sequence[str], raw: float) -> None:
    catalog, texts = Catalog.load(), Texts(fresh / "texts")
    with Store.open(fresh / "data", encoder) as store:
        _line(
            "aperture ingest",
            lambda: ingest([str(documents)], store=store, texts=texts, catalog=catalog),
            documents,
            lambda: (len(held), raw),
        )


def _peer(name: str, make: object, fresh: Path, documents: Path, encoder: Encoder) -> None:
    try:
        run, seen = make(fresh / name, documents, encoder)  # type: ignore[operator]
    except ImportError as error:
        print(f"{name:22}skipped: {error.name} is not installed (`make bench` installs it)")
        return
    _line(name, run, documents, lambda: (len(seen), _raw(encoder, seen[:])))


def _line(name: str, run: Callable[[], object], documents: Path, embedded: Callable[[], tuple[int, float]]) -> None:
    first = timed(run)
    texts, raw = embedded()
    again = timed(run)
    changed = next(iter(sorted(documents.iterdir())))
    changed.write_text(f"{changed.read_text()}\n\nA line that was not there when {name} read it before.\n")
    one = timed(run)
    rate = len(list(documents.iterdir())) / first
    print(f"{name:22}{texts / first:9.0f}{raw / first:8.2f}{rate:13.1f}{again:11.2f} s{one:11.2f} s")


def written(folder: Path, chunks: int) -> Iterator[str]:
    """Our briefings again and again, each sentence with a number of its own, until there are so many chunks; yields
    the sentences."""
    numbers, held = count(1), 0
    for copy in count():
        for document in briefings():
            text = _numbered(document.text, numbers)
            made = document.model_copy(update={"text": f"# {document.title} {copy}\n\n{text}"})
            (folder / f"{document.id}-{copy}.md").write_text(made.text)
            cut = chunk(made)
            held += len(cut)
            yield from (c.text[a:b] for c in cut for a, b in c.sentences)
            if held >= chunks:
                return


def _numbered(text: str, numbers: Iterator[int]) -> str:
    out, at = "", 0
    for start, end in sentences(text):
        middle = (start + end) // 2
        out += f"{text[at:middle]} {next(numbers)} "
        at = middle
    return out + text[at:]


def _raw(encoder: Encoder, texts: Sequence[str]) -> float:
    by_length = sorted(texts, key=len)
    return timed(lambda: [encoder.encode(by_length[i : i + BATCH]) for i in range(0, len(by_length), BATCH)])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHUNKS)
