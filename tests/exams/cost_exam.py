"""Published comparisons recomputed by the engine: `python -m tests.exams.cost_exam` prints every row."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.cost.answer import CostAnswer
from knowledge.cost.bill import MILLION
from knowledge.cost.compare import compare
from knowledge.cost.inputs import CostInputs
from knowledge.records.use import Money

ROWS = Path(__file__).parents[3] / "shared" / "exams" / "cost.csv"
NEAR = 0.02
_BILLION = Decimal(10**9)
Given = dict[str, Any]


class Row(NamedTuple):
    """One published figure and ours."""

    id: str
    consistent: bool
    quantity: str
    published: float
    ours: float | None
    """`None` when the engine has no input for what the row is made of."""

    @property
    def near(self) -> bool:
        """Whether ours is within `NEAR` of the published one."""
        return self.ours is not None and abs(self.ours - self.published) <= NEAR * abs(self.published)


def rows(path: Path = ROWS) -> list[Row]:
    """Every row with our figure."""
    with path.open(encoding="utf-8") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> Row:
    given = json.loads(line["inputs"], parse_float=Decimal, parse_int=Decimal)
    ours = _ours(given, line["quantity"])
    consistent = line["verdict"].startswith("consistent")
    published = float(line["published"])
    return Row(line["id"], consistent, line["quantity"], published, None if ours is None else float(ours))


def _ours(given: Given, quantity: str) -> Decimal | None:
    named = quantity.lower()
    rules: tuple[tuple[bool, Callable[[], Decimal | None]], ...] = (
        ("margin" in named or "ratio" in named or "request" in named or "implied" in named or "electricity" in named
         or named.strip() == "months", lambda: None),
        ("tokens/day" in named, lambda: _a_day(given)),
        ("m tokens/month" in named, lambda: _scaled(_answer(given).naive_break_even, 1 / MILLION)),
        ("usd/m" in named and "month" not in named, lambda: _answer(given).full_load_per_million),
        ("self" in named or _only_machines(given), lambda: _self(given)),
        ("month" in named, lambda: _answer(given).verdict.api_month),
    )  # fmt: skip
    try:
        return next((rule() for fits, rule in rules if fits), None)
    except (KeyError, ValueError):
        return None


def _answer(given: Given) -> CostAnswer:
    return compare(_inputs(given))


def _self(given: Given) -> Decimal | None:
    """The machines alone: published figures leave people and spare replicas out, and may name their number."""
    answer = _answer(given)
    if "replicas" in given and answer.step_month is not None and answer.first_step_month is not None:
        return answer.first_step_month + (given["replicas"] - 1) * answer.step_month
    return answer.verdict.self_month


def _a_day(given: Given) -> Decimal | None:
    capacity = _answer({"gpu_h": Decimal(1), "util": Decimal(1), **given}).step
    return None if capacity is None else capacity / Decimal(730) * 24 / MILLION


def _scaled(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def _only_machines(given: Given) -> bool:
    return bool({"gpu_h", "usd_h", "usd_gpu_h"} & given.keys()) and not _prices(given)


def _prices(given: Given) -> bool:
    return bool({"p_in", "p_out", "api_blended", "p_miss"} & given.keys())


def _inputs(given: Given) -> CostInputs:
    """A row's inputs in the engine's words. What the row leaves out is left out: no people, no spare replica."""
    fields: dict[str, Any] = {"spare": given.get("spare", 0), "staff_per_month": _usd(given.get("staff", 0))}
    fields |= _volume(given) | _api(given) | _machines(given)
    return CostInputs(**fields)


def _usd(amount: Any) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def _volume(given: Given) -> Given:
    if "in_M" in given and "out_M" in given:
        total = (given["in_M"] + given["out_M"]) * MILLION
        return {"tokens_per_month": total, "input_share": given["in_M"] / (given["in_M"] + given["out_M"])}
    for key, scale in (("total_B", _BILLION), ("tokens_B_month", _BILLION), ("tokens_M", MILLION)):
        if key in given:
            return {"tokens_per_month": given[key] * scale, "input_share": Decimal(0)}
    if "out_per_day" in given:
        return {
            "output_tokens_per_month": given["out_per_day"] * given.get("clients", 1) * 30,
            "input_share": Decimal(0),
        }
    return {"input_share": Decimal(0)}


def _api(given: Given) -> Given:
    if "api_blended" in given:
        return {"api_blended": _usd(given["api_blended"])}
    if "p_out" not in given:
        return {}
    return {"api_input": _usd(given.get("p_in", 0)), "api_output": _usd(given["p_out"])}


def _machines(given: Given) -> Given:
    fields: Given = {"utilization": given.get("util", Decimal(1))}
    speed = given.get("tok_s") or given.get("tok_s_replica") or given.get("out_tok_s")
    fields |= {"tokens_per_second": speed} if speed else {}
    if "capacity_M_per_replica" in given:
        fields["tokens_per_second"] = given["capacity_M_per_replica"] * MILLION / (730 * 3600) / fields["utilization"]
    rate = given.get("gpu_h") or given.get("usd_gpu_h")
    if rate:
        fields |= {"gpu_hour": _usd(rate), "gpus": int(given.get("gpus_per_replica") or given.get("gpus") or 1)}
    elif "usd_h" in given:
        fields["replica_hour"] = _usd(given["usd_h"])
    elif "fixed" in given:
        fields |= {"rent_month": _usd(given["fixed"]), "tokens_per_second": Decimal(10**6)}
    if not speed and "util" in given:
        # Rent times utilisation holds only for machines that are switched off in between: as many hours, then.
        fields |= {"hours_month": 730 * given["util"], "utilization": Decimal(1)}
    return fields | ({"overhead": given["overhead"]} if "overhead" in given else {})


def main() -> int:
    """Print every row; 1 when a consistent one that we can express is off, or an inconsistent one is reproduced."""
    if not ROWS.exists():
        sys.stdout.write(f"no rows here: {ROWS} is not there\n")
        return 0
    found = rows()
    for row in found:
        sys.stdout.write(f"{_mark(row):12} {row.published:>12g} {_shown(row.ours):>12} {row.quantity}  [{row.id}]\n")
    wrong = [row for row in found if _mark(row) in {"OFF", "REPRODUCED"}]
    told = sum(row.ours is not None for row in found)
    sys.stdout.write(f"{len(found)} rows, {told} expressed, {len(wrong)} wrong\n")
    return 1 if wrong else 0


def _mark(row: Row) -> str:
    if row.ours is None:
        return "not ours"
    if row.consistent:
        return "ok" if row.near else "OFF"
    return "REPRODUCED" if row.near else "refused"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.6g}"


if __name__ == "__main__":
    raise SystemExit(main())
