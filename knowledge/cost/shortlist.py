"""Models a team could pick: what the licence allows, what the memory holds, what is served by others too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from knowledge.cost.constraints import Constraints
from knowledge.cost.hardware import Gpu, find_gpu
from knowledge.cost.memory import fit, smallest
from knowledge.cost.prices import PriceBook, Quote, choose
from knowledge.cost.shape import Shape, shape_of
from knowledge.cost.throughput import known_shapes
from knowledge.errors import FactsError
from knowledge.records.base import Record, Words
from knowledge.records.use import Money

if TYPE_CHECKING:
    from knowledge.catalog import Catalog
    from knowledge.records.model import Model, Variant
    from knowledge.records.verdicts import PermissionVerdict
    from knowledge.texts import Texts

_RANK = {"allowed": 0, "allowed-with-conditions": 1, "unknown": 2, "needs-license": 3, "not-allowed": 4}
_SCORED = 24
"""Models whose licence is judged for one short list."""
_YOUNG = 900
"""Days within which a model counts as current."""
_LENGTH = 4000
"""Tokens of a request that must fit beside the weights."""


class Candidate(Record):
    """One model of the short list."""

    model: str
    """Catalog id."""
    variant: str | None
    name: str
    size_b: float | None
    permission: str
    license: str | None
    gpus: Words | None
    """What it takes to run it, where it would be run."""
    price: Words | None
    """What it costs as an API, where somebody sells it."""
    why: Words
    purpose: Words | None = None
    """What its record says it is made for, where that was asked for."""
    per_million: Money | None = None
    """The API price of a plain mix, three input tokens for each output token."""


@dataclass(frozen=True)
class _Option:
    model: Model
    variant: Variant | None
    shape: Shape | None
    sellers: int
    days: int

    @property
    def name(self) -> str:
        return self.variant.name if self.variant else self.model.name


def shortlist(
    constraints: Constraints,
    catalog: Catalog,
    texts: Texts | None,
    book: PriceBook,
    today: date,
    *,
    hosted: bool,
    top: int = 3,
) -> tuple[Candidate, ...]:
    """The best `top`. `hosted`: the team runs them, so weights and memory decide; else somebody must sell them."""
    gpu = gpu_of(constraints)
    if constraints.hardware and gpu is None and hosted:
        return ()
    options = _fitting(constraints, catalog, book, today, gpu, hosted=hosted, sold=True)
    if hosted and len(_one_a_model(options)) < top:
        options = _fitting(constraints, catalog, book, today, gpu, hosted=hosted, sold=False)
    options.sort(key=lambda o: -_score(o, constraints, hosted))
    judged = [(o, _permission(o, constraints, catalog, texts)) for o in _one_a_model(options)[:_SCORED]]
    ranked = sorted(judged, key=lambda pair: _RANK.get(pair[1].value if pair[1] else "unknown", 2))
    usable = [pair for pair in ranked if pair[1] is None or pair[1].value not in {"not-allowed", "needs-license"}]
    made = [
        _candidate(o, verdict, constraints, gpu, book, today)
        for o, verdict in usable[: None if constraints.cheapest else top]
    ]
    return tuple(sorted(made, key=_asked_price)[:top] if constraints.cheapest else made)


def _fitting(
    constraints: Constraints,
    catalog: Catalog,
    book: PriceBook,
    today: date,
    gpu: Gpu | None,
    *,
    hosted: bool,
    sold: bool,
) -> list[_Option]:
    found = _options(catalog, book, today, constraints, hosted=hosted, sold=sold)
    return [one for one in found if _licensed(one, constraints, catalog) and _fits(one, constraints, gpu, hosted)]


def _licensed(option: _Option, constraints: Constraints, catalog: Catalog) -> bool:
    return constraints.licenses is None or catalog.terms(option.model, option.variant) in constraints.licenses


LIMITS: tuple[tuple[str, dict[str, None], Words], ...] = (
    ("license", {"licenses": None}, Words(en="the licence", zh="许可证")),
    ("hardware", {"memory_gb": None}, Words(en="the GPU memory", zh="显存")),
    ("size", {"largest_b": None}, Words(en="the size", zh="参数规模")),
    ("images", {"images": None}, Words(en="reading pictures", zh="识图")),
)
"""Hard limits, each with what lifts it."""


def unmet(
    constraints: Constraints, catalog: Catalog, texts: Texts | None, book: PriceBook, today: date, *, hosted: bool
) -> Words:
    """Which limit leaves nothing, and what there would be without it; several where each of them could give way."""
    freed: list[tuple[Words, tuple[Candidate, ...]]] = []
    for key, lifted, name in LIMITS:
        without = constraints.model_copy(update=lifted)
        if key == "hardware":
            without = without.model_copy(update={"cost": constraints.cost.model_copy(update={"gpu": None})})
        found = shortlist(without, catalog, texts, book, today, hosted=hosted) if without != constraints else ()
        freed += [(name, found)] if found else []
    if not freed:
        return Words(
            en="No single limit does it: several leave none together.",
            zh="不是单独一条，而是几条加起来排除了全部模型。",
        )
    alone = len(freed) == 1
    en, zh = " and ".join(name.en for name, _ in freed), "和".join(name.zh for name, _ in freed)
    head = Words(
        en=f"It is {en} that {'leaves' if alone else 'leave'} none{'' if alone else ' together'}.",
        zh=f"卡在{zh}{'这一条' if alone else '合在一起'}。",
    )
    rest = [_without(name, found) for name, found in freed]
    return Words(en=" ".join([head.en, *(w.en for w in rest)]), zh="".join([head.zh, *(w.zh for w in rest)]))


def _without(limit: Words, found: tuple[Candidate, ...]) -> Words:
    en = ", ".join(f"{one.name} ({one.license or 'no licence on record'})" for one in found)
    zh = "、".join(f"{one.name}（{one.license or '许可证不详'}）" for one in found)
    return Words(en=f"Without the limit on {limit.en}: {en}.", zh=f"放开{limit.zh}可选：{zh}。")


def _asked_price(candidate: Candidate) -> Decimal:
    """Dollars a million tokens; a price that is unknown or in another currency comes last."""
    price = candidate.per_million
    return price.amount if price and price.currency == "USD" else Decimal("Infinity")


def _options(
    catalog: Catalog, book: PriceBook, today: date, constraints: Constraints, *, hosted: bool, sold: bool
) -> Iterator[_Option]:
    """`sold`: only what others serve too."""
    for model in catalog.models.values():
        answers = _is_chat(model) or (constraints.code and "code" in model.modality)
        if not answers or (hosted and model.component("weights").value != "yes"):
            continue
        days = _age(model, today)
        for variant in model.variants or (None,):
            sellers = book.sellers(model, variant)
            if days <= _YOUNG and (sellers or not sold):
                yield _Option(model, variant, shape_of(model, variant, known_shapes()), sellers, days)


_NARROW = re.compile(r"embed|rerank|guard|OCR|reward|\bASR\b|\bTTS\b|audio|voxtral|translat|\bMT\b", re.I)
"""Names of models that are made for another task than answering."""
_CODER = re.compile(r"\bcod(?:e|er|ing)\b|coder|devstral|codestral", re.I)


def _for_code(option: _Option) -> bool:
    """By its record's modality, or by its own name."""
    return "code" in option.model.modality or bool(_CODER.search(option.name) or _CODER.search(option.model.name))


