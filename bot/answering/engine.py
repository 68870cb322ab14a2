"""The engine: one question in, one answer out. Slack, the terminal and the exams all come through here."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from bot.answering.answer import Answer, Ask, MissingFact, Part, Timings
from bot.answering.card import Card, card
from bot.answering.compose import compose, words
from bot.answering.compose.evidence import Evidence
from bot.answering.compose.fold import folded
from bot.answering.decide import House, decide
from bot.answering.findings import Finding
from bot.answering.health import Health
from bot.answering.hub import LookUp
from bot.answering.intake import Intake, Note
from bot.answering.prose import Prose
from bot.answering.question import Question, understand, use_question
from bot.answering.question.chatter import SMALL_TALK
from bot.answering.question.clean import READ_AT_MOST
from bot.answering.report import choices_of, cost_as_said, missing_of, part_of, use_as_said, verdict_as_json
from bot.answering.watch import Noted, recorded
from bot.settings import Settings
from knowledge.catalog import Catalog
from knowledge.cost.prices import PriceBook
from knowledge.policy import Policy
from knowledge.recorded import on_record
from knowledge.records.base import Language
from knowledge.records.document import DocumentKind, Found
from knowledge.records.use import Use
from knowledge.texts import Texts
from knowledge.tokens import in_chinese

if TYPE_CHECKING:
    from bot.charts import Chart
    from ingest.sources import Item
    from ingest.sync import Progress, Report
    from knowledge.search import Search
    from knowledge.store import Store

_WARMING = (
    "为什么说 open weights 不是开源？ Is Llama 3.1 open in Germany?",
    "文章的作者怎么看闭源？",
    "Qwen3-32B 每月 5 亿 token，自建还是 API 便宜？",
)
Draft = Callable[[Answer], None]
_log = logging.getLogger(__name__)


class Engine:
    """Everything loaded once. `ask` may be called from many threads."""

    def __init__(
        self,
        catalog: Catalog,
        texts: Texts,
        store: Store,
        search: Search,
        *,
        look_up: LookUp | None = None,
        fetch: Callable[[str], Sequence[Item]] | None = None,
        prices: PriceBook | None = None,
        overlay: Path | None = None,
        prose: Prose | None = None,
        policy: Policy | None = None,
        policies: Mapping[str, Policy] | None = None,
    ) -> None:
        """`look_up` asks the hub about unrecorded models, `fetch` reads addresses, `prose` writes with a language
        model, `policy` is the team's; `None`: it is not done. `policies` hold where a question names one."""
        self.catalog, self.texts, self.store, self.search = catalog, texts, store, search
        self._house = House(catalog, texts, self._find, look_up, prices or PriceBook(), overlay, policy=policy)
        self._intake = Intake(catalog, texts, store, search, fetch, policy)
        self._prose = prose
        self.policies = dict(policies or {})

    @classmethod
    def open(cls, settings: Settings) -> Engine:
        """Load what is shipped and what is indexed; an empty index takes in what ships first.

        Raises `StoreLocked` when another process owns the data folder.
        """
        from bot.answering.opening import open_engine

        return open_engine(cls, settings)

    def ask(self, ask: Ask, draft: Draft | None = None) -> Answer:
        """Answer one question. A fault inside becomes a sentence with an id that the log has too.

        `draft` is given the answer as code made it, when a language model is about to write around it.
        """
        try:
            return self._answer(ask, draft)
        except Exception:
            return _faulty(ask)

    def warm(self) -> None:
        """Read the dictionaries and tables that are read when first used, so that the first person need not wait."""
        for text in _WARMING:
            decide(understand(Ask(question=text), self.catalog), self._house)

    def _answer(self, ask: Ask, draft: Draft | None) -> Answer:
        clock = _Clock()
        with clock("understand"):
            question = understand(ask, self.catalog)
            question = replace(question, language=ask.language or question.language)
        return _nothing(ask, question, clock) if question.none else self._judged(ask, question, clock, draft)

    def _judged(self, ask: Ask, question: Question, clock: _Clock, draft: Draft | None = None) -> Answer:
        with clock("decide"):
            findings = decide(question, self._house_timed(ask, clock))
        evidence = Evidence(question.language)
        with clock("write"):
            text, parts = compose(question, findings, evidence, self.catalog)
            answer = _told(ask, question, findings, evidence, text, _parts(question, findings, parts, self.catalog))
            if self._prose and draft and self._prose.wants(answer):
                draft(answer)
            written = self._prose.write(ask, answer) if self._prose else None
        return _short(written or answer).model_copy(update={"timings_ms": clock.timings()})

    def _house_timed(self, ask: Ask, clock: _Clock) -> House:
        def find(query: str, subjects: tuple[str, ...], kinds: Sequence[DocumentKind] | None) -> Found:
            with clock("search"):
                return self._find(query, subjects, kinds)

        return replace(self._house, find=find, policy=self.policies.get(ask.policy or "", self._house.policy))

    def _find(self, query: str, subjects: tuple[str, ...], kinds: Sequence[DocumentKind] | None) -> Found:
        return self.search.find(query, top=5, subjects=subjects, kinds=kinds)

    def card(self, name: str, language: Language = "en") -> Card:
        """What `/model NAME` shows."""
        return card(name, language, self._house)

    def check(self, name: str, use: Use, language: Language, policy: str | None = None) -> Answer:
        """The permission verdict for a model by name and a use that is already taken apart."""
        asked = Ask(question=name, policy=policy)
        try:
            clock = _Clock()
            return self._judged(asked, use_question(name, use, language, self.catalog), clock)
        except Exception:
            return _faulty(asked)

    def chart(self, ask: Ask) -> Chart | None:
        """Both bills of a cost question against volume; `None` where there are not two to draw."""
        from bot.charts import cost_chart

        question = understand(ask, self.catalog)
        if question.none:
            return None
        told = next((finding.cost for finding in decide(question, self._house) if finding.cost), None)
        return cost_chart(told, question.language) if told is not None and told.table else None

    def ingest(
        self, sources: Sequence[str], progress: Callable[[Progress], None] | None = None, *, prune: bool = False
    ) -> Report:
        """Take in sources and search them from now on. Raises `IngestBusy` while another run is going."""
        return self._intake.take_in(sources, progress, prune=prune)

    def reingest(self, progress: Callable[[Progress], None] | None = None) -> Report:
        """What ships and every indexed source, again. Raises `IngestBusy`."""
        return self._intake.again(progress)

    def renew_shipped(self) -> Report:
        """What ships with this version, where the index still holds another's. Raises `IngestBusy`."""
        return self._intake.renew_shipped()

    def again_one(self, document_id: str, progress: Callable[[Progress], None] | None = None) -> Report:
        """One indexed document, again. Raises `IngestBusy`, and `SourceError` when it is not indexed."""
        return self._intake.again_one(document_id, progress)

    def rebuild(self, progress: Callable[[Progress], None] | None = None) -> Report:
        """Every indexed document embedded anew. Raises `IngestBusy`."""
        return self._intake.rebuild(progress)

    def take_note(self, note: Note, progress: Callable[[Progress], None] | None = None) -> Report:
        """A message or a shared file as a document. Raises `IngestBusy`."""
        return self._intake.take_note(note, progress)

    def remove(self, document_id: str) -> str:
        """Forget a document and return its source. Raises `IngestBusy`, and `SourceError` when it is not indexed."""
        return self._intake.remove(document_id)

    def health(self) -> Health:
        """The index's size and age, what failed, and the language model's state."""
        entries = self.store.entries().values()
        llm, resting = self._prose.state() if self._prose else (None, False)
        return Health(
            documents=len(entries),
            passages=sum(entry.chunks for entry in entries),
            encoder=self.store.encoder.identity,
            last=max((entry.ingested_at for entry in entries), default=""),
            failures=self._intake.failures.read(),
            running=self._intake.running,
            llm=llm,
            llm_resting=resting,
        )

    def look_for_changes(self) -> None:
        """Note what moved in the facts since the last look."""
        self._intake.watch.look(self.catalog, self._house.policy)

    def changes(self) -> list[Noted]:
        """Changes of licences and facts that were seen, newest first, then those that the catalog records."""
        return [*self._intake.watch.noted(), *recorded(self.catalog)]

    def sources(self) -> list[Any]:
        """What is indexed, in a stable order."""
        return [entry for _, entry in sorted(self.store.entries().items())]

    def close(self) -> None:
        """Give the data folder back."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Clock:
    """Milliseconds by stage; what search takes is not counted again where it is called from."""

    def __init__(self) -> None:
        self.spent = {"understand": 0.0, "decide": 0.0, "search": 0.0, "write": 0.0}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        started, inner = time.perf_counter(), self.spent["search"]
        try:
            yield
        finally:
            took = (time.perf_counter() - started) * 1000
            nested = self.spent["search"] - inner if stage != "search" else 0.0
            self.spent[stage] = round(self.spent[stage] + took - nested, 3)

    def timings(self) -> Timings:
        return Timings(**self.spent)


def _faulty(ask: Ask) -> Answer:
    """To be called while an exception is handled: logs it under the id that the person gets."""
    fault = uuid.uuid4().hex[:8]
    _log.exception("fault %s while answering", fault)
    return broken(ask, fault)


def broken(ask: Ask, fault: str) -> Answer:
    """The fixed sentence for a fault; says nothing of what went wrong."""
    language: Language = "zh" if in_chinese(ask.question[:200]) else "en"
    return Answer(
        id=ask.id,
        question=ask.question,
        language=language,
        kind="none",
        answer=words.BROKEN.in_(language).format(id=fault),
        abstained=True,
        notes=(f"fault {fault}",),
    )


def _nothing(ask: Ask, question: Question, clock: _Clock) -> Answer:
    assert question.none is not None  # noqa: S101 - checked by the caller
    return Answer(
        id=ask.id,
        question=ask.question,
        language=question.language,
        kind="none",
        answer=words.NONE[question.none].in_(question.language),
        abstained=True,
        idle=question.none in SMALL_TALK,
        timings_ms=clock.timings(),
    )


def _parts(question: Question, findings: list[Finding], texts: list[str], catalog: Catalog) -> tuple[Part, ...]:
    """Each finding as a part, where there are several."""
    if len(findings) < 2:
        return ()
    return tuple(part_of(f, t, question.language, catalog) for f, t in zip(findings, texts, strict=True))


def _told(
    ask: Ask,
    question: Question,
    findings: list[Finding],
    evidence: Evidence,
    text: str,
    parts: tuple[Part, ...],
) -> Answer:
    language, first = question.language, findings[0]
    missing = missing_of(findings)
    return Answer(
        id=ask.id,
        question=ask.question,
        language=language,
        kind=question.intents[0].kind,
        models=question.models,
        suggested=_suggested(findings),
        use=use_as_said(question.use),
        cost=cost_as_said(question.cost),
        verdict=None if _undecided(first, findings) else verdict_as_json(first.verdict, language),
        parts=parts,
        answer=text,
        citations=evidence.citations,
        missing=tuple(MissingFact(key=m.key, question=m.question.in_(language)) for m in missing),
        choices=choices_of(findings),
        abstained=all(_abstains(finding) for finding in findings if finding.intent is first.intent),
        idle=question.idle,
        notes=_notes(question),
    )


def _undecided(first: Finding, findings: Sequence[Finding]) -> bool:
    """Whether one verdict would stand for a maker's models that got different ones: they are in the parts."""
    whole = {one.verdict.value for one in findings if one.intent is first.intent and one.verdict}
    return len(whole) > 1 and first.intent.by_maker


