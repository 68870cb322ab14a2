"""`aperture facts`: are the records still true to their texts, and what moved between two versions of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.catalog import Catalog
    from knowledge.changes import Changes
    from knowledge.facts_check import Checked
    from knowledge.policy import Policy

app = typer.Typer(no_args_is_help=True, help="Check the facts; compare two versions of them.")
SHOWN = 20
"""Lines shown of each list; `--json` has all."""


@app.command()
def check(
    texts: Annotated[Path | None, typer.Option(help="Folder of licence texts; the data folder's by default.")] = None,
    max_age: Annotated[int, typer.Option(min=1, help="Days after which a fact should be looked at again.")] = 180,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Prove every clause against the texts at hand, read overlay and policy, list what is without source or old.

    Exit code 1 when something must be mended.
    """
    from knowledge.facts_check import check as hold
    from knowledge.texts import Texts

    settings, catalog, _ = _facts()
    checked = hold(catalog, Texts(texts or settings.data_dir / "texts"), date.today(), timedelta(days=max_age))
    typer.echo(checked.model_dump_json(indent=2) if as_json else "\n".join(_lines(checked, max_age)))
    if checked.faulty:
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A licence text, or a folder of facts (or of licence records).")],
    new: Annotated[Path, typer.Argument(help="The later version of the same.")],
    text_id: Annotated[str | None, typer.Option("--text", help="Id of the text, where its file name is not.")] = None,
    language: Annotated[Literal["zh", "en"], typer.Option(help="Language of the report.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Which clauses moved, and which models and approvals they touch; the report can be posted as it is."""
    from knowledge.changes import report

    _, catalog, policy = _facts()
    changes = _changes(old, new, text_id, catalog, policy)
    typer.echo(changes.model_dump_json(indent=2) if as_json else report(changes, language))


def _facts() -> tuple[Settings, Catalog, Policy | None]:
    """The catalog with the team's overlay, and the team's policy. Raises `FactsError` naming what is wrong."""
    from bot.settings import Settings
    from knowledge.catalog import Catalog
    from knowledge.policy import default_policy

    settings = Settings()
    catalog = Catalog.load(settings.overlay_dir)
    return settings, catalog, default_policy(settings.policy_file, catalog)


def _changes(old: Path, new: Path, text_id: str | None, catalog: Catalog, policy: Policy | None) -> Changes:
    from knowledge.changes import facts_changes, read_facts, text_changes
    from knowledge.errors import FactsError

    if old.is_dir() and new.is_dir():
        return facts_changes(read_facts(old), read_facts(new), catalog, policy)
    for path in (old, new):
        if not path.is_file():
            raise FactsError(f"{path}: name two files or two folders that exist")
    name = text_id or _known(new, old, catalog=catalog)
    return text_changes(name, _read(old), _read(new), catalog, policy)


def _known(*paths: Path, catalog: Catalog) -> str:
    """The id of a text, from the name of its file or from its bytes."""
    from knowledge.errors import FactsError
    from knowledge.loading import nearest
    from knowledge.texts import Texts

    ids = {text.id for license_ in catalog.licenses.values() for text in license_.texts}
    for path in paths:
        found = path.stem if path.stem in ids else Texts(path.parent).identify(path.read_bytes(), catalog.licenses)
        if found:
            return found
    hint = nearest(paths[0].stem, ids)
    raise FactsError(f"{paths[0]}: no recorded text is called {paths[0].stem!r}{hint}; name it with --text")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _lines(checked: Checked, max_age: int) -> list[str]:
    lines = [
        f"{checked.models} models, {checked.licenses} licences; {checked.proven} clauses proven in the texts at hand",
        *_list("clauses not found in their text", [f"{a.license} {a.at.section}: {a.at.key}" for a in checked.astray]),
        *_list("records without a source", checked.unsourced),
        *_list("licences that models name and nobody described", checked.undescribed),
        *_list("texts not held here (aperture ingest --texts fetches what it can)", checked.texts_missing),
        *_list(f"not checked within {max_age} days", checked.old),
    ]
    return [*lines, "to be mended: see above" if checked.faulty else "nothing to mend"]


def _list(title: str, items: Any) -> list[str]:
    if not items:
        return []
    more = [f"  … and {len(items) - SHOWN} more (--json shows all)"] if len(items) > SHOWN else []
    return [f"{title}: {len(items)}", *(f"  {item}" for item in items[:SHOWN]), *more]
