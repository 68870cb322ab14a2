"""Published comparisons, recomputed."""

from __future__ import annotations

import pytest

from tests.exams.cost_exam import ROWS, rows

pytestmark = [pytest.mark.exam, pytest.mark.skipif(not ROWS.exists(), reason="needs ../shared/exams")]


def test_consistent_rows_come_out_within_two_percent() -> None:
    """Every one that the engine's inputs can express."""
    off = [row.id for row in rows() if row.consistent and row.ours is not None and not row.near]
    assert off == []


def test_inconsistent_rows_are_never_reproduced() -> None:
    """A wrong figure is not ours."""
    assert [row.id for row in rows() if not row.consistent and row.near] == []
