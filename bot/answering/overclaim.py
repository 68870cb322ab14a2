"""Whether a sentence claims more than the evidence it cites, though its words are those of it.

Each kind was read off a real model's sentences: docs/decisions/verdicts-are-code.md.
"""

from __future__ import annotations

import re

from bot.answering.polarity import pieces
from ingest.signals import weight
from knowledge.lexical import cover
from knowledge.tokens import letters

QUOTED = 18
"""Weight of a quotation that has to stand in the evidence, a Chinese sign counting two letters; less is a term."""
NAME = re.compile(
    r"[A-Za-z][A-Za-z0-9.+\-]*[A-Z0-9][A-Za-z0-9.+\-]*|\b[A-Z][a-z]+\b|[A-Za-z]*\d[\w.\-]*[A-Za-z][\w.\-]*"
)
COMMON = frozenset(
    re.findall(
        r"\w+",
        "AI API APIs LLM LLMs GPU GPUs CPU OSI OSAID MOF SFT RAG ID The This That These Those It Its If In For And But "
        "Or So As Not No When While Because Since Both Each One Any All Under There They You Your With Without By On "
        "At To From However Also Only Instead Such Their Here Which What Who How Why Using Even Once After Before "
        "First Second Third Finally Therefore Thus Overall Another Other Others Some Many Most More Yes",
    )
)
"""Capital words that name nobody."""
_DECIDING = re.compile(
    r"\b(?:open|closed|free|commercial|proprietary|permissive|best|worst|most|least|only"
    r"|(?:high|low|larg|small|bigg|fast|slow|cheap|long|short|strong|weak|clos|new|old)est)\b"
    r"|开源|开放|闭源|免费|商用|商业|最[高低大小好差多少快慢长短强弱新旧便]|唯一|首个",
    re.I,
)
"""Words that decide: how open something is, and which of several it is."""
_RULES = re.compile(
    r"\b(?:must|shall|may|can|cannot|need|needs|required?|requires|allowed|permitted|prohibited|forbidden)\b"
    r"|须|必须|应当|可以|不得|需要|允许|禁止",
    re.I,
)
_MAY = re.compile(
    r"\b(?:may\b(?! not)(?! \d)|May (?=be\b|also\b|I\b|you\b|we\b)|"
    r"(?i:can(?!['’]t| not)|could(?!n)|might|free to|is allowed|are allowed|permits?)\b)|"
    r"(?<![不没])(?:可以|能够|允许)|(?<![智功性职可产不才])能(?![力源效量])",
)
"""A choice; a capital `May` is a month, unless a verb's word follows."""
_IF = re.compile(
    r"\b(?:if|unless|provided that|in case|as long as|assuming)\b|如果|除非|若(?![干无即])|假如|假设|假使|要是|倘若"
    r"|一旦|只要|的话(?![题语音剧筒])|(?<![一二三四五六七八九十])万一(?![千百十])",
    re.I,
)
"""What holds in one case only."""
_TIED = re.compile(
    rf"{_IF.pattern}|\b(?:only|except|provided|when|once|more than|less than|fewer than|over|above|below|under|at least"
    r"|exceed\w*|until|without)\b|只有|前提|超过|以上|以下|以内|不足|低于|高于|至少|达到|未经|之前|情况下",
    re.I,
)
_CASE = re.compile(
    rf"{_IF.pattern}|\b(?:when|once|where|only|without)\b|时[,，]|的时候|情况下|之后|以后|只有|前提|未经", re.I
)
"""Other ways to say so."""
_BECAUSE = re.compile(r"\bbecause\b|因为|由于", re.I)
_QUOTE = re.compile(
    r"“([^”]+)(?:”|$)|^([^“”]+)”|(?<!\w)\"([^\"]+)\"|「([^」]+)」|『([^』]+)』|«([^»]+)»|(?<!\w)['‘]([^'’]{12,})['’](?!\w)"
)


def overclaims(bare: str, cited: str, *, translated: bool) -> str:
    """What a sentence claims beyond the text it cites, as a reason; empty where nothing. Of a translation only names
    can be compared."""
    if _mixes_names(bare, cited):
        return "joins names that what it cites keeps apart"
    if translated:
        return ""
    closest = max(pieces(cited), key=lambda one: cover(bare, one), default="")
    if any(match[0].lower() not in closest.lower() for match in _DECIDING.finditer(bare)):
        return "claims more than what it cites"
    untied = _RULES.search(bare) and not _TIED.search(bare) and _RULES.search(closest) and _TIED.search(closest)
    return "leaves out a condition" if untied or _loses_its_if(bare, closest) else ""


def softens(bare: str, cited: str) -> bool:
    """Whether what has to be done is told as what may be done."""
    closest = max(pieces(cited), key=lambda one: cover(bare, one), default="")
    return bool(_MAY.search(bare)) and not _MAY.search(closest)


def _loses_its_if(bare: str, closest: str) -> bool:
    """Whether what holds in one case is told as a fact or a reason. Another way to say `if` counts where the evidence
    does not hold it beside its own."""
    if not _IF.search(closest):
        return False
    if _BECAUSE.search(bare) and not _BECAUSE.search(closest):
        return True
    held = closest.lower()
    return not any(_IF.search(match[0]) or match[0].lower() not in held for match in _CASE.finditer(bare))


def misquotes(sentence: str, evidence: str) -> bool:
    """Whether `sentence` puts into quotation marks what does not stand in `evidence` letter by letter."""
    held = letters(evidence)
    quotes = (next(filter(None, match.groups()), "") for match in _QUOTE.finditer(sentence))
    parts = (letters(part) for quote in quotes for part in re.split(r"…+|\.{3}|\[[^\]]*\]", quote))
    return any(weight(part) >= QUOTED and part not in held for part in parts)


def _mixes_names(bare: str, cited: str) -> bool:
    """Whether the names of a sentence stand in no sentence of the evidence next to each other, without another between
    them: A made B and C made D does not say that A made D."""
    mine, rows = set(_named(bare)), [_named(one) for one in pieces(cited)]
    mine &= {name for row in rows for name in row}
    if len(mine) < 2:
        return False
    slices = (row[start:end] for row in rows for start in range(len(row)) for end in range(start + 2, len(row) + 1))
    return not any(set(names) == mine for names in slices)


def _named(text: str) -> list[str]:
    found = (match[0].strip(".-+") for match in NAME.finditer(text))
    return [name for name in found if name not in COMMON]


def strangers(bare: str, known: str) -> set[str]:
    """Names in a sentence that stand nowhere in `known`; the first word of a sentence is capital anyway."""
    held = re.sub(r"[\s\-_]", "", known).lower()
    found = {match[0].strip(".-+") for match in NAME.finditer(bare) if match.start() > 0 or not match[0].istitle()}
    return {
        name
        for name in found
        if name not in COMMON
        and re.sub(r"[\s\-_]", "", name).lower() not in held
        and not name.replace(".", "").isdigit()
    }
