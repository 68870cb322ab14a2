"""What Chroma Cloud is reached by. Apart from `knowledge.chroma`, so that naming it does not import chromadb."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cloud:
    """A database of Chroma Cloud."""

    api_key: str = field(repr=False)
    tenant: str | None = None
    """`None`, like the database: the one that the key is for."""
    database: str | None = None
