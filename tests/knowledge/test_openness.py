"""From what was published, and under which terms, to the rung."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.catalog import Catalog
from knowledge.openness import judge_all, judge_openness
from knowledge.openness_words import COMPONENT_NAMES, disagreement
from knowledge.records.base import Locator, Words
from knowledge.records.license import Clause, License
from knowledge.records.model import COMPONENTS, Model
from knowledge.records.verdicts import RUNGS

BAN = Clause(
    id="use",
    topic="field_of_use",
    at=Locator(text="strict", section="§5", key="you may not"),
    effect="forbid",
    says=Words(en="No military use.", zh="不得用于军事。"),
)


def _license(license_id: str, *, open_source: bool, clauses: tuple[Clause, ...] = ()) -> License:
    return License(
        id=license_id,
        name=license_id.title(),
        family="osi" if open_source else "community",
        open_source=open_source,
        clauses=clauses,
        checked=date(2026, 11, 25),
    )


LICENSES = {
    "free": _license("free", open_source=True),
    "strict": _license("strict", open_source=False, clauses=(BAN,)),
}
EVERYTHING = dict.fromkeys(COMPONENTS, "yes")


def _model(model_id: str = "m", **fields: object) -> Model:
    """Everything published under an open licence, unless said otherwise."""
    given: dict[str, object] = {"license": "free", "components": EVERYTHING, **fields}
    return Model.model_validate(
        {"id": model_id, "name": model_id.upper(), "family": model_id, "developer": "d", **given}
    )


def _catalog(*models: Model) -> Catalog:
    return Catalog({m.id: m for m in models}, {}, LICENSES)


def _without(**cells: object) -> dict[str, object]:
    return EVERYTHING | cells


@pytest.mark.parametrize(
    ("fields", "rung", "deciding"),
    [
        ({}, "open-source-open-data", "training_data"),
        ({"components": _without(training_data="partial")}, "open-source", "training_data"),
        ({"components": _without(training_data="no", data_description="partial")}, "open-weights", "training_data"),
        ({"components": _without(training_code="no")}, "open-weights", "training_code"),
        (
            {"components": _without(training_code={"value": "yes", "license": "strict"})},
            "open-weights",
            "training_code",
        ),
        ({"license": "strict"}, "weights-available", "license"),
        ({"components": _without(weights="no")}, "closed", "weights"),
        ({"components": _without(weights="no"), "license": "nobody-knows"}, "closed", "weights"),
        ({"components": _without(weights="unknown")}, "unknown", "weights"),
        ({"components": _without(inference_code="unknown")}, "unknown", "inference_code"),
        ({"license": None}, "unknown", "license"),
        ({"license": "nobody-knows"}, "unknown", "license"),
        ({"components": {}}, "unknown", "weights"),
    ],
)
def test_the_rung_and_the_cell_that_decides_it(fields: dict[str, object], rung: str, deciding: str) -> None:
    """One fact missing or restricted at a time."""
    model = _model(**fields)
    verdict = judge_openness(model, None, _catalog(model))
    assert (verdict.value, verdict.deciding) == (rung, deciding)
    assert verdict.reason.en
    assert verdict.reason.zh


@pytest.mark.parametrize(
    ("fields", "osaid", "failing"),
    [
        ({}, "met", ()),
        ({"components": _without(training_data="no")}, "met", ()),
        ({"components": _without(training_data="no", data_description="no")}, "not-met", ("data-information",)),
        ({"components": _without(training_code="partial")}, "not-met", ("code",)),
        ({"license": "strict"}, "not-met", ("parameters",)),
        ({"components": _without(training_code="unknown")}, "cannot-tell", ("code",)),
        ({"license": None}, "cannot-tell", ("parameters",)),
    ],
)
def test_osaid_names_the_requirement_that_fails(
    fields: dict[str, object], osaid: str, failing: tuple[str, ...]
) -> None:
    """Met, not met, cannot tell."""
    model = _model(**fields)
    verdict = judge_openness(model, None, _catalog(model))
    assert (verdict.osaid, verdict.osaid_failing) == (osaid, failing)


@pytest.mark.parametrize(
    ("cells", "mof"),
    [
        ({}, "I"),
        ({"intermediate_weights": "no"}, "II"),
        ({"evaluation_code": "no"}, "III"),
        ({"model_card": "no"}, "none"),
        ({"data_card": "unknown"}, "unknown"),
        ({"sample_outputs": "no", "model_metadata": "no", "supporting_tools": "no"}, "I"),
        ({"technical_report": "no"}, "I"),
        ({"weights": "no"}, "none"),
    ],
)
def test_mof_classes_build_on_each_other(cells: dict[str, object], mof: str) -> None:
    """Over the seventeen components; three of them are recommended only, and a paper stands for a report."""
    model = _model(components=_without(**cells))
    assert judge_openness(model, None, _catalog(model)).mof_class == mof


def test_a_restrictive_license_is_proved_by_its_clause() -> None:
    """The restricting clause with its place, no quote where the text is not held."""
    model = _model(license="strict")
    (clause,) = judge_openness(model, None, _catalog(model)).clauses
    assert clause.locator == BAN.at
    assert clause.quote is None
    assert clause.says == BAN.says


def test_terms_known_by_name_only_are_said_to_be() -> None:
    """A licence whose text nobody holds decides with a doubt."""
    unread = LICENSES["strict"].model_copy(update={"text_held": False, "clauses": ()})
    model = _model(license="strict")
    catalog = Catalog({"m": model}, {}, {"strict": unread})
    verdict = judge_openness(model, None, catalog)
    assert verdict.value == "weights-available"
    assert any("not held" in doubt.en and "文本" in doubt.zh for doubt in verdict.doubts)


def test_a_derived_model_is_no_opener_than_its_base() -> None:
    """Open fine-tuning on a base without data does not make open data."""
    base = _model("base", components=_without(training_data="no", data_description="no"))
    tuned = _model("tuned", base="base")
    assert judge_openness(tuned, None, _catalog(base, tuned)).value == "open-weights"


def test_terms_of_the_base_are_said_beside_an_open_tag() -> None:
    """A relicensed fine-tune keeps a doubt that names the base's terms."""
    base = _model("base", license="strict")
    tuned = _model("tuned", base="base")
    verdict = judge_openness(tuned, None, _catalog(base, tuned))
    assert any("Strict" in doubt.en and "BASE" in doubt.zh for doubt in verdict.doubts)


