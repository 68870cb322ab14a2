"""Named-document routing: what the question names comes first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.lexical import tokens
from knowledge.records.document import Document

_NAME = re.compile(r"[《「“\"]([^》」”\"]{4,60})[》」”\"]")


@dataclass(frozen=True)
class Routes:
    """Documents a question names, by id, with a weight of 0 to 1."""

    weights: dict[str, float]
    names_unknown: bool = False
    """The question puts a title in quotes that no document bears."""

    def weight(self, document: Document) -> float:
        """How strongly the question names `document`."""
        return self.weights.get(document.id, 0.0)


class Router:
    """Knows titles and subjects of the index."""

    def __init__(self, documents: Sequence[Document]) -> None:
        distinct = {document.id: document for document in documents}
        self._titles = [(d.id, frozenset(tokens(d.title))) for d in distinct.values() if d.kind != "card"]
        self._subjects: dict[str, list[str]] = {}
        for document in distinct.values():
            for subject in document.subjects:
                self._subjects.setdefault(subject, []).append(document.id)
        frequency: dict[str, int] = {}
        for _, words in self._titles:
            for word in words:
                frequency[word] = frequency.get(word, 0) + 1
        self._rare = {word for word, count in frequency.items() if count <= 3}

    def routes(self, query: str, subjects: Sequence[str]) -> Routes:
        """Where `query` points: by the subjects it names, or by the rare words of a title."""
        weights: dict[str, float] = {}
        for subject in subjects:
            for document_id in self._subjects.get(subject, ()):
                weights[document_id] = 1.0
        asked = set(tokens(query))
        for document_id, words in self._titles:
            shared = asked & words & self._rare
            if shared and len(asked & words) >= max(2, len(words) // 2):
                weights[document_id] = max(weights.get(document_id, 0.0), 0.8)
        quoted = [frozenset(tokens(name)) for name in _NAME.findall(query)]
        unknown = any(len(name) > 2 and not any(name <= words for _, words in self._titles) for name in quoted)
        return Routes(weights, unknown)
