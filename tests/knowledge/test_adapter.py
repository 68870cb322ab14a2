"""What was learnt from pairs: a question lies nearer to its answer, and what is seldom told is known."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.adapter import told, toward_answers
from knowledge.embedding import BundledEncoder, Vectors, unit

ENCODER = BundledEncoder()


@pytest.mark.parametrize(
    ("question", "answer", "beside"),
    [
        ("why did they throw the first run away?", "第一次训练因为学习率设错而作废。", "训练一共分三个阶段进行。"),
        ("坏了找谁修", "Broken machines are repaired by the workshop on Lime Street.", "Every machine has a number."),
        (
            "what happens if somebody ignores the rule?",
            "Whoever breaks it twice loses access for a month.",
            "The rule was written by four people from two teams.",
        ),
    ],
)
def test_a_question_is_moved_toward_what_answers_it(question: str, answer: str, beside: str) -> None:
    """By more than toward a sentence on the same subject that does not."""
    asked, *sentences = ENCODER.encode([question, answer, beside])
    moved = toward_answers(asked, ENCODER)
    before, after = (np.asarray(sentences) @ vector for vector in (asked, moved))
    assert after[0] - after[1] > before[0] - before[1]


def test_it_stays_a_unit_vector() -> None:
    """Cosines stay cosines."""
    moved = toward_answers(ENCODER.encode(["谁能批准？"])[0], ENCODER)
    assert np.linalg.norm(moved) == pytest.approx(1, abs=1e-5)


class _Another:
    identity = "sentence-transformers/another"
    dimensions = 3

    def encode(self, texts: list[str]) -> Vectors:
        return unit(np.ones((len(texts), 3)))


def test_another_encoder_is_left_alone() -> None:
    """Nothing was fitted for it."""
    asked = _Another().encode(["who?"])[0]
    assert toward_answers(asked, _Another()) is asked


@pytest.mark.parametrize(
    ("seldom", "often"),
    [
        ("how many people work in the Lisbon office?", "why was the release put off?"),
        ("公司创始人今年多大年纪？", "为什么要把发布推迟？"),
    ],
)
def test_some_things_are_told_more_often_than_others(seldom: str, often: str) -> None:
    """A reason for what a text speaks of stands in it more often than a headcount or an age."""
    less, more = (told(vector) for vector in ENCODER.encode([seldom, often]))
    assert less < more
