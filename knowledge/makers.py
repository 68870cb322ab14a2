"""Models named by who made them: `Meta's models`, `models from Google`, 阿里的开源模型."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from knowledge.errors import FactsError
from knowledge.loading import nearest, parse_yaml
from knowledge.names import Mention

FACTS = Path(__file__).parent / "facts" / "makers.yaml"
_KIND = (
    r"(?:(?:own|new|newest|latest|current|big|large|small|open|closed|free|proprietary|AI|LLM|language|chat|foundation|"
    r"generative|multimodal)(?:[- ](?:source|sourced|weights?))?[ -]){0,3}"
)
_MODELS = r"(?:models?|LLMs?)\b"
_KIND_ZH = (
    r"(?:自家|自己|自研|现在|目前|最新|开源|闭源|开放|公开|出|做|训练|发布|推出|研发|那些|这些|几个|的|新|大|小|"
    r"语言|AI|\s){0,5}"
)
_MODELS_ZH = r"(?:大?模型)"


def load_makers(makers: Iterable[str], path: Path = FACTS) -> dict[str, str]:
    """Every name of a maker, with the maker's own.

    Raises `FactsError` for a maker in the file that made no model.
    """
    known = set(makers)
    names = {maker: maker for maker in known}
    for maker, others in parse_yaml(path.read_bytes()).items():
        if maker not in known:
            raise FactsError(f"{path}: no model is by {maker!r}{nearest(maker, known)}")
        names |= dict.fromkeys(others, maker)
    return names


@cache
def dotted(path: Path = FACTS) -> frozenset[str]:
    """Names of makers that look like addresses, in lower case: `01.ai`."""
    every = (name for maker, others in parse_yaml(path.read_bytes()).items() for name in (maker, *others))
    return frozenset(name.casefold() for name in every if _DOTTED.fullmatch(name))


_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)+")


class Makers:
    """Finds the makers whose models a text speaks of as such."""

    def __init__(self, names: Mapping[str, str], members: Callable[[str], tuple[str, ...]]) -> None:
        """`names` leads from each name to the maker, `members` from the maker to its models, newest first."""
        self._members = members
        self._makers = {name.casefold(): maker for name, maker in names.items()}
        either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._patterns = (
            re.compile(rf"(?<![\w-])(?P<maker>(?i:{either}))['’]s? (?i:{_KIND}{_MODELS})"),
            re.compile(rf"(?<![\w-])(?P<maker>{either}) (?i:{_KIND}{_MODELS})"),
            re.compile(rf"\b(?i:{_MODELS}(?: that (?:are|were))?(?: \w+ed)? (?:from|by|of)) (?P<maker>{either})(?!\w)"),
            re.compile(rf"(?<![A-Za-z0-9-])(?P<maker>(?i:{either}))\s?{_KIND_ZH}{_MODELS_ZH}"),
        )

    def mentions(self, text: str) -> list[Mention]:
        """Where a text names models by their maker alone; each a family of all that the maker made."""
        found: dict[int, Mention] = {}
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                maker = self._makers[match["maker"].casefold()]
                start, end = match.span()
                found.setdefault(
                    start,
                    Mention(
                        text=match[0].strip(), start=start, end=end, models=self._members(maker), family=f"by {maker}"
                    ),
                )
        return sorted(_apart(found.values()), key=lambda one: one.start)


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """The longest where two overlap."""
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda m: m.start - m.end):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return kept
