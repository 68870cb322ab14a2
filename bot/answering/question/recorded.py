# ruff: noqa: E501  (a pattern is read whole)
"""Which recorded facts a sentence asks for: context, dates, sizes, maker, what it works with, where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.recorded import Fact

_ASKS: Mapping[Fact, re.Pattern[str]] = {
    "context": re.compile(
        r"\bcontext (?:window|length|size|limit)|\b(?:long(?:er|est)?|big(?:ger)?|large(?:r)?|max(?:imum)?) context\b|"
        r"上下文(?:窗口|长度|有?多[长大少]|是多少|最[长大])|多长的?上下文|上下文(?:更|比较)?长",
        re.I,
    ),
    "released": re.compile(
        r"\brelease date|\bwhen (?:was|were|did|is|will)\b[^.?!]{0,40}\b(?:release|launch|come out|publish|announce|open)|"
        r"\bhow old is\b|什么时候(?:发布|出的?|开源|上线|推出|公布|放出)|(?:哪[一]?[年天月]|几时|何时)[^。？！]{0,4}(?:发布|出的?|开源|上线|推出|公布|放出)|"
        r"发布(?:日期|时间)",
        re.I,
    ),
    "parameters": re.compile(
        r"\bhow many (?:total )?param|\bparameter count|\bnumber of param|\bhow (?:big|large) is\b|"
        r"多少(?:个)?参数|参数(?:量|规模|数)?(?:是|有)?多[少大]|参数量",
        re.I,
    ),
    "active": re.compile(r"\bactive param|\bactivated param|激活参数|激活(?:的)?参数|激活了?多少", re.I),
    "sizes": re.compile(
        r"\b(?:what|which) sizes\b|\bsizes (?:does|do|are|is|come)|\bcome in\b[^.?!]{0,16}\bsizes?|有(?:哪些|哪几个|几个|什么|多少个)(?:尺寸|规格|大小|版本)",
        re.I,
    ),
    "developer": re.compile(
        r"\bwho (?:made|makes|built|builds|develop\w*|created?|trained|owns(?! (?:what|the (?:outputs?|results?|content|texts?|images?|code)))|is behind)\b|\b(?:made|built|developed|created|trained) by (?:who|which|what)\b|"
        r"\bwhich (?:company|lab|vendor|developer)\b[^.?!]{0,16}\b(?:made|makes|built|developed|trained|behind)|谁(?:做|开发|训练|出|推出|研发)|"
        r"(?:哪家|哪个)(?:公司|厂商|机构|团队)?(?:做|开发|训练|出|推出|研发|的)",
        re.I,
    ),
    "modality": re.compile(
        r"\bmulti-?modal|\b(?:read|see|understand|handle|process|support|accept|take)s?\b[^.?!]{0,16}\b(?:images?|pictures?|audio|video|vision|photos?)\b|\bmodalit|"
        r"多模态|(?:支持|能|可以|会)(?:不能)?(?:看|读|识别|处理|理解)?(?:图片|图像|图|音频|语音|视频)|识图|看图",
        re.I,
    ),
    "repository": re.compile(
        r"\bwhere (?:can|do|could) (?:I|we|one) (?:download|get|find)\b|\bdownload link|\bHugging ?Face (?:page|repo|link|address)|"
        r"(?:在)?哪(?:里|儿)?(?:能|可以)?下载|下载(?:地址|链接)|权重在哪",
        re.I,
    ),
}


def facts_asked(text: str) -> tuple[Fact, ...]:
    """The facts a sentence asks for, in the order they are shown."""
    return tuple(fact for fact, pattern in _ASKS.items() if pattern.search(text))
