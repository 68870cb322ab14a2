"""Questions about a licence as such: what it asks for, what it allows, whether it is an open-source licence."""

from __future__ import annotations

import re

from bot.answering.answer import Kind
from bot.answering.question import kinds

_DUTIES = re.compile(
    r"\bwhat\b[^?]{0,60}\b(?:requires?|demands?|allows?|permits?|forbids?|prohibits?|let (?:me|us)|asks? of)\b"
    r"(?: of (?:me|us|users))?\W*$|"
    r"\b(?:conditions?|requirements?|obligations?|duties|restrictions?)\b|"
    r"\bwhat (?:must|should|do|can|may|could) (?:I|we|one|you|a company)\b|"
    r"\b(?:have|need) to (?:do|show|give|keep|include|publish|disclose|release)\b|"
    r"(?:有|要|满足|遵守|附带)?(?:什么|哪些|啥|哪几个|唯一的?)(?:条件|要求|义务|限制|约束|规定)|"
    r"(?:要求|允许|禁止|能|可以|需要?|必须)(?:做|干)?(?:什么|啥|哪些)|要(?:怎么|如何)(?:做|遵守)|怎样才能",
    re.I,
)
"""What a licence asks for or gives as a whole: that is on record. Anything else it says is looked up in the text."""
_IS_OPEN = re.compile(
    r"\b(?:open[- ]source|OSI|OSD|free software|copyleft)\b|开源(?:许可|协议|证|的|吗|么)|OSI|自由软件", re.I
)
_YES_NO = re.compile(
    r"^\W*(?:so |and |but )?(?:is|are|does|do|can|may|could|am|would|will|must|should)\b|吗|么[？?\s]*$|是不是|是否|"
    r"算不算|能不能|可不可以|可否|能否|行不行",
    re.I,
)


def asked_of_license(text: str, *, uses: bool) -> Kind | None:
    """`permission` or `openness` where a sentence that names a licence asks what its record says; else `None`.

    `uses`: the sentence tells of a use.
    """
    if kinds.DOCUMENT.search(text):
        return None
    yes_no = is_yes_no(text)
    if yes_no and not uses and _IS_OPEN.search(text):
        return "openness"
    if _DUTIES.search(text) or (yes_no and uses):
        return "permission"
    return None


def is_yes_no(text: str) -> bool:
    """Whether yes or no answers it."""
    return bool(_YES_NO.search(text))
