"""Reading and embedding as a Ray Data pipeline: on this machine's cores, or on the cluster that `RAY_ADDRESS` names.

Load, clean, chunk and embed have no shared state, so items go out and documents with their vectors come back, in
order. Only the caller writes to the index: one writer needs no agreement, and a worker that dies loses its batch and
never the index. Ray is an extra.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from ingest.sources import Item
from ingest.sync import Engine, Looked, Reader
from knowledge.embedding import Encoder, Vectors
from knowledge.encoding import encode_all
from knowledge.errors import StoreError
from knowledge.rows import embedded

BATCH = 16
"""Items a call at most: few, so that a batch of long documents still fits a worker."""
Batch = dict[str, Any]


def by_ray(encoder: Callable[[], Encoder], workers: int) -> Engine:
    """An engine for `ingest.sync.ingest`; each worker makes an `encoder` of its own.

    Raises:
        StoreError: Ray is not installed.
    """
    try:
        import ray.data  # noqa: F401
    except ImportError:
        raise StoreError("--engine ray needs Ray: pip install 'aperture-bot[ray]', or leave the option out") from None

    def run(items: Sequence[Item], reader: Reader) -> Iterator[tuple[Item, Looked, Vectors | None]]:
        if not items:
            return
        with _session(workers), _refusals():
            for row in _pipeline(items, reader, encoder, workers).iter_rows():
                looked = pickle.loads(row["looked"])  # noqa: S301 - written by our own workers
                rows = np.frombuffer(row["vectors"], np.float32)
                vectors = rows.reshape(-1, row["dimensions"]) if looked.document else None
                yield items[row["place"]], looked, vectors

    return run


@contextmanager
def _refusals() -> Iterator[None]:
    """What ended the pipeline as an error of the index: what was committed before stays."""
    from ray.exceptions import RayError

    try:
        yield
    except RayError as error:
        cause = getattr(error, "cause", None) or error
        raise StoreError(f"Ray ended the run: {type(cause).__name__}: {str(cause)[:300]}; run it again") from error


@contextmanager
def _session(workers: int) -> Iterator[None]:
    """Ray for the length of a run: the cluster that is named, or `workers` cores of this machine."""
    import ray
    from ray.data import DataContext

    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    here = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers, "include_dashboard": False}
    ray.init(log_to_driver=False, logging_level="ERROR", **here)
    context = DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        yield
    finally:
        ray.shutdown()


def _pipeline(items: Sequence[Item], reader: Reader, encoder: Callable[[], Encoder], workers: int) -> Any:
    import ray
    from ray import cloudpickle
    from ray.data import ActorPoolStrategy

    rows = [{"place": place, "item": cloudpickle.dumps(item)} for place, item in enumerate(items)]
    blocks = max(1, min(len(rows), max(workers * 4, len(rows) // (BATCH * 4))))
    batch = max(1, min(BATCH, len(rows) // (workers * 4)))
    half: dict[str, Any] = {"num_cpus": 0.5, "compute": ActorPoolStrategy(size=workers), "batch_size": batch}
    data = ray.data.from_items(rows, override_num_blocks=blocks)
    data = data.map_batches(_Reading, fn_constructor_args=(cloudpickle.dumps(reader),), **half)
    return data.map_batches(_Embedding, fn_constructor_args=(cloudpickle.dumps(encoder),), **half)


class _Reading:
    """A worker that loads, cleans and chunks."""

    def __init__(self, reader: bytes) -> None:
        self._reader: Reader = pickle.loads(reader)  # noqa: S301 - written by this process

    def __call__(self, batch: Batch) -> Batch:
        looked = [pickle.dumps(self._reader(pickle.loads(item))) for item in batch["item"]]  # noqa: S301 - as above
        return {"place": batch["place"], "looked": looked}


class _Embedding:
    """A worker with an encoder."""

    def __init__(self, encoder: bytes) -> None:
        self._encoder: Encoder = pickle.loads(encoder)()  # noqa: S301 - written by this process

    def __call__(self, batch: Batch) -> Batch:
        looked = [pickle.loads(one) for one in batch["looked"]]  # noqa: S301 - as above
        texts = [embedded(one.document, one.chunks) if one.document else () for one in looked]
        with threadpool_limits(1, "blas"):
            vectors = encode_all(self._encoder, [text for some in texts for text in some], lanes=1)
        ends = np.cumsum([len(some) for some in texts])[:-1]
        return {
            **batch,
            "vectors": [part.tobytes() for part in np.split(vectors, ends)],
            "dimensions": [self._encoder.dimensions] * len(looked),
        }
