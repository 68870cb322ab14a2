"""The answer as a contract: what `aperture ask --json` prints and what Slack's blocks are drawn from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.answering.model import Spent
from knowledge.records.base import Language, Record
from knowledge.records.verdicts import CostVerdict, OpennessVerdict, PermissionVerdict

Kind = Literal["openness", "permission", "cost", "comparison", "advice", "general", "none"]
Verdict = OpennessVerdict | PermissionVerdict | CostVerdict


class Turn(Record):
    """One earlier message of the thread."""

    role: Literal["user", "bot"]
    text: str


def _as_id(given: Any) -> Any:
    """Programs number their questions too, or leave the id null."""
    return "" if given is None else str(given) if isinstance(given, int) else given


class Ask(BaseModel):
    """One question, as a line of `--jsonl` or as Slack hands it over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, BeforeValidator(_as_id)] = ""
    question: str
    thread: Annotated[tuple[Turn, ...], BeforeValidator(lambda given: () if given is None else given)] = ()
    """Oldest first; the question itself is not in it."""
    language: Language | None = None
    """Answer in this language, whatever the question is written in."""
    policy: str | None = None
    """Name of the team's policy that holds where it is asked; `None`: the one that holds everywhere."""


class Citation(Record):
    """Evidence that the reader can check."""

    n: int
    kind: Literal["clause", "fact", "passage"]
    title: str
    source: str
    """Licence id for a clause, record id for a fact, document id for a passage."""
    url: str | None = None
    locator: str = ""
    quote: str | None = None
    """A verbatim piece of the stored text, cut by program. A fact has its value here instead."""
    checked: str | None = None
    """ISO date on which the fact or text was last held against its source."""


class MissingFact(Record):
    """A fact that would change the verdict, as the question to ask for it in the asker's language."""

    key: str
    question: str


class Part(Record):
    """One question of several, or one model of a comparison."""

    kind: Kind
    models: tuple[str, ...] = ()
    label: str = ""
    """What the part is about, as a person would name it: `Qwen2.5-72B`."""
    verdict: dict[str, Any] | None = None
    text: str = ""
    """The part's own sentences, already escaped."""
    facts: dict[str, str] = Field(default_factory=dict)
    """Of a compared model: what is recorded of it, by label, as plain text."""


class Timings(Record):
    """Milliseconds spent in each stage."""

    understand: float = 0.0
    decide: float = 0.0
    search: float = 0.0
    write: float = 0.0


class Answer(Record):
    """Everything a caller gets. See DESIGN, "The answer, as a contract"."""

    id: str = ""
    question: str
    language: Language
    kind: Kind
    models: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    use: dict[str, Any] = Field(default_factory=dict)
    """Only what was said; see `knowledge.records.use.Use`."""
    cost: dict[str, Any] = Field(default_factory=dict)
    verdict: dict[str, Any] | None = None
    parts: tuple[Part, ...] = ()
    answer: str
    """The text Slack receives: mrkdwn, escaped, in the question's language."""
    details: str = ""
    """Lines of it that went behind the fold, written alike: quotes, notes, further assumptions."""
    citations: tuple[Citation, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    choices: tuple[str, ...] = ()
    """Names of which one is meant, where that changes the verdict; the question again with one of them settles it."""
    abstained: bool = False
    idle: bool = False
    """Nobody waits for it: the message was a greeting, thanks, chat, or told nothing. Slack keeps silent where the bot
    was not addressed."""
    notes: tuple[str, ...] = ()
    model_used: str | None = None
    spent: Spent | None = None
    """Tokens and money that the language model took, whether or not its prose was good; null when none answered."""
    timings_ms: Timings = Timings()
