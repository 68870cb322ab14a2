"""Modals and their fields. Pure; every field's block id is the key under which its value and its error stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks.limits import BUTTON, Block, clean, cut
from bot.blocks.words import say
from knowledge.records.base import Language

TITLE = 24


def modal(title: str, blocks: list[Block], language: Language, submit: str | None = None) -> dict[str, Any]:
    """A modal; `title` and `submit` are keys of sentences."""
    view: dict[str, Any] = {
        "type": "modal",
        "title": plain(say(title, language), TITLE),
        "close": plain(say("close", language), TITLE),
        "blocks": blocks[:100],
    }
    return {**view, "submit": plain(say(submit, language), TITLE)} if submit else view


def input_block(block: str, label: str, language: Language, element: Block, *, optional: bool = True) -> Block:
    """A field with its label."""
    return {
        "type": "input",
        "block_id": block,
        "label": plain(say(label, language)),
        "element": element,
        "optional": optional,
    }


def text_input(initial: str = "", most: int | None = None, *, multiline: bool = False) -> Block:
    """A line of text, or several."""
    element: Block = {"type": "plain_text_input", "action_id": "value"}
    element |= {"initial_value": initial} if initial else {}
    element |= {"max_length": most} if most else {}
    return {**element, "multiline": True} if multiline else element


def select(options: Mapping[str, str], chosen: str) -> Block:
    """One of several: value → words."""
    every = [option(value, words) for value, words in options.items()]
    initial = next((one for one in every if one["value"] == chosen), every[0])
    return {"type": "static_select", "action_id": "value", "options": every, "initial_option": initial}


def checkboxes(options: Mapping[str, str], chosen: tuple[str, ...] = ()) -> Block:
    """Any of several: value → words."""
    every = [option(value, words) for value, words in options.items()]
    element: Block = {"type": "checkboxes", "action_id": "value", "options": every}
    initial = [one for one in every if one["value"] in chosen]
    return {**element, "initial_options": initial} if initial else element


def option(value: str, words: str) -> Block:
    """One choice."""
    return {"text": plain(words, BUTTON), "value": value}


def plain(text: str, most: int = 2000) -> Block:
    """Plain text."""
    return {"type": "plain_text", "text": cut(clean(text), most), "emoji": True}


def typed(values: Mapping[str, Any], block: str) -> str:
    """What was typed into a field; empty where nothing was."""
    return str(_value(values, block).get("value") or "").strip()


def chosen(values: Mapping[str, Any], block: str) -> str:
    """What a selection holds; empty where nothing is chosen."""
    return str((_value(values, block).get("selected_option") or {}).get("value") or "")


def ticked(values: Mapping[str, Any], block: str) -> list[str]:
    """The ticked boxes."""
    return [str(one["value"]) for one in _value(values, block).get("selected_options") or []]


def _value(values: Mapping[str, Any], block: str) -> Mapping[str, Any]:
    return (values.get(block) or {}).get("value") or {}