def test_conflicts_and_missing_sources_are_said() -> None:
    """Kept as doubts, never smoothed away."""
    cells = _without(
        training_data={"value": "no", "checked": False, "conflicts": [{"source": "OSAI", "says": "partial"}]}
    )
    model = _model(components=cells | {"data_description": "no"}, readme_license="mit")
    doubts = " ".join(d.en for d in judge_openness(model, None, _catalog(model)).doubts)
    assert "“partly published” by OSAI" in doubts
    assert "No source was found" in doubts
    assert "claims mit" in doubts


def test_sizes_under_other_terms_are_asked_for() -> None:
    """One size research-only: the family's verdict asks which."""
    variants = [{"id": "m-3b", "name": "M-3B", "license": "strict"}, {"id": "m-7b", "name": "M-7B"}]
    model = _model(variants=variants)
    catalog = _catalog(model)
    assert [m.key for m in judge_openness(model, None, catalog).missing] == ["size"]
    assert judge_openness(model, model.variant("m-3b"), catalog).value == "weights-available"
    assert judge_openness(model, model.variant("m-7b"), catalog).missing == ()


def test_the_first_of_a_family_has_the_common_rung() -> None:
    """API-only members do not decide, an odd one neither."""
    models = [
        _model("api", components=_without(weights="no")),
        _model("odd"),
        *(_model(i, license="strict") for i in "ab"),
    ]
    judged = judge_all(models, _catalog(*models))
    assert judged[0][1].value == "weights-available"
    assert len(judged) == 4


CELL = st.sampled_from(["yes", "partial", "no", "unknown"])


@settings(max_examples=150, deadline=None)
@given(
    cells=st.fixed_dictionaries(dict.fromkeys(COMPONENTS[:5], CELL)), terms=st.sampled_from(["free", "strict", None])
)
def test_publishing_less_never_raises_the_rung(cells: dict[str, str], terms: str | None) -> None:
    """Taking a part away moves a model down the ladder or nowhere."""
    order = [r for r in RUNGS if r != "unknown"]
    fuller = _model(components=EVERYTHING | cells, license=terms)
    catalog = _catalog(fuller)
    before = judge_openness(fuller, None, catalog).value
    for part in cells:
        less = _model(components=EVERYTHING | cells | {part: "no"}, license=terms)
        after = judge_openness(less, None, catalog).value
        if "unknown" not in {before, after}:
            assert order.index(after) >= order.index(before)


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(list(COMPONENTS)))
def test_the_order_of_facts_does_not_matter(order: list[str]) -> None:
    """The same cells in another order give the same verdict."""
    cells = {name: ("partial" if len(name) % 3 == 0 else "yes") for name in COMPONENTS}
    first, second = _model(components=cells), _model(components={name: cells[name] for name in order})
    catalog = _catalog(first)
    assert judge_openness(first, None, catalog) == judge_openness(second, None, catalog)


def test_every_component_has_a_name_in_both_languages() -> None:
    """A verdict can speak of any of them."""
    assert set(COMPONENTS) <= set(COMPONENT_NAMES)


@pytest.mark.parametrize(
    ("value", "says", "en", "zh"),
    [
        ("no", "partial", "“not published” by our record, “partly published” by OSAI", "“未公开”，OSAI 记为“部分公开”"),
        ("yes", "closed", "“published” by our record, “not open” by OSAI", "“已公开”，OSAI 记为“不开放”"),
        ("partial", "open", "“partly published” by our record, “open” by OSAI", "“部分公开”，OSAI 记为“开放”"),
    ],
)
def test_what_sources_say_otherwise_is_told_in_words(value: str, says: str, en: str, zh: str) -> None:
    """Each in its language: `yes` and `closed` are words of records."""
    told = disagreement("training_code", value, "OSAI", says)
    assert en in told.en
    assert zh in told.zh
    assert "训练代码" in told.zh


def test_no_note_says_that_open_weights_are_published() -> None:
    """Another source's word for the same value is no disagreement."""
    catalog = Catalog.load()
    for model in catalog.models.values():
        doubts = " ".join(doubt.en for doubt in judge_openness(model, None, catalog).doubts)
        assert "“published” by our record, “open” by" not in doubts
        assert "“not published” by our record, “not open” by" not in doubts
