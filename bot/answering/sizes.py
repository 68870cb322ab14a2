"""A size that was asked about and that no record knows: the verdict is on the model, and that is said."""

from __future__ import annotations

import re

from knowledge.records.base import Words
from knowledge.records.model import Model

_SIZE = re.compile(r"(?<![\w.x×])(\d+(?:\.\d+)?)\s?[bB](?![\w])")
_NEAR = 0.12
"""Names round: 117 is sold as 120."""
_SHOWN = 8


def no_such_size(label: str, model: Model) -> Words | None:
    """What to say where `label`, the model as somebody named it, holds a size that `model` is not recorded in; `None`
    where it holds none, or where no size of the model is on record."""
    asked = _SIZE.search(label)
    sizes = sorted({variant.total_b for variant in model.variants if variant.total_b} | set(model.total_b or ()))
    if not asked or not sizes or _held(float(asked[1]), sizes, model):
        return None
    one, known = f"{float(asked[1]):g}B", [f"{size:g}B" for size in sizes[:_SHOWN]]
    return Words(
        en=f"no {one} of {model.name} is on record ({', '.join(known)}); this is said of {model.name}.",
        zh=f"记录中没有 {one} 的 {model.name}（有 {'、'.join(known)}）；以上是对 {model.name} 的结论。",
    )


def _held(size: float, sizes: list[float], model: Model) -> bool:
    """Between the ends as well, where a record holds only those."""
    between = not model.variants and sizes[0] <= size <= sizes[-1]
    active = [variant.active_b for variant in model.variants if variant.active_b]
    return between or any(abs(one - size) <= _NEAR * one for one in [*sizes, *active])
