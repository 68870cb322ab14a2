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

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy

from knowledge.adapter import FILE
from knowledge.embedding import BundledEncoder
from knowledge.encoding import encode_all
from tests.exams.logistic import ridge_logistic
from tests.exams.retrieval_exam import auc

PAIRS = Path(__file__).parent / "pairs"
STEPS, RATE = 200, 0.01
KEEPS = 0.01
"""What a change of the matrix costs: this times the sum of its squares, beside the mean log likelihood of an answer."""
OTHERS, OTHERS_WEIGHT = 1024, 0.3
"""Sentences of other texts that an answer is told from as well, drawn anew each step, and what that counts."""
RIDGE = 3.0
FOLDS = 4
Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Text:
    """A text's sentences and the questions that one of them answers, encoded; and those that none does."""

    sentences: Numbers
    questions: Numbers
    answers: NDArray[np.int64]
    unanswered: Numbers


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
    torch.manual_seed(seed)
    every = torch.from_numpy(np.concatenate([text.sentences for text in held]))
    asked, own, right = map(torch.from_numpy, _laid_out(held))
    moves = torch.zeros(every.shape[1], every.shape[1], requires_grad=True)
    sharp = torch.tensor(10.0, requires_grad=True)
    optimizer = torch.optim.Adam([moves, sharp], lr=RATE)
    theirs, missing = every[own], own < 0
    for _ in range(STEPS):
        moved = asked + asked @ moves
        near = (sharp * torch.einsum("qd,qsd->qs", moved, theirs)).masked_fill(missing, -torch.inf)
        far = sharp * moved @ every[torch.randint(len(every), (OTHERS,))].T
        loss = cross_entropy(near, right) + OTHERS_WEIGHT * cross_entropy(torch.cat([near, far], dim=1), right)
        optimizer.zero_grad()
        (loss + KEEPS * moves.square().sum()).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return np.asarray(moves.detach().numpy(), dtype=np.float32)


def _laid_out(held: list[Text]) -> tuple[Numbers, NDArray[np.int64], NDArray[np.int64]]:
    """Questions, the places of their texts' sentences among all (-1 where a text has fewer), and of the answers."""
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
    """Weights of a question's vector, and a constant, by which texts tell what it asks."""
    rows = np.concatenate([np.concatenate([text.questions, text.unanswered]) for text in held])
    right = np.concatenate([[1.0] * len(text.questions) + [0.0] * len(text.unanswered) for text in held])
    return np.asarray(ridge_logistic(rows, right, np.ones(len(rows)), RIDGE), dtype=np.float32)


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
