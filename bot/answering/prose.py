"""Prose around a composed answer, when a language model is configured. Verdict, figures and quotes stay code's.

The model writes a few sentences between the verdict and what code lists below it. They are checked one by one; when too
little is left, or anything fails, the composed answer goes out as it is.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from bot.answering.answer import Answer, Ask
from bot.answering.citations import Checked, Support, check
from bot.answering.compose import words
from bot.answering.compose.escape import escape
from bot.answering.compose.evidence import Evidence
from bot.answering.model import LanguageModel, Reply
from bot.answering.polarity import Closeness
from bot.answering.prompt import NONE, REPLY, Figures, evidence_of, messages
from bot.answering.redact import Redactor
from bot.answering.stance import Stance
from knowledge.asked_for import asks_name
from knowledge.errors import ModelError

if TYPE_CHECKING:
    from bot.answering.llm import OpenAIModel
    from bot.settings import Settings
    from knowledge.catalog import Catalog
    from knowledge.embedding import Encoder, Vectors

_log = logging.getLogger(__name__)
LONGEST = 720
"""Characters of prose."""
SHORTEST = 24
KEPT = 0.5
"""Share of the sentences that has to stand for the rest to be trusted."""
_INTRODUCES = re.compile(r"(?:写道|says)[^\n]{0,16}[:：]$")
"""A line that names whose words follow."""
_OURS = ("briefing-", "model-", "license-")
Moderation = Callable[[str, float], bool]
"""Says whether a text is to be held back, before a moment of `time.monotonic`."""


class Prose(Protocol):
    """Writes around a composed answer."""

    def write(self, ask: Ask, composed: Answer) -> Answer | None:
        """The answer with prose, or as it was with what the model took; `None`: nothing came. Never raises."""
        ...

    def wants(self, composed: Answer) -> bool:
        """Whether a model would write around this answer."""
        ...

    def state(self) -> tuple[str, bool]:
        """The model's name, and whether it is left alone for a moment because it kept failing."""
        ...


class CheckedProse:
    """Prose by a language model, held against the evidence."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        seconds: float = 25.0,
        catalog: Catalog | None = None,
        encoder: Encoder | None = None,
        moderation: Moderation | None = None,
        withhold_private: bool = False,
    ) -> None:
        """`encoder`: the bundled one, whatever the index is made with; how near is near enough was measured by it.
        `withhold_private`: answers that rest on the team's own documents are written without the model."""
        self._model, self._seconds, self._moderation = model, seconds, moderation
        self._catalog, self._encoder, self._withhold = catalog, encoder, withhold_private

    def write(self, ask: Ask, composed: Answer) -> Answer | None:
        """See `Prose.write`. Whatever went wrong is in the log."""
        try:
            return self._written(ask, composed) if self._wanted(composed) else None
        except ModelError as error:
            _log.warning("no prose for this answer: %s", error)
        except Exception:
            _log.exception("no prose for this answer: a fault of ours")
        return None

    def wants(self, composed: Answer) -> bool:
        """See `Prose.wants`."""
        return not self._model.resting and self._wanted(composed)

    def state(self) -> tuple[str, bool]:
        """See `Prose.state`."""
        return self._model.name, self._model.resting

    def _wanted(self, composed: Answer) -> bool:
        private = any(
            cited.kind == "passage" and not cited.url and not cited.source.startswith(_OURS)
            for cited in composed.citations
        )
        if composed.abstained or _told_by_code(composed):
            return False
        return bool(composed.citations) and not (private and self._withhold)

    def _written(self, ask: Ask, composed: Answer) -> Answer | None:
        until = time.monotonic() + self._seconds
        redactor, figures = Redactor(), Figures() if composed.verdict else None
        asked, shown = messages(ask, composed, evidence_of(composed), redactor, figures, self._model.context)
        redactor.log()
        if not shown or self._flagged(asked[-1].content, until):
            return None
        reply = self._model.write(asked, limit=REPLY, until=until)
        text = figures.fill(reply.text) if figures else reply.text
        if re.match(rf"\W*{NONE}\b", text, re.I) or self._flagged(text, until):
            return composed.model_copy(update={"spent": reply.spent})
        checked = check(text, self._support(composed, shown, redactor), whole=reply.whole)
        _told(self._model.name, checked, reply)
        known = composed.model_copy(update={"spent": reply.spent})
        whole = _assembled(composed, checked, redactor)
        return known.model_copy(update={"answer": whole, "model_used": self._model.name}) if whole else known

    def _flagged(self, text: str, until: float) -> bool:
        flagged = self._moderation is not None and self._moderation(text, until)
        if flagged:
            _log.warning("no prose for this answer: held back by moderation")
        return flagged

    def _support(self, composed: Answer, shown: dict[int, str], redactor: Redactor) -> Support:
        understood = [*composed.models, *_values(composed.use), *_values(composed.cost), *redactor.holders]
        if composed.verdict:  # a clause beside a verdict is read by code alone: prose holds to what code made of it
            held = evidence_of(composed, quotes=False)
            shown = {number: held[number] for number in shown if number in held}
        return Support(
            evidence={number: redactor.redact(text) for number, text in shown.items()},
            said=redactor.redact("\n".join(_own_lines(composed))) + "\n" + " ".join(understood),
            language=composed.language,
            stance=Stance.of(composed),
            contradicted=self._contradicted,
            nearness=_nearness(self._encoder) if self._encoder and not composed.verdict else None,
            quoted=composed.verdict is None,
            told=_leads(composed),
        )

    def _contradicted(self, sentence: str) -> bool:
        from knowledge.claims import notes

        return self._catalog is not None and bool(notes(sentence, self._catalog))


