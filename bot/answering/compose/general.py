"""Answers out of passages: the best sentences, attributed, in the order they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

import jieba

from bot.answering.compose import words
from bot.answering.compose.escape import named, quoted
from bot.answering.compose.evidence import Evidence
from knowledge.records.base import Language
from knowledge.records.document import Found, Passage

BUDGET = 720
"""Characters of quoted sentences in an answer."""
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”\"」』)）]*|\n+")
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9.+\-]*|\d+(?:\.\d+)?|[一-鿿]{2,}")


def passages_text(found: Found, query: str, language: Language, evidence: Evidence) -> list[str]:
    """The quoted sentences that answer `query`, each attributed."""
    lines: list[str] = []
    room = BUDGET
    for passage in found.passages[:3]:
        share = min(room, BUDGET * 3 // 5 if not lines else room)
        span = best_span(passage, query, share)
        if span is None or span[1] - span[0] < 6:
            continue
        lines.append(_attributed(passage, span, language, evidence))
        room -= span[1] - span[0]
        if room < 120:
            break
    return lines


def _attributed(passage: Passage, span: tuple[int, int], language: Language, evidence: Evidence) -> str:
    number = evidence.passage(passage, *span)
    text = " ".join(quoted(passage.text[span[0] : span[1]]).split())
    by = ", ".join(filter(None, [named(passage.author or ""), str(passage.published or "")]))
    title = f"《{named(passage.title)}》" if language == "zh" else f"_{named(passage.title)}_"
    said = words.SAYS.in_(language)
    by = f"（{by}）" if by and language == "zh" else f" ({by})" if by else ""
    colon = "：" if language == "zh" else ": "
    return f"{title}{by} {said}{colon}\n> “{text}” [{number}]" if language == "en" else f"{title}{by}{said}{colon}\n> “{text}” [{number}]"


def best_span(passage: Passage, query: str, room: int) -> tuple[int, int] | None:
    """The run of whole sentences around the best one that says most about the query and fits in `room`."""
    spans = sentences(passage.text)
    if not spans:
        return None
    terms = query_terms(query)
    scores = [_score(passage.text[a:b], terms) for a, b in spans]
    centre = _centre(passage, spans, scores)
    first, last = centre, centre
    while True:
        grown = _grow(spans, scores, first, last, room)
        if grown is None:
            return spans[first][0], min(spans[last][1], spans[first][0] + room)
        first, last = grown


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, without the white space around them."""
    spans = []
    for match in _SENTENCE.finditer(text):
        piece = match[0]
        if piece.strip():
            spans.append((match.start() + len(piece) - len(piece.lstrip()), match.end() - len(piece) + len(piece.rstrip())))
    return spans


def query_terms(query: str) -> set[str]:
    """Words of the query that can be met in a sentence."""
    terms = {term.lower() for term in _TERM.findall(query)}
    return {w for term in terms for w in (jieba.lcut(term) if re.match(r"[一-鿿]", term) else [term]) if len(w) > 1}


def _score(sentence: str, terms: set[str]) -> float:
    lowered = sentence.lower()
    return sum(1.0 for term in terms if term in lowered)


def _centre(passage: Passage, spans: Sequence[tuple[int, int]], scores: Sequence[float]) -> int:
    if passage.best_sentence is not None:
        at = passage.best_sentence[0]
        for n, (start, end) in enumerate(spans):
            if start <= at < end:
                return n
    return max(range(len(spans)), key=lambda n: scores[n])


def _grow(
    spans: Sequence[tuple[int, int]], scores: Sequence[float], first: int, last: int, room: int
) -> tuple[int, int] | None:
    """One more sentence, on the side that speaks more of the query; after the best one when both do alike."""
    options = []
    if last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= room:
        options.append((scores[last + 1] + 0.5, first, last + 1))
    if first > 0 and spans[last][1] - spans[first - 1][0] <= room:
        options.append((scores[first - 1], first - 1, last))
    return max(options)[1:] if options else None
