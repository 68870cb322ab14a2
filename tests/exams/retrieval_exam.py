"""The retrieval exam: hits by 5-grams of the gold passage, and whether confidence separates the unanswerable."""

from __future__ import annotations

import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answering.compose.general import BUDGET
from bot.answering.compose.select import quotable
from knowledge.records.document import Found
from knowledge.search import Search

TOP = 10
IN_AN_ANSWER = 5
"""Passages that an answer is quoted from."""
SHOWS = 0.8
"""Share of a gold passage's 5-grams that the quotes of an answer have to hold."""
SHOWN = 900
"""Characters of a passage that count."""


@dataclass(frozen=True)
class Figures:
    """One row of the result."""

    questions: int
    hit1: float
    hit5: float
    mrr: float
    low: float
    high: float

    def __str__(self) -> str:
        return (
            f"n={self.questions:<4} hit@1 {self.hit1:.2f}  hit@5 {self.hit5:.2f} [{self.low:.2f}, {self.high:.2f}]"
            f"  MRR {self.mrr:.2f}"
        )


def grams(text: str) -> set[str]:
    """5-grams of letters and digits, NFKC, lower case."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
    return {letters[i : i + 5] for i in range(max(1, len(letters) - 4))}


def is_hit(passage: str, golds: Iterable[str]) -> bool:
    """Whether a passage holds at least half of a gold's 5-grams."""
    held = grams(passage[:SHOWN])
    return any(len(grams(gold) & held) >= 0.5 * len(grams(gold)) for gold in golds if gold)


def rank_of(found: Found, row: dict[str, Any]) -> int | None:
    """Rank of the first passage that hits."""
    golds = [row["gold"], *row.get("gold_alt", [])]
    return next((p.rank for p in found.passages if is_hit(p.text, golds)), None)


def shows(found: Found, row: dict[str, Any]) -> bool:
    """Whether what an answer would quote holds a gold passage."""
    shown = found.model_copy(update={"passages": found.passages[:IN_AN_ANSWER]})
    pieces = quotable(shown, row["question"], BUDGET)
    held = set().union(*(grams(piece.text) for piece in pieces))
    return any(len(grams(gold) & held) >= SHOWS * len(grams(gold)) for gold in [row["gold"], *row["gold_alt"]] if gold)


def auc(yes: Sequence[float], no: Sequence[float]) -> float:
    """How often an answerable question gets the higher confidence."""
    pairs = [(a > b) + 0.5 * (a == b) for a in yes for b in no]
    return sum(pairs) / len(pairs) if pairs else math.nan


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not n:
        return 0.0, 0.0
    p, z = hits / n, 1.96
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def figures(ranks: Sequence[int | None]) -> Figures:
    """The figures of some questions."""
    n = len(ranks)
    at5 = sum(1 for r in ranks if r is not None and r <= 5)
    low, high = wilson(at5, n)
    mrr = sum(1 / r for r in ranks if r) / max(1, n)
    return Figures(n, sum(1 for r in ranks if r == 1) / max(1, n), at5 / max(1, n), mrr, low, high)


def run(search: Search, path: Path, verbose: bool = False) -> dict[str, Any]:
    """Ask every question of `path`; figures by kind and language, and the refusal AUC."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    groups: dict[str, list[int | None]] = defaultdict(list)
    confidence: dict[bool, list[float]] = {True: [], False: []}
    shown: list[bool] = []
    for row in rows:
        found = search.find(row["question"], top=TOP)
        confidence[row["answerable"]].append(found.confidence)
        if verbose and not row["answerable"]:
            print(f"  unanswerable {found.confidence:.2f} {row['question'][:70]}")
        if not row["answerable"]:
            continue
        rank = rank_of(found, row)
        shown.append(shows(found, row))
        for group in ("all", f"{row['kind']} {row['lang']}", *([f"split {row['split']}"] if "split" in row else [])):
            groups[group].append(rank)
        if verbose and (rank is None or rank > 5):
            print(f"  miss (rank {rank}, {found.confidence:.2f}) {row['id']} {row['question'][:70]}")
    return {
        "groups": {name: figures(ranks) for name, ranks in sorted(groups.items())},
        "auc": auc(confidence[True], confidence[False]),
        "unanswerable": len(confidence[False]),
        "shown": sum(shown) / max(1, len(shown)),
    }
