"""The field's terms in both languages: a bridge for the words of a query."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

GLOSSARY = Path(__file__).parent / "facts" / "glossary.yaml"


@lru_cache(maxsize=1)
def _sides() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    zh_to_en: dict[str, tuple[str, ...]] = {}
    en_to_zh: dict[str, tuple[str, ...]] = {}
    for line in yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))["pairs"]:
        zh, en = ([term.strip() for term in side.split("|")] for side in line.split("="))
        for term in zh:
            zh_to_en[term] = (*zh_to_en.get(term, ()), *en)
        for term in en:
            en_to_zh[term.lower()] = (*en_to_zh.get(term.lower(), ()), *zh)
    return zh_to_en, en_to_zh


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    zh, en = _sides()
    longest = sorted(zh, key=len, reverse=True)
    words = sorted(en, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def other_side(text: str) -> list[str]:
    """The terms of the other language for every glossary term in `text`, in order, none twice."""
    zh_to_en, en_to_zh = _sides()
    zh_pattern, en_pattern = _patterns()
    found = [term for hit in zh_pattern.findall(text) for term in zh_to_en[hit]]
    found += [term for hit in en_pattern.findall(text.lower()) for term in en_to_zh[hit]]
    return list(dict.fromkeys(found))
