"""What is taken when nobody said. Working assumptions, each said in the answer and each an input one can change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from knowledge.records.base import Words
from knowledge.records.use import Money

AS_OF = date(2026, 11, 25)


class Default(NamedTuple):
    """A value, and the range a team may well find itself in."""

    value: Decimal
    low: Decimal
    high: Decimal


INPUT_SHARE = Default(Decimal("0.75"), Decimal("0.5"), Decimal("0.9"))
UTILIZATION = Default(Decimal("0.4"), Decimal("0.2"), Decimal("0.7"))
SPARE = Default(Decimal(1), Decimal(0), Decimal(1))
STAFF = Money(amount=Decimal(3750), currency="USD")
"""A quarter of a person at 180,000 a year."""
STAFF_RANGE = (Decimal(0), Decimal(3))
"""In times of `STAFF`: nobody, to most of a person."""
GPU_HOUR_RANGE = (Decimal("0.6"), Decimal("1.5"))
PURCHASE_MONTHS = 36
SETUP_MONTHS = 12
REQUEST_TOKENS = 2000
"""Input and output of one request together."""
BATCH_DISCOUNT = Decimal("0.5")

WORDS: dict[str, Words] = {
    "input_share": Words(en="three input tokens for each output token", zh="每 1 个输出 token 对应 3 个输入 token"),
    "utilization": Words(en="mean load is 40 % of peak load", zh="平均负载是峰值的 40%"),
    "spare": Words(en="one spare replica beside those the load needs", zh="在负载所需之外备 1 个副本"),
    "staff_per_month": Words(en="a quarter of an engineer looks after it", zh="由四分之一名工程师维护"),
    "cached_share": Words(en="no input is billed at the cached price", zh="没有输入按缓存命中价计费"),
    "api_cached": Words(en="cached input is billed like any other input", zh="缓存命中的输入按普通输入计费"),
    "batch_discount": Words(en="batch is half the normal price", zh="批处理按半价"),
    "purchase_months": Words(en="a machine is written off over 36 months", zh="机器按 36 个月折旧"),
    "residual_share": Words(en="the machine is worth nothing at the end", zh="机器期末残值为零"),
    "interest": Words(en="no interest on the purchase", zh="购置款不计利息"),
    "setup_months": Words(en="set-up is spread over 12 months", zh="一次性投入摊到 12 个月"),
    "gpus": Words(
        en="one replica is the smallest number of GPUs that holds the model", zh="单副本取能装下模型的最少卡数"
    ),
}