def _is_chat(model: Model) -> bool:
    if _NARROW.search(model.name):
        return False
    return model.modality in {"text", "multimodal", "text+image", "vision-language"} or model.modality.startswith(
        "text"
    )


def _reads_images(model: Model) -> bool:
    return any(word in model.modality for word in ("image", "vision", "multimodal"))


def _age(model: Model, today: date) -> int:
    first = model.released.weights or model.released.first
    if first is None:
        return _YOUNG + 1
    parts = [int(part) for part in first.split("-")]
    return (today - date(parts[0], parts[1] if len(parts) > 1 else 6, parts[2] if len(parts) > 2 else 15)).days


def gpu_of(constraints: Constraints) -> Gpu | None:
    """The GPU that was named, else one of the memory that was told; `None` where neither says what there is."""
    try:
        return find_gpu(constraints.cost.gpu) if constraints.cost.gpu else _of_memory(constraints.memory_gb)
    except FactsError:
        return _of_memory(constraints.memory_gb)


def _of_memory(size: float | None) -> Gpu | None:
    """A card of which only the memory is known: the weights take a byte a parameter, and nothing else is read of it."""
    if size is None:
        return None
    return Gpu(
        id=f"{size:g} GB GPU", memory_gb=size, bandwidth_gbs=1, bf16_tflops=1, int8_tops=1, watts=1, source="as told"
    )


def cards_of(constraints: Constraints) -> int:
    """How many of them; one where nobody said."""
    return constraints.cost.gpus or (constraints.cards if constraints.memory_gb else None) or 1


