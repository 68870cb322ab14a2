"""A model's card as Block Kit. Pure."""

from __future__ import annotations

from bot.answering.card import Card
from bot.blocks.answer import COLORS, link
from bot.blocks.limits import Block, button, context, cut, escape, header, sections
from bot.blocks.words import say


def card_blocks(card: Card, *, share: bool = True) -> list[Block]:
    """The card, or the choices, or the nearest names."""
    if card.found == "one":
        return _one(card, share)
    if card.found == "several":
        return [*sections(say("several", card.language, query=card.query)), *_choices(card)]
    return [*sections(say("unknown_model", card.language, query=card.query)), *_nearest(card)]


def _one(card: Card, share: bool) -> list[Block]:
    lang = card.language
    blocks: list[Block] = [header(f"{_plain(card.name)} — {_plain(card.developer)}")]
    blocks += sections(f"{COLORS.get(card.rung, '')} *{card.rung_words}*\n{card.reason}")
    blocks += sections(f"*{say('license', lang)}:* {card.license_name or '?'}")
    if card.restrictions:
        blocks += sections(f"*{say('terms', lang)}*\n" + "\n".join(f"• {line}" for line in card.restrictions))
    if card.components:
        cells = " · ".join(f"{name}: {value}" for name, value in card.components.items())
        blocks += sections(f"*{say('published', lang)}*\n{cells}")
    if card.sizes:
        blocks += sections(
            f"*{say('sizes', lang)}*\n" + "\n".join(f"• {_size(card, i)}" for i in range(len(card.sizes)))
        )
    if card.released:
        blocks.append(context(f"{say('released', lang)}: {card.released}"))
    for doubt in card.doubts[:5]:
        blocks.append(context(f"⚠️ {doubt}"))
    for citation in card.citations[:6]:
        where = f" {link(citation.url)}" if citation.url else ""
        blocks.append(context(f"[{citation.n}] {escape(citation.title)} {escape(citation.locator)}{where}".strip()))
    row = [button(say("check", lang), "check_open", card.id), button(say("compare", lang), "compare_open", card.id)]
    if share:
        row.append(button(say("share", lang), "share_card", card.id))
    return [*blocks[:48], {"type": "actions", "elements": row}]


def _size(card: Card, place: int) -> str:
    size = card.sizes[place]
    parts = [size.name]
    if size.total_b:
        parts.append(f"{size.total_b:g}B" + (f" ({size.active_b:g}B active)" if size.active_b else ""))
    if size.context:
        parts.append(f"{size.context:,} tokens")
    if size.license and size.license != card.license:
        parts.append(size.license)
    return " · ".join(parts)


def _choices(card: Card) -> list[Block]:
    row = [button(cut(_plain(c.name), 70), f"model_choice_{i}", c.id) for i, c in enumerate(card.choices[:25])]
    return [{"type": "actions", "elements": row[i : i + 5]} for i in range(0, len(row), 5)]


def _nearest(card: Card) -> list[Block]:
    row = [button(cut(name, 70), f"model_choice_{i}", name) for i, name in enumerate(card.suggestions[:5])]
    return [*sections(say("near", card.language)), {"type": "actions", "elements": row}] if row else []


def _plain(text: str) -> str:
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
