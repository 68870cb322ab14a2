"""Text as tokens: letters, a number (`2.5` is one), one Chinese character, or a sign, folded for comparison."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 40_000
"""Characters of a text that are read; the rest is left alone."""

TOKEN = re.compile(r"[a-z]+|\d+(?:[._]\d+)*|[\u3400-\u9fff\uac00-\ud7a3\u3040-\u30ff]|[α-ω]|\+")
_JOINT = re.compile(r"(?:[ \-_./·:•~&\u3000‑–]| ?[-·/(\[] ?)?$")
ADJACENT = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def _fold(char: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    composed = unicodedata.normalize("NFC", kept)
    return composed if len(composed) == 1 else char


def fold(text: str) -> str:
    """Half width, lower case, no accents; same length as `text`."""
    return text.lower() if text.isascii() else "".join(map(_fold, text))


def letters(text: str) -> str:
    """Letters and digits only, half width, lower case: two writings of one text are the same."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def in_chinese(text: str) -> bool:
    """Whether a Chinese character stands in it."""
    return any("一" <= char <= "鿿" for char in text)


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, with their places."""
    return [Token(m.group().replace("_", "."), m.start(), m.end()) for m in TOKEN.finditer(fold(text[:LIMIT]))]


@lru_cache(maxsize=16_384)
def spellings(name: str) -> frozenset[tuple[str, ...]]:
    """Token sequences under which a name is found: `2.5` also as `2 5`, `Code Llama` also as one word."""
    base = tuple(t.text for t in tokenize(name))
    split = tuple(part for token in base for part in (token.split(".") if token[0].isdigit() else [token]))
    found = {s for s in (base, split, _glued(base), _glued(split)) if s}
    return frozenset(found | {(*s[:-1], f"{s[-1]}.0") for s in found if _bare_version(s)})


def _bare_version(tokens: tuple[str, ...]) -> bool:
    """`Granite 4` is also written `Granite 4.0`."""
    return len(tokens) > 1 and tokens[-1].isdigit() and len(tokens[-1]) < 3


def _glued(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Words that follow each other written as one: `code llama` → `codellama`."""
    out: list[str] = []
    for token in tokens:
        if out and token.isascii() and token.isalpha() and out[-1].isascii() and out[-1].isalpha():
            out[-1] += token
        else:
            out.append(token)
    return tuple(out)


def glued_before(text: str, token: Token) -> bool:
    """Whether a letter or digit stands right before: `no1` holds no `o1`."""
    if not token.text.isascii() or token.start == 0:
        return False
    return bool(ADJACENT.match(fold(text[token.start - 1])))


def joined(text: str, left: Token, right: Token) -> bool:
    return bool(_JOINT.match(text[left.end : right.start]))
