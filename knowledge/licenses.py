"""Load licence records from a folder, the team's own laid over them."""

from __future__ import annotations

from pathlib import Path

from knowledge.errors import FactsError
from knowledge.loading import Parse, parse_yaml, read_record
from knowledge.records.license import License

FOLDER = Path(__file__).parent / "facts" / "licenses"


def load_licenses(
    folder: Path | None = None, overlay: Path | None = None, parse: Parse = parse_yaml
) -> dict[str, License]:
    """Every licence by id; `parse` may be a cached parser.

    Raises `FactsError` when an overlay shadows a shipped record without saying `replaces`.
    """
    found: dict[str, License] = {}
    for path in sorted((folder or FOLDER).glob("*.yaml")):
        record = read_record(path, License, parse)
        found[record.id] = record
    for path in sorted(overlay.glob("*.yaml")) if overlay else []:
        record = read_record(path, License, parse)
        if record.id in found and record.replaces != record.id:
            raise FactsError(f"{path}: id: {record.id!r} is a shipped license; add `replaces: {record.id}` to mean it")
        found[record.id] = record
    return found