def _nearness(encoder: Encoder) -> Closeness:
    """Cosines by `encoder`; each text is encoded once."""
    known: dict[str, Vectors] = {}

    def nearness(one: str, others: Sequence[str]) -> list[float]:
        new = [text for text in dict.fromkeys([one, *others]) if text not in known]
        if new:
            known.update(zip(new, encoder.encode(new), strict=True))
        return [float(known[other] @ known[one]) for other in others]

    return nearness


def _told_by_code(composed: Answer) -> bool:
    """A licence told rule by rule, a list, models that differ, documents on what no record holds, a passage that may
    not answer: no one verdict holds a model's sentences to it, and prose sounds surer than code is. Of several names
    that a passage holds a model may pick another than was asked for, in a sentence that is true by itself."""
    if composed.verdict is not None:
        return _differs(composed)
    unsure = {words.NEAREST.en, words.NEAREST.zh} & set(composed.answer.splitlines())
    if composed.kind in {"cost", "openness", "permission"} or unsure or asks_name(composed.question):
        return True
    return any(part.verdict for part in composed.parts) or any(cited.kind == "clause" for cited in composed.citations)


def _differs(composed: Answer) -> bool:
    """Whether one name got several verdicts, told in a list: the answer's own is that of most, and a sentence on the
    name would be wrong of the others."""
    values = {(part.kind, str(part.verdict.get("value"))) for part in composed.parts if part.verdict}
    kinds = {kind for kind, _ in values}
    return len(values) > len(kinds) and len(_leads(composed)) < sum(part.verdict is not None for part in composed.parts)


def _values(slots: dict[str, Any]) -> list[str]:
    """Figures that were understood from what the person said."""
    flat = [value for one in slots.values() for value in (one.values() if isinstance(one, dict) else (one,))]
    return [str(value) for value in flat if isinstance(value, int | float | str) and not isinstance(value, bool)]


def _own_lines(composed: Answer) -> list[str]:
    """The composed lines that code wrote; quotes and what introduces them are somebody else's words."""
    return [line for line in composed.answer.splitlines() if not line.startswith(("> ", "_"))]


def _assembled(composed: Answer, checked: Checked, redactor: Redactor) -> str | None:
    """Verdict lines, prose, then what code lists below. `None` when too little of the prose stands."""
    sentences = len(checked.kept) + len(checked.dropped)
    prose = _cut(checked)
    if len(prose) < SHORTEST or len(checked.kept) < KEPT * sentences:
        return None
    if composed.verdict is None and not _tells_of_the_best(prose, composed):
        return None
    several = len(_leads(composed)) > 1
    if composed.verdict and not several and len(prose) < KEPT * sum(map(len, _explanations(composed))):
        return None
    told = escape(redactor.restore(_unmarked(prose)))
    text = _beside(composed, told) if several else _between(composed, told)
    return "\n".join([text, *_sources(text, composed)])


def _tells_of_the_best(prose: str, composed: Answer) -> bool:
    """Whether prose in the place of quotes tells of what answers best: it is cited first."""
    first = composed.citations[0].source
    return any(f"[{one.n}]" in prose for one in composed.citations if one.source == first)


def _cut(checked: Checked) -> str:
    """As many whole sentences as there is room for."""
    room = Checked()
    for sentence in checked.kept:
        if sum(map(len, room.kept)) + len(sentence) > LONGEST:
            break
        room.kept.append(sentence)
    return room.text


def _unmarked(text: str) -> str:
    """Without Slack's marks: a model's bold or code would run into what code writes."""
    return re.sub(r"[*`~]|(?<!\w)_|_(?!\w)", "", text)


def _leads(composed: Answer) -> list[str]:
    return [line for line in composed.answer.splitlines() if _lead(line)]


