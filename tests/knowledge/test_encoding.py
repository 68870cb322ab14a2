"""Many texts at once: each gets its own vector, whoever encodes it beside what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.embedding import make_encoder
from knowledge.encoding import encode_all


class Lengths:
    """A vector that tells a text's length; counts what it is asked."""

    identity, dimensions = "lengths", 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], np.float32)


def test_vectors_come_in_the_order_of_the_texts() -> None:
    """Though they are encoded by length."""
    texts = ["a" * (n * 7 % 200) for n in range(200)]
    assert encode_all(Lengths(), texts)[:, 0].tolist() == [len(text) for text in texts]
    assert encode_all(Lengths(), []).shape == (0, 2)


def test_what_stands_there_twice_is_encoded_once() -> None:
    """Ten thousand near-duplicates cost what is different in them."""
    encoder = Lengths()
    assert encode_all(encoder, ["same", "other", "same"])[:, 0].tolist() == [4, 5, 4]
    assert sorted(encoder.asked) == ["other", "same"]


def test_several_callers_get_what_one_gets() -> None:
    """The bundled encoder serves two at once."""
    texts = [f"Sentence {n} is about {'models ' * (n % 9)}and 模型 {n}." for n in range(300)]
    encoder = make_encoder()
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert encode_all(encoder, texts) == pytest.approx(alone, abs=1e-4)
