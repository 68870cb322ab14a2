"""Whether a sentence denies what its evidence says, or says what its evidence denies; and whether it quotes truly.

The words of a sentence and of its opposite are nearly the same, so shared words cannot tell them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from knowledge.lexical import cover, tokens

WORDS = 3
"""Content words that make a clause worth comparing."""
CLOSE = 0.1
"""Clauses of the evidence that are as close as this to the closest are meant as well."""
QUOTED = 6
"""Letters of a quotation that has to stand in the evidence; shorter ones name a term."""
_DENIALS = re.compile(
    r"\b(?:not|never|no|none|nor|neither|nobody|nothing|without|cannot|lacks?|lacking|hardly|fails?|unable|rather than"
    r"|instead of)\b|n['’]t\b"
    r"|(?<!离)不(?!同|断|仅|但|少|管|论|久|止|妨|如)|(?<!有)没有?|(?<!有)无(?!论|数|非)|(?<!除)非(?!常|洲|官方|营利|盈利)|未(?!来|必)|难以|勿|缺乏",
    re.I,
)
_HOWEVER = re.compile(r"(?:^|(?<=[，。；,;\s]))不过")
_CLAUSE = re.compile(r"[,，;；。！？!?\n]|\s–\s|—|(?<=[a-z])\.\s")
_QUOTE = re.compile(r"“([^”]+)”|\"([^\"]+)\"|「([^」]+)」|『([^』]+)』|‘([^’]{12,})’")


def denies(text: str) -> bool:
    """Whether `text` denies something: an odd number of denials."""
    return len(_DENIALS.findall(_HOWEVER.sub("", text))) % 2 == 1


def turned_round(sentence: str, evidence: str, nearness: Callable[[str, str], float] | None = None) -> bool:
    """Whether a clause of `sentence` denies what the closest clauses of `evidence` do not, or the other way round.

    Closest by shared words; where the two are in different languages give `nearness`: whole sentences are compared.
    """
    if nearness is not None:
        return _against(sentence, _pieces(evidence, r"(?<=[。！？!?])|(?<=[.!?])\s+|\n+"), nearness)
    clauses = _pieces(evidence, _CLAUSE.pattern)
    mine = [one for one in _pieces(sentence, _CLAUSE.pattern) if len(set(tokens(one))) >= WORDS] or [sentence]
    return any(_against(one, clauses, cover) for one in mine)


def _against(one: str, others: Sequence[str], closeness: Callable[[str, str], float]) -> bool:
    close = [(closeness(one, other), other) for other in others]
    best = max((value for value, _ in close), default=0.0)
    meant = [other for value, other in close if value >= best - CLOSE]
    return bool(meant) and all(denies(other) != denies(one) for other in meant)


def _pieces(text: str, at: str) -> list[str]:
    return [piece for piece in re.split(at, text) if piece and piece.strip()]


def misquoted(sentence: str, evidence: str) -> bool:
    """Whether `sentence` puts into quotation marks what does not stand in `evidence` letter by letter."""
    held = _letters(evidence)
    quotes = (next(filter(None, match.groups()), "") for match in _QUOTE.finditer(sentence))
    return any(len(letters) >= QUOTED and letters not in held for letters in map(_letters, quotes))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))
