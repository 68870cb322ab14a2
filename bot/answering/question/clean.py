"""What a person typed, made safe to read: Slack's markup undone, control characters gone, length bounded."""

from __future__ import annotations

import re
import unicodedata

from bot.answering.question.spelling import spelled

READ_AT_MOST = 6000
"""Characters of a question that are read; the rest is said to be unread."""

_MENTION = re.compile(r"<[@!#][^<>]*>")
_LINK = re.compile(r"<(?:https?|mailto):[^<>|\s]*(?:\|([^<>]*))?>")
_URL = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)|(?<![A-Za-z0-9])(?:https?|ftp|mailto):[!-~]+|\{CANARY\}\S*", re.I)
_BLOB = re.compile(r"(?<![\w/+])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[0-9])[A-Za-z0-9+/]{24,}={0,2}(?![\w/+])")
_EMOJI = re.compile(r"(?<![\w:]):(?=[\w+\-]*[a-z+])[a-z0-9_+\-]{2,40}:(?::skin-tone-\d:)?(?!\w)")
"""As Slack writes one: `:thumbsup:`, `:+1:`."""
_HUB = re.compile(
    r"(?<![A-Za-z0-9/=.@:%&\-])(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com|modelscope\.(?:cn|ai))/"
    r"(?:models/)?(?!(?:datasets|spaces|docs|blog|papers|collections|api|models|organization|studios|learn|join|login|"
    r"settings|search|new|tasks)(?:/|\b))([A-Za-z0-9][\w.\-]*/[A-Za-z0-9](?:[\w.\-]*\w)?)(?:[/?#][!-;=?-{}~]*)?",
    re.I | re.A,
)
"""The page of a model; its repository is the model's name."""
_SPACE = re.compile(r"[ \t\r\f\v]+")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def clean(text: str) -> str:
    """The text as the reader of slots sees it: NFKC, one kind of space, spelt right, no markup, no addresses."""
    text = text[: READ_AT_MOST * 2]
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    text = _EMOJI.sub(" ", _linked(_MENTION.sub(" ", text)))
    text = _BLOB.sub(" ", _URL.sub(lambda m: f" {m[1] or ''} ", text))
    text = "".join(_plain(char) for char in unicodedata.normalize("NFKC", text))
    return spelled(_SPACE.sub(" ", text).strip())[:READ_AT_MOST]


def _linked(text: str) -> str:
    """A link to a model's page as the model's name, any other as its label."""
    text = _LINK.sub(lambda m: f" {page[1]} " if (page := _HUB.search(m[0])) else f" {m[1] or ''} ", text)
    return _HUB.sub(lambda m: f" {m[1]} ", text)


def _plain(char: str) -> str:
    """Drop what is not seen (format characters hide words), keep line ends, turn controls into spaces."""
    category = unicodedata.category(char)
    if char == "\n" or category[0] in "LNPSM":
        return char
    return "" if category in {"Cf", "Cs", "Cn", "Co"} else " "


def has_words(text: str) -> bool:
    """Whether anything can be read at all: a letter or a digit of any script."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)
