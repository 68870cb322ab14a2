"""Where in a text something private stands: keys, e-mail addresses, identity numbers, cards, phones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.cn import ric
from stdnum.us import ssn

Span = tuple[int, int]

_TOKENS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|\beyJ[\w\-]{8,}\.[\w\-]{8,}(?:\.[\w\-]*)?"
    r"|\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])*[A-Za-z0-9][\w\-]{14,}"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,}|\bAKID[0-9A-Za-z]{13,}"
    r"|\b(?:gh[pousr]_|github_pat_|glpat-|hf_|npm_|pypi-|gsk_|r8_|dop_v1_|shpat_)[\w\-]{16,}"
    r"|\b(?:xox[abeoprs]|xapp)-[\w\-]{10,}|\bAIza[\w\-]{30,}|\bya29\.[\w\-]{20,}"
    r"|\bhooks\.slack\.com/services/[\w/]+"
)
_IN_URL = re.compile(r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)")
_BEARER = re.compile(r"\b(?:bearer|basic)\s+([\w\-./+=]{16,})", re.I)
_NAMED = re.compile(
    r"(?:(?<![A-Za-z])(?P<word>pass(?:word|wd|phrase)?|pwd)|(?P<zh>密码|口令)"
    r"|(?<![A-Za-z])(?:secret|access[_ \-]?key|api[_ \-]?key|auth|credential|(?<!max_)token(?!s))(?:[_ ]?(?:id|key))?"
    r"|密钥|令牌|秘钥)"
    r"[\"'`]?\s*(?:[:=]|是|为|\bis\b)+\s*[\"'`]?(?P<value>[!-~]{6,})",
    re.I,
)
_MAIL = re.compile(
    r"(?<![\w.+\-])(?!git@)[A-Za-z0-9][\w.+\-]*@[A-Za-z0-9](?:[\w\-]*\.)+[A-Za-z]{2,}(?![\w@])"
    r"|\b[\w.+\-]+ ?[\[(]at[\])] ?[\w\-]+(?: ?[\[(.](?:dot[\])])? ?[A-Za-z]{2,})+"
    r"|\b[\w.+\-]+ at [\w\-]+(?: dot [A-Za-z]{2,})+",
    re.A | re.I,
)
_RESIDENT = re.compile(r"(?<![\dA-Za-z])\d{6}[ \-]?(?:19|20)\d{2}[ \-]?\d{4}[ \-]?\d{3}[\dXx](?![\dA-Za-z])")
_RESIDENT_NAMED = re.compile(
    r"(?:身份证|证件|公民身份)[^\d\n]{0,8}(\d{17}[\dXx]|\d{15})(?!\d)"
    r"|\bID (?:card|number|no\.?)[^\d\n]{0,6}(\d{17}[\dXx])"
)
_SOCIAL = re.compile(r"(?<![\d\-])\d{3}-\d{2}-\d{4}(?![\d\-])")
_PASSPORT = re.compile(r"(?:护照|passport)[^\d\n]{0,14}?(?<![A-Za-z])([A-Z]{1,2}\d{7,8})(?!\d)", re.I)
_CARD = re.compile(r"(?<![\d.\-])[2-6]\d{3}(?:[ \-]?\d{3,7}){2,4}(?![\d\-])")
_CARD_NAMED = re.compile(
    r"(?:卡号|银行卡|信用卡|card (?:number|no\.?)|(?:credit|debit|bank) card)[^\d\n]{0,10}"
    r"(\d(?:[ \-]?\d){12,18})(?!\d)",
    re.I,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_MOBILE = re.compile(r"(?<![\d.,\-])(?:\+?86[ \-]?)?1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?![\d,]|\.\d)")
_PHONE_WORD = re.compile(
    r"(?:手机|电话|联系|致电|拨打|微信|号码|phone|mobile|cell|tel|call"
    r"|reach|contact|whats\s?app|sms)[^\d+\n]{0,14}$",
    re.I,
)
_COUNT_BEFORE = re.compile(
    r"(?:参数[量数]?|总[量数]|规模|params?|parameters?|tokens?|num_\w+|size|bytes?|[¥$€£]|USD|CNY|RMB|EUR|元|营收|收入|预算"
    r"|revenue|budget|cost)[\s\"']*(?:[:=约为是共有]|is|are|of|about|was|at|total){0,3}[\s:=]*$",
    re.I,
)
_COUNT_AFTER = re.compile(
    r"^\s*(?:[个多余+]\s*)*(?:(?:total|trainable|active|input|output|different|training)\s+)*"
    r"(?:参数|params?\b|parameters?\b|tokens?\b|weights?\b|[元块]|美元|人民币|USD|CNY|RMB|EUR|dollars?|yuan|bytes?|字节|次|字"
    r"|requests?|calls\b|FLOP|B\b|M\b|K\b|[¥$€])",
    re.I,
)


def _secrets(text: str) -> Iterator[Span]:
    for pattern in (_TOKENS, _IN_URL):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span(1) for match in _BEARER.finditer(text))
    yield from (match.span("value") for match in _NAMED.finditer(text) if _looks_secret(match))


def _looks_secret(match: re.Match[str]) -> bool:
    """A password may be anything; after other words it takes letters and digits, so that `token: 5000000` stays."""
    value = match["value"].rstrip(".,;\"'`")
    mixed = bool(re.search(r"[A-Za-z]", value)) and bool(re.search(r"[\d!@#$%^&*]", value))
    if match["word"] or match["zh"]:
        return mixed or value.isdigit()
    return mixed and len(value) >= 8


def _mails(text: str) -> Iterator[Span]:
    return (match.span() for match in _MAIL.finditer(text))


def _ids(text: str) -> Iterator[Span]:
    yield from (m.span() for m in _RESIDENT.finditer(text) if ric.is_valid(re.sub(r"[ \-]", "", m[0]).upper()))
    for match in _RESIDENT_NAMED.finditer(text):
        yield match.span(match.lastindex or 0)
    yield from (m.span() for m in _SOCIAL.finditer(text) if ssn.is_valid(m[0]))
    yield from (m.span(1) for m in _PASSPORT.finditer(text))


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if 13 <= len(digits) <= 19 and luhn.is_valid(digits) and not _counts(text, match.span()):
            yield match.span()
    yield from (m.span(1) for m in _CARD_NAMED.finditer(text))
    yield from (m.span() for m in _IBAN.finditer(text) if iban.is_valid(m[0]))


def _phones(text: str) -> Iterator[Span]:
    for match in _MOBILE.finditer(text):
        if not _counts(text, match.span()):
            yield match.span()
    for region in ("CN", "US", "GB"):
        for found in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            span = (found.start, found.end)
            before = text[max(0, found.start - 24) : found.start]
            if _written_as_phone(found.raw_string, before, region) and not _counts(text, span):
                yield span


def _written_as_phone(raw: str, before: str, region: str) -> bool:
    """Bare digits are one only after a word that says so; China's local numbers carry a separator."""
    if raw.startswith("+") or _PHONE_WORD.search(before):
        return True
    groups = re.findall(r"\d+", raw)
    if region == "CN":
        return len(groups) > 1 and bool(re.fullmatch(r"\(?0\d{2,3}\)?[ \-]\d{7,8}|400[ \-]\d{3,4}[ \-]\d{3,4}", raw))
    return region == "US" and bool(re.fullmatch(r"(?:1[ \-.])?\(?\d{3}\)?[ \-.]\d{3}[\-.]\d{4}", raw))


def _counts(text: str, span: Span) -> bool:
    """Whether the digits count parameters, tokens or money. A word for phone before them settles it."""
    before, after = text[max(0, span[0] - 24) : span[0]], text[span[1] : span[1] + 32]
    if _PHONE_WORD.search(before):
        return False
    return bool(_COUNT_BEFORE.search(before) or _COUNT_AFTER.search(after))


FINDERS: Sequence[tuple[str, Callable[[str], Iterator[Span]]]] = (
    ("SECRET", _secrets),
    ("EMAIL", _mails),
    ("ID", _ids),
    ("CARD", _cards),
    ("PHONE", _phones),
)
"""Kind and its finder, in the order in which they are taken out."""
