"""Whether what was found can hold what a question asks for: a passage near the subject is not yet its number, nor
does it speak of the law or the text that a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.asked_for import amounts, gives
from knowledge.glossary import other_side
from knowledge.lexical import cover
from knowledge.tokens import in_chinese

_NUMBER = (
    r"(?:\d|[一二三四五六七八九十百千万亿两]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|"
    r"hundreds?|thousands?|millions?|billions?|half|most)\b)"
)
_COUNTED_ZH = re.compile(
    r"(?:多少|几)\s?(?:个|张|款|家|位|条|种|次|名|项|台|的)?\s?(?![就才要会能可的是呢吗以])"
    r"([A-Za-z]+(?:\s?[一-鿿]{1,2})?|分|票|年|人|钱|行|列|[一-鿿]{2})"
)
_DONE_ZH = re.compile(r"([一-鿿]{2})了多少(?:钱)?\s*[？?。]?$")
_COUNTED_EN = re.compile(
    r"\b(?:how many|what (?:number|share|percentage|score|size) of|what)\s+([A-Za-z][\w-]*(?: (?:score|hours?|"
    r"window|length|rate|share))?)",
    re.I,
)
_ASKS_NUMBER_EN = re.compile(
    r"\bhow many\b|\bwhat (?:\w+ )?(?:score|share|percentage|number|window|length|size)\b", re.I
)
_WORK = re.compile(
    r"《([^》]{2,60})》|\b((?:[A-Z][\w.&\-]*\s+(?:of\s+|on\s+|and\s+|the\s+)*){1,6}(?:Act|Directive|Regulation|Bill|Decree))\b"
)
"""A law, or a text named as one is."""
NAMED = 0.8
"""Share of such a name that a text has to hold."""
LONG = 4
"""Letters of a name in the other language; shorter ones are a part of it."""
_GAP = r"[^。.;；\n]{0,40}"
_UNITS = {"分": r"\d\s*分", "票": r"票", "年": r"\d\s*年|年", "人": r"人|用户", "钱": r"元|美元|万|钱"}


def can_hold(question: str, quotes: Sequence[str]) -> bool:
    """False when an amount of some kind is asked for and none is quoted, or a count and no quoted text speaks of the
    counted thing near a number. What is counted is not looked for in a text of the other language."""
    asked = amounts(question)
    if asked and asked != ("count",):
        return any(gives(quote, asked) for quote in quotes)
    focus = _focus(question)
    if focus is None:
        return True
    if any(gives(quote, ("count",)) for quote in quotes if in_chinese(quote) != in_chinese(question)):
        return True
    words = [focus.lower(), focus.lower().rstrip("s"), *(word.lower() for word in other_side(focus))]
    patterns = [_UNITS.get(focus, re.escape(word)) for word in words]
    sides = (rf"{_NUMBER}{_GAP}(?:{p})|(?:{p}){_GAP}{_NUMBER}" for p in patterns)
    near = re.compile("|".join(sides), re.I)
    return any(near.search(quote.lower()) for quote in quotes)


def speaks_of(question: str, texts: Sequence[str]) -> bool:
    """False when `question` names a law or a titled text and none of `texts` does."""
    named = (match[1] or match[2] for match in _WORK.finditer(question))
    return all(any(_named(name, text) for text in texts) for name in named)


def _named(name: str, text: str) -> bool:
    bridged = [term for term in other_side(name) if len(term) >= LONG]
    return cover(name, text) >= NAMED or any(term.lower() in text.lower() for term in bridged)


def _focus(question: str) -> str | None:
    """The counted thing: `GPU 小时` of 多少 GPU 小时, `tokens` of how many tokens, 融资 of 融资了多少."""
    text = question.strip()
    done = _DONE_ZH.search(text)
    if done:
        return done[1]
    if match := _COUNTED_ZH.search(text):
        return match[1].strip()
    if _ASKS_NUMBER_EN.search(text) and (match := _COUNTED_EN.search(text)):
        return match[1]
    return None
