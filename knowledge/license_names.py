"""Licences named in running text, apart from any model: `Apache 2.0`, MIT-licensed, 知识共享 CC BY-NC 4.0."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from knowledge.names import Entry, Mention, Names
from knowledge.records.license import License

_SAYS_SO = re.compile(
    r"licen[sc]e|licensing|agreement|terms|RAIL\b|OpenMDW|Creative Commons|\bCC\b|\bCC0|\bA?GPL|\bBSD|"
    r"\bApache[ -]?v?\d|许可|协议|条款|知识共享",
    re.I,
)
"""A name that says by itself that it is a licence's: `MIT` alone is a university."""
_BEHIND = re.compile(r"['’s]{0,2}[ \-]?(?:style |开源|软件|模型)?\s?(?:licen[sc]|许可|协议|条款|证书)", re.I)
_BEFORE = re.compile(
    r"(?:\blicen[sc]e[ds]? (?:is |under |of )?(?:the )?|\bunder (?:the |an? )?|许可证?(?:是|为)|采用)\s*$", re.I
)
_OTHER = re.compile(r"[ \-]?v?\d")
"""Another version of it: `GPL-2.0`."""
_CHANGED = re.compile(r"(?:\b(?:modified|changed|custom|based on)|修改版|改版|定制)[ -]?$", re.I)
_DROPPED = re.compile(
    r"\b(?:the |model |community )?licen[sc]e(?: agreement| terms)?\b|\bagreement\b|许可证|许可协议|许可|"
    r"\bpublic\b|\s*[(（].*?[)）]",
    re.I,
)


class LicenseNames:
    """The names of the licences on record. A name that several share names none."""

    def __init__(self, licenses: Mapping[str, License]) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        for license_ in licenses.values():
            for name in _names(license_):
                owners[name].add(license_.id)
        single = [(name, next(iter(ids))) for name, ids in owners.items() if len(ids) == 1]
        entries = [(name, Entry("model", one)) for name, one in single]
        self._names = Names(entries, lambda _: (), lambda ids, _: (tuple(ids), None))

    def mentions(self, text: str) -> list[Mention]:
        """Each place where one licence is named; its id stands in `models`."""
        return [one for one in self._names.mentions(text) if len(one.models) == 1 and _is_license(text, one)]


def _names(license_: License) -> Iterator[str]:
    if license_.id == "proprietary":
        return
    for name in filter(None, (license_.id, license_.spdx, license_.name, license_.name_zh, *license_.aliases)):
        yield name
        short = " ".join(_DROPPED.sub(" ", name).split())
        if len(short) > 2:
            yield short


def _is_license(text: str, mention: Mention) -> bool:
    if mention.fuzzy or mention.size_b is not None or _OTHER.match(text[mention.end :]):
        return False
    if _CHANGED.search(text[: mention.start]):
        return False
    around = bool(_BEHIND.match(text[mention.end :]) or _BEFORE.search(text[: mention.start]))
    return around or bool(_SAYS_SO.search(mention.text))
