"""The recorded facts of a compared model, as cells under each other. Verdicts stand apart from them."""

from __future__ import annotations

from bot.answering.compose import words
from knowledge.catalog import Catalog
from knowledge.records.base import Language, Words
from knowledge.records.model import Model, Variant

LICENSE = Words(en="License", zh="许可证")
RELEASED = Words(en="Weights released", zh="权重发布")
SIZE = Words(en="Parameters", zh="参数量")
CONTEXT = Words(en="Context", zh="上下文")
API = Words(en="API", zh="API")
TOKENS = Words(en="{count:,} tokens", zh="{count:,} token")
COMPARED = ("training_code", "training_data")


def columns(model: Model, variant: Variant | None, catalog: Catalog, language: Language) -> dict[str, str]:
    """What a table shows of a model, by label; what nobody recorded says so."""
    unknown = words.PRESENCE["unknown"].in_(language)
    terms = catalog.licenses.get(catalog.terms(model, variant) or "")
    context = (variant.context if variant else None) or model.context
    cells = {
        LICENSE: terms.name if terms else unknown,
        RELEASED: _released(model, variant) or unknown,
        SIZE: _size(model, variant) or unknown,
        CONTEXT: TOKENS.in_(language).format(count=context) if context else unknown,
        API: words.PRESENCE[model.api_available].in_(language),
    }
    found = {label.in_(language): value for label, value in cells.items()}
    for part in COMPARED:
        label = words.COMPONENT[part].in_(language)
        found[label[:1].upper() + label[1:]] = words.PRESENCE[model.component(part).value].in_(language)
    return found


def _released(model: Model, variant: Variant | None) -> str | None:
    return (variant.released.weights if variant and variant.released else None) or model.released.weights


def _size(model: Model, variant: Variant | None) -> str:
    if variant and variant.total_b:
        active = f" (A{variant.active_b:g}B)" if variant.active_b else ""
        return f"{variant.total_b:g}B{active}"
    if not model.total_b:
        return ""
    low, high = model.total_b
    return f"{low:g}B" if low == high else f"{low:g}B–{high:g}B"
