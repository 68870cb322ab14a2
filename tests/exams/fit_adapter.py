"""Fit the adapter of `knowledge.adapter`: where a question's answer lies, and how likely texts tell what it asks.

Run: `python -m tests.exams.fit_adapter` leaves a quarter of the files of pairs out in turn and prints the mean
reciprocal rank of the answer among its text's sentences; with `--write` it fits all and keeps the outcome. The pairs
(tests/exams/pairs) are texts of our own, each with questions in both languages, the sentence that answers each, and
questions that none answers; they share no text with any exam.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.adapter import FILE
from knowledge.embedding import BundledEncoder
from knowledge.encoding import encode_all
from tests.exams.retrieval_exam import auc

PAIRS = Path(__file__).parent / "pairs"
STEPS, RATE = 200, 0.01
KEEPS = 0.01
"""What a change of the matrix costs: this times the sum of its squares, beside the mean log likelihood of an answer."""
OTHERS, OTHERS_WEIGHT = 1024, 0.3
"""Sentences of other texts that an answer is told from as well, drawn anew each step, and what that counts."""
RIDGE, NEWTON = 3.0, 12
FOLDS = 4
Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Text:
    """A text's sentences and the questions that one of them answers, encoded; and those that none does."""

    sentences: Numbers
    questions: Numbers
    answers: NDArray[np.int64]
    unanswered: Numbers


@dataclass
class Adam:
    """Steps by Kingma and Ba, 2015, with their constants."""

    rate: float
    steps: int = 0
    mean: Any = 0.0
    square: Any = 0.0

    def step(self, slope: Any) -> Any:
        """What to add."""
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * slope
        self.square = 0.999 * self.square + 0.001 * slope**2
        mean, square = self.mean / (1 - 0.9**self.steps), self.square / (1 - 0.999**self.steps)
        return -self.rate * mean / (np.sqrt(square) + 1e-8)


def texts(path: Path, encoder: BundledEncoder) -> list[Text]:
    """The texts of one file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    out = []
    for row in rows:
        asked = [(q["q"], q["answer"]) for q in row["questions"] if q["answer"] is not None]
        unanswered = [q["q"] for q in row["questions"] if q["answer"] is None]
        vectors = encode_all(encoder, [*row["sentences"], *(q for q, _ in asked), *unanswered])
        of_text, of_asked, of_unanswered = np.split(vectors, np.cumsum([len(row["sentences"]), len(asked)]))
        out.append(Text(of_text, of_asked, np.array([a for _, a in asked]), of_unanswered))
    return out


def fit(held: list[Text], seed: int = 0) -> Numbers:
    """The matrix: softmax over the sentences of the question's own text, and over those and some of other texts."""
    drawn = np.random.default_rng(seed)
    every = np.concatenate([text.sentences for text in held])
    asked, own, right = _laid_out(held, every)
    moves, sharp = np.zeros((asked.shape[1], asked.shape[1]), np.float32), np.float32(10.0)
    by_moves, by_sharp = Adam(RATE), Adam(RATE)
    here, theirs = np.arange(len(asked)), every[own]
    for _ in range(STEPS):
        moved = asked + asked @ moves
        slope, slope_sharp = np.zeros_like(moved), 0.0
        others = np.broadcast_to(drawn.integers(0, len(every), OTHERS), (len(asked), OTHERS))
        near = np.where(own < 0, -np.inf, np.einsum("qd,qsd->qs", moved, theirs))
        far = moved @ every[others[0]].T
        for cosines, counts in ((near, 1.0), (np.concatenate([near, far], axis=1), OTHERS_WEIGHT)):
            off = _softmax(sharp * cosines)
            off[here, right] -= 1
            off *= counts / len(asked)
            slope_sharp += float((off * np.where(np.isfinite(cosines), cosines, 0.0)).sum())
            slope += sharp * np.einsum("qs,qsd->qd", off[:, : own.shape[1]], theirs)
            if cosines.shape[1] > own.shape[1]:
                slope += sharp * off[:, own.shape[1] :] @ every[others[0]]
        moves += by_moves.step(asked.T @ slope + 2 * KEEPS * moves)
        sharp += by_sharp.step(slope_sharp)
    return np.asarray(moves, dtype=np.float32)


def _softmax(values: Numbers) -> Numbers:
    shares = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _laid_out(held: list[Text], every: Numbers) -> tuple[Numbers, NDArray[np.int64], NDArray[np.int64]]:
    """Questions, the places of their texts' sentences in `every` (-1 where a text has fewer), and of the answers."""
    widest = max(len(text.sentences) for text in held)
    asked, own, right, first = [], [], [], 0
    for text in held:
        count = len(text.sentences)
        row = np.full(widest, -1)
        row[:count] = np.arange(first, first + count)
        first += count
        asked.append(text.questions)
        own += [row] * len(text.questions)
        right.append(text.answers)
    return np.concatenate(asked), np.array(own), np.concatenate(right)


def reciprocal(held: list[Text], moves: Numbers) -> tuple[float, float]:
    """Mean reciprocal rank of the answers among their text's sentences, before and with the matrix."""
    before, after = [], []
    for text in held:
        for question, answer in zip(text.questions, text.answers, strict=True):
            for out, vector in ((before, question), (after, question + question @ moves)):
                cosines = text.sentences @ vector
                out.append(1 / (1 + int((cosines > cosines[answer]).sum())))
    return float(np.mean(before)), float(np.mean(after))


def fit_told(held: list[Text]) -> Numbers:
    """Weights of a question's vector, and a constant, by which texts tell what it asks: a ridge logistic by Newton's
    method; both answers count the same in all."""
    rows = np.concatenate([np.concatenate([text.questions, text.unanswered]) for text in held]).astype(np.float64)
    right = np.concatenate([[1.0] * len(text.questions) + [0.0] * len(text.unanswered) for text in held])
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    counts = np.where(right > 0, 0.5 / right.mean(), 0.5 / (1 - right.mean()))
    penalty = np.diag([RIDGE] * (rows.shape[1] - 1) + [1e-6])
    weights = np.zeros(rows.shape[1])
    for _ in range(NEWTON):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (likely - right)) + penalty @ weights
        weights -= np.linalg.solve(rows.T @ (rows * (counts * likely * (1 - likely))[:, None]) + penalty, slope)
    return np.asarray(weights, dtype=np.float32)


def main() -> None:
    """Print each quarter of the files left out; with `--write` fit all and keep it."""
    encoder = BundledEncoder()
    files = {path.stem: texts(path, encoder) for path in sorted(PAIRS.glob("*.jsonl"))}
    if "--write" in sys.argv:
        _write([text for held in files.values() for text in held])
        return
    for first in range(FOLDS):
        out = list(files)[first::FOLDS]
        mine = [text for name in out for text in files[name]]
        others = [text for name, held in files.items() if name not in out for text in held]
        before, after = reciprocal(mine, fit(others))
        weights = fit_told(others)
        yes = [float(q @ weights[:-1]) for text in mine for q in text.questions]
        no = [float(q @ weights[:-1]) for text in mine for q in text.unanswered]
        print(
            f"{' '.join(out)} left out, {len(yes)} answered, {len(no)} not: MRR {before:.3f} -> {after:.3f}", end=", "
        )
        print(f"AUC by the question alone {auc(yes, no):.3f}", flush=True)


def _write(every: list[Text]) -> None:
    moves, told = fit(every).astype(np.float16), fit_told(every).astype(np.float16)
    np.savez_compressed(FILE, moves=moves, told=told)
    print(f"wrote {FILE.name}, {FILE.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
