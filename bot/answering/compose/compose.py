"""The whole text of an answer out of its findings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from bot.answering.answer import Verdict
from bot.answering.compose import general, verdicts, words
from bot.answering.compose.asked import can_hold, speaks_of
from bot.answering.compose.costs import advice_lines, cost_lines, family_lines, hardware_lines, side_line, size_line
from bot.answering.compose.definitions import definition
from bot.answering.compose.escape import escape, listed, named
from bot.answering.compose.evidence import Evidence
from bot.answering.compose.listing import listing_lines
from bot.answering.compose.recorded import recorded_lines
from bot.answering.compose.role import asks_who, tells_who
from bot.answering.compose.select import select
from bot.answering.compose.terms import heading, terms_lines
from bot.answering.compose.uses import checked_for
from bot.answering.decide import CONFIDENT
from bot.answering.findings import Finding
from bot.answering.question import Question
from bot.answering.question.kinds import THRESHOLD, asks_data_protection
from knowledge.catalog import Catalog
from knowledge.claims import notes
from knowledge.confidence import SURE
from knowledge.license_terms import EFFECTS
from knowledge.records.base import Language, Words
from knowledge.records.document import Found
from knowledge.records.verdicts import CostVerdict, OpennessVerdict, PermissionVerdict

_GRANTED = ("allowed", "allowed-with-conditions")
FAINT = 0.25
"""Confidence below which a document is not even named as a place to look."""
LOOK_AT = 2
DOUBT = 0.4
"""How much surer search has to be of a count that the quotes do not show."""
RULE = 260
"""Characters of passages quoted beside a verdict."""
ASKED = 3
"""Duties of one member that are told beside a list of all."""
THRESHOLDS = 4
"""Different thresholds of a family that are told."""
_HEAD = re.compile(r"[A-Za-z]{2,}|[一-鿿]{2,}")
"""What the names of a family begin with."""
LISTED = 12
"""Members of a family that are named; the rest is counted."""


def compose(
    question: Question, findings: Sequence[Finding], evidence: Evidence, catalog: Catalog
) -> tuple[str, list[str]]:
    """The answer, and the text of each finding for the parts."""
    language = question.language
    groups = [list(group) for _, group in groupby(findings, key=lambda f: id(f.intent))]
    texts = [_group(group, question, evidence) for group in groups]
    parts = [finding_text(f, question, evidence) if len(findings) > 1 else "" for f in findings]
    lines = ["\n\n".join(texts), *_contradicted(evidence, catalog, language)]
    if any(isinstance(f.verdict, PermissionVerdict) or f.terms for f in findings):
        lines.append(words.NOT_LEGAL_ADVICE.in_(language))
    text = "\n".join(line for line in lines if line)
    return "\n".join([text, *_sources(text, evidence, language)]), parts


def _contradicted(evidence: Evidence, catalog: Catalog, language: Language) -> list[str]:
    """What a cited passage says and the checked facts do not, or no longer: both dates are in the note."""
    said: dict[str, str] = {}
    for cited in evidence.citations:
        if cited.kind == "passage" and cited.quote:
            for note in notes(cited.quote, catalog, cited.checked):
                said.setdefault(
                    note.claim,
                    words.labeled(f"{words.NOTE.in_(language)} [{cited.n}]", escape(note.text.in_(language)), language),
                )
    return list(said.values())[:2]


def _group(group: list[Finding], question: Question, evidence: Evidence) -> str:
    lead = "\n".join(f"*{escape(words.in_(question.language))}*" for words in group[0].lead)
    text = finding_text(group[0], question, evidence) if len(group) == 1 else _several(group, question, evidence)
    return f"{lead}\n{text}" if lead else text


def _several(group: list[Finding], question: Question, evidence: Evidence) -> str:
    """Models side by side: in full when two or three were named, by verdict when a family was."""
    language = question.language
    if group[0].intent.family is None and len(group) <= 3:
        return "\n\n".join(finding_text(f, question, evidence, brief=True) for f in group)
    if group[0].facts or group[0].runs_on is not None or (group[0].side and not group[0].verdict):
        return "\n".join(finding_text(f, question, evidence) for f in group[:LISTED])
    if all(f.cost for f in group) and (group[0].intent.family is not None or len(group) > 3):
        return "\n".join([_costs_line(group, language), *family_lines(group, language, evidence)])
    if group[0].intent.family is not None and _one_verdict(group):
        same = words.SAME_FOR.in_(language).format(names=listed((f.label for f in group[1:]), language, LISTED))
        return "\n".join([_family_line(group, language), *_with_same(finding_text(group[0], question, evidence), same)])
    lines = [_family_line(group, language), *_by_verdict(group, language, evidence)]
    lines += _asked_of_first(group, language, evidence)
    if THRESHOLD.search(group[0].intent.text):
        lines += _thresholds(group, language, evidence)
    return "\n".join([*lines, *_rule(group[0], language, evidence)])


def _with_same(text: str, same: str) -> list[str]:
    """The verdict and its reason, then for whom it holds as well, then the rest."""
    lines = text.split("\n")
    return [*lines[:2], same, *lines[2:]]


def _asked_of_first(group: list[Finding], language: Language, evidence: Evidence) -> list[str]:
    """What the first member that may be used with conditions asks: members that differ are seldom far apart in it."""
    for finding in group:
        verdict = finding.verdict
        if isinstance(verdict, PermissionVerdict) and verdict.value == "allowed-with-conditions":
            head = words.ASKED_BY.in_(language).format(name=named(finding.label))
            return [head, *verdicts.duties(verdict, language, evidence)[:ASKED]]
    return []


def _thresholds(group: list[Finding], language: Language, evidence: Evidence) -> list[str]:
    """The numbers at which terms change, where one is asked for: each with the models it holds for."""
    held: dict[str, list[tuple[Finding, int]]] = {}
    for finding in group:
        if isinstance(finding.verdict, PermissionVerdict):
            for condition in finding.verdict.conditions:
                if condition.key.startswith("threshold") and condition.clause is not None:
                    held.setdefault(condition.text.in_(language), []).append((finding, condition.clause))
    lines = []
    for text, where in list(held.items())[:THRESHOLDS]:
        first, clause = where[0]
        assert isinstance(first.verdict, PermissionVerdict)  # noqa: S101 - checked above
        names = listed((finding.label for finding, _ in where), language, LISTED)
        lines.append(f"• {names}: {escape(text)} [{evidence.clause(first.verdict.clauses[clause])}]")
    return lines


def _one_verdict(group: list[Finding]) -> bool:
    """Whether all that would be told of one holds for each: verdict, reason, duties, and what is missing."""
    told = {_told(f, f.verdict) for f in group if isinstance(f.verdict, OpennessVerdict | PermissionVerdict)}
    return len(told) == 1 and all(f.verdict for f in group)


def _told(finding: Finding, verdict: OpennessVerdict | PermissionVerdict) -> tuple[object, ...]:
    """What is said of a verdict, without the model's own name."""
    reason = verdict.reason.en.replace(finding.label, "")
    if isinstance(verdict, OpennessVerdict):
        return verdict.value, reason, verdict.osaid, verdict.osaid_failing, verdict.mof_class
    duties = tuple(condition.text.en for condition in verdict.conditions)
    asked = tuple(missing.key for missing in verdict.missing)
    return verdict.value, reason, verdict.licenses, duties, asked, tuple(rule.en for rule in verdict.team)


