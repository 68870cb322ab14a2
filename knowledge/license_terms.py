"""A licence by itself: all that it gives, asks and forbids, and whether it is an open-source licence."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.permission.judge import clause_ref
from knowledge.records.base import Words
from knowledge.records.license import Effect, License
from knowledge.records.model import Model
from knowledge.records.verdicts import ClauseRef
from knowledge.texts import Texts

EFFECTS: tuple[Effect, ...] = ("grant", "duty", "needs-license", "forbid")
"""What a licence does, in the order in which it is told. Notes and contradictions belong to a verdict."""


@dataclass(frozen=True)
class Term:
    """One rule, and where it stands."""

    effect: Effect
    says: Words
    ref: ClauseRef


@dataclass(frozen=True)
class Terms:
    """What is on record of one licence."""

    license: License
    rules: tuple[Term, ...]
    """By effect, in the order of `EFFECTS`; none when nobody has read the text."""


def terms_of(license_: License, texts: Texts | None = None) -> Terms:
    """Every rule on record. A clause that the text at hand no longer holds is left out."""
    clauses = [one for one in license_.clauses if one.effect in EFFECTS] if license_.text_held else []
    clauses.sort(key=lambda clause: EFFECTS.index(clause.effect))
    rules = ((c, clause_ref(license_, c, texts)) for c in clauses)
    return Terms(
        license_,
        tuple(
            Term(clause.effect, clause.todo if clause.effect == "duty" and clause.todo else clause.says, ref)
            for clause, ref in rules
            if ref is not None
        ),
    )


def under_license(license_: License) -> Model:
    """A model of which nothing is known but its licence, to be judged by that alone."""
    model_id = f"license.{license_.id}"
    return Model(id=model_id, name=license_.name, family=model_id, developer="", license=license_.id)


def open_source(license_: License) -> Words:
    """Whether it is an open-source licence, and what that does not settle."""
    name, name_zh = license_.name, license_.name_zh or license_.name
    if not license_.text_held:
        return Words(
            en=f"Nobody here has read {name}: I can't tell what it says.",
            zh=f"尚无人读过 {name_zh} 的条款：无法判断其内容。",
        )
    if license_.open_source:
        return Words(
            en=f"{name} is an open-source license. Whether a model under it is open depends on its data and code too.",
            zh=f"{name_zh} 是开源许可证。采用它的模型是否开源，还要看训练数据和代码。",
        )
    return Words(
        en=f"{name} is not an open-source license: it restricts who may use what is under it, or for what.",
        zh=f"{name_zh} 不是开源许可证：它限制谁可以使用，或者可以用来做什么。",
    )
