"""A model named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.errors import FactsError

if TYPE_CHECKING:
    from knowledge.catalog import Catalog
    from knowledge.records.model import Model, Variant


def find(name: str, catalog: Catalog) -> tuple[Model, Variant | None]:
    """The model, and its size where the name tells. Raises `FactsError` naming what it could be."""
    for mention in catalog.mentions(name):
        if len(mention.models) == 1:
            model = catalog.model(mention.models[0])
            return model, model.variant(mention.variant) if mention.variant else None
        raise FactsError(f"{name!r} means several models: {', '.join(mention.models[:8])}; name one of them")
    near = ", ".join(catalog.resolve(name).suggestions[:3])
    raise FactsError(f"no model {name!r} in the catalog" + (f"; did you mean {near}?" if near else ""))
