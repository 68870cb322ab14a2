"""What a passage claims, held against facts: a reader is told when an article is wrong or out of date.

Two ways lead to a note: claims that were checked one by one (`facts/claims.yaml`, found by short search keys), and
plain statements of the form "X is open source" or "X 是闭源" about a model whose rung says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from knowledge.catalog import Catalog
from knowledge.loading import read_record
from knowledge.names import Mention
from knowledge.openness import judge_all
from knowledge.openness_words import RUNG_NAMES
from knowledge.records.base import Record, Words
from knowledge.records.model import Model, PartialDate
from knowledge.records.verdicts import OpennessVerdict, Rung
from knowledge.tokens import fold

FILE = Path(__file__).parent / "facts" / "claims.yaml"

Status = Literal["true", "partly", "false", "outdated"]
Key = Annotated[str, Field(min_length=2, max_length=90), BeforeValidator(str)]


class Claim(Record):
    """A claim somebody checked."""

    id: str
    keys: tuple[tuple[Key, ...], ...]
    """Alternatives; each a set of short pieces that must stand near each other. Spaces and case do not count."""
    within: int = 240
    """How near: characters, spaces not counted, from the first piece to the last."""
    status: Status
    claimed: PartialDate | None = None
    """When it was written, as far as the article or its content tells."""
    fact_date: PartialDate
    """Since when the fact holds, or the state of the source it was checked against."""
    subjects: tuple[str, ...] = ()
    says: Words
    """What is the case, in our words."""


class ClaimsFile(Record):
    """All checked claims."""

    claims: tuple[Claim, ...]


class Note(Record):
    """What to say beside a cited passage."""

    claim: str
    """Id of the claim, or the catalog id that a plain statement is wrong about."""
    status: Status
    claimed: str | None
    fact_date: str | None
    subjects: tuple[str, ...]
    text: Words
    """The whole note, both dates in it."""


@lru_cache(maxsize=4)
def load_claims(path: Path = FILE) -> tuple[Claim, ...]:
    """The shipped claims. Raises `FactsError`."""
    return read_record(path, ClaimsFile).claims


def contradicted(text: str, claims: Sequence[Claim] | None = None) -> list[Note]:
    """The checked claims in `text` that do not hold, or hold no longer."""
    squeezed = _squeeze(text)
    found = (c for c in (load_claims() if claims is None else claims) if _stands_in(c, squeezed))
    return [_note(claim) for claim in found if claim.status != "true"]


def notes(text: str, catalog: Catalog, published: str | None = None) -> list[Note]:
    """All notes on a passage, checked claims first; `published` is the day of the document, where known."""
    checked = contradicted(text)
    covered = {subject for note in checked for subject in note.subjects}
    plain = [n for n in _statements(text, catalog, published) if not covered & set(n.subjects)]
    return [*checked, *plain]


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))


def _stands_in(claim: Claim, squeezed: str) -> bool:
    return any(_near([_squeeze(key) for key in keys], squeezed, claim.within) for keys in claim.keys)


def _near(keys: Sequence[str], text: str, within: int) -> bool:
    """Whether all keys stand within a stretch around some occurrence of the first."""
    for match in re.finditer(re.escape(keys[0]), text):
        around = text[max(0, match.start() - within) : match.end() + within]
        if all(key in around for key in keys[1:]):
            return True
    return False


_OPENINGS: dict[Status, Words] = {
    "true": Words(en="This still holds", zh="此说仍然成立"),
    "partly": Words(en="This is only partly right", zh="此说只对了一部分"),
    "false": Words(en="This is not correct", zh="此说不正确"),
    "outdated": Words(en="This is out of date", zh="此说已经过时"),
}


def _note(claim: Claim) -> Note:
    return Note(
        claim=claim.id,
        status=claim.status,
        claimed=claim.claimed,
        fact_date=claim.fact_date,
        subjects=claim.subjects,
        text=_dated(claim.status, claim.claimed, claim.fact_date, claim.says),
    )


def _dated(status: Status, claimed: str | None, fact_date: str | None, says: Words) -> Words:
    opening = _OPENINGS[status]
    return Words(
        en=f"{opening.en} (written: {claimed or 'date unknown'}; fact: {fact_date or 'date unknown'}). {says.en}",
        zh=f"{opening.zh}（文章：{claimed or '日期未知'}；事实：{fact_date or '日期未知'}）。{says.zh}",
    )


_CALLED_OPEN = re.compile(
    r"^\W{0,2}(?:is|are|was|were)\s+(?:an?\s+|also\s+|fully\s+|truly\s+)*open[- ]source"
    r"|^\W{0,2}(?:都|也|就)?(?:是|为|属于)(?:完全|真正)?开源(?:的|模型|大模型)"
)
_CALLED_CLOSED = re.compile(
    r"^\W{0,2}(?:is|are|was|were)\s+(?:an?\s+|also\s+)*(?:closed|proprietary)\b"
    r"|^\W{0,2}(?:都|也|就)?(?:是|为|属于)闭源(?:的|模型|大模型)"
)
_OPEN_BEFORE = re.compile(r"(?:开源(?:大)?模型|open[- ]source models? )\W{0,2}$")
_CLOSED_BEFORE = re.compile(r"(?:闭源(?:大)?模型|closed[- ]source models? )\W{0,2}$")
_OPEN: frozenset[Rung] = frozenset({"open-source", "open-source-open-data"})


def _statements(text: str, catalog: Catalog, published: str | None) -> Iterator[Note]:
    seen: set[str] = set()
    for mention in catalog.mentions(text):
        said = _said(fold(text), mention)
        if said is None or mention.fuzzy or not mention.models or mention.text in seen:
            continue
        seen.add(mention.text)
        judged = judge_all([catalog.model(i) for i in mention.models], catalog)
        if _wrong(said, [verdict.rung for _, verdict in judged]):
            yield _statement_note(mention, judged, published)


def _said(text: str, mention: Mention) -> Literal["open", "closed"] | None:
    before, after = text[: mention.start], text[mention.end : mention.end + 40]
    if _CALLED_OPEN.search(after) or _OPEN_BEFORE.search(before[-24:]):
        return "open"
    if _CALLED_CLOSED.search(after) or _CLOSED_BEFORE.search(before[-24:]):
        return "closed"
    return None


def _wrong(said: Literal["open", "closed"], rungs: Sequence[Rung]) -> bool:
    """Only when no model of that name fits what was said; an unknown rung may."""
    if "unknown" in rungs:
        return False
    return not any((rung in _OPEN) if said == "open" else (rung == "closed") for rung in rungs)


def _statement_note(mention: Mention, judged: Sequence[tuple[Model, OpennessVerdict]], published: str | None) -> Note:
    model, verdict = judged[0]
    rung = RUNG_NAMES[verdict.rung]
    since = model.released.weights or model.released.first
    status: Status = "outdated" if published and since and published < since else "false"
    says = Words(
        en=f"{mention.text}: {rung.en}. {verdict.reason.en}", zh=f"{mention.text}：{rung.zh}。{verdict.reason.zh}"
    )
    return Note(
        claim=model.id,
        status=status,
        claimed=published,
        fact_date=since,
        subjects=mention.models,
        text=_dated(status, published, since, says),
    )
