"""Names of models in running text, Chinese or English: found, resolved, and never guessed lightly.

A name is a sequence of tokens: letters, a number (`2.5` is one), one Chinese character, or a sign. Case, spaces,
hyphens and dots between tokens do not count. Names live in a trie; the longest match from a place wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.loading import parse_yaml
from knowledge.records.base import Record
from knowledge.tokens import ADJACENT, TOKEN, Token, fold, glued_before, joined, spellings, tokenize

NEAR = 0.75
"""Share of its letters that a name has in common with one that may have been meant."""
SHORT = 5
"""Letters below which only the very same ones will do."""
FUZZY_LIMIT = 4_000
"""Characters within which misspelt names are looked for."""

_WORDS = parse_yaml((Path(__file__).parent / "facts" / "name_words.yaml").read_bytes())
_SUFFIX_WORDS, _COUNTED, _ORDINARY, _EDITIONS, _GRADES, _PERSONS, _NO_SURNAMES = (
    frozenset(_WORDS[key].split())
    for key in ("suffixes", "counted", "ordinary", "editions", "grades", "persons", "unlike_surnames")
)
_SURNAME = re.compile(r" ([A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?)(?![\w-])")


class Mention(Record):
    """A model named in a text; `text == source[start:end]`."""

    text: str
    start: int
    end: int
    models: tuple[str, ...]
    """Catalog ids. Several when the name fits several; none when the family is known but not this version."""
    variant: str | None = None
    family: str | None = None
    """Family id when the name is a family's."""
    fuzzy: bool = False
    """The name was misspelt; say which model was understood."""
    size_b: float | None = None
    """A size that was written with the name, in thousand millions of parameters."""
    known: bool = True
    """False: the family is known, this version or size of it is not (`Llama 9`)."""


class Resolution(Record):
    """What a typed name means."""

    kind: Literal["exact", "several", "suggestions", "none"]
    models: tuple[str, ...] = ()
    variant: str | None = None
    family: str | None = None
    suggestions: tuple[str, ...] = ()
    """Names somebody may have meant, best first; shown, never taken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for."""

    kind: Literal["model", "variant", "family"]
    id: str
    model: str = ""
    """The model a variant belongs to."""
    cased: str = ""
    """Written exactly so or not at all."""


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Match:
    first: int
    last: int
    entries: tuple[Entry, ...]
    fuzzy: bool = False


Sizer = Callable[[Sequence[str], float], tuple[tuple[str, ...], str | None]]
"""Narrows models by a size in thousand millions: the models left and the variant, if one is meant."""


