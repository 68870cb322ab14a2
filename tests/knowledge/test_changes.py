"""What moved between two versions of a text or of the facts, and whom it touches."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.changes import facts_changes, read_facts, report, text_changes
from knowledge.errors import FactsError
from knowledge.licenses import FOLDER
from knowledge.policy import Approval, Policy

OLD = """1. You are granted a non-exclusive, worldwide, non-transferable and royalty-free limited right.

2. Whoever has users in a number greater than 700 million monthly active users in the preceding calendar month
asks first.

3. You must retain in all copies of the Llama Materials that you distribute the following words.
"""
POLICY = Policy(approvals=(Approval(model="llama-4-scout", by="legal"), Approval(model="qwen3", by="legal")))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load()


def test_an_unchanged_text_moves_nothing(catalog: Catalog) -> None:
    """White space and line ends are no change."""
    same = text_changes("llama-4", OLD, OLD.replace("\n", "\r\n"), catalog, POLICY)
    assert not same
    assert "no clause on record moved" in report(same, "en")


def test_a_new_threshold_is_told_with_whom_it_touches(catalog: Catalog) -> None:
    """The clause with both wordings, the models under the licence and the approvals that rest on it."""
    changes = text_changes("llama-4", OLD, OLD.replace("700 million", "500 million"), catalog, POLICY)
    [change] = changes.changes
    assert (change.kind, change.where) == ("reworded", "§2 (threshold-users)")
    assert "700 million" in change.was
    assert "500 million" in change.now
    assert set(changes.models) == {"llama-4-scout", "llama-4-maverick"}
    assert changes.approvals == ("llama-4-scout (legal)",)
    assert "措辞改动" in report(changes, "zh")


def test_a_clause_that_is_gone_is_said_to_be(catalog: Catalog) -> None:
    """Nothing like it is left in the new text."""
    changes = text_changes("llama-4", OLD, OLD.split("3.")[0], catalog)
    assert [(one.kind, one.where) for one in changes.changes] == [("gone", "§1(b)(iii) (notice)")]


def test_facts_differ_by_clause_field_and_model(tmp_path: Path, catalog: Catalog) -> None:
    """A record that changed, one that is new, and a model that went under other terms."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        (folder / "licenses").mkdir(parents=True)
        shutil.copy(FOLDER / "mit.yaml", folder / "licenses")
        (folder / "models").mkdir()
        text = "developer: Ours\nmodels:\n- {id: ours, name: Ours, family: ours, license: mit}\n"
        (folder / "models" / "ours.yaml").write_text(
            text if folder == old else text.replace("license: mit", "license: isc")
        )
    record = new / "licenses" / "mit.yaml"
    record.write_text(record.read_text().replace("name: MIT License", "name: Expat License"))
    shutil.copy(FOLDER / "grok-2.yaml", new / "licenses")
    changes = facts_changes(read_facts(old), read_facts(new), catalog)
    found = {(one.license, one.where, one.kind) for one in changes.changes}
    assert {("isc", "model ours", "changed"), ("mit", "name", "changed"), ("grok-2", "", "added")} <= found


def test_a_folder_without_records_is_an_error(tmp_path: Path) -> None:
    """A wrong folder must not look like one in which everything was removed."""
    with pytest.raises(FactsError, match="holds no records"):
        read_facts(tmp_path)
