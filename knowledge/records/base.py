"""What every record shares: strictness, bilingual words, sources and locators."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["zh", "en"]


class Record(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Record):
    """The same sentence in both languages."""

    en: str
    zh: str

    def in_(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.zh if language == "zh" else self.en


class Source(Record):
    """Where a fact was read, and when."""

    ref: str
    """An address, `github:owner/repo:path@commit`, or the id of a stored text."""
    checked: date | None = None
    """The day somebody last held the fact against the source."""
    says: str = ""
    """What this source says, in our words, where it disagrees with another."""


class Locator(Record):
    """A place in a stored text, found again by program; the text itself is never kept in the record."""

    text: str
    """Id of the stored text, for example `llama-4-aup`."""
    section: str
    """The clause as a person would name it: `§2`, `Attachment A`, `README`."""
    key: str = Field(min_length=3, max_length=90)
    """A short piece of the text, unique enough to find the place (white space and case do not count)."""
