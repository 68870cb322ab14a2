"""Citations, numbered in the order the text mentions them, each piece of evidence once."""

from __future__ import annotations

from bot.answering.answer import Citation
from bot.answering.compose.escape import named
from bot.answering.compose.words import CHECKED
from knowledge.headings import heading_before
from knowledge.records.base import Language
from knowledge.records.document import Passage
from knowledge.records.model import Model
from knowledge.records.verdicts import ClauseRef
from knowledge.tokens import letters

TITLE = 60
PLACE = 24
"""Characters of a title and of a place that the list of sources shows."""


class Evidence:
    """Collects what an answer rests on and hands out the numbers."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._made: dict[tuple[str, str, str], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them, by number."""
        return tuple(self._made.values())

    def clause(self, ref: ClauseRef) -> int:
        """A clause of a licence. Without a stored text it has no quote."""
        where = ref.locator.section if ref.locator else ""
        return self._add(
            ("clause", ref.license, f"{where}{ref.quote}"),
            kind="clause",
            title=ref.license_name,
            source=ref.license,
            url=ref.url,
            locator=where,
            quote=ref.quote,
        )

    def fact(self, model: Model, value: str) -> int:
        """A record of the catalog: the value it holds, and the source it was read from."""
        source = model.sources[0] if model.sources else None
        ref = source.ref if source else ""
        return self._add(
            ("fact", model.id, value),
            kind="fact",
            title=model.name,
            source=model.id,
            url=ref if ref.startswith("http") else None,
            locator=ref if not ref.startswith("http") else "",
            quote=value,
            checked=str(model.checked) if model.checked else None,
        )

    def passage(self, passage: Passage, start: int, end: int) -> int:
        """A piece of a found passage, `text[start:end]`, verbatim."""
        return self._add(
            ("passage", passage.document_id, passage.text[start:end]),
            kind="passage",
            title=passage.title,
            source=passage.document_id,
            url=passage.url,
            locator=_section(passage, start),
            quote=passage.text[start:end],
            checked=str(passage.published) if passage.published else None,
        )

    def note(self, title: str, source: str, url: str | None, value: str, checked: str | None) -> int:
        """Any other recorded fact: a price, a measurement, a claim."""
        return self._add(
            ("fact", source, value), kind="fact", title=title, source=source, url=url, quote=value, checked=checked
        )

    def _add(self, key: tuple[str, str, str], **values: object) -> int:
        if key not in self._made:
            self._made[key] = Citation.model_validate({"n": len(self._made) + 1, **values})
        return self._made[key].n

    def line(self, cited: Citation) -> tuple[str, str]:
        """Whose the evidence is, and where in it, for the list of sources."""
        title = named(cited.title)
        short = title if len(title) <= TITLE else title[:TITLE].rstrip() + "…"
        where = f" {named(cited.locator)[:PLACE]}" if cited.locator and cited.kind == "clause" else ""
        if cited.checked and cited.kind == "fact":
            short += f" ({CHECKED.in_(self._language)} {cited.checked})"
        return short, where


def _section(passage: Passage, start: int) -> str:
    """The heading that a quote stands under or begins with; none where it is the document's title."""
    under = heading_before(passage.text, start)
    if under is None:
        under = passage.locator if passage.opens_under is None else passage.opens_under
    return "" if letters(under) == letters(passage.title) else under
