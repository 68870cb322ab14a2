"""The lexical leg: BM25 over runs of three sentences, jieba for Chinese, query bridged by the glossary."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import bm25s
import numpy as np
from platformdirs import user_cache_path

from knowledge.glossary import other_side

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
Scores = np.ndarray[Any, np.dtype[np.float32]]


@lru_cache(maxsize=1)
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.CRITICAL)
    folder = user_cache_path("aperture", appauthor=False)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        jieba.dt.tmp_dir = str(folder)
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


@lru_cache(maxsize=20_000)
def bridged(word: str) -> tuple[str, ...]:
    """The words of the other language that the glossary has for one."""
    return tuple(tokens(" ".join(other_side(word))))


class Lexical:
    """BM25 over short runs of sentences; built in memory from the sentences of the index."""

    def __init__(self, runs: Sequence[Sequence[str]]) -> None:
        """`runs`: the words of each run."""
        self._count = len(runs)
        self._vocabulary: dict[str, int] = {}
        ids = [[self._vocabulary.setdefault(word, len(self._vocabulary)) for word in run] for run in runs]
        self._model: Any = None
        if self._vocabulary:
            self._model = bm25s.BM25(k1=1.2, b=0.6)
            self._model.index((ids, self._vocabulary), show_progress=False)

    def scores(self, query: str) -> tuple[Scores, Scores]:
        """A score a run, for the words that were typed, and for what the glossary makes of them."""
        typed = list(dict.fromkeys(tokens(query)))
        bridged = [word for word in dict.fromkeys(tokens(" ".join(other_side(query)))) if word not in typed]
        return self._of(typed), self._of(bridged)

    def _of(self, words: list[str]) -> Scores:
        known = [self._vocabulary[word] for word in words if word in self._vocabulary]
        if not known:
            return np.zeros(self._count, np.float32)
        return np.asarray(self._model.get_scores_from_ids(known), dtype=np.float32)


def cover(query: str, text: str) -> float:
    """Share of the query's content words that `text` holds as they are or bridged, 0 to 1."""
    words = set(tokens(query))
    if not words:
        return 0.0
    held = set(tokens(text))
    met = sum(1 for word in words if word in held or any(t in held for t in bridged(word)))
    return met / len(words)
