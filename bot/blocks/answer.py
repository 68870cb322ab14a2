"""An answer as Block Kit: verdict first, then what to do, then the evidence behind a button. Pure."""

from __future__ import annotations

from bot.answering.answer import Answer, Citation
from bot.blocks.limits import Block, button, context, cut, escape, sections
from bot.blocks.words import say

COLORS = {
    "open-source-open-data": "🟢",
    "open-source": "🟢",
    "open-weights": "🔵",
    "weights-available": "🟡",
    "closed": "🔴",
    "allowed": "🟢",
    "allowed-with-conditions": "🟡",
    "needs-license": "🟠",
    "not-allowed": "🔴",
    "api": "☁️",
    "self-host": "🖥️",
    "depends": "⚖️",
    "unknown": "⚪",
}
"""The verdict's colour; its word stands in the text beside it, so that nobody needs to see colours."""


def mark(answer: Answer) -> str:
    """The colour of the first verdict, or nothing."""
    return COLORS.get((answer.verdict or {}).get("value", ""), "")


def answer_blocks(answer: Answer, key: str, *, share: bool = False) -> list[Block]:
    """The blocks of an answer. `key` finds its evidence again; `share` adds the button for ephemeral answers."""
    colored = f"{mark(answer)} {answer.answer}".strip()
    blocks = list(sections(colored))
    if notes := [escape(note) for note in answer.notes]:
        blocks.append(context(" · ".join(notes)))
    return [*blocks, _buttons(answer, key, share)]


def _buttons(answer: Answer, key: str, share: bool) -> Block:
    language = answer.language
    row = []
    if answer.citations:
        row.append(button(f"{say('sources', language)} ({len(answer.citations)})", "source", key))
    if share:
        row.append(button(say("share", language), "share", key))
    if answer.kind == "permission":
        row.append(button(say("check", language), "check_open", ",".join(answer.models)[:200] or "-"))
    row.append(button("👍", "feedback_up", key))
    row.append(button("👎", "feedback_down", key))
    return {"type": "actions", "elements": row}


def fallback(answer: Answer) -> str:
    """The text for notifications and screen readers."""
    return cut(answer.answer, 3000)


def source_blocks(citations: list[Citation], language: str) -> list[Block]:
    """The evidence of an answer: a numbered line each, quotes as quotes."""
    if not citations:
        return list(sections(say("no_sources", language)))
    blocks: list[Block] = []
    for citation in citations[:40]:
        blocks += sections(_evidence(citation))
    return blocks


def _evidence(citation: Citation) -> str:
    where = f" {escape(citation.locator)}" if citation.locator else ""
    checked = f" · {escape(citation.checked)}" if citation.checked else ""
    line = f"*[{citation.n}]* {escape(citation.title)}{where} · `{escape(citation.source)}`{checked}"
    if citation.url:
        line += f"\n{escape(citation.url)}"
    if citation.quote:
        line += "\n" + "\n".join(f"&gt; {escape(row)}" for row in cut(citation.quote, 900).splitlines())
    return line.replace("\n&gt; ", "\n> ")
