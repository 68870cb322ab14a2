"""Holds blocks and views against Slack's limits and answers with Slack's own error codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BLOCK_TYPES = frozenset(
    {"section", "divider", "image", "actions", "context", "input", "header", "rich_text", "markdown", "table"}
) | {"video", "file", "context_actions"}
TEXT_LIMITS = {"section": 3000, "header": 150, "button": 75, "option": 75, "field": 2000, "context": 3000}
VALUE = 2000
ACTION_ID = 255
MARKDOWN_TOTAL = 12_000


def blocks_fault(blocks: Any, most: int = 50) -> str | None:
    """What Slack would refuse about `blocks`, as its message says it; `None` when they are fine."""
    if not isinstance(blocks, list):
        return "must be an array"
    if len(blocks) > most:
        return f"no more than {most} items allowed [json-pointer:/blocks]"
    seen: set[str] = set()
    markdown = 0
    for place, block in enumerate(blocks):
        fault = _block(block)
        if fault:
            return f"{fault} [json-pointer:/blocks/{place}]"
        markdown += len(block.get("text", "")) if block["type"] == "markdown" else 0
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            return f"block_id {block_id} already exists [json-pointer:/blocks/{place}/block_id]"
        seen.add(block_id or f"#{place}")
    return "markdown text exceeds 12,000 characters" if markdown > MARKDOWN_TOTAL else None


def _block(block: Any) -> str | None:
    if not isinstance(block, dict) or block.get("type") not in BLOCK_TYPES:
        return f"unsupported type: {block.get('type') if isinstance(block, dict) else type(block).__name__}"
    check = _CHECKS.get(block["type"])
    return check(block) if check else None


def _header(block: dict[str, Any]) -> str | None:
    return _text(block.get("text"), "header", ("plain_text",))


def _text(text: Any, where: str, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> str | None:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        return f"{where}: missing or wrong text object"
    words = text.get("text")
    if not isinstance(words, str) or not words:
        return f"{where}: must be more than 0 characters"
    if len(words) > TEXT_LIMITS.get(where, 3000):
        return f"{where}: must be less than {TEXT_LIMITS.get(where, 3000) + 1} characters"
    if any("\ud800" <= c <= "\udfff" for c in words):
        return f"{where}: invalid unicode"
    return None


def _section(block: dict[str, Any]) -> str | None:
    if "text" not in block and not block.get("fields"):
        return "section: text or fields is required"
    fields = block.get("fields", [])
    if len(fields) > 10:
        return "section: no more than 10 fields"
    faults = [_text(block["text"], "section")] if "text" in block else []
    faults += [_text(one, "field") for one in fields]
    if "accessory" in block:
        faults.append(_element(block["accessory"]))
    return next((fault for fault in faults if fault), None)


def _context(block: dict[str, Any]) -> str | None:
    elements = block.get("elements")
    if not elements or len(elements) > 10:
        return "context: 1 to 10 elements"
    return next((f for f in (_text(e, "context") if e.get("type") != "image" else None for e in elements) if f), None)


def _actions(block: dict[str, Any]) -> str | None:
    elements = block.get("elements")
    if not elements or len(elements) > 25:
        return "actions: 1 to 25 elements"
    ids = [e.get("action_id") for e in elements]
    if len(set(ids)) != len(ids):
        return "actions: action_id already exists"
    return next((fault for fault in map(_element, elements) if fault), None)


def _element(element: Any) -> str | None:
    if not isinstance(element, dict) or "type" not in element:
        return "element: missing type"
    if element["type"] == "button":
        if len(element.get("value", "")) > VALUE:
            return "button: value is too long"
        if not element.get("action_id") or len(element["action_id"]) > ACTION_ID:
            return "button: action_id is required"
        return _text(element.get("text"), "button", ("plain_text",))
    for option in element.get("options", []):
        fault = _text(option.get("text"), "option")
        if fault:
            return fault
    return None


def _input(block: dict[str, Any]) -> str | None:
    return _text(block.get("label"), "field", ("plain_text",)) or _element(block.get("element"))


def _image(block: dict[str, Any]) -> str | None:
    if not block.get("alt_text") or not (block.get("image_url") or block.get("slack_file")):
        return "image: image_url and alt_text are required"
    return None


def _table(block: dict[str, Any]) -> str | None:
    rows = block.get("rows", [])
    if not rows or len(rows) > 100 or any(len(row) > 20 for row in rows):
        return "table: at most 100 rows of 20 columns"
    return None


_CHECKS: dict[str, Callable[[dict[str, Any]], str | None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "table": _table,
}


def view_fault(view: Any) -> str | None:
    """What Slack would refuse about a view."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return "invalid view type"
    if view["type"] == "modal":
        title = view.get("title", {}).get("text", "")
        if not title or len(title) > 24:
            return "title: 1 to 24 characters"
        for part in ("submit", "close"):
            if len(view.get(part, {}).get("text", "")) > 24:
                return f"{part}: at most 24 characters"
        if any(b.get("type") == "input" for b in view.get("blocks", [])) and "submit" not in view:
            return "submit is required when an input block is present"
    if len(view.get("private_metadata", "")) > 3000:
        return "private_metadata: at most 3000 characters"
    return blocks_fault(view.get("blocks"), 100)