class Names:
    """The names of a catalog."""

    def __init__(
        self,
        names: Iterable[tuple[str, Entry]],
        members: Callable[[str], tuple[str, ...]],
        sizer: Sizer,
    ) -> None:
        """`members` lists a family's models, newest first."""
        self._root = _Node()
        self._members = members
        self._sizer = sizer
        self._labels: dict[str, str] = {}
        for name, entry in names:
            self._add(name, entry)
        self._words = sorted(w for w in self._root.children if len(w) >= 4 and w.isascii() and w.isalpha())

    def _add(self, name: str, entry: Entry) -> None:
        self._labels.setdefault(fold(name), name)
        for tokens in spellings(name):
            node = self._root
            for token in tokens:
                node = node.children.setdefault(token, _Node())
            if entry not in node.entries:
                node.entries.append(entry)

    def mentions(self, text: str) -> list[Mention]:
        """Every model named in `text`, in order; longest match first, no overlaps."""
        tokens = tokenize(text)
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            match = self._match(text, tokens, at) or self._fuzzy(text, tokens, at)
            if match is None:
                at += 1
                continue
            mention, at = self._mention(text, tokens, match)
            found.append(mention)
        return _without_owners(text, found)

    def resolve(self, name: str) -> Resolution:
        """What `name` alone means: exactly one model, several, or suggestions."""
        whole = [m for m in self.mentions(name) if _covers(name, m)]
        if whole and whole[0].models and whole[0].known and not whole[0].fuzzy:
            return _resolution(whole[0])
        return self._suggest(name, whole)

    def _suggest(self, name: str, whole: list[Mention]) -> Resolution:
        """Names near by their letters, those of one family first among equals by all that is written."""
        family = whole[0].family if whole else None
        spelt, first = _spelt(name.rpartition("/")[2])
        near = self._near(spelt, [whole for whole, _ in self._spellings]) if spelt else {}
        for at, share in (self._near(first, [first for _, first in self._spellings]) if first else {}).items():
            near[at] = max(share, near.get(at, 0.0))
        labels, typed = list(self._labels), fold(name)
        order = sorted(near, key=lambda at: (-near[at], -fuzz.ratio(typed, labels[at])))[:5]
        names = tuple(dict.fromkeys(self._labels[labels[at]] for at in order))
        return Resolution(kind="suggestions" if names else "none", family=family, suggestions=names)

    def _near(self, spelt: str, among: list[str]) -> dict[int, float]:
        """How much each of these is like `spelt`, where it is enough; a short one only where it is the same."""
        like = NEAR if len(spelt) >= SHORT or not spelt.isascii() else 1.0
        found = process.extract(spelt, among, scorer=OSA.normalized_similarity, score_cutoff=like, limit=None)
        return {at: share for held, share, at in found if share == 1.0 or len(held) >= SHORT or not held.isascii()}

    @cached_property
    def _spellings(self) -> list[tuple[str, str]]:
        """The letters of every name, and of its first word."""
        return [_spelt(label) for label in self._labels]

    def _match(self, text: str, tokens: list[Token], at: int, first: str | None = None) -> _Match | None:
        """The longest name that starts at token `at`; `first` stands in for a misspelt first token."""
        if glued_before(text, tokens[at]):
            return None
        node, last, best = self._root, at, None
        while last < len(tokens):
            word = first if first and last == at else tokens[last].text
            child = node.children.get(word) or node.children.get(word.removesuffix(".0"))
            if child is None or (last > at and not joined(text, tokens[last - 1], tokens[last])):
                break
            node = child
            entries = _written_so(node.entries, text[tokens[at].start : tokens[last].end])
            if entries and _ends(text, tokens, last, entries) and not _is_person(text, tokens[last], entries):
                best = _Match(at, last, entries)
            last += 1
        return best

    def _fuzzy(self, text: str, tokens: list[Token], at: int) -> _Match | None:
        """A misspelt name: one letter off (two in long words), and never an ordinary word."""
        token, versioned, glued = tokens[at], *_number_behind(tokens, at)
        if token.start > FUZZY_LIMIT or len(token.text) < (4 if versioned else 6) or not token.text.isascii():
            return None
        if token.text in _ORDINARY or token.text in self._root.children:
            return None
        near = [word for word in self._nearest(token.text) if len(word) >= (4 if glued else 5)]
        matches = [m for word in near if (m := self._match(text, tokens, at, first=word))]
        match = max(matches, key=lambda m: m.last, default=None)
        if match is None or (match.last == at and (versioned or len(token.text) < 6)):
            return None
        return _Match(match.first, match.last, match.entries, fuzzy=True)

    def _nearest(self, word: str) -> list[str]:
        allowed = 2 if len(word) >= 9 else 1
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=5)
        return [name for name, _, _ in near if name[0] == word[0]]

    def _mention(self, text: str, tokens: list[Token], match: _Match) -> tuple[Mention, int]:
        models, variant, family = self._meaning(match.entries)
        last, size = _suffix(text, tokens, match.last)
        more = self._another(text, tokens, match, last, family) if size is None else 0
        known = not more
        if more:
            last, models, variant = last + more, (), None
        if size is not None and variant is None:
            models, variant = self._sizer(models, size)
        start, end = tokens[match.first].start, tokens[last].end
        mention = Mention(
            text=text[start:end],
            start=start,
            end=end,
            models=models,
            variant=variant,
            family=family,
            fuzzy=match.fuzzy,
            size_b=size,
            known=known,
        )
        return mention, last + 1

    def _another(self, text: str, tokens: list[Token], match: _Match, last: int, family: str | None) -> int:
        """How many tokens behind a name make it one that nobody holds: another version, or an edition of it."""
        if family and _other_version(text, tokens, last):
            return 1
        numbered = any(token.text[0].isdigit() for token in tokens[match.first : last + 1])
        more = _edition(text, tokens, last, numbered=numbered)
        if not numbered:
            more = more or int(_other_version(text, tokens, last)) or _lettered_version(text, tokens, last)
        named = {token.text for token in tokens[match.first : last + 1 + more]}
        return 0 if any(named <= label for label in self._held) else more

    @cached_property
    def _held(self) -> list[frozenset[str]]:
        """The tokens of every name, the numbers apart from the letters."""
        return [frozenset(token.text for token in tokenize(label)) for label in self._labels]

    def _meaning(self, entries: tuple[Entry, ...]) -> tuple[tuple[str, ...], str | None, str | None]:
        family = next((e.id for e in entries if e.kind == "family"), None)
        if family is not None:
            return self._members(family), None, family
        models = tuple(dict.fromkeys(e.model or e.id for e in entries))
        variants = [e.id for e in entries if e.kind == "variant"]
        return models, variants[0] if len(models) == 1 and variants else None, None


def _spelt(name: str) -> tuple[str, str]:
    """The letters of a name without its numbers, sizes and editions, and those of its first word."""
    words = [t.text for t in tokenize(name) if not t.text[0].isdigit() and t.text != "+"]
    words = [w for w in words if not w.isascii() or (len(w) > 1 and w not in _SUFFIX_WORDS)]
    first = next(iter(words), "")
    return "".join(words), first if first.isascii() else ""


def _number_behind(tokens: list[Token], at: int) -> tuple[bool, bool]:
    """Whether a number follows, and whether it follows without a space."""
    if at + 1 >= len(tokens) or not tokens[at + 1].text[0].isdigit():
        return False, False
    return True, tokens[at + 1].start == tokens[at].end


