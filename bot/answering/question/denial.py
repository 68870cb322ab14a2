"""Whether a word is denied where it stands. A doubt, a ban one asks about and a negative question deny nothing."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[。！？!?；;，,\n]|\.(?=\s|$)|\bbut\b|但是?|不过")
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
_NOT_EN = r"(?:\bnot\b(?! (?:only|just|merely))|n['’]t\b|\bno\b|\bnever\b|\bwithout\b|\bnone\b)"
_NOT_ZH = r"(?:不(?!仅|只|光|但|过|同|错|得不)|没有?|非(?!常|洲)|未(?!来|成年)|无(?!人)|从不|别(?!人|的))"
_NEAR = re.compile(rf"{_NOT_EN}(?:\s*[\w'’]+){{0,3}}\s*$|\bnon[- ]?$|{_NOT_ZH}[^，。]{{0,4}}$", re.I)
_DOUBT = re.compile(
    r"\b(?:not|n['’]t) (?:\w+ )?(?:sure|certain|clear|aware)\b|"
    r"\b(?:not|n['’]t) (?:really )?(?:know|understand|see|get)\b|\bno idea\b|\bwhy not\b|\bwhether\b|"
    r"\b(?:can(?:no|['’])t|can not|may not|must ?n[o'’]t|not (?:be )?(?:allowed|permitted))\b|"
    r"不(?:太|大|是很)?(?:确定|知道|清楚|明白|懂|了解|肯定|晓得)|没(?:搞|弄)?(?:懂|清楚|明白|把握)|拿不准|说不准|"
    r"不(?:能|可以?|让|允许|准|得|许|行|给)|能不能|可不可以|是不是|行不行|会不会|算不算",
    re.I,
)
_ASKS_EN = re.compile(
    r"^\W*(?:so |and |then |why |or )*(?:(?:is|are|was|does|did|could|would|wo|should|has|have)n['’]t|"
    r"don['’]t (?:we|you|they|I|these|those))\b",
    re.I,
)
_ASKS_ZH = re.compile(r"(?:不(?:是|算|会|属于|就是)|没(?:有)?).*[吗吧么嘛]\W*$")


def denied(text: str, at: int) -> bool:
    """Whether a negation stands before `at` in the same clause, near enough to mean it, and states something."""
    clause = _CLAUSE.split(text[:at])[-1]
    return bool(_NEAR.search(clause)) and not _DOUBT.search(clause) and not _asks(clause, text[at:])


def _asks(clause: str, after: str) -> bool:
    end = _SENTENCE_END.search(after)
    rest = after[: end.start()] if end else after
    english = end is not None and end[0] in "?？" and _ASKS_EN.search(clause)
    return bool(english or _ASKS_ZH.search(clause + rest))
