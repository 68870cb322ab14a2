"""Whether a sentence speaks against a verdict. Only code says a verdict; a sentence that says another one goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering.answer import Answer, Kind

_NOT_OPEN = re.compile(
    r"\b(?:not|cannot|can't|isn't|aren't|never|hardly|nor|rather than|instead of|no longer|falls? short of|fails?"
    r"|without|neither)\b[^.;]{0,60}?\bopen[- ]?source"
    r"|并?[不非没未](?:是|算|属于|属|能算|满足|符合)?[^，。；]{0,14}开源"
    r"|而非[^，。；]{0,6}开源|还?称不上[^，。]{0,6}开源"
    r"|假装开源|伪开源|pretend[- ]open|open[- ]washing",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:is|are|counts? as|qualif\w+ as|considered|remains?)\s+(?:\w+\s+){0,3}?open[- ]?source(?!\s+initiative)"
    r"|(?:是|属于|算|算是)(?:完全|真正|一个|一款|的|\s){0,3}(?:Open Source AI|开源(?!许可|协议|定义|社区|AI 定义))",
    re.I,
)
_CALLED_OPEN = re.compile(
    r"\b(?:call|consider|describe|regard)\w*\b[^.;]{0,30}\b(?:fully |truly )?open\b(?![- ]?weights?)"
    r"|(?:可以|能|可)(?:被)?(?:称|叫|算|说成|视)[^，。；]{0,12}开源(?!许可|协议)",
    re.I,
)
_CLOSED = re.compile(r"\b(?:is|are|remains?)\s+(?:fully |completely )?closed\b|(?:是|属于)(?:完全)?闭源", re.I)
_MAY_NOT = re.compile(
    r"\b(?:not|never|cannot|can't|mustn't|isn't|without permission to)\b[^.;]{0,40}\b(?:allow|permit|use|commercial)"
    r"|\bused\b[^.;]{0,20}\bnot\b|\bmay not\b|\bprohibit|\bforbid|\bbanned\b|\bnot (?:be )?(?:allowed|permitted)\b"
    r"|不(?:可以|可|能|得|允许|准)"
    r"|禁止|不许|无权",
    re.I,
)
_MAY = re.compile(
    r"\b(?:is|are|be) (?:fully |freely )?(?:allowed|permitted)\b"
    r"|\b(?:you|it|they|company|companies|team|anyone)\b[^.;]{0,20}"
    r"\b(?:may|can)\b(?! not)[^.;]{0,30}\b(?:use|deploy|sell|commercial|offer|embed)|\bfree to use\b"
    r"|\bno (?:restrictions?|licen[cs]e needed)"
    r"|(?<!不)(?<!是否)(?:可以|能够|能|允许)(?:自由|直接|放心)?(?:商用|商业|使用|用于|用在|部署|销售)|无需(?:授权|许可)|没有限制|不受限制",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:if|only|unless|provided|subject to|as long as|until|below|above|under|must|require[sd]?|condition|licen[cs]e"
    r"|need|needs|ask|contact|separate)\b|如果|只要|只有|除非|前提|条件|须|需|申请|授权|超过|低于|以下|以内|应当",
    re.I,
)
_ASK_FIRST = re.compile(
    r"\b(?:must|needs? to|have to|has to|required to|shall)\b[^.;]{0,30}"
    r"\b(?:request|obtain|ask|apply|get|acquire|contact)"
    r"|\b(?:needs?|requires?|without) (?:a |an |any )?(?:\w+ )?(?:licen[cs]e|permission|approval)\b"
    r"|(?:须|需|需要|必须|应)(?:先|要|另行)?(?:向|跟|找)?[^，。；]{0,10}(?:申请|取得|获得|征得|签)[^，。；]{0,8}(?:授权|许可|同意)"
    r"|(?:须|需|需要|必须)(?:先|另行)?(?:授权|许可)",
    re.I,
)
_IF = re.compile(
    r"\b(?:if|when|where|once|unless|provided|in case|over|above|exceed\w*|more than|greater than|beyond|at least)\b"
    r"|如果|若|假如|倘若|一旦|当[^，。]{1,30}时|超过|超出|达到|大于|高于|以上|除非|的情况下|的话",
    re.I,
)
_API_CHEAPER = re.compile(
    r"\bAPIs?\b[^.;]{0,30}\b(?:cheaper|costs? less|saves)|API[^，。；]{0,8}(?:更便宜|更划算|更省|便宜)", re.I
)
_SELF_CHEAPER = re.compile(
    r"\b(?:self[- ]host\w*|own (?:servers?|gpus?|machines?))\b[^.;]{0,30}\b(?:cheaper|costs? less|saves)"
    r"|(?:自建|自己部署|私有化)[^，。；]{0,8}(?:更便宜|更划算|更省|便宜)",
    re.I,
)
_OPEN_RUNGS = {"open-source", "open-source-open-data"}


@dataclass(frozen=True)
class _Side:
    kind: Kind
    value: str
    label: str


@dataclass(frozen=True)
class Stance:
    """The verdicts of an answer, and what of them may be said in other words."""

    sides: tuple[_Side, ...] = ()

    @classmethod
    def of(cls, answer: Answer) -> Stance:
        """Of every part, or of the answer where there is one only."""
        parts = [(p.kind, p.verdict, p.label) for p in answer.parts] or [(answer.kind, answer.verdict, "")]
        return cls(tuple(_Side(kind, _value(verdict), label) for kind, verdict, label in parts if verdict))

    def against(self, sentence: str) -> str:
        """Why the sentence may not stay; empty when it may."""
        for side in self._meant(sentence):
            if why := _against(side, sentence):
                return why
        return ""

    def _meant(self, sentence: str) -> Sequence[_Side]:
        """The sides whose model the sentence names, else all: then it must go with every one of them."""
        folded = re.sub(r"[\s\-]", "", sentence).lower()
        named = [side for side in self.sides if side.label and re.sub(r"[\s\-]", "", side.label).lower() in folded]
        return named or self.sides


def _value(verdict: dict[str, Any] | None) -> str:
    return str((verdict or {}).get("value", ""))


def _against(side: _Side, sentence: str) -> str:
    if side.value in {"api", "self-host", "depends"}:
        return _of_cost(side.value, sentence)
    if side.value in {"allowed", "allowed-with-conditions", "needs-license", "not-allowed"}:
        return _of_permission(side.value, sentence)
    return _of_openness(side.value, sentence) or (
        _of_permission("unknown", sentence) if side.kind == "permission" else ""
    )


def _of_openness(rung: str, sentence: str) -> str:
    denied = _NOT_OPEN.search(sentence)
    calls = _OPEN.search(sentence) or _CALLED_OPEN.search(sentence)
    if rung not in _OPEN_RUNGS and calls and not denied:
        return "calls open source what is not"
    if rung in _OPEN_RUNGS and denied:
        return "denies an open-source verdict"
    if rung not in {"closed", "unknown"} and _CLOSED.search(sentence):
        return "calls closed what is not"
    return ""


def _of_permission(value: str, sentence: str) -> str:
    may_not, may = _MAY_NOT.search(sentence), _MAY.search(sentence)
    if value in {"not-allowed", "needs-license", "unknown"} and may and not may_not and not _CONDITION.search(sentence):
        return "allows what the verdict does not"
    if value in {"allowed", "allowed-with-conditions"} and _ASK_FIRST.search(sentence) and not _IF.search(sentence):
        return "asks for a license that the verdict does not"
    if value in {"allowed", "unknown"} and may_not:
        return "forbids what the verdict does not"
    if value == "allowed-with-conditions" and may_not and not _CONDITION.search(sentence):
        return "forbids what is allowed under conditions"
    return ""


def _of_cost(value: str, sentence: str) -> str:
    if value != "api" and _API_CHEAPER.search(sentence):
        return "calls the API cheaper against the verdict"
    if value != "self-host" and _SELF_CHEAPER.search(sentence):
        return "calls self-hosting cheaper against the verdict"
    return ""
