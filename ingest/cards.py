"""A catalog record as a card: short statements in both languages, nothing in them that is not in the record.

The first two lines say what it is, and `ingest.chunk` embeds little more: a new machine does that before it answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.catalog import Catalog
from knowledge.openness import judge_openness
from knowledge.openness_words import COMPONENT_NAMES, RUNG_NAMES, VALUE_NAMES
from knowledge.records.base import Language, Words
from knowledge.records.license import License
from knowledge.records.model import Model
from knowledge.records.verdicts import OpennessVerdict

LANGUAGES: tuple[Language, ...] = ("en", "zh")
CORE = tuple(COMPONENT_NAMES)[:8]
"""The parts that decide a rung; the finer ones of the Openness Tool stand in the record."""
MOST = 8
"""Aliases or sizes named on a card."""
_LABELS: dict[str, Words] = {
    "rung": Words(en="Openness", zh="开放等级"),
    "license": Words(en="License", zh="许可证"),
    "aliases": Words(en="Also called", zh="又名"),
    "released": Words(en="Released", zh="发布"),
    "sizes": Words(en="Sizes", zh="规格"),
    "context": Words(en="Context", zh="上下文"),
    "checked": Words(en="Checked", zh="核对日期"),
    "since": Words(en="In effect since", zh="生效日期"),
    "osi": Words(en="An open source license", zh="开源许可证"),
    "not_osi": Words(en="Not an open source license", zh="不是开源许可证"),
    "unheld": Words(en="Nobody here has read its terms", zh="条款尚未收录"),
}


def model_card(model: Model, catalog: Catalog) -> str:
    """The facts of one model, English then Chinese, a blank line between."""
    verdict = judge_openness(model, None, catalog)
    return "\n\n".join("\n".join(_model_lines(model, catalog, verdict, language)) for language in LANGUAGES)


def license_card(license_: License) -> str:
    """The rules of one license in our words, clause by clause, English then Chinese."""
    return "\n\n".join("\n".join(_license_lines(license_, language)) for language in LANGUAGES)


def _model_lines(model: Model, catalog: Catalog, verdict: OpennessVerdict, language: Language) -> Iterator[str]:
    yield f"# {model.name}" + (f"（{model.developer}）" if language == "zh" else f" by {model.developer}")
    license_ = catalog.licenses.get(catalog.terms(model) or "")
    named = f"; {_label('license', language)}: {_name(license_, language)}" if license_ else ""
    yield f"{_label('rung', language)}: {RUNG_NAMES[verdict.rung].in_(language)}{named}"
    facts = {
        "aliases": ", ".join(model.aliases[:MOST]),
        "released": model.released.first or "",
        "sizes": ", ".join(variant.name for variant in model.variants[:MOST]),
        "context": f"{model.context:,} tokens" if model.context else "",
    }
    said = "; ".join(f"{_label(key, language)}: {value}" for key, value in facts.items() if value)
    yield f"{verdict.reason.in_(language)} {said}".strip()
    yield from _components(model, language)
    if model.checked:
        yield f"{_label('checked', language)}: {model.checked}"


def _components(model: Model, language: Language) -> Iterator[str]:
    """`published: model weights, paper`: one line a value, so that each word stands once."""
    for value in ("yes", "partial", "no"):
        names = [COMPONENT_NAMES[name].in_(language) for name in CORE if model.component(name).value == value]
        if names:
            yield f"{VALUE_NAMES[value].in_(language)}: {', '.join(names)}"


def _license_lines(license_: License, language: Language) -> Iterator[str]:
    yield f"# {_name(license_, language)}"
    state = "osi" if license_.open_source else "not_osi" if license_.text_held else "unheld"
    since = f"; {_label('since', language)}: {license_.effective_date}" if license_.effective_date else ""
    yield f"{_label(state, language)}{since}"
    for clause in license_.clauses:
        says = clause.says.in_(language)
        yield f"{clause.at.section}: {says}" if clause.at else says
    yield f"{_label('checked', language)}: {license_.checked}"


def _name(license_: License, language: Language) -> str:
    return (license_.name_zh or license_.name) if language == "zh" else license_.name


def _label(key: str, language: Language) -> str:
    return _LABELS[key].in_(language)
