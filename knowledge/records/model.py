"""A model or a family of models: what can be had, under which terms, since when, and who says so."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from knowledge.records.base import Record, Source, Words

Presence = Literal["yes", "partial", "no", "unknown"]

Availability = Literal["yes", "partial", "no", "unknown"]

COMPONENTS: tuple[str, ...] = (
    "weights",
    "inference_code",
    "training_code",
    "training_data",
    "data_description",
    "paper",
    "model_card",
    "eval",
    "architecture",
    "data_preprocessing_code",
    "evaluation_code",
    "supporting_tools",
    "intermediate_weights",
    "evaluation_data",
    "model_metadata",
    "sample_outputs",
    "data_card",
    "technical_report",
)
"""Every part a record may speak of: the eight of the rungs, then the rest of MOF's seventeen."""


def _presence(value: object) -> object:
    """YAML reads a bare `yes` and `no` as booleans; a record may be written either way."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), BeforeValidator(str)]
"""A day, a month or a year, as far as the sources tell: `2024-07-23`, `2023-02`, `2026`."""


class Conflict(Record):
    """What another source says about the same cell; kept, never smoothed away."""

    source: str
    """Who says so: `OSAI`, `MOT`, `os-ai-map`, `models.dev`, an address."""
    says: Annotated[str, BeforeValidator(_presence)]
    """Its value for this cell, in the words of the cell: `partial`, `apache-2.0`, `2024-02-04`."""


class Component(Record):
    """One part of a release."""

    value: Annotated[Presence, BeforeValidator(_presence)]
    license: str | None = None
    """Licence id of this part where it has its own; the weights' licence is the model's `license`."""
    source: str = ""
    """Where the value was read; empty means: the sources of the model."""
    checked: bool = True
    """False where no source was found for the value: a draft, said so in the verdict."""
    conflicts: tuple[Conflict, ...] = ()
    doubt: Words | None = None
    """Why the value should be read with care, in our words."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"value": value} if isinstance(value, str | bool) else value


class Released(Record):
    """Three days that trackers mix up. Openness starts with the weights."""

    announced: PartialDate | None = None
    api: PartialDate | None = None
    weights: PartialDate | None = None

    @property
    def first(self) -> str | None:
        """The earliest known date, for sorting and cards."""
        return min(filter(None, (self.announced, self.api, self.weights)), default=None)


class Architecture(Record):
    """What memory and speed are computed from."""

    layers: int | None = Field(default=None, gt=0)
    hidden: int | None = Field(default=None, gt=0)
    heads: int | None = Field(default=None, gt=0)
    kv_heads: int | None = Field(default=None, gt=0)
    head_dim: int | None = Field(default=None, gt=0)
    kv_rank: int | None = Field(default=None, gt=0)
    """Width of the compressed KV cache (multi-head latent attention), rotary part included."""
    experts: int | None = Field(default=None, gt=0)
    experts_active: int | None = Field(default=None, gt=0)
    source: str = ""


class Variant(Record):
    """A size or version of a model. What it leaves out, it shares with its model."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    total_b: float | None = Field(default=None, gt=0)
    """Parameters in thousand millions."""
    active_b: float | None = Field(default=None, gt=0)
    """Parameters used per token; `None` for a dense model, where all are."""
    context: int | None = Field(default=None, gt=0)
    """Tokens."""
    license: str | None = None
    hf_repo: str | None = None
    base: str | None = None
    released: Released | None = None
    architecture: Architecture | None = None


class TermsChange(Record):
    """A licence the weights stood under before, or a change within one file name."""

    license: str
    since: PartialDate
    until: PartialDate | None = None
    source: str = ""


class Model(Record):
    """One record of the catalog."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.+_-]*$")
    name: str
    family: str
    """Id of the nearest family; a model without a family is its own. Filled in from `id` where left out."""
    developer: str
    aliases: tuple[str, ...] = ()
    """Other names, in both languages. Unique over the catalog unless listed in `ambiguous`."""
    cased: tuple[str, ...] = ()
    """Names that are ordinary words too and count only when written exactly so: `Pi`, `Command A`."""
    ambiguous: tuple[str, ...] = ()
    """Aliases that others share on purpose; asking for one gives them all."""
    released: Released = Released()
    modality: str = "text"
    total_b: tuple[float, float] | None = None
    """Smallest and largest member, in thousand millions of parameters."""
    active_b: tuple[float, float] | None = None
    context: int | None = Field(default=None, gt=0)
    """Tokens; the largest that every listed size reaches where the sources tell, else the largest."""
    license: str | None = None
    """Licence of the weights, an id of the licences; `None` where nobody names one."""
    license_conflicts: tuple[Conflict, ...] = ()
    license_history: tuple[TermsChange, ...] = ()
    readme_license: str | None = None
    """What the README or card claims, where it is not what the licence file says."""
    license_note: Words | None = None
    gated: bool | None = None
    """Weights come only after a form."""
    base: str | None = None
    """Catalog id of the model this one was made from: its terms stay in force."""
    variants: tuple[Variant, ...] = ()
    components: dict[str, Component] = Field(default_factory=dict)
    api_available: Annotated[Availability, BeforeValidator(_presence)] = "unknown"
    hf_repo: str | None = None
    architecture: Architecture | None = None
    sources: tuple[Source, ...] = ()
    conflicts: dict[str, tuple[Conflict, ...]] = Field(default_factory=dict)
    """Other fields that sources disagree on, by field name."""
    unsourced: tuple[str, ...] = ()
    """Fields carried over without a source found: shown as doubtful."""
    doubts: tuple[Words, ...] = ()
    checked: date | None = None
    provisional: bool = False
    """Read from a hub card just now, not checked by anybody."""

    @model_validator(mode="after")
    def _known_components(self) -> Model:
        if unknown := sorted(set(self.components) - set(COMPONENTS)):
            raise ValueError(f"unknown component {unknown[0]!r}; one of: {', '.join(COMPONENTS)}")
        return self

    def component(self, name: str) -> Component:
        """The cell, or an `unknown` one where the record is silent."""
        return self.components.get(name) or Component(value="unknown", checked=False)

    def variant(self, variant_id: str) -> Variant | None:
        """The variant with this id."""
        return next((v for v in self.variants if v.id == variant_id), None)


class Family(Record):
    """A name that means several models: GPT, Qwen, 文心."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    parent: str | None = None
    developer: str = ""


class DeveloperFile(Record):
    """One file of `facts/models`: a developer, its families, its models."""

    developer: str
    families: tuple[Family, ...] = ()
    models: tuple[Model, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _pass_down(cls, value: Any) -> Any:
        """The file's developer is that of what stands in it; a model alone is its own family."""
        if isinstance(value, dict):
            for model in value.get("models") or ():
                if isinstance(model, dict):
                    model.setdefault("developer", value.get("developer", ""))
                    model.setdefault("family", model.get("id", ""))
        return value
