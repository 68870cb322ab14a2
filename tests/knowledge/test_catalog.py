"""The catalog: whole, quick to correct, exact about what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.errors import FactsError

GOOD = """
developer: Acme
families:
- {id: nano, name: Nano, aliases: [纳米模型]}
models:
- id: nano-1
  name: Nano 1
  family: nano
  license: mit
  variants:
  - {id: nano-1-7b, name: Nano-1-7B, total_b: 7}
  components: {weights: yes, training_data: no}
- id: solo
  name: Solo Model
"""


def _load(folder: Path, text: str, name: str = "acme.yaml", **more: str) -> Catalog:
    folder.mkdir(exist_ok=True)
    for file, content in {name: text, **more}.items():
        (folder / file).write_text(content, encoding="utf-8")
    return Catalog.load(folder=folder, cache=folder.parent / "cache")


def test_at_least_450_models_with_a_source_each(catalog: Catalog) -> None:
    """What ships."""
    assert len(catalog.models) >= 450
    assert [m.id for m in catalog.models.values() if not m.sources and not m.unsourced] == []


def test_every_model_says_whether_weights_can_be_had(catalog: Catalog) -> None:
    """The one cell no record may leave out."""
    assert [m.id for m in catalog.models.values() if "weights" not in m.components] == []


def test_bare_yes_and_no_mean_what_they_say(tmp_path: Path) -> None:
    """YAML 1.1 reads them as booleans."""
    model = _load(tmp_path / "facts", GOOD).model("nano-1")
    assert model.component("weights").value == "yes"
    assert model.component("training_data").value == "no"
    assert model.component("paper").value == "unknown"


def test_a_model_without_a_family_stands_alone(tmp_path: Path) -> None:
    """Its own id, the file's developer."""
    solo = _load(tmp_path / "facts", GOOD).model("solo")
    assert (solo.family, solo.developer) == ("solo", "Acme")


def test_a_change_of_a_file_is_seen(tmp_path: Path) -> None:
    """The cache goes by content, so it cannot be stale."""
    assert "Nano 1" in _load(tmp_path / "facts", GOOD).model("nano-1").name
    changed = _load(tmp_path / "facts", GOOD.replace("name: Nano 1\n", "name: Nano One\n"))
    assert changed.model("nano-1").name == "Nano One"


def test_a_damaged_cache_is_done_without(tmp_path: Path) -> None:
    """It is only a cache."""
    _load(tmp_path / "facts", GOOD)
    for kept in (tmp_path / "cache").rglob("*.json"):
        kept.write_text("{broken")
    assert _load(tmp_path / "facts", GOOD).model("solo")


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """A read-only home does not stop the bot."""
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "acme.yaml").write_text(GOOD)
    (tmp_path / "file").write_text("")
    assert Catalog.load(folder=tmp_path / "facts", cache=tmp_path / "file" / "below").model("solo")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (GOOD.replace("license: mit", "licence: mit"), ["acme.yaml:9", "licence", "unknown field", "nearest: license"]),
        (GOOD.replace("weights: yes", "weigths: yes"), ["weigths", "weights"]),
        (GOOD.replace("weights: yes", "weights: maybe"), ["acme.yaml:12", "weights", "maybe"]),
        (GOOD.replace("total_b: 7", "total_b: -7"), ["acme.yaml:11", "total_b", "-7"]),
        (GOOD.replace("family: nano", "family: nanno"), ["nano-1", "nanno", "nearest: nano"]),
        (GOOD.replace("license: mit", "base: nano-2"), ["nano-1", "nano-2"]),
        (GOOD.replace("id: solo", "id: nano-1"), ["nano-1", "twice"]),
        (GOOD.replace("id: solo", "id: So Lo"), ["acme.yaml:13", "id"]),
        (GOOD.replace("- id: solo", "- id: [solo"), ["acme.yaml:", "not valid YAML"]),
        (GOOD.replace("name: Solo Model", "name: nano_1"), ["solo", "nano-1", "ambiguous"]),
        ("", ["acme.yaml", "empty"]),
        ("- 1\n- 2\n", ["acme.yaml", "list"]),
    ],
)
def test_an_error_names_file_line_field_and_the_way_out(tmp_path: Path, wrong: str, said: list[str]) -> None:
    """Whoever wrote the record can mend it from the message alone."""
    with pytest.raises(FactsError) as error:
        _load(tmp_path / "facts", wrong)
    assert [word for word in said if word not in str(error.value)] == []


def test_an_alias_that_is_shared_on_purpose_is_allowed(tmp_path: Path) -> None:
    """Asking for it gives both."""
    text = GOOD.replace("- id: solo", "- id: solo\n  ambiguous: [Twin]").replace("license: mit", "ambiguous: [Twin]")
    assert set(_load(tmp_path / "facts", text).resolve("Twin").models) == {"solo", "nano-1"}


def test_the_teams_overlay_adds_and_replaces(tmp_path: Path) -> None:
    """A private model beside the shipped ones, and a record of the team's own in place of a shipped one."""
    facts = tmp_path / "facts"
    _load(facts, GOOD)
    overlay = tmp_path / "team" / "models"
    overlay.mkdir(parents=True)
    (overlay / "ours.yaml").write_text(
        "developer: Us\nmodels:\n- {id: ours-1, name: Ours 1}\n- {id: solo, name: Solo Model, license: mit}\n"
    )
    catalog = Catalog.load(tmp_path / "team", folder=facts, cache=tmp_path / "cache")
    assert catalog.mentions("is Ours 1 open?")[0].models == ("ours-1",)
    assert catalog.model("solo").license == "mit"
    assert catalog.model("solo").developer == "Us"


def test_an_unknown_id_names_the_nearest(catalog: Catalog) -> None:
    """In the catalog's own words."""
    with pytest.raises(FactsError, match="nearest: llama-3"):
        catalog.model("lama-3")
    with pytest.raises(FactsError, match=r"licence 'apache-2\.9'"):
        catalog.license("apache-2.9")


def test_members_come_with_weights_first_and_newest_first(catalog: Catalog) -> None:
    """The order in which a family is told."""
    members = catalog.members("qwen")
    have = [m.component("weights").value != "no" for m in members]
    assert have == sorted(have, reverse=True)
    assert {"qwen2.5-72b", "qwen3", "qwen-max"} <= {m.id for m in members}


def test_a_size_picks_the_record_with_its_terms(catalog: Catalog) -> None:
    """Follow-ups like `那 72B 呢` narrow the family that was spoken of."""
    ids = tuple(m.id for m in catalog.members("qwen2.5"))
    assert catalog.narrow(ids, 72) == (("qwen2.5-72b",), None)
    assert catalog.narrow(ids, 3) == (("qwen2.5-3b",), None)
    assert catalog.narrow(ids, 7) == (("qwen2.5",), "qwen2.5-7b")


def test_bases_are_followed_to_the_end(catalog: Catalog) -> None:
    """A derived model's line of descent, without running in circles."""
    assert [m.id for m in catalog.bases(catalog.model("deepseek-r1-distill-llama-8b"))] == ["llama-3.1"]


def test_an_overlay_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A typing error in the setting must not drop the team's own facts without a word."""
    with pytest.raises(FactsError, match="APERTURE_OVERLAY_DIR"):
        Catalog.load(tmp_path / "nowhere")