def _short(answer: Answer) -> Answer:
    """What explains goes behind the fold where the answer is long."""
    text, details = folded(answer.answer, answer.language, quotes=answer.verdict is None)
    return answer.model_copy(update={"answer": text, "details": details}) if details else answer


def _abstains(finding: Finding) -> bool:
    from bot.answering.compose.compose import answers
    from bot.answering.compose.definitions import definition

    if finding.verdict is not None:
        return finding.verdict.value == "unknown" and not answers(finding)
    if finding.facts and finding.model:
        return not any(on_record(fact, finding.model, finding.variant) for fact in finding.facts)
    if finding.cost or finding.advice or finding.side:
        return False
    if finding.intent.listing:
        return not finding.listed
    if finding.runs_on is not None:
        return not finding.runs_on and finding.model is not None and finding.model.component("weights").value != "no"
    if finding.terms:
        return not finding.terms.license.text_held
    defined = definition(finding.intent.text, "zh") or definition(finding.intent.text, "en")
    return not defined and not answers(finding)


def _suggested(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Ids that the answer proposes: the short list of advice."""
    listed = [one.model for finding in findings if finding.advice for one in finding.advice.shortlist]
    return tuple(dict.fromkeys([*listed, *(near.id for finding in findings for near in finding.suggestions)]))


def _notes(question: Question) -> tuple[str, ...]:
    notes = [words.TRUNCATED.in_(question.language).format(count=READ_AT_MOST)] if question.truncated else []
    return (*notes, *question.notes)