def _fits(option: _Option, constraints: Constraints, gpu: Gpu | None, hosted: bool) -> bool:
    if constraints.images and not _reads_images(option.model):
        return False
    size = option.shape.total_b if option.shape else None
    if constraints.largest_b and (size is None or size > constraints.largest_b):
        return False
    if not hosted:
        return True
    if option.shape is None:
        return False
    if gpu is None:
        return smallest(option.shape, "FP8", find_gpu("H100"), _LENGTH) in {1, 2, 4, 8}
    return fit(option.shape, _precision(gpu), gpu, cards_of(constraints), _LENGTH).requests >= 4


def _precision(gpu: Gpu) -> str:
    return "FP8" if gpu.fp8_tflops else "INT8" if gpu.int8_tops else "BF16"


def _score(option: _Option, constraints: Constraints, hosted: bool) -> float:
    """Widely served, recent, and of a size that suits the task: small for a narrow one, else the larger the better."""
    score = min(option.sellers, 6) / 6 + max(0.0, 1 - option.days / _YOUNG) * 1.5
    size = option.shape.total_b if option.shape else None
    if size is not None and hosted:
        score += -min(size, 100) / 50 if constraints.simple_task else min(size, 130) / 100
    if _for_code(option):
        score += 1.5 if constraints.code else -1
    if constraints.chinese and option.model.developer in _CHINESE:
        score += 0.6
    return score


_CHINESE = {
    "Alibaba", "DeepSeek", "Moonshot AI", "Zhipu AI", "Z.ai", "MiniMax", "Tencent", "Baidu", "ByteDance", "StepFun",
    "Shanghai AI Laboratory", "01.AI", "Baichuan", "Xiaomi",
}  # fmt: skip


def _one_a_model(options: list[_Option]) -> list[_Option]:
    """The best size of each family, so that a list of three is not one family."""
    seen: dict[str, _Option] = {}
    for option in options:
        seen.setdefault(option.model.family, option)
    return list(seen.values())


def _permission(
    option: _Option, constraints: Constraints, catalog: Catalog, texts: Texts | None
) -> PermissionVerdict | None:
    try:
        from knowledge.permission import judge_permission
    except ImportError:
        return None
    use = constraints.use.model_copy(update={"self_host": True}) if option.shape else constraints.use
    return judge_permission(use, option.model, option.variant, catalog, texts)


def _candidate(
    option: _Option,
    verdict: PermissionVerdict | None,
    constraints: Constraints,
    gpu: Gpu | None,
    book: PriceBook,
    today: date,
) -> Candidate:
    quote = choose(book.quotes(option.model, option.variant, today))
    license_id = (option.variant.license if option.variant else None) or option.model.license
    return Candidate(
        model=option.model.id,
        variant=option.variant.id if option.variant else None,
        name=option.name,
        size_b=option.shape.total_b if option.shape else None,
        permission=verdict.value if verdict else "unknown",
        license=license_id,
        gpus=_gpus(option, gpu, cards_of(constraints)),
        price=_price(quote) if quote else None,
        why=_why(option, license_id),
        purpose=_PURPOSE if constraints.code and _for_code(option) else None,
        per_million=Money(amount=quote.blended(Decimal("0.75")), currency=quote.currency) if quote else None,
    )


_PURPOSE = Words(en="made for code", zh="面向代码")


def _gpus(option: _Option, gpu: Gpu | None, cards: int) -> Words | None:
    """The fewest cards with room for some requests; no more than there are, where it was found to fit on those."""
    if option.shape is None:
        return None
    card = gpu or find_gpu("H100")
    count = smallest(option.shape, _precision(card), card, _LENGTH)
    count = cards if gpu is not None and (count is None or count > cards) else count
    if count is None:
        return None
    return Words(
        en=f"fits on {count}×{card.id} at {_precision(card)}", zh=f"{_precision(card)} 下 {count} 张 {card.id} 可装下"
    )


def _price(quote: Quote) -> Words:
    from knowledge.cost.wording import money

    given, made = (money(amount, quote.currency, cents=True) for amount in (quote.input, quote.output))
    dated = quote.dated or quote.as_of.isoformat()
    return Words(
        en=f"as an API {given}/{made} per million in/out ({quote.name}, {dated})",
        zh=f"API 每百万输入/输出 {given}/{made}（{quote.name}，{dated}）",
    )


def _why(option: _Option, license_id: str | None) -> Words:
    size = f"{option.shape.total_b:g}B" if option.shape else ""
    when = option.model.released.weights or option.model.released.first or ""
    return Words(
        en=f"{size} {license_id or 'no licence on record'}, {when}, sold by {option.sellers} hosts".strip(),
        zh=f"{size} {license_id or '许可证不详'}，{when}，{option.sellers} 家在售".strip(),
    )
