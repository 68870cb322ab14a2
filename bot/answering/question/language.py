"""Which of the two languages a question is in, and so its answer."""

from __future__ import annotations

import re

from knowledge.records.base import Language

_CJK = re.compile(r"[㐀-䶿一-鿿]")
_KANA = re.compile(r"[぀-ヿ가-힯]")
_WORD = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ]{2,}")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|《[^》]*》|'[^']{2,}'")
_ASK_EN = re.compile(r"\b(?:in|to) English\b|用英[文语]|换成?英[文语]", re.I)
_ASK_ZH = re.compile(r"\b(?:in|to) Chinese\b|用中文|换成?中文", re.I)
_FUNCTION = re.compile(r"[吗呢吧的了么嘛]|什么|怎么|哪|多少|可以|能不能|如何|为什么|是不是|能否|请|我们")


def language_of(text: str, names: tuple[str, ...] = ()) -> Language:
    """The language asked for, else the one written in. `names` (of models) do not count as words."""
    if asked := _asked(text):
        return asked
    bare = text
    for name in names:
        bare = bare.replace(name, " ")
    unquoted = _QUOTED.sub(" ", bare)
    return _written(unquoted if _CJK.search(unquoted) or _WORD.search(unquoted) else bare)


def _asked(text: str) -> Language | None:
    if _ASK_EN.search(text):
        return "en"
    return "zh" if _ASK_ZH.search(text) else None


def _written(text: str) -> Language:
    characters, words = len(_CJK.findall(text)), len(_WORD.findall(text))
    if not characters or len(_KANA.findall(text)) * 4 > characters:
        return "en"
    return "zh" if characters >= words or len(_FUNCTION.findall(text)) * 3 >= words else "en"


def is_foreign(text: str) -> bool:
    """Whether the text is in neither language, as far as its script tells."""
    letters = [char for char in text if char.isalpha()]
    other = [char for char in letters if not (char.isascii() or _CJK.match(char))]
    return bool(letters) and len(other) * 3 > len(letters)
