"""Whether a sentence denies what its evidence says, or says what its evidence denies.

The words of a sentence and of its opposite are nearly the same, so shared words cannot tell them apart. Clauses are
compared with the closest ones of the evidence. It is a coarse sieve: what it takes out is lost prose and never a lost
answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ingest.chunk import sentences
from knowledge.lexical import cover, tokens

Closeness = Callable[[str, Sequence[str]], Sequence[float]]
"""How close a text is to each of others, up to 1."""
WORDS = 3
"""Content words that make a clause worth comparing."""
ALIKE = 0.5
"""Clauses farther than this say something else."""
CLOSE = 0.1
"""Clauses of the evidence that are as close as this to the closest are meant as well."""
_IDLE = re.compile(
    r"(.)不\1|有没有|不[同断仅但少管论久止妨如只光错]|不超过|不可或缺|差不多|只不过|无[论数非]|非[常洲]|非(?:营利|盈利|官方|结构化)"
    r"|未[来必]|离不开|除非|(?:^|(?<=[，。；,;\s]))不过|\bnot (?:only|just|merely)\b|\bno\.\s?\d",
    re.I,
)
"""What looks like a denial and is none."""
_NOT = re.compile(
    r"\b(?:not|never|no|none|nor|neither|nobody|nothing|cannot)\b|n['’]t\b|不|没有?|未|勿|非|无(?!偿)|既非",
    re.I,
)
_LEXICAL = re.compile(
    r"\b(?:without|lack\w*|hardly|fail(?:s|ed|ing)?|unable|impossible|prohibit\w*|forbid\w*|forbade|bann?(?:ed|s|ing)?"
    r"|refus\w*|den(?:y|ies|ied))\b|难以|缺乏|缺少|禁止|严禁|拒绝|失败",
    re.I,
)
_COMMA = re.compile(r"[,，]|\s–\s|—")
_GOES_ON = re.compile(r"\s*(?:or|and|nor|to)\b|\s*(?:或|和|及|以及|也|又)", re.I)


def denies(text: str) -> bool:
    """Whether `text` denies something. Denials of one kind in a row are one (neither … nor, 既不…也不); a denial of a
    prohibition or a lack is none."""
    bare = _IDLE.sub(" ", text)
    return bool(_NOT.search(bare)) != bool(_LEXICAL.search(bare))


def turned_round(sentence: str, evidence: str, nearness: Closeness | None = None) -> bool:
    """Whether a clause of `sentence` denies what the closest clauses of `evidence` do not, or the other way round.

    Closest by shared words; where the two are in different languages give `nearness`: whole sentences are compared.
    """
    if nearness is not None:
        return _against(sentence, [(one, denies(one)) for one in pieces(evidence)], nearness)
    clauses = [clause for one in pieces(evidence) for clause in _clauses(one)]
    mine = [one for whole in pieces(sentence) for one, _ in _clauses(whole) if len(set(tokens(one))) >= WORDS]
    return any(_against(one, clauses, _shared) for one in mine or [sentence])


def pieces(text: str) -> list[str]:
    """The sentences of `text`."""
    return [text[start:end] for start, end in sentences(text)]


def _clauses(sentence: str) -> Iterator[tuple[str, bool | None]]:
    """Each clause and whether it denies; `None`: it goes on after one that does, and may share its denial."""
    under = False
    for clause in _COMMA.split(sentence):
        if clause.strip():
            own = denies(clause)
            shares = under and not own and (_GOES_ON.match(clause) or len(set(tokens(clause))) < WORDS)
            yield clause, None if shares else own
            under = own or bool(shares)


def _against(one: str, others: Sequence[tuple[str, bool | None]], closeness: Closeness) -> bool:
    values = closeness(one, [text for text, _ in others])
    best = max(values, default=0.0)
    meant = [denied for value, (_, denied) in zip(values, others, strict=True) if value >= best - CLOSE]
    return best >= ALIKE and all(denied is (not denies(one)) for denied in meant)


def _shared(one: str, others: Sequence[str]) -> list[float]:
    return [cover(one, other) for other in others]
