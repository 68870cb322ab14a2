"""Numbers of a cost question, read by the cost room's own reader."""

from __future__ import annotations

from knowledge.cost.inputs import CostInputs
from knowledge.cost.parse import read_cost

__all__ = ["CostInputs", "read_cost"]
