"""Questions for all models of a kind: which are open source, which meet the definition, which are closed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.answering.question import kinds
from knowledge.records.verdicts import Rung

_PLAIN = (
    r"(?:AI|large|language|open|closed|open[- ]?source|open[- ]?weights?|source|weights?|current|known|new|truly|"
    r"really|fully|actually|all|other|chat|text|proprietary|pretend[- ]open)"
)
_PLAIN_ZH = r"(?:真正|完全|目前|现在|国产|中文|开源|闭源|开放|权重|假装|可得|语言|AI|的|是|大|\s)*"
"""What may stand before the models without making the question a narrower one."""
_LISTS = re.compile(
    rf"\b(?:which|what)(?: are)?(?: the)?(?: {_PLAIN})*[ -](?:models?|LLMs?)\b|"
    rf"\b(?:list|name|show)(?: me)?(?: all| some)?(?: of)?(?: the)?(?: {_PLAIN})*[ -](?:models|LLMs)\b|"
    rf"(?:哪些|哪几个|列出|列一下){_PLAIN_ZH}(?:大?模型|LLM)(?!的)|有(?:哪些|什么){_PLAIN_ZH}(?:大?模型|LLM)[？?。！]?$|"
    rf"{_PLAIN_ZH}(?:大?模型|LLM)(?:都)?(?:有哪些|是哪些|有哪几个)[？?。]?$",
    re.I,
)
_RUNGS: Mapping[tuple[Rung, ...], re.Pattern[str]] = {
    ("open-source-open-data",): re.compile(
        r"\bopen[- ]?(?:training )?data\b|\b(?:publish|releas|open|disclos)\w*\b[^.?!]{0,20}\btraining data\b|"
        r"数据(?:也|都|是)?(?:公开|开放)|(?:公开|开放)(?:了)?(?:训练)?数据",
        re.I,
    ),
    ("weights-available",): re.compile(
        r"\bweights?[- ]available\b|权重可得|假装开源|伪开源|假开源|\bopen[- ]?wash|\bpretend[- ]open", re.I
    ),
    ("open-weights",): re.compile(r"\bopen[- ]?weights?\b|开放权重|开源权重", re.I),
    ("closed",): re.compile(r"\bclosed(?:[- ]source)?\b|\bproprietary\b|闭源", re.I),
    ("open-source-open-data", "open-source"): re.compile(
        r"\bopen[- ]?sourced?\b|\bOSAID\b|\bopen source (?:AI )?definition\b|\bOSI\b|开源|完全开放", re.I
    ),
}  # fmt: skip
_OTHER = re.compile(
    r"\b(?:cheap\w*|best|better|fast\w*|most|popular|recommend\w*|should|for (?:our|my|us|a|an)|"
    r"license[ds]?|users?|score\w*|"
    r"benchmark\w*|commerc\w*|why|how|differ\w*|clause|terms?)\b|推荐|最|适合|合适|商用|国产|中文|为什么|怎么|"
    r"区别|许可|协议|条款|观点|认为|说",
    re.I,
)
"""Words of a narrower question, which a list does not answer."""


def rungs_listed(text: str) -> tuple[Rung, ...]:
    """The rungs whose models a sentence asks for; none when it asks for something else."""
    if not _LISTS.search(text) or _OTHER.search(text) or kinds.DOCUMENT.search(text):
        return ()
    return next((rungs for rungs, pattern in _RUNGS.items() if pattern.search(text)), ())
