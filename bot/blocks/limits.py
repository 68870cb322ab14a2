"""Slack's limits, and text cut to them. Escaping lives here too: nothing may ping a channel or forge a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SECTION = 3000
HEADER = 150
BUTTON = 75
VALUE = 2000
BLOCKS = 50
TEXT = 40_000
BUDGET = 10_000
"""Characters of blocks a message may hold before it is split; Slack refuses more than about 12,000."""
_SURROGATES = re.compile(r"[\ud800-\udfff]")

Block = dict[str, Any]


def escape(text: str) -> str:
    """Plain text as mrkdwn that shows exactly so."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed, from what Slack sends: links and mentions as their words."""
    text = re.sub(r"<(?:https?|mailto)[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<((?:https?|mailto):[^>]*)>", r"\1", text)
    text = re.sub(r"<#[^|>]*\|?([^>]*)>", lambda found: f"#{found[1] or 'channel'}", text)
    text = re.sub(r"<[@!][^|>]*\|([^>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clean(text: str) -> str:
    """Without lone surrogates and control characters, which Slack refuses."""
    return "".join(c for c in _SURROGATES.sub("�", text) if c >= " " or c in "\n\t")


def cut(text: str, most: int) -> str:
    """At most `most` characters, an ellipsis where something is missing."""
    return text if len(text) <= most else text[: most - 1] + "…"


def sections(text: str) -> Iterator[Block]:
    """Section blocks of mrkdwn `text`, split at lines."""
    for piece in pieces(clean(text), SECTION):
        yield {"type": "section", "text": mrkdwn(piece)}


def pieces(text: str, most: int) -> Iterator[str]:
    """`text` in pieces of at most `most` characters, broken at a line or word, never inside an entity."""
    text = text.strip()
    while len(text) > most:
        place = max(text.rfind("\n", 0, most), text.rfind("。", 0, most) + 1)
        if place < most // 2:
            place = text.rfind(" ", most // 2, most)
        if place <= 0:
            place = _outside_entity(text, most)
        yield text[:place].rstrip()
        text = text[place:].lstrip()
    if text:
        yield text


def _outside_entity(text: str, place: int) -> int:
    start = text.rfind("&", max(0, place - 5), place)
    return start if start > 0 and ";" not in text[start:place] else place


def context(text: str) -> Block:
    """Small grey text."""
    return {"type": "context", "elements": [mrkdwn(cut(text, SECTION))]}


def mrkdwn(text: str) -> Block:
    """A text object in which only links that are written as links are links: by itself Slack would also link every
    address and name that a quoted document holds."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """A header; plain text."""
    return {"type": "header", "text": {"type": "plain_text", "text": cut(clean(text), HEADER), "emoji": True}}


def button(text: str, action: str, value: str, style: str | None = None) -> Block:
    """A button element."""
    element: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": cut(text, BUTTON), "emoji": True},
        "action_id": action,
        "value": cut(value, VALUE),
    }
    return {**element, "style": style} if style else element


def messages(blocks: list[Block]) -> Iterator[list[Block]]:
    """Blocks in messages that Slack takes: at most 50 each and within the budget of characters."""
    batch: list[Block] = []
    size = 0
    for block in blocks:
        weight = len(str(block))
        if batch and (len(batch) >= BLOCKS or size + weight > BUDGET):
            yield batch
            batch, size = [], 0
        batch.append(block)
        size += weight
    if batch:
        yield batch
