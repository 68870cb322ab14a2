"""What a message tells about the team and its product, whichever model it asks about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.answering.question.activities import derivative_name
from bot.answering.question.fields import fields_of_use
from bot.answering.question.figures import figures
from bot.answering.question.names import Catalog, Target
from bot.answering.question.places import places
from knowledge.records.use import one_or_all

_PERSON = re.compile(
    r"\b(?:colleagues?|co-?workers?|friends?|boss|managers?|guy|man|woman|person|someone|somebody|engineers?|interns?|"
    r"developers?|students?|teachers?|brother|sister|company|start-?up|firm|teams?|clients?|customers?)"
    r",?(?: of (?:mine|ours))?,?(?: (?:who|that|which))?(?: (?:is|are|was))? (?:named|called) "
    r"[\"“「]?[A-Z][\w.\-]*[\"”」]?(?: [A-Z][\w.\-]*)?|"
    r"(?:同事|朋友|老板|经理|老师|同学|工程师|实习生|客户|公司|团队|的人|小伙|姑娘)"
    r"[，,]?(?:名字|的?名)?(?:叫做?|名叫|名为)"
    r"\s*[“\"「]?[A-Za-z][\w.\-]*[”\"」]?",
)
"""A person or a company with its name, which no model bears."""


def _model_name(text: str) -> str | None:
    """The name for a model that is made from this one, not the name of who makes it."""
    return derivative_name(_PERSON.sub(" ", text))


def facts_of(masked: str, released: tuple[date, ...]) -> dict[str, Any]:
    """Slots of a `Use` that describe the team: figures, places, field, name. `masked` hides model names."""
    found: dict[str, Any] = dict(figures(masked, released))
    seats = places(masked)
    several = {
        "territory": one_or_all(place.code for place in seats if place.whose == "company"),
        "users_territory": one_or_all(place.code for place in seats if place.whose == "users"),
        "field_of_use": one_or_all(fields_of_use(masked)),
    }
    found.update({name: value for name, value in several.items() if value})
    if name := _model_name(masked):
        found["derivative_name"] = name
    return found


def releases(targets: Iterable[Target], catalog: Catalog) -> tuple[date, ...]:
    """Release days of models and of those they were made from: a licence tests the users of the month before."""
    found = []
    for target in targets:
        model = catalog.models.get(target.model)
        for one in (model, *catalog.bases(model)) if model else ():
            day = one.released.weights or one.released.first
            if day and len(day) >= 7:
                found.append(date.fromisoformat(day if len(day) == 10 else f"{day}-01"))
    return tuple(found)


def tells_of_use(masked: str) -> bool:
    """Whether a sentence states a fact of a use beside what is done with the model."""
    return bool(figures(masked) or fields_of_use(masked) or _model_name(masked) or places(masked))
