"""A second opinion on a speed: NVIDIA's aiconfigurator, offline, for the models and GPUs it has measured kernels of.

It is printed beside our own figure and decides nothing. An extra of 114 MB (`second-opinion`), pinned: its removal is
announced. It would fetch a model it does not know from a hub, so only models whose configuration it ships are asked.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from knowledge.errors import FactsError
from knowledge.records.base import Record

NAME = "aiconfigurator"
_SYSTEMS = {"A100-80GB": "a100_sxm"}
"""Its names of GPUs where they are not ours in lower case."""
_BITS = {
    "BF16": ("bfloat16",),
    "FP8": ("fp8", "fp8_block"),
    "INT8": ("int8_wo",),
    "FP4": ("nvfp4",),
    "INT4": ("int4_wo",),
}
_BATCHES = (64, 128, 256, 512, 1024)
"""Requests at once that are tried where as many as fit are wanted."""


class Opinion(Record):
    """What it says, and under which settings."""

    tokens_per_second: float
    """Output tokens a second of one replica."""
    concurrency: int
    model: str
    """As it is called there."""
    backend: str
    source: str


def second_opinion(
    model: str, precision: str, gpu: str, gpus: int, length: tuple[int, int], concurrency: int | None
) -> Opinion:
    """Its figure for a replica of `gpus` GPUs; `length`: input and output tokens; `concurrency` None: as many as fit.

    Raises:
        FactsError: it is not installed, or does not cover the model, the GPU or the precision; says which.
    """
    home = _home()
    path, system = _model(home, model), _system(home, gpu)
    batches = _BATCHES if concurrency is None else (concurrency,)
    best: Any = None
    for bits in _BITS[precision]:
        for batch in batches:
            found = _estimate(path, system, gpus, length, batch, bits)
            if found is None:
                break
            if best is None or found.raw["tokens/s"] > best.raw["tokens/s"]:
                best = found
        if best is not None:
            break
    if best is None:
        asked = f"{path} at {precision} on {gpus}×{gpu}"
        raise FactsError(f"{NAME} gives nothing for {asked}: it does not fit, or is unmeasured")
    return Opinion(
        tokens_per_second=float(best.raw["tokens/s"]),
        concurrency=int(best.batch_size),
        model=path,
        backend=f"{best.backend_name} {best.backend_version}",
        source=f"{NAME} {version(NAME)}",
    )


def _home() -> Path:
    """Where its data lie. Raises `FactsError` when it is not installed."""
    try:
        import aiconfigurator_core
    except ImportError:
        raise FactsError(f"{NAME} is not installed: pip install 'aperture-bot[second-opinion]'") from None
    return Path(str(aiconfigurator_core.__file__)).parent


def _model(home: Path, name: str) -> str:
    ships = [path.name.removesuffix("_config.json") for path in (home / "model_configs").glob("*_config.json")]
    wanted = _plain(name)
    fits = sorted(one for one in ships if _plain(one.partition("--")[2]) == wanted)
    if not fits:
        raise FactsError(f"{NAME} does not cover {name}")
    return fits[0].replace("--", "/", 1)


def _plain(name: str) -> str:
    return re.sub(r"meta-|instruct|[^a-z0-9.]", "", name.lower())


def _system(home: Path, gpu: str) -> str:
    system = _SYSTEMS.get(gpu, gpu.lower().replace("-", "_"))
    if not (home / "systems" / f"{system}.yaml").exists():
        raise FactsError(f"{NAME} does not cover {gpu}")
    return system


def _estimate(path: str, system: str, gpus: int, length: tuple[int, int], batch: int, bits: str) -> Any:
    """One run; `None` where it does not fit or that precision was not measured."""
    from aiconfigurator.cli.api import cli_estimate

    with _quiet():
        try:
            return cli_estimate(
                path, system, isl=length[0], osl=length[1], batch_size=batch, tp_size=gpus, moe_tp_size=1,
                moe_ep_size=gpus, gemm_quant_mode=bits,
            )  # fmt: skip
        except Exception as error:  # its own are of many kinds, bare RuntimeError among them
            logging.getLogger(__name__).debug("%s: %s", NAME, error)
            return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Its notes about its own deprecation and data are not for the reader."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
