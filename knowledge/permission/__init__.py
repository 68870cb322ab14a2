"""A licence and a use → a verdict with the clauses that decide, what to do, and what nobody said yet. Pure."""

from knowledge.permission.fields import FIELDS, Field
from knowledge.permission.judge import judge_permission

__all__ = ["FIELDS", "Field", "judge_permission"]
