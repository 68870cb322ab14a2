"""The lexical leg: BM25 over windows of three sentences, jieba for Chinese, query expanded by the glossary."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import bm25s
import numpy as np

from knowledge.glossary import other_side
from knowledge.records.document import Chunk

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'+.-]*[A-Za-z0-9+]|[A-Za-z]|\d+(?:[.,]\d+)*%?|[一-鿿]+")
_STOP_EN = (
    "a an the of to in on at by for and or is are was were be been it its this that these those with as from which "
    "what who how do does did can could may might will would should we you they i our your their there if any not no"
)
_STOP_ZH = (
    "的 了 和 与 是 在 有 我 我们 你 你们 他 它 吗 呢 吧 啊 也 都 就 还 被 把 对 为 从 到 上 下 中 个 这 那 些 哪 什么 "
    "怎么 如何 怎样 为什么 可以 能 会 要 及 或 等 其 以 而 并 但 让 给"
)
_STOP = frozenset(f"{_STOP_EN} {_STOP_ZH}".split())
EXPANSION_WEIGHT = 0.5
"""A glossary translation counts half a word the asker typed."""


@lru_cache(maxsize=1)
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba


@lru_cache(maxsize=50_000)
def _cut(run: str) -> tuple[str, ...]:
    return tuple(_jieba().cut_for_search(run))


def tokens(text: str) -> list[str]:
    """Words of a text: NFKC, lower case, a plain plural cut, Chinese by jieba's search mode."""
    out: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).lower()):
        parts = _cut(word) if "一" <= word[0] <= "鿿" else (_singular(word),)
        out.extend(part for part in parts if part not in _STOP)
    return out


def _singular(word: str) -> str:
    word = word.rstrip(".-'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def windows(chunk: Chunk, width: int = 3) -> list[str]:
    """Overlapping runs of `width` sentences of a chunk."""
    spans = chunk.sentences or ((0, len(chunk.text)),)
    last = max(1, len(spans) - width + 1)
    return [chunk.text[spans[i][0] : spans[min(i + width, len(spans)) - 1][1]] for i in range(last)]


class Lexical:
    """BM25 scores of chunks; built in memory from the chunks of the index."""

    def __init__(self, prepared: Sequence[tuple[int, list[str]]]) -> None:
        """`prepared`: the number of a chunk and the tokens of one of its windows."""
        self._owner = np.array([number for number, _ in prepared], dtype=np.int64)
        self._vocabulary: dict[str, int] = {}
        self._model: Any = None
        if not prepared:
            return
        ids = [[self._vocabulary.setdefault(t, len(self._vocabulary)) for t in words] for _, words in prepared]
        self._model = bm25s.BM25(k1=1.2, b=0.6)
        self._model.index((ids, self._vocabulary), show_progress=False)

    def scores(self, query: str, chunks: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        """The best window's score of each of `chunks` chunks; zeros where no word meets."""
        out = np.zeros(chunks, np.float32)
        if self._model is None:
            return out
        typed = [t for t in tokens(query) if t in self._vocabulary]
        bridged = [t for t in tokens(" ".join(other_side(query))) if t in self._vocabulary and t not in typed]
        raw = self._of(typed) + EXPANSION_WEIGHT * self._of(bridged)
        np.maximum.at(out, self._owner, raw)
        return out

    def _of(self, words: list[str]) -> Any:
        if not words:
            return np.zeros(len(self._owner), np.float32)
        return self._model.get_scores_from_ids([self._vocabulary[w] for w in dict.fromkeys(words)])

    def cover(self, query: str, text: str) -> float:
        """Share of the query's own or bridged content words that `text` holds, 0 to 1."""
        words = set(tokens(query))
        if not words:
            return 0.0
        held = set(tokens(text))
        met = sum(1 for word in words if word in held or any(t in held for t in tokens(" ".join(other_side(word)))))
        return met / len(words)