def _costs_line(group: list[Finding], language: Language) -> str:
    same = len({f.cost.verdict.reason.en for f in group if f.cost}) == 1
    asked = {f.target.label for f in group if f.target}
    name = group[0].intent.family or (asked.pop() if len(asked) == 1 else ", ".join(f.label for f in group[:2]))
    line = words.FAMILY_SAME if same else words.FAMILY_COSTS
    return line.in_(language).format(name=named(name), count=len(group))


def _family_line(group: list[Finding], language: Language) -> str:
    same = len({f.verdict.value for f in group if f.verdict}) == 1
    asked = list(dict.fromkeys(f.target.label for f in group if f.target))
    name = group[0].intent.family or (asked[0] if len(asked) == 1 else "")
    if name or not asked:
        line = words.FAMILY_SAME if same else words.FAMILY
        return line.in_(language).format(name=named(name or group[0].label), count=len(group))
    line = words.FAMILIES_SAME if same else words.FAMILIES
    quoted = [f"“{named(one)}”" for one in asked]
    comma, last = ("、", "和") if language == "zh" else (", ", " and ")
    return line.in_(language).format(name=f"{comma.join(quoted[:-1])}{last}{quoted[-1]}", count=len(group))


def _by_verdict(group: list[Finding], language: Language, evidence: Evidence) -> list[str]:
    lines = []
    judged = [(f, f.verdict) for f in group if f.verdict]
    for value in dict.fromkeys(verdict.value for _, verdict in judged):
        same = [(f, verdict) for f, verdict in judged if verdict.value == value]
        names = listed((f.label for f, _ in same), "en", LISTED)
        lines.append(f"• *{_word(same[0][1]).in_(language)}*: {names}{_proof(same[0][0], evidence)}")
    return lines


