"""A licence as data: its texts, and one record a clause, judged by `knowledge.permission`."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, field_validator

from knowledge.records.base import Locator, Record, Source, Words
from knowledge.records.condition import ALWAYS, Condition, parse, scoped

Effect = Literal["grant", "duty", "needs-license", "forbid", "contradiction", "note"]
Role = Literal["license", "policy", "readme"]
Family = Literal["osi", "permissive", "community", "rail", "noncommercial", "proprietary", "data", "unheld"]


class LicenseText(Record):
    """One file of a licence: the agreement, a policy it incorporates, or a README's claim about it."""

    id: str
    role: Role = "license"
    sha256: str | None = None
    """Of the file as it was read; another hash is another version, whose locators must prove again."""
    length: int | None = Field(default=None, gt=0)
    """Characters of that file, white space not counted: a text of the same name that is far from it only quotes it."""
    url: str | None = None
    """The official address, if there is one anybody can fetch."""
    scancode_key: str | None = None
    """Name of the file in ScanCode's licence database that holds these words."""
    source: str = ""
    """Where the checked copy came from."""
    excerpt: bool = False
    """Only a part of the text was read: what it does not say proves nothing."""


class Clause(Record):
    """One rule of a licence. It fires when `when` holds and `unless` does not."""

    id: str
    topic: str
    """What it is about: a key of `knowledge/facts/topics.yaml`, whose entry fills what the clause leaves out."""
    at: Locator | None = None
    """Where it stands. `None`: the rule is an absence, or the terms are not held."""
    effect: Effect
    when: dict[str, Any] = Field(default_factory=dict)
    unless: dict[str, Any] = Field(default_factory=dict)
    """Exceptions. Empty: none."""
    unstated: Literal["ask", "undecided"] = "ask"
    """When nobody said what the trigger needs: `ask` (the verdict goes on and the fact is asked for; for tests
    that few meet) or `undecided` (no verdict without the fact; for what the whole licence turns on)."""
    counts: Literal["product", "entity", "affiliates", "group"] | None = None
    """Whose users or revenue the test counts."""
    says: Words
    """The rule in our words."""
    todo: Words | None = None
    """The duty as a line of a to-do list."""

    @field_validator("when", "unless")
    @classmethod
    def _parses(cls, raw: dict[str, Any]) -> dict[str, Any]:
        parse(raw)
        return raw

    @cached_property
    def trigger(self) -> Condition:
        """`when` without `unless`, ready to evaluate."""
        return scoped(parse(self.when), self.counts) if self.when else ALWAYS

    @cached_property
    def exception(self) -> Condition | None:
        """`unless`, ready to evaluate; `None` when there is none."""
        return scoped(parse(self.unless), self.counts) if self.unless else None


class License(Record):
    """The terms of one version of a licence, its incorporated policies included."""

    id: str
    name: str
    name_zh: str = ""
    family: Family
    spdx: str | None = None
    """SPDX id, or a `LicenseRef-`."""
    aliases: tuple[str, ...] = ()
    """Other names and ids; hub tags included."""
    url: str | None = None
    texts: tuple[LicenseText, ...] = ()
    text_held: bool = True
    """False: nobody here has read the terms, so every verdict is `unknown`."""
    effective_date: date | None = None
    """The day these terms were published or took effect."""
    superseded: Words | None = None
    """What replaced these terms, where something did."""
    open_source: bool = False
    """OSI-approved or conformant with the Open Source Definition (for data and documents: the Open Definition)."""
    clauses: tuple[Clause, ...] = ()
    doubts: tuple[Words, ...] = ()
    """What is not certain about this record; shown with every verdict."""
    readme_claims: tuple[Words, ...] = ()
    """What a README says beside the text; never part of the licence."""
    models: str = ""
    """Which models it came with, for a reader."""
    replaces: str | None = None
    """In an overlay: the id of the shipped record this one takes the place of."""
    sources: tuple[Source, ...] = ()
    checked: date

    @property
    def locators(self) -> tuple[Locator, ...]:
        """Every place in a text that this record points at."""
        return tuple(clause.at for clause in self.clauses if clause.at is not None)
