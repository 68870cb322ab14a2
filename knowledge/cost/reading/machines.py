# ruff: noqa: E501  (a pattern is read whole)
"""GPUs, replicas, spare ones, and what a bought machine needs."""

from __future__ import annotations

import re
from typing import Any

from knowledge.cost.reading.numbers import COUNT, NUMBER, PLAIN, number

_I = re.IGNORECASE
_GPU = (
    r"(?P<gpu>(?:NVIDIA |Nvidia |英伟达\s?)?(?:GB200|B300|B200|GH200|H200|H100|H800|H20|A100|A800|A6000|A40|A30|A10G|A10|L40S|L40|L20|L4"
    r"|V100|T4|MI355X|MI350X|MI325X|MI300X|MI300|MI250X?|(?:(?:GeForce )?RTX ?)?(?:5090|4090D?|3090|4080|3080|6000 Ada|PRO 6000)"
    r"|(?:华为)?(?:昇腾|Ascend)\s?9[1-5]0[A-D]?|9[12]0[BC]|Gaudi ?[23]|P800|昆仑芯? ?P800|MLU ?[35]70|TPU ?v\d\w?)"
    r"(?:[- ]?(?:SXM\d?|PCIe|NVL|HBM3e?|(?:40|80|96|141)\s?GB?))?)(?![A-Za-z0-9]*\d[A-Za-z])(?:s\b|es\b)?"
)
GPU = _GPU.replace("?P<gpu>", "?:")
_UNIT_ZH = r"(?:张|块|个|片|卡|颗)"
_N = rf"(?P<n>{COUNT})"
_COUNTED = (
    re.compile(rf"{_N}\s*[x×✕*]\s*{_GPU}", _I),
    re.compile(rf"{_N}\s*{_UNIT_ZH}\s*(?:卡)?\s*(?:的)?\s*{_GPU}", _I),
    re.compile(rf"{_N}\s*-?\s*(?:GPU|card)s?\s*{_GPU}", _I),
    re.compile(rf"(?<![\w.]){_N}\s+(?:(?:rented|own|our own|used|new|cloud|dedicated|on-prem)\s+)?{_GPU}", _I),
    re.compile(rf"{_GPU}\s*[x×✕*]\s*(?P<n>{NUMBER})", _I),
    re.compile(rf"{_GPU}\s*(?:服务器|GPU|显卡|卡)?\s*[,，(（]?\s*(?P<n>{NUMBER})\s*(?:张|块|片|卡)", _I),
    re.compile(rf"{_GPU}\s*(?P<n>单|双|八|四)卡", _I),
    re.compile(rf"(?P<n>{NUMBER}|单|双)卡\s*{_GPU}", _I),
)
_ALONE = re.compile(rf"(?<![A-Za-z0-9]){_GPU}", _I)
_STRANGER = re.compile(
    r"(?<![A-Za-z0-9.-])(?P<gpu>(?:[HBAVLPTG]|GB|MI|RTX ?|GTX ?)\d{2,4}(?!\.?\d)(?:X|S|Ti)?)s?(?![A-Za-z0-9])"
    r"(?=\s*(?:GPUs?|cards?|卡|显卡|服务器|自建|部署|跑|上|s\b|,|，|。|\?|？|$))",
)
"""What is called like a GPU and is none we have figures of: it is named instead of left out."""
_A_REPLICA = re.compile(
    rf"(?P<n>{COUNT})\s*(?:张|块|片)?\s*(?:GPUs?|cards?|卡|{GPU})?\s*(?:per|a|each|for (?:each|one)|/)\s*(?:replica|instance|copy|副本)"
    rf"|(?P<n3>{NUMBER})\s*(?:张|块|卡|片)\s*(?:为|是|做|组成)?\s*(?:1|一)\s*个?副本"
    rf"|(?:每(?:个)?副本|单副本|一个副本)\s*(?:用|需|要|占)?\s*(?P<n2>{NUMBER})\s*(?:张|块|片|卡|个\s?GPU)",
    _I,
)
_CARDS = re.compile(rf"(?P<n>{COUNT})\s*(?:cards?|GPUs?|张卡|块卡|张显卡)(?![A-Za-z])", _I)
_NO_SPARE = re.compile(
    r"\bno spares?\b|without (?:a |any )?spares?|zero spares?|no (?:redundan|back-?up)|不(?:留|要|设)?(?:备份|备用|备机|冗余)|无(?:备份|备用|冗余)|没有备",
    _I,
)
_SPARE = (
    re.compile(rf"(?P<n>{COUNT})\s*(?:hot |cold |warm )?(?:stand-?by|spare|back-?up|redundant)s?\b(?!\s*API)", _I),
    re.compile(rf"(?:spares?|stand-?by)(?: replicas?)?\s*(?:of|=|:|is)?\s*(?P<n>{NUMBER})(?!\s*%)", _I),
    re.compile(
        rf"(?:备份?|备用|冗余|热备|预备|多备|另备|留)(?:副本)?\s*(?P<n>{NUMBER})\s*(?:个|份|套|台)?(?!\s*(?:API|元|万))",
        _I,
    ),
    re.compile(rf"(?P<n>{NUMBER})\s*(?:个|份|台|套)\s*(?:热备|备用|备份|冗余|备)", _I),
    re.compile(rf"(?P<n>{NUMBER})\s*(?:个|份|台)?\s*备(?=[，,。；;、\s]|$)"),
    re.compile(r"\bN\s?\+\s?(?P<n>\d)\b", _I),
)
_NO_STAFF = re.compile(
    r"\bno (?:extra )?(?:staff|people|personnel|headcount)\b|(?:ignor\w+|exclud\w+|without|not counting|leav\w+ out|skip\w*|zero|free) (?:the )?(?:staff|people|labou?r|personnel)"
    r"|staff(?:ing)? (?:is |cost )?(?:free|zero|excluded|ignored|not counted|0\b)|(?:不算|不计|不考虑|忽略|没有|不含|不要|免)(?:额外)?(?:人力|人工|人员|运维)|(?:人力|人工|人员)(?:成本)?(?:为零|不计|不算|忽略|免费|为 ?0|0 ?元)",
    _I,
)
_MONTHS = re.compile(
    rf"(?:over|amorti[sz]\w+|depreciat\w+|written off|write off|spread|折旧|摊销?|分摊|按|用)[^\d,，。;；一二三四五六七八九十]{{0,12}}(?P<n>{COUNT})[ -]*(?P<u>years?|months?|年|个月|月)",
    _I,
)
_MONTHS_AFTER = re.compile(
    rf"(?P<n>{COUNT})[ -]*(?P<u>years?|months?|年|个月)\s*(?:摊|折旧|分摊|amorti|depreciat|write-?off|life)", _I
)
_HOURS = re.compile(
    rf"(?:run|up|on|only|switched on|运行|开机|开|用)[^\d,，。;；]{{0,14}}(?P<n>{PLAIN})\s*(?:hours?|h|小时)\s*(?:a|per|each|every|/)\s*day"
    rf"|(?:每天|每日|一天)(?:只)?(?:运行|开机|开|用)\s*(?P<n2>{PLAIN})\s*(?:个)?小时",
    _I,
)
_SPAN = re.compile(rf"(?P<n>{NUMBER})\s*(?:months|个月)(?![A-Za-z])", _I)
_KW = re.compile(rf"(?P<n>{PLAIN})\s?(?P<u>kW|千瓦|W|瓦)(?![A-Za-z时])")
_PUE = re.compile(rf"PUE\s*(?:of|=|:|为|是)?\s*(?P<n>{PLAIN})", _I)
_PRECISION = re.compile(r"\b(?P<p>FP8|BF16|FP16|INT8|INT4|FP4|NVFP4|MXFP4|AWQ|GPTQ|W8A8|W4A16)\b", _I)
_PRECISIONS = {
    "FP16": "BF16",
    "NVFP4": "FP4",
    "MXFP4": "FP4",
    "AWQ": "INT4",
    "GPTQ": "INT4",
    "W8A8": "INT8",
    "W4A16": "INT4",
}
_CONCURRENCY = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:concurrent|simultaneous|parallel|路并发|并发)|并发(?:数|量)?\s*(?:为|是|约)?\s*(?P<n2>{NUMBER})|concurrency\s*(?:of|=|:)?\s*(?P<n3>{NUMBER})",
    _I,
)


