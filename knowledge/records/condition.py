"""The small language of a clause's trigger: tests over facts of a use, joined by all, any and not.

`{commercial: true, mau_at_release: {gt: 700000000}}` holds when both tests hold. `any: [...]`, `all: [...]`
and `not: {...}` nest. `{}` always holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from rapidfuzz import process

from knowledge.records.use import Use

DERIVED = ("noncommercial", "multimodal", "derivative")
"""Facts that a use or its model implies: see `knowledge.permission.facts`."""
NAMES = frozenset(Use.model_fields) | frozenset(DERIVED)
OPERATORS = ("is", "in", "not_in", "gt", "ge", "lt", "le", "prefix", "not_prefix")
SCOPES = ("product", "entity", "affiliates", "group")
NUMERIC = ("gt", "ge", "lt", "le")


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison; `scope` says whose revenue an amount is."""

    fact: str
    op: str
    value: Any
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions joined: every one (`all`), at least one (`any`), or none of them (`not`)."""

    kind: str
    parts: tuple[Condition, ...]


Condition = Test | Group
ALWAYS = Group("all", ())


def nearest(word: str, known: object) -> str:
    """` (did you mean …?)` when some known word is close, else nothing."""
    found = process.extractOne(word, list(known), score_cutoff=60)  # type: ignore[call-overload]
    return f"; did you mean {found[0]!r}?" if found else ""


def parse(raw: object) -> Condition:
    """The condition that plain YAML data describes. Raises ValueError naming the word it does not know."""
    if not isinstance(raw, Mapping):
        raise ValueError(f"a condition is a mapping of facts, not {raw!r}")  # noqa: TRY004
    parts = tuple(_part(str(name), value) for name, value in raw.items())
    return parts[0] if len(parts) == 1 else Group("all", parts)


def _part(name: str, value: object) -> Condition:
    if name in ("all", "any"):
        if not isinstance(value, list):
            raise ValueError(f"{name!r} takes a list of conditions, not {value!r}")
        return Group(name, tuple(parse(each) for each in value))
    if name == "not":
        return Group("not", (parse(value),))
    if name not in NAMES:
        raise ValueError(f"no fact of a use is called {name!r}{nearest(name, NAMES | {'all', 'any', 'not'})}")
    if isinstance(value, Mapping):
        return _comparison(name, value)
    return Test(name, "is", value)


def _comparison(name: str, raw: Mapping[Any, Any]) -> Condition:
    scope = raw.get("scope")
    if scope is not None and scope not in SCOPES:
        raise ValueError(f"{name!r} is of no scope called {scope!r}{nearest(str(scope), SCOPES)}")
    tests = tuple(_test(name, str(op), value, scope) for op, value in raw.items() if op != "scope")
    if not tests:
        raise ValueError(f"{name!r} is compared with nothing")
    return tests[0] if len(tests) == 1 else Group("all", tests)


def _test(name: str, op: str, value: object, scope: str | None) -> Test:
    if op not in OPERATORS:
        raise ValueError(f"{name!r} cannot be compared by {op!r}{nearest(op, OPERATORS)}")
    if op in NUMERIC:
        return Test(name, op, Decimal(str(value)), scope)
    if op in ("in", "not_in"):
        if not isinstance(value, list):
            raise ValueError(f"{name!r} {op} takes a list, not {value!r}")
        return Test(name, op, frozenset(value), scope)
    return Test(name, op, value, scope)


def facts_of(condition: Condition) -> frozenset[str]:
    """Names of every fact that a condition reads."""
    if isinstance(condition, Test):
        return frozenset({condition.fact})
    return frozenset().union(*(facts_of(part) for part in condition.parts))


def scoped(condition: Condition, scope: str | None) -> Condition:
    """The same condition, its amounts counted over `scope` where it does not say itself."""
    if scope is None:
        return condition
    if isinstance(condition, Test):
        counted = condition.fact in ("annual_revenue", "monthly_revenue") and condition.scope is None
        return replace(condition, scope=scope) if counted else condition
    return Group(condition.kind, tuple(scoped(part, scope) for part in condition.parts))
