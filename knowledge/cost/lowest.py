"""Which of several models has the lowest bill for the same volume, each by its own cheaper way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledge.cost.wording import money
from knowledge.records.base import Words
from knowledge.records.verdicts import CostVerdict

_WAYS = {"api": Words(en="API", zh="API"), "self": Words(en="self-hosted", zh="自建")}


def lowest_bill(bills: Sequence[tuple[str, CostVerdict]]) -> Words | None:
    """The monthly bills beside each other, lowest first; `None` for fewer than two or for different currencies.

    Where one of the models has no bill at all nothing is concluded, and that is said.
    """
    if len(bills) < 2 or len({verdict.currency for _, verdict in bills}) > 1:
        return None
    if without := [name for name, verdict in bills if _best(verdict) is None]:
        names = ", ".join(without)
        return Words(
            en=f"Which is cheaper cannot be said: there is no bill for {names}.",
            zh=f"无法判断哪个便宜：算不出 {names} 的账单。",
        )
    found = [(name, verdict.currency, best) for name, verdict in bills if (best := _best(verdict))]
    found.sort(key=lambda one: one[2][0])
    parts = [
        Words(en=f"{name} {money(sum_, unit)} ({_WAYS[way].en})", zh=f"{name} {money(sum_, unit)}（{_WAYS[way].zh}）")
        for name, unit, (sum_, way) in found
    ]
    return Words(
        en=f"Lowest bill first, a month: {' · '.join(part.en for part in parts)}",
        zh=f"每月账单从低到高：{' · '.join(part.zh for part in parts)}",
    )


def _best(verdict: CostVerdict) -> tuple[Decimal, str] | None:
    """The lower of the two bills that could be made, and which it is."""
    made = [(verdict.api_month, "api"), (verdict.self_month, "self")]
    return min(((sum_, way) for sum_, way in made if sum_ is not None), default=None)
