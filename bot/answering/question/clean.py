"""What a person typed, made safe to read: Slack's markup undone, control characters gone, length bounded."""

from __future__ import annotations

import re
import unicodedata

READ_AT_MOST = 6000
"""Characters of a question that are read; the rest is said to be unread."""

_MENTION = re.compile(r"<[@!#][^<>]*>")
_LINK = re.compile(r"<(?:https?|mailto):[^<>|\s]*(?:\|([^<>]*))?>")
_URL = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)|(?<![A-Za-z0-9])(?:https?|ftp|mailto):[!-~]+|\{CANARY\}\S*", re.I)
_BLOB = re.compile(r"(?<![\w/+])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[0-9])[A-Za-z0-9+/]{24,}={0,2}(?![\w/+])")
_EMOJI = re.compile(r"(?<![\w:]):(?=[\w+\-]*[a-z+])[a-z0-9_+\-]{2,40}:(?::skin-tone-\d:)?(?!\w)")
"""As Slack writes one: `:thumbsup:`, `:+1:`."""
_SPACE = re.compile(r"[ \t\r\f\v]+")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def clean(text: str) -> str:
    """The text as the reader of slots sees it: NFKC, one kind of space, no markup, no addresses, bounded."""
    text = text[: READ_AT_MOST * 2]
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    text = _MENTION.sub(" ", _LINK.sub(lambda m: f" {m[1] or ''} ", text))
    text = _EMOJI.sub(" ", text)
    text = _BLOB.sub(" ", _URL.sub(lambda m: f" {m[1] or ''} ", text))
    text = "".join(_plain(char) for char in unicodedata.normalize("NFKC", text))
    return _SPACE.sub(" ", text).strip()[:READ_AT_MOST]


def _plain(char: str) -> str:
    """Drop what is not seen (format characters hide words), keep line ends, turn controls into spaces."""
    category = unicodedata.category(char)
    if char == "\n" or category[0] in "LNPSM":
        return char
    return "" if category in {"Cf", "Cs", "Cn", "Co"} else " "


def has_words(text: str) -> bool:
    """Whether anything can be read at all: a letter or a digit of any script."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)
