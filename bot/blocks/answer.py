"""An answer as Block Kit: verdict first, then what to do, then the evidence behind a button. Pure."""

from __future__ import annotations

from bot.answering.answer import Answer, Citation, Part
from bot.blocks.limits import Block, button, clean, context, cut, escape, sections
from bot.blocks.words import say, verdict_words

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


NARROW = "narrow_"
"""How the ids of buttons begin that say which model is meant."""
TABLE_FROM = 2
"""Parts from which a table says more than the text."""
TABLE_ROWS = 100
COLUMNS = 5
"""Models that stand side by side; more are listed under each other."""
COMPARABLE = frozenset({"openness", "permission", "comparison"})


def mark(answer: Answer) -> str:
    """The colour of the first verdict, or nothing."""
    return COLORS.get((answer.verdict or {}).get("value", ""), "")


def answer_blocks(answer: Answer, key: str, *, share: bool = False) -> list[Block]:
    """The blocks of an answer. `key` finds its evidence again; `share` adds the button for ephemeral answers."""
    blocks = [*(_table(answer) if len(answer.parts) >= TABLE_FROM else []), *sections(_colored(answer))]
    if notes := [escape(note).strip() for note in answer.notes if clean(note).strip()]:
        blocks.append(context(" · ".join(notes)))
    return [*blocks, *_choices(answer), _buttons(answer, key, share)]


def _choices(answer: Answer) -> list[Block]:
    """A button for each model or size that may be meant."""
    row = [button(clean(name), f"{NARROW}{place}", clean(name)) for place, name in enumerate(answer.choices)]
    return [context(say("which", answer.language)), {"type": "actions", "elements": row}] if row else []


def _colored(answer: Answer) -> str:
    """The text, each part's verdict with its colour before its first line."""
    text = answer.answer
    for part in answer.parts:
        color, line = COLORS.get((part.verdict or {}).get("value", ""), ""), part.text.partition("\n")[0]
        if color and line and text.count(line) == 1:
            text = text.replace(line, f"{color} {line}")
    return text if text != answer.answer else f"{mark(answer)} {text}".strip()


def _table(answer: Answer) -> list[Block]:
    """The parts side by side, where each has a verdict: a column a model with its facts, or for many a row each."""
    judged = [part for part in answer.parts if (part.verdict or {}).get("value")]
    if TABLE_FROM <= len(judged) <= COLUMNS and all(part.facts for part in judged):
        return [_columns(judged, answer.language)]
    rows = [
        (
            part.label or ", ".join(part.models),
            _verdict(value, answer.language),
        )
        for part in answer.parts
        if (value := str((part.verdict or {}).get("value", "")))
    ]
    if len(rows) < TABLE_FROM:
        return []
    head = (say("check_model", answer.language), say("verdict", answer.language))
    return [{"type": "table", "rows": [[_cell(one) for one in row] for row in (head, *rows[: TABLE_ROWS - 1])]}]


def _columns(parts: list[Part], language: str) -> Block:
    labels = dict.fromkeys(label for part in parts for label in part.facts)
    rows = [[say("check_model", language), *(part.label for part in parts)]]
    rows.append([say("verdict", language), *(_verdict(str((p.verdict or {})["value"]), language) for p in parts)])
    rows += [[label, *(part.facts.get(label, "") for part in parts)] for label in labels]
    return {"type": "table", "rows": [[_cell(one) for one in row] for row in rows]}


def _verdict(value: str, language: str) -> str:
    return f"{COLORS.get(value, '')} {verdict_words(value, language)}".strip()


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": cut(clean(text), 200) or "–"}


def _buttons(answer: Answer, key: str, share: bool) -> Block:
    language = answer.language
    row = []
    if answer.citations:
        row.append(button(f"{say('sources', language)} ({len(answer.citations)})", "source", key))
    if share:
        row.append(button(say("share", language), "share", key))
    if answer.kind == "permission":
        row.append(button(say("check", language), "check_open", ",".join(answer.models)[:200] or "-"))
    if answer.kind in COMPARABLE and 1 <= len(answer.models) <= 2:
        row.append(button(say("compare", language), "compare_open", ",".join(answer.models)[:200]))
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
        line += f"\n{link(citation.url)}"
    if citation.quote:
        line += "\n" + "\n".join(f"&gt; {escape(row)}" for row in cut(citation.quote, 900).splitlines())
    return line.replace("\n&gt; ", "\n> ")


def link(url: str) -> str:
    """A short link; anything but a plain web address stays text."""
    if not url.startswith(("https://", "http://")) or set(url) & set("<>|\"' \n"):
        return escape(url)
    host = url.split("/")[2]
    tail = url.rstrip("/").rsplit("/", 1)[-1] if url.count("/") > 2 else ""
    return f"<{escape(url)}|{escape(cut(f'{host}/…/{tail}' if tail and tail != host else host, 70))}>"