def _resolution(mention: Mention) -> Resolution:
    return Resolution(
        kind="exact" if len(mention.models) == 1 else "several",
        models=mention.models,
        variant=mention.variant,
        family=mention.family,
    )


def _covers(name: str, mention: Mention) -> bool:
    """Whether the mention is the whole of `name` but for punctuation."""
    rest = name[: mention.start] + name[mention.end :]
    return not TOKEN.search(fold(rest))


def _written_so(entries: list[Entry], text: str) -> tuple[Entry, ...]:
    return tuple(e for e in entries if not e.cased or e.cased == text)


def _is_person(text: str, token: Token, entries: tuple[Entry, ...]) -> bool:
    """Whether a name that is a first name too has a surname behind it."""
    if token.text not in _PERSONS or not all(entry.cased for entry in entries):
        return False
    behind = _SURNAME.match(text, token.end)
    return behind is not None and behind[1].lower() not in _NO_SURNAMES | _SUFFIX_WORDS | _EDITIONS | _GRADES


def _ends(text: str, tokens: list[Token], last: int, entries: tuple[Entry, ...]) -> bool:
    """Whether a name may end here: not in the middle of a word or of another version."""
    end = tokens[last].end
    if end >= len(text) or not tokens[last].text.isascii():
        return True
    if text[end] == "+" and tokens[last].text != "+":
        return False
    if not ADJACENT.match(fold(text[end])):
        return True
    digit_follows = text[end].isdigit() and tokens[last].text.isalpha()
    return digit_follows and any(e.kind == "family" for e in entries)


def _suffix(text: str, tokens: list[Token], last: int) -> tuple[int, float | None]:
    """Takes in a size and words like `Instruct` behind a name; the last token taken and the size."""
    size: float | None = None
    while last + 1 < len(tokens) and joined(text, tokens[last], tokens[last + 1]):
        step = _size_at(text, tokens, last + 1)
        if step is not None and size is None:
            size, last = step, last + 2
        elif _is_suffix(text, tokens, last + 1):
            last += 1
        else:
            break
    return last, size


def _size_at(text: str, tokens: list[Token], at: int) -> float | None:
    """`72B` or `270M` at token `at`, in thousand millions."""
    if at + 1 >= len(tokens) or tokens[at].end != tokens[at + 1].start:
        return None
    number, unit = tokens[at].text, tokens[at + 1]
    after = text[unit.end : unit.end + 1]
    if unit.text not in {"b", "m"} or number.count(".") > 1 or not number[0].isdigit():
        return None
    if after and ADJACENT.match(fold(after)):
        return None
    return float(number) * (1 if unit.text == "b" else 0.001)


def _is_suffix(text: str, tokens: list[Token], at: int) -> bool:
    token, before = tokens[at], tokens[at - 1]
    hyphened = text[before.end : token.start] in {"-", "_"}
    if token.text in _SUFFIX_WORDS and (hyphened or token.text in {"instruct", "chat", "base"}):
        return True
    return before.text in {"v", "int", "fp"} and token.text[0].isdigit() and token.start == before.end


def _other_version(text: str, tokens: list[Token], last: int) -> bool:
    """Whether a version number follows that the catalog does not know: `Llama 9`, `GPT-7`."""
    at = last + 1
    if at >= len(tokens) or not joined(text, tokens[last], tokens[at]):
        return False
    number = tokens[at].text
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", number) or float(number) > 15:
        return False
    follower = tokens[at + 1] if at + 1 < len(tokens) else None
    if text[tokens[last].end : tokens[at].start] in {"-", ""}:
        return True
    return follower is None or follower.text not in _COUNTED


def _lettered_version(text: str, tokens: list[Token], last: int) -> int:
    """2 where a version with its letter follows: the `V5` of `DeepSeek V5`."""
    at = last + 1
    if (
        at + 1 >= len(tokens)
        or tokens[at].text not in {"v", "k", "r", "m"}
        or not joined(text, tokens[last], tokens[at])
    ):
        return 0
    glued = tokens[at].end == tokens[at + 1].start and tokens[at].start > tokens[last].end
    return 2 if glued and re.fullmatch(r"\d{1,2}(\.\d{1,2})?", tokens[at + 1].text) else 0


def _edition(text: str, tokens: list[Token], last: int, *, numbered: bool) -> int:
    """1 where the name of an edition follows: the `Ultra` of `Qwen 3.7 Ultra`."""
    at = last + 1
    if at >= len(tokens) or not joined(text, tokens[last], tokens[at]):
        return 0
    word, end = tokens[at].text, tokens[at].end
    if text[end : end + 1] and ADJACENT.match(fold(text[end : end + 1])):
        return 0
    if word in _EDITIONS:
        return 1
    return int(word in _GRADES and numbered and text[tokens[at].start].isupper())


def _without_owners(text: str, found: list[Mention]) -> list[Mention]:
    """`meta-llama/Llama-3.1-8B` names one model, not the organisation's family as well."""
    starts = {m.start for m in found}
    return [m for m in found if not (text[m.end : m.end + 1] == "/" and m.end + 1 in starts)]
