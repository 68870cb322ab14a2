"""GPUs and what they cost an hour: records with a source and a date, the team's own laid over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from knowledge.errors import FactsError
from knowledge.loading import nearest, read_record
from knowledge.records.base import Record, Words

FACTS = Path(__file__).parent.parent / "facts"
FRESH = timedelta(days=90)
"""A rent price older than this is marked stale: the market moves within weeks."""
Trust = Literal["low", "normal"]


class Gpu(Record):
    """One GPU. Throughputs are dense, as the data sheet gives them."""

    id: str
    aliases: tuple[str, ...] = ()
    memory_gb: float = Field(gt=0)
    bandwidth_gbs: float = Field(gt=0)
    bf16_tflops: float = Field(gt=0)
    fp8_tflops: float | None = None
    int8_tops: float | None = None
    fp4_tflops: float | None = None
    watts: float = Field(gt=0)
    source: str
    note: str = ""
    trust: Trust = "normal"

    def tflops(self, precision: str) -> float:
        """At a precision, or at the next wider one the GPU computes in."""
        fp8 = self.fp8_tflops or self.bf16_tflops
        int8 = self.int8_tops or self.bf16_tflops
        return {"FP8": fp8, "INT8": int8, "FP4": self.fp4_tflops or fp8, "INT4": self.bf16_tflops}.get(
            precision, self.bf16_tflops
        )


class GpuPrice(Record):
    """One published price."""

    gpu: str
    provider: str
    product: str = ""
    tier: Literal["on-demand", "spot", "reserved", "purchase"]
    usd_hour: Decimal | None = None
    cny_purchase: Decimal | None = None
    gpus: int = 1
    """GPUs in the bought machine."""
    as_of: date
    dated: str = ""
    """The date in the source's words, where it names no day."""
    source: str
    trust: Trust = "normal"
    note: str = ""

    def stale(self, today: date) -> bool:
        """Whether the price is older than `FRESH`."""
        return today - self.as_of > FRESH


class _GpuFile(Record):
    checked: date
    gpus: tuple[Gpu, ...]


class _PriceFile(Record):
    prices: tuple[GpuPrice, ...]


@cache
def load_gpus(overlay: Path | None = None) -> dict[str, Gpu]:
    """By id; a record of `overlay/hardware.yaml` replaces the shipped one of the same id."""
    return {gpu.id: gpu for gpu in _both("hardware.yaml", overlay, _GpuFile, "gpus")}


@cache
def load_gpu_prices(overlay: Path | None = None) -> tuple[GpuPrice, ...]:
    """The team's own first."""
    return tuple(reversed(_both("gpu_prices.yaml", overlay, _PriceFile, "prices")))


def _both(name: str, overlay: Path | None, record: type[Record], field: str) -> list:  # type: ignore[type-arg]
    files = [FACTS / name, *([overlay / name] if overlay and (overlay / name).exists() else [])]
    return [item for file in files for item in getattr(read_record(file, record), field)]


def find_gpu(name: str, overlay: Path | None = None) -> Gpu:
    """The GPU a person means. Raises `FactsError` naming the nearest."""
    gpus = load_gpus(overlay)
    wanted = _plain(name)
    for gpu in gpus.values():
        if wanted in {_plain(n) for n in (gpu.id, *gpu.aliases)}:
            return gpu
    hint = nearest(name, [*gpus, *(a for g in gpus.values() for a in g.aliases)])
    raise FactsError(f"no GPU {name!r} among the records{hint}; known: {', '.join(gpus)}")


def unknown_gpu(name: str, overlay: Path | None = None) -> Words:
    """That there are no figures of a GPU, and of which there are."""
    known = ", ".join(load_gpus(overlay))
    return Words(
        en=f"No figures of a GPU “{name}” are on record; known: {known}.",
        zh=f"没有“{name}”这款 GPU 的记录；已有：{known}。",
    )


def _plain(name: str) -> str:
    return re.sub(r"nvidia|geforce|昇腾|[^a-z0-9]", "", name.lower()).removesuffix("sxm5")


def rents(gpu: str, overlay: Path | None = None) -> list[GpuPrice]:
    """On-demand rents of a GPU that are trusted, dearest last; spot and reserved ones are no basis for a service."""
    rows = [p for p in load_gpu_prices(overlay) if p.gpu == gpu and p.usd_hour and p.trust != "low"]
    return sorted((p for p in rows if p.tier == "on-demand"), key=lambda p: p.usd_hour or Decimal(0))


def middle(prices: Sequence[GpuPrice], today: date) -> GpuPrice | None:
    """The median of the fresh prices, or of all where none is fresh: a real row, never an average."""
    fresh = [p for p in prices if not p.stale(today)] or list(prices)
    return fresh[(len(fresh) - 1) // 2] if fresh else None
