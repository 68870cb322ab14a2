"""Why a value is not used: the range of its field, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

from knowledge.cost.inputs import CostInputs
from knowledge.records.base import Words

LARGE = 10**7
"""Numbers from here on are shown as powers of ten."""
_CALLED = {
    "tokens_per_month": Words(en="tokens a month", zh="每月 token 数"),
    "output_tokens_per_month": Words(en="output tokens a month", zh="每月输出 token 数"),
    "input_share": Words(en="input share", zh="输入占比"),
    "cached_share": Words(en="cached share", zh="缓存命中占比"),
    "batch_share": Words(en="batch share", zh="批处理占比"),
    "utilization": Words(en="utilization", zh="利用率"),
    "gpus": Words(en="GPUs of a replica", zh="单副本 GPU 数"),
    "spare": Words(en="spare replicas", zh="备用副本数"),
    "tokens_per_second": Words(en="tokens a second", zh="每秒 token 数"),
    "hours_month": Words(en="hours a month", zh="每月小时数"),
    "purchase_months": Words(en="months of the purchase", zh="折旧月数"),
}
_BOUNDS = {
    "gt": Words(en="above {}", zh="大于 {}"),
    "ge": Words(en="{} or more", zh="不小于 {}"),
    "le": Words(en="at most {}", zh="不大于 {}"),
}


def out_of_range(name: str, value: Any) -> Words:
    """That `value` is no `name`, and what it has to be."""
    bounds = list(_bounds(name))
    called = _CALLED.get(name) or Words(en=name.replace("_", " "), zh=name.replace("_", " "))
    wanted_en = " and ".join(bound.en for bound in bounds) or "another kind of value"
    wanted_zh = "、".join(bound.zh for bound in bounds) or "另一种取值"
    return Words(
        en=f"{called.en} = {_shown(value)} was not used: it has to be {wanted_en}.",
        zh=f"{called.zh} = {_shown(value)} 未采用：应为{wanted_zh}。",
    )


def _bounds(name: str) -> Iterator[Words]:
    for rule in _rules(name):
        for sign, words in _BOUNDS.items():
            if (bound := getattr(rule, sign, None)) is not None:
                yield Words(en=words.en.format(_shown(bound)), zh=words.zh.format(_shown(bound)))


def _shown(value: Any) -> str:
    large = isinstance(value, Decimal | int) and Decimal(value) >= LARGE
    return f"{Decimal(value):.2e}".replace(".00e", "e").replace("e+", "e") if large else str(value)


def _rules(name: str) -> Iterator[Any]:
    """The bounds in a field's annotation, `X | None` unfolded."""
    for part in get_args(CostInputs.model_fields[name].annotation):
        for rule in getattr(part, "__metadata__", ()):
            yield from getattr(rule, "metadata", None) or [rule]