def _proof(finding: Finding, evidence: Evidence) -> str:
    verdict = finding.verdict
    if isinstance(verdict, OpennessVerdict | PermissionVerdict) and verdict.clauses:
        return f" [{evidence.clause(verdict.clauses[0])}]"
    return f" [{evidence.fact(finding.model, finding.label)}]" if finding.model else ""


def _word(verdict: Verdict) -> Words:
    if isinstance(verdict, OpennessVerdict):
        return words.RUNG[verdict.value]
    return words.PERMISSION[verdict.value] if isinstance(verdict, PermissionVerdict) else words.COST[verdict.value]


def finding_text(finding: Finding, question: Question, evidence: Evidence, *, brief: bool = False) -> str:
    """The sentences of one finding."""
    language, verdict = question.language, finding.verdict
    if finding.unknown and finding.found is None:
        return _nobody_holds(finding, language)
    if finding.ask_model:
        return words.WHICH_MODEL.in_(language)
    if finding.facts:
        return "\n".join(recorded_lines(finding, language, evidence))
    if isinstance(verdict, OpennessVerdict):
        lines = [
            verdicts.lead(finding, language),
            *verdicts.openness(finding, verdict, language, evidence, brief=brief),
        ]
    elif finding.terms and not verdict:
        lines = [heading(finding.terms, language), *terms_lines(finding.terms, language, evidence, EFFECTS)]
    elif isinstance(verdict, PermissionVerdict):
        lines = [verdicts.lead(finding, language), *verdicts.permission(verdict, language, evidence, brief=brief)]
        lines += [] if brief else checked_for(finding.intent.use, language)
        if finding.terms and verdict.value in _GRANTED:
            lines += terms_lines(finding.terms, language, evidence, ("duty",), "\n".join(lines))
        lines += [size_line(finding.side, language, evidence)] if finding.side else []
        lines += _rule(finding, language, evidence)
    elif finding.listed or finding.intent.listing:
        lines = listing_lines(finding, language, evidence)
    elif finding.runs_on is not None:
        lines = hardware_lines(finding, finding.runs_on, language, evidence)
    elif finding.side is not None:
        lines = [side_line(finding, finding.side, language, evidence)]
    elif finding.cost is not None:
        lines = cost_lines(finding, language, evidence)
        if finding.advice is not None:
            lines = [*lines[:1], *advice_lines(finding.advice, language, evidence)]
    elif finding.advice is not None:
        lines = advice_lines(finding.advice, language, evidence)
    else:
        return _from_passages(finding, question, evidence)
    lines += [words.labeled(words.NOTE.in_(language), escape(note.in_(language)), language) for note in finding.notes]
    lines += _held_with(finding, language)
    missing = verdict.missing if verdict and not isinstance(verdict, CostVerdict) else ()
    if missing and not brief:
        lines.append(
            f"{words.TO_BE_SURE.in_(language)} " + " ".join(escape(m.question.in_(language)) for m in missing[:3])
        )
    return "\n".join(lines)


_VERSION = re.compile(r"\d+\.\d+(?!\d*[bB])")


def _held_with(finding: Finding, language: Language) -> list[str]:
    """Said where another version was asked for than the record is named after."""
    asked = finding.target.label if finding.target else ""
    if finding.model is None or not set(_VERSION.findall(asked)) - set(_VERSION.findall(finding.label)):
        return []
    line = words.HELD_WITH.in_(language).format(asked=escape(asked), name=escape(finding.label))
    return [words.labeled(words.NOTE.in_(language), line, language)]


