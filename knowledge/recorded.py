"""What a record says of a model beside its openness: context, dates, sizes, maker. A cell that is empty says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from knowledge.records.base import Words
from knowledge.records.model import Model, Variant

Fact = Literal["context", "released", "parameters", "active", "sizes", "developer", "modality", "repository"]
LISTED = 10
"""Sizes that are named; the rest is counted."""
_READS = {
    "text": Words(en="text", zh="文本"),
    "code": Words(en="code", zh="代码"),
    "image": Words(en="images", zh="图像"),
    "audio": Words(en="audio", zh="音频"),
    "video": Words(en="video", zh="视频"),
}
_DAYS = {
    "announced": Words(en="announced {}", zh="{} 公布"),
    "api": Words(en="API since {}", zh="{} 起提供 API"),
    "weights": Words(en="weights since {}", zh="{} 放出权重"),
}


def on_record(fact: Fact, model: Model, variant: Variant | None) -> Words | None:
    """What the record says of `fact`; `None` where it says nothing."""
    return _READERS[fact](model, variant)


def _context(model: Model, variant: Variant | None) -> Words | None:
    one = (variant.context if variant else None) or model.context
    several = {v.context for v in model.variants if v.context} if variant is None else set()
    if len(several) > 1:
        low, high = f"{min(several):,}", f"{max(several):,}"
        return Words(
            en=f"context window {low} to {high} tokens by size", zh=f"上下文窗口 {low} 到 {high} token，因尺寸而异"
        )
    one = one or next(iter(several), None)
    return Words(en=f"context window {one:,} tokens", zh=f"上下文窗口 {one:,} token") if one else None


def _released(model: Model, variant: Variant | None) -> Words | None:
    days = (variant.released if variant else None) or model.released
    said = [(words, day) for name, words in _DAYS.items() if (day := getattr(days, name))]
    if not said:
        return None
    return Words(
        en=", ".join(words.en.format(day) for words, day in said),
        zh="，".join(words.zh.format(day) for words, day in said),
    )


def _parameters(model: Model, variant: Variant | None) -> Words | None:
    total, active = _span(variant.total_b if variant else None, model.total_b), _active(model, variant)
    if total is None:
        return None
    of = Words(en=f", {active.en}", zh=f"，{active.zh}") if active else Words(en="", zh="")
    return Words(en=f"{total}B parameters{of.en}", zh=f"参数量 {total}B{of.zh}")


def _active(model: Model, variant: Variant | None) -> Words | None:
    active = _span(variant.active_b if variant else None, None if variant and variant.total_b else model.active_b)
    if active is None:
        return None
    return Words(en=f"{active}B used for each token", zh=f"每个 token 激活 {active}B")


def _span(own: float | None, whole: tuple[float, float] | None) -> str | None:
    if own is not None:
        return f"{own:g}"
    if whole is None:
        return None
    return f"{whole[0]:g}" if whole[0] == whole[1] else f"{whole[0]:g}–{whole[1]:g}"


def _sizes(model: Model, variant: Variant | None) -> Words | None:
    names = [v.name for v in model.variants]
    if len(names) < 2:
        return _parameters(model, variant)
    more = len(names) - LISTED
    shown = ", ".join(names[:LISTED])
    return Words(
        en=f"sizes: {shown}{f' and {more} more' if more > 0 else ''}",
        zh=f"尺寸：{shown.replace(', ', '、')}{f' 等 {len(names)} 个' if more > 0 else ''}",
    )


def _developer(model: Model, _: Variant | None) -> Words | None:
    return Words(en=f"made by {model.developer}", zh=f"开发者：{model.developer}") if model.developer else None


def _modality(model: Model, _: Variant | None) -> Words | None:
    reads = [_READS[part] for part in model.modality.split("+") if part in _READS]
    if not reads:
        return None
    return Words(en=f"works with {', '.join(one.en for one in reads)}", zh=f"处理{'、'.join(one.zh for one in reads)}")


def _repository(model: Model, variant: Variant | None) -> Words | None:
    repo = (variant.hf_repo if variant else None) or model.hf_repo
    if model.component("weights").value == "no":
        return Words(en="no weights are to be had", zh="没有放出权重")
    return Words(en=f"weights at {repo} on the Hugging Face Hub", zh=f"权重在 Hugging Face：{repo}") if repo else None


_READERS: Mapping[Fact, Callable[[Model, Variant | None], Words | None]] = {
    "context": _context,
    "released": _released,
    "parameters": _parameters,
    "active": _active,
    "sizes": _sizes,
    "developer": _developer,
    "modality": _modality,
    "repository": _repository,
}
