"""Named-document routing: what the question names comes first."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from knowledge.glossary import other_side
from knowledge.lexical import tokens
from knowledge.passages import Table, is_legal
from knowledge.records.document import Document

_PART = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_GENERIC_WORDS = (
    "license licence agreement terms model models community readme aup txt md html pdf use policy the for of and to on "
    "in open source code form research ai version v commercial what a an public tou nc acceptable card"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words that stand in the names of many texts and name none."""
_LEGAL_ASK = re.compile(
    r"licen[sc]|permi[st]|\ballow|\bmay\b|\bmust\b|commercial|\bterms\b|clause|\bnotice|patent|trademark|brand name|"
    r"derivative|redistribut|\bpolicy\b|prohibit|forbid|\bliab|\bowns?\b|agreement|\brequir|threshold|accountable|"
    r"许可|协议|商用|条款|月活|门槛|注明|允许|申请|授权|著作权|专利|商标|禁止|不得|能不能|要求|上限|署名|取名|起名|管辖|仲裁|赔",
    re.I,
)
COMMON = 0.15
"""A name shared by more than this share of the documents routes nowhere."""
RARE = 3
"""A title's word counts as a name when at most this many documents hold it."""


def asks_for_terms(query: str) -> bool:
    """Whether a question is about what terms say: permission, duty, threshold, name, law."""
    return bool(_LEGAL_ASK.search(query))


class Router:
    """Knows what the documents of the index are called."""

    def __init__(self, table: Table) -> None:
        titles = [frozenset(tokens(d.title)) for d in table.documents]
        held: list[set[str]] = [set() for _ in table.documents]
        for sentence, words in zip(table.sentences, table.tokens, strict=True):
            held[sentence.document].update(words)
        shared = Counter(word for words in held for word in words)
        self._names: list[dict[str, float]] = []
        self._rare: list[set[str]] = []
        names = [_names(d) if is_legal(d) else set() for d in table.documents]
        frequency = Counter(word for each in names for word in each)
        ceiling = max(2.0, COMMON * len(table.documents))
        for document, title, own in zip(table.documents, titles, names, strict=True):
            rare = {w for w in title if len(w) > 1 and 0 < shared[w] <= RARE and not w[0].isdigit()}
            weights = {w: math.log(len(names) / frequency[w]) + 0.1 for w in own if frequency[w] <= ceiling}
            if document.kind != "card":
                weights |= {w: math.log(len(names) / RARE) + 0.1 for w in rare}
            self._names.append(weights)
            self._rare.append(rare if document.kind != "card" else set())
        self._subjects = _places(d.subjects for d in table.documents)
        self._named, self._sure = _places(self._names), _places(self._rare)

    def weights(self, query: str, subjects: Sequence[str]) -> list[float]:
        """How strongly the question names each document, 0 to 1; the one it names best has 1."""
        asked = set(tokens(query)) | set(_PART.findall(f"{query} {' '.join(other_side(query))}".lower()))
        named = {at: _share(self._names[at], asked) for word in asked for at in self._named.get(word, ())}
        best, pointed = max(named.values(), default=0.0), 1.0 if len(set(subjects)) <= 6 else 0.5
        out = [0.0] * len(self._names)
        for at, share in named.items():
            out[at] = share / best if best > 0 else 0.0
        for subject in set(subjects):
            for at in self._subjects.get(subject, ()):
                out[at] = max(out[at], pointed)
        return out

    def sure(self, query: str) -> list[bool]:
        """Which documents the question names by a word that hardly any other document holds."""
        out = [False] * len(self._rare)
        for word in set(tokens(query)):
            for at in self._sure.get(word, ()):
                out[at] = True
        return out


def _places(held: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """For each word, where it is held."""
    out: dict[str, list[int]] = {}
    for at, words in enumerate(held):
        for word in words:
            out.setdefault(word, []).append(at)
    return out


def _share(names: dict[str, float], asked: set[str]) -> float:
    met = {word for word in names if word in asked}
    if not any(not word[0].isdigit() for word in met):
        return 0.0
    return sum(names[word] for word in met) / sum(names.values())


def _names(document: Document) -> set[str]:
    """The words of a text's title and file name that tell it from others."""
    words = _PART.findall(f"{PurePath(document.source).stem} {document.title}".lower())
    return {word for word in words if word not in _GENERIC and len(word) > (0 if word[0].isdigit() else 1)}