def machines(text: str) -> dict[str, Any]:
    """GPU, GPUs of a replica, spare replicas, and the terms of a purchase."""
    fields: dict[str, Any] = {**_gpu(text), **_terms(text)}
    spare = _spare(text)
    if spare is not None:
        fields["spare"] = spare
    if match := _CONCURRENCY.search(text):
        fields["concurrency"] = int(number(next(g for g in match.groups() if g))) or None
    return {k: v for k, v in fields.items() if v is not None}


def says_no_staff(text: str) -> bool:
    """Whether people are left out on purpose."""
    return _NO_STAFF.search(text) is not None


def _gpu(text: str) -> dict[str, Any]:
    counted = [m for pattern in _COUNTED for m in pattern.finditer(text) if number(m["n"]) >= 1]
    a_replica = _A_REPLICA.search(text)
    first = min(counted, key=lambda m: (m.start(), -len(m[0])), default=None)
    alone = _ALONE.search(text)
    name = first["gpu"] if first else (alone["gpu"] if alone else None)
    count = first["n"] if first else None
    if a_replica:
        count = a_replica["n"] or a_replica["n2"] or a_replica["n3"]
    elif count is None and alone and (cards := _CARDS.search(text)):
        count = cards["n"]
    if name is None and (stranger := _STRANGER.search(text)):
        name = stranger["gpu"]
    fields: dict[str, Any] = {"gpu": _tidy(name)} if name else {}
    if count and (name or a_replica) and number(count) == int(number(count)) > 0:
        fields["gpus"] = int(number(count))
    return fields


def _tidy(name: str) -> str:
    return re.sub(r"^(?:NVIDIA|英伟达|华为)\s?", "", name, flags=_I).strip()


def _spare(text: str) -> int | None:
    if _NO_SPARE.search(text):
        return 0
    for pattern in _SPARE:
        if (match := pattern.search(text)) and number(match["n"]) == int(number(match["n"])):
            return int(number(match["n"]))
    return None


def _terms(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if match := _MONTHS.search(text) or _MONTHS_AFTER.search(text):
        years = match["u"].lower().startswith(("y", "年"))
        fields["purchase_months"] = int(number(match["n"]) * (12 if years else 1)) or None
    elif (match := _SPAN.search(text)) and re.search(r"\bbuy|purchas|bought|per server|自购|购买|采购|买", text, _I):
        fields["purchase_months"] = int(number(match["n"])) or None
    if match := _KW.search(text):
        fields["kilowatts"] = number(match["n"]) / (1 if match["u"] in {"kW", "千瓦"} else 1000)
    if (match := _PUE.search(text)) and number(match["n"]) >= 1:
        fields["pue"] = number(match["n"])
    if match := _HOURS.search(text):
        hours = number(next(g for g in match.groups() if g))
        fields["hours_month"] = hours / 24 * 730 if 0 < hours < 24 else None
    if match := _PRECISION.search(text):
        fields["precision"] = _PRECISIONS.get(match["p"].upper(), match["p"].upper())
    return fields
