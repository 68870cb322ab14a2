"""Whether a question asks for one particular thing, and which: an amount of some kind, or a name.

A document on the subject answers most broad questions; a question for one thing is answered only where that thing
stands. The tables are of forms of words, in both languages, not of subjects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Amount = Literal["money", "time", "share", "people", "size", "score", "compute", "count"]
_NUMBER = (
    r"(?:\d[\d,.]*|[零一二两三四五六七八九十百千万亿半几数]+|\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|"
    r"half|several)\b)"
)
_AMOUNT = rf"{_NUMBER}(?:[-\s](?:and|a|point|{_NUMBER}))*[-\s]?"


_FIGURE = r"(?:\d[\d,.]*|[零一二两三四五六七八九十百千万亿半几数]+)"
_CARD = r"(?:GPU|[ABHV]\d{2,3}|加速卡|显卡)"


@dataclass(frozen=True)
class _Kind:
    asked: re.Pattern[str]
    given: re.Pattern[str]


def _kind(asked: str, given: str) -> _Kind:
    return _Kind(re.compile(asked, re.I), re.compile(given, re.I))


_KINDS: dict[Amount, _Kind] = {
    "money": _kind(
        r"多少钱|价格|单价|价钱|费用|怎么收费|收费(?:标准|多少|几)|"
        r"费怎么算|怎么计费|工资|薪|预算|租金|赔多少|花(?:了|费)?多少|融了|罚了?多少|补贴|"
        r"how much (?:does|do|did|would|will|is|was|are).*\b(?:cost|pa(?:y|id)|charged?|fee|price|sell|sold|"
        r"spen[dt]|worth|earn\w*)|"
        r"\b(?:hourly|daily|monthly|annual|yearly) (?:rate|rent|pay)\b|"
        r"\b(?:price|cost|budget|salary|fee|deposit|fine|wage|revenue)\b",
        rf"{_AMOUNT}(?:美元|美金|欧元|人民币|元|块钱|万元|亿元|dollars?|euros?|USD|RMB|CNY|pounds?)|[$€¥£]\s?\d",
    ),
    "time": _kind(
        r"多久|多长时间|几[天年周月]|几个(?:月|小时|星期|季度)|多少[天年周]|多少个?(?:小时|月)|何时|哪[年天]|"
        r"哪一年|几点|什么时候(?:会|能|才|发|上|出|开|成|推|截|到|签|公布|来|去|结束|停)|几月几[号日]|"
        r"how (?:long|soon|often|fast|old)|"
        r"\bwhen (?:is|was|will|did|does)\b|"
        r"what (?:date|year)",
        rf"{_AMOUNT}(?:个?(?:小时|分钟|秒|天|日|周|星期|月|年|季度)|日内|"
        r"(?:calendar |business |working )?(?:second|minute|hour|day|week|month|year|quarter|night)s?\b)|"
        rf"\bat {_NUMBER}|{_NUMBER}点|\d:\d\d|\d\s?[ap]m\b|\b(?:noon|midnight)\b|"
        r"每(?:天|周|月|年|晚|季)|\b(?:daily|weekly|monthly|yearly|annually|once|twice|every)\b|(?:19|20)\d\d|"
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    ),
    "share": _kind(
        r"比例|百分|占多少|几成|百分点|利用率|使用率|准确率|正确率|错误率|命中率|字错率|多大比|"
        r"\b(?:error|success|hit|failure|growth|usage) rate\b|"
        r"what (?:share|percent|fraction|proportion|part)|how much of|percentage",
        rf"{_AMOUNT}(?:%|percent|per cent|成)|%|百分之|[一二三四五六七八九]成|\b(?:half|third|quarter)\b",
    ),
    "people": _kind(
        r"(?<!哪)(?:几个人|几名|几位)|多少人|多少(?:用户|员工|客户|居民|工程师)|"
        r"how many (?:people|users|engineers|employees|staff|customers|residents|developers|reviewers|members)|"
        r"team size",
        rf"{_AMOUNT}(?:\w+\s){{0,2}}(?:个?人|名|位|people|persons?|users?|engineers?|employees|staff|customers|"
        r"residents|developers|journalists|reviewers|members)",
    ),
    "size": _kind(
        r"参数(?:量|规模)|多少(?:个|亿)?参数|上下文(?:窗口|长度)|(?:多少|多大)显存|显存(?:要|需要|有)?多|多大|"
        r"how (?:big|large|much (?:memory|disk|storage))|how many (?:parameters|tokens|weights)|"
        r"context (?:window|length|size)",
        rf"{_AMOUNT}(?:[BKMGT]B?\b|billion|million|gigabytes?|megabytes?|bytes?|tokens?|词元|参数|亿)",
    ),
    "score": _kind(
        r"得分|分数|评分|score|benchmark|BLEU|MMLU|accuracy|results", rf"{_AMOUNT}(?:分|%|points?|percent)|\d+\.\d"
    ),
    "compute": _kind(
        rf"{_CARD}[\s-]?(?:小时(?!候)|机时)|卡时|\b{_CARD}[\s-]hours?\b|(?-i:\bFLOPs?\b)",
        rf"{_FIGURE}\s?(?:k|万|亿|million|thousand)?\s?(?:个|张)?{_CARD}[\s-]?(?:小时(?!候)|机时|时|hours?\b)|(?-i:\bFLOPs?\b)|"
        r"\b10\^\d\d\b|10[⁰¹²³⁴-⁹]{2}",
    ),
    "count": _kind(
        r"多少|(?<!哪)几(?![乎何])[一-鿿]|how many|how often|what number|number of|what (?:is|was|are) (?:the )?"
        r"(?:\w+ )?(?:speed|population|height|weight|distance|temperature|capacity|area|length|depth|width|volume|"
        r"size)\b|"
        r"what (?:speed|distance|temperature|height|weight)\b",
        _AMOUNT,
    ),
}
_REASON = re.compile(r"为什么|为啥|^why\b", re.I)
_BROAD = re.compile(
    r"^(?:why|how (?:do|does|did|is|are|can|could|to|should|would|will)\b|is|are|was|were|do|does|did|can|could|may|"
    r"must|will|would|should|has|have)\b|为什么|为啥|怎么|如何|吗[?？]?\s*$|行不行|能不能|可不可以|有没有|会不会|是不是|"
    r"算不算|要不要",
    re.I,
)
_NAME = re.compile(
    r"^(?:(?:on|at|in|for|by|to|from|under|with)\s+)?(?:who|whose|which|where)\b|\bname of\b|"
    r"what(?:'s| is| was| are| were)\b.{0,40}\bnames?\b|"
    r"what(?:'s| is| was| are| were)\b.{0,40}\bcalled\b|\bwhat do (?:they|we|you) call\b|"
    r"what (?:brand|vendor|model|library|company|language|engine|tool|framework|city|country)|"
    r"谁|哪(?:条|款|台|艘|座|部|本|支|届|只|辆|类|间|门|份|一|几[个位名家])|哪家|哪个|(?<!有)哪些|哪所|哪里|哪位|哪国|哪种|叫什么|型号|品牌|什么名字|厂商|"
    r"什么(?:底座|基座|基础|开源|大)?(?:模型|工具|软件|语言|数据库|牌子|网站|引擎)|(?:编程)?语言",
    re.I,
)
_ASKING_EN = "when where why whose whom many much often long tell please say"
_ASKING_ZH = (
    "多少 多久 多长 多长时间 多大 多高 多快 几 几个 几天 几年 哪 哪家 哪里 哪个 哪些 哪位 哪种 哪国 哪所 哪年 哪天 谁 "
    "为啥 啥 咋 何时 什么时候 时候 请问 告诉 行不行 有没有 能不能 是不是"
)
_ASKING = frozenset(f"{_ASKING_EN} {_ASKING_ZH}".split())


def content(words: Iterable[str]) -> list[str]:
    """A question's words, each once, without those that only ask."""
    return [word for word in dict.fromkeys(words) if word not in _ASKING]


def amounts(question: str) -> tuple[Amount, ...]:
    """The kinds of amount that a question asks for; a bare count only where no other kind is, and no GPU hours where
    their price is."""
    if _REASON.search(question):
        return ()
    asked = tuple(name for name, kind in _KINDS.items() if kind.asked.search(question))
    beside = {"count", "compute"} if "money" in asked else {"count"}
    return tuple(name for name in asked if name not in beside) or asked


def asks_name(question: str) -> bool:
    """Whether a question asks for a name and for no amount: who, which, where; not whether, why or how."""
    return not amounts(question) and bool(_NAME.search(question)) and not _BROAD.search(question)


def gives(text: str, asked: tuple[Amount, ...]) -> bool:
    """Whether an amount of each of these kinds stands in `text`."""
    return all(_KINDS[name].given.search(text) for name in asked)