def _rule(finding: Finding, language: Language, evidence: Evidence) -> list[str]:
    """What the found text says of the rule that was asked for; beside a verdict only terms, or what speaks of the model
    or of its licence."""
    found = finding.found
    if found is None or found.confidence < SURE or not answers(finding):
        return []
    near = tuple(
        one for one in found.passages if one.kind == "license" or _concerns(f"{one.title} {one.text}", finding)
    )
    return general.passages_text(
        found.model_copy(update={"passages": near}), finding.intent.text, language, evidence, RULE
    )


def _concerns(text: str, finding: Finding) -> bool:
    model = finding.model
    names = [model.name, *model.aliases, model.family, model.license or ""] if model else []
    heads = {match[0].casefold() for name in names if (match := _HEAD.match(name))}
    return model is None or any(head in text.casefold() for head in heads)


def _nobody_holds(finding: Finding, language: Language) -> str:
    lines = [words.NO_SUCH_MODEL.in_(language).format(name=named(finding.unknown or ""))]
    if finding.suggestions:
        names = ("、" if language == "zh" else ", ").join(named(one.name) for one in finding.suggestions)
        lines.append(words.MAYBE.in_(language).format(names=names))
    lines += [escape(note.in_(language)) for note in finding.notes]
    return " ".join(lines)


def _from_passages(finding: Finding, question: Question, evidence: Evidence) -> str:
    language = question.language
    own = None if finding.unknown else definition(finding.intent.text, language)
    found = finding.found
    quotes = general.passages_text(found, finding.intent.text, language, evidence) if found and answers(finding) else []
    if own:
        return "\n".join([own, *(quotes[:2] if found and found.confidence >= SURE else ())])
    if finding.unknown and (not quotes or found is None):
        return _nobody_holds(finding, language)
    if not quotes or found is None:
        asked = asks_data_protection(finding.intent.text)
        return "\n".join(
            [(words.API_DATA if asked else words.NOTHING_FOUND).in_(language), *_where_to_look(found, language)]
        )
    lead = words.FOUND_IN if found.confidence >= SURE else words.NEAREST
    if finding.unknown:
        lead = words.NOT_HELD_FOUND if found.confidence >= SURE else words.NOT_HELD_NEAREST
    return "\n".join([lead.in_(language).format(name=named(finding.unknown or "")), *quotes])


def _where_to_look(found: Found | None, language: Language) -> list[str]:
    """Titles of the documents that come nearest to a question that is not answered; none where all are far."""
    if found is None or found.confidence < FAINT:
        return []
    titles = dict.fromkeys(named(passage.title) for passage in found.passages)
    shown = [f"《{title}》" if language == "zh" else f"_{title}_" for title in list(titles)[:LOOK_AT]]
    return [words.LOOK_AT.in_(language).format(titles=("" if language == "zh" else ", ").join(shown))]


def answers(finding: Finding) -> bool:
    """Whether the passages found are good enough to answer from.

    Where a count is asked for and nothing quoted speaks of the counted thing near a number, more is wanted; where a law
    or another text is named, one of the passages has to name it; where the holder of a role is asked for, one of the
    quotes has to tell.
    """
    found = finding.found
    if found is None or not found.passages or found.confidence < CONFIDENT:
        return False
    if not speaks_of(finding.intent.text, [f"{one.title}\n{one.text}" for one in found.passages]):
        return False
    text, sure = finding.intent.text, found.confidence >= CONFIDENT + DOUBT
    if sure and not asks_who(text):
        return True
    pieces = select(found.passages, text, general.BUDGET)
    if not tells_who(text, [f"{piece.passage.title}\n{piece.text}" for piece in pieces]):
        return False
    return sure or can_hold(text, [piece.text for piece in pieces])


def _sources(text: str, evidence: Evidence, language: Language) -> list[str]:
    """The citations that the text mentions, those of one source together, in a short line."""
    together: dict[str, list[str]] = {}
    for cited in evidence.citations:
        if f"[{cited.n}]" in text:
            title, where = evidence.line(cited)
            together.setdefault(title, []).append(f"[{cited.n}]{where}")
    shown = [f"{title} {', '.join(places)}" for title, places in list(together.items())[:6]]
    return [f"_{words.labeled(words.EVIDENCE.in_(language), ' · '.join(shown), language)}_"] if shown else []