def _explanations(composed: Answer) -> list[str]:
    lines = composed.answer.splitlines()
    return [line for line in lines if _replaced(line, quotes=False) and not _evidence(line)]


def _lead(line: str) -> bool:
    return line.startswith("*") and line.endswith("*")


def _between(composed: Answer, told: str) -> str:
    """The verdict or definition, the prose in the place of explanations and quotes, then the quote it rests on and what
    code lists."""
    first: list[str] = []
    rest: list[str] = []
    held = _rests_on(composed, told) if composed.verdict is None else []
    for line in filter(None, composed.answer.splitlines()):
        if line in held or not _replaced(line, quotes=composed.verdict is None):
            opens = _lead(line) or (composed.verdict is None and not rest and line.startswith("*"))
            (first if opens else rest).append(line)
    return "\n".join([*first, told, *rest])


def _rests_on(composed: Answer, told: str) -> list[str]:
    """The first quote that the prose cites and the one that answers best, with the lines that say where they stand: who
    doubts the prose reads them, and prose about another loses nobody the answer."""
    where, cited = "", False
    held: list[str] = []
    for line in composed.answer.splitlines():
        number = re.search(r"\[\d+\]$", line)
        if _INTRODUCES.search(line):
            where = line
        elif line.startswith(">") and number and (not held or (number[0] in told and not cited)):
            cited = cited or number[0] in told
            held += [line] if where in held else [where, line]
    return held


def _beside(composed: Answer, told: str) -> str:
    """Several verdicts keep their own lines each; the prose stands below them, above the closing lines."""
    lines = [line for line in composed.answer.splitlines() if not _evidence(line)]
    end = len(lines)
    while end and lines[end - 1].startswith("_"):
        end -= 1
    return "\n".join([*lines[:end], "", told, *lines[end:]])


def _evidence(line: str) -> bool:
    return line.startswith((f"_{words.EVIDENCE.en}", f"_{words.EVIDENCE.zh}"))


def _sources(text: str, composed: Answer) -> list[str]:
    """The line of sources again: the prose may mention other numbers than the composed text did."""
    evidence = Evidence(composed.language)
    together: dict[str, list[str]] = {}
    for cited in composed.citations:
        if f"[{cited.n}]" in text:
            title, where = evidence.line(cited)
            together.setdefault(title, []).append(f"[{cited.n}]{where}")
    shown = [f"{title} {', '.join(places)}" for title, places in list(together.items())[:6]]
    language = composed.language
    return [f"_{words.labeled(words.EVIDENCE.in_(language), ' · '.join(shown), language)}_"] if shown else []


def _replaced(line: str, *, quotes: bool) -> bool:
    if line.startswith(">"):
        return quotes
    if _evidence(line):
        return True
    if line in (words.FOUND_IN.en, words.FOUND_IN.zh):
        return True
    if _INTRODUCES.search(line):
        return quotes
    kept = ("•", "_", words.NOTE.en, words.NOTE.zh, words.TEAM.en, words.TEAM.zh)
    return bool(re.search(r"\[\d+\]$", line)) and not line.startswith(kept)


def _told(model: str, checked: Checked, reply: Reply) -> None:
    """What the check did, without a word of what was written."""
    why = Counter(reason.split(":")[0] for _, reason in checked.dropped)
    _log.info(
        "prose by %s: %d kept, %d repaired, dropped %s; %d + %d tokens%s",
        model,
        len(checked.kept),
        checked.repaired,
        dict(why) or 0,
        reply.spent.input_tokens,
        reply.spent.output_tokens,
        f", {reply.spent.usd:.6f} USD" if reply.spent.usd is not None else "",
    )


def make_prose(settings: Settings, catalog: Catalog | None = None, encoder: Encoder | None = None) -> Prose | None:
    """The prose that the settings ask for; `None` without a model. Nothing is called yet."""
    if settings.llm_model is None:
        return None
    model = make_model(settings, settings.llm_model)
    moderator = settings.llm_moderation_model
    return CheckedProse(
        model,
        seconds=settings.llm_deadline_seconds,
        catalog=catalog,
        encoder=encoder,
        moderation=(lambda text, until: model.moderate(text, moderator, until=until)) if moderator else None,
        withhold_private=settings.llm_private_evidence == "withhold",
    )


def make_model(settings: Settings, name: str) -> OpenAIModel:
    """A model at the configured endpoint. `openai` is imported only now: it takes a while."""
    from bot.answering.llm import OpenAIModel

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    return OpenAIModel(
        name,
        api_key=key,
        base_url=settings.openai_base_url,
        context=settings.llm_context,
        streaming=settings.llm_stream,
        concurrency=settings.llm_concurrency,
    )
