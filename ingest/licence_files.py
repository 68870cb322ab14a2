"""Which documents are the text of a licence, and which may take the place of a text that is held.

Verdicts quote these texts, so that a file's name and its quotations are not enough: `knowledge.texts.genuine`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.load import decode
from ingest.sources import Item
from knowledge.records.license import License
from knowledge.texts import Texts, genuine, proves, shaped

PLAIN = frozenset({"", ".txt", ".md", ".markdown"})
"""Endings of files whose bytes are a licence's words; a table, a record or a web page is not."""


@dataclass(frozen=True)
class Claim:
    """A document that looks like the licence text `text_id`."""

    text_id: str
    refused: tuple[str, str] | None = None
    """In English and Chinese, why it is taken in as a document only."""


def claim(raw: bytes, item: Item, texts: Texts, licenses: Mapping[str, License]) -> Claim | None:
    """What `item` is to the licence texts: one of them by its hash, a new version from the same place, one by its
    name and words where no other is held, or nothing."""
    known = texts.identify(raw, licenses) or texts.revised(raw, item.source, licenses)
    if known is not None:
        return Claim(known)
    name = Path(item.name)
    if name.suffix.lower() not in PLAIN or not any(t.id == name.stem for one in licenses.values() for t in one.texts):
        return None
    words = raw.decode("utf-8", errors="replace")
    if not proves(words, name.stem, licenses.values()):
        return None
    if not genuine(words, name.stem, licenses.values()):
        return Claim(name.stem, _quotes(item.source, name.stem))
    held = texts.get(name.stem)
    if held in (None, decode(raw, item.name)) or texts.source(name.stem) == item.source:
        return Claim(name.stem)
    stays = genuine(held or "", name.stem, licenses.values())
    return Claim(name.stem, _holds(item.source, name.stem, texts) if stays else None)


def disown(item: Item, texts: Texts, licenses: Iterable[License]) -> list[str]:
    """Forget what an earlier version took from `item` for a licence text and is none; returns the ids."""
    owners, stem = list(licenses), Path(item.name).stem
    if not any(one.id == stem for owner in owners for one in owner.texts) or texts.source(stem) != item.source:
        return []
    return [] if shaped(texts.get(stem) or "", stem, owners) else texts.remove(item.source)


def replaced(text_id: str, before: str | None, source: str) -> tuple[str, str]:
    """What is told when a text comes from elsewhere than the one it replaces."""
    return (
        f"The licence text {text_id!r} is now quoted from {source}; it was read from {before} before.",
        f"许可证原文 {text_id!r} 现取自 {source}，此前取自 {before}。",
    )


def forgotten(text_id: str, source: str) -> tuple[str, str]:
    """What is told when a text is no longer held."""
    return (
        f"{source} is not the licence text {text_id!r}, which is no longer quoted from it: "
        "`aperture ingest --texts` fetches the real one.",
        f"{source} 不是许可证原文 {text_id!r}，不再从中引用；可用 `aperture ingest --texts` 获取原文。",
    )


def _quotes(source: str, text_id: str) -> tuple[str, str]:
    return (
        f"{source} quotes the licence {text_id!r} but is not its text: taken in as a document, no verdict quotes it.",
        f"{source} 只是引用了许可证 {text_id!r}，并非其原文：按普通文档收录，结论不会引用它。",
    )


def _holds(source: str, text_id: str, texts: Texts) -> tuple[str, str]:
    was = texts.source(text_id)
    return (
        f"{source} differs from the licence text {text_id!r} held from {was}: taken in as a document only. "
        "If it is the better text, remove that one first.",
        f"{source} 与已有的许可证原文 {text_id!r}（取自 {was}）不同：仅按普通文档收录。"
        "若它才是正确原文，请先移除已有的。",
    )
