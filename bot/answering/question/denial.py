"""Whether a word is denied where it stands. A doubt, a ban one asks about and a negative question deny nothing."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[。！？!?；;，,\n]|\.(?=\s|$)|\b(?:but|so|because|before|after)\b|但是?|不过")
_NOT_EN = (
    r"(?:(?:\bnot\b|n['’]t\b|\bno longer\b)(?! (?:only|just|merely|solely|simply)\b)|\bno\b(?! longer\b)|\bnever\b|"
    r"\bwithout\b|\bnone\b)"
)
_NOT_ZH = r"(?:不|没有?|非|未|无|从不|别)"
_APART_EN = (
    r"(?:\bnothing (?:at all )?to do with\b|\b(?:un|not )(?:related|connected) (?:to|with)\b|"
    r"\bno (?:relation|connection|link|ties?) (?:to|with)\b)"
)
_NEAR = re.compile(rf"(?:{_NOT_EN}|{_APART_EN})(?:\s*[\w'’]+){{0,4}}\s*$|\bnon[- ]?$|{_NOT_ZH}[^，。]{{0,4}}$", re.I)
_INNOCENT = re.compile(
    r"\bno (?:better|greater|finer|stronger|doubt|question|matter|wonder|problem|less|fewer|limits?|secret)\b|"
    r"\bwithout (?:a |any )?(?:doubt|question|exception|fail|leaving)\b|\bnot (?:least|limited|until)\b|"
    r"(?:\bnever|\bnot|\bwithout|n['’]t) (?:ever )?(?:stop|ceas|quit|leav|left|fail|tire|mov\w+ out of)\w*|"
    r"(?:\bnot|n['’]t|\bnever|\bwithout) (?:ever |yet |really |actively |going to |want to )?(?:exclud|exempt|rul(?:e|"
    r"ed|ing) "
    r"out|limit|restrict|confin|preclud|prohibit|forbid|bann?(?:ed|ing)?\b|refus|reject|object|declin|oppos|deny|"
    r"denie|block|"
    r"geo-?block|mind|hid|conceal|illegal|unlawful|against)\w*|\bnot to (?:mention|forget)\b|\bno (?:other|one other) "
    r"[^.;?!,]{0,20}\bthan\b|\b(?:nobody|nothing|none|no one) (?:else )?(?:but|other than|except)\b|"
    r"\b(?:without|no) (?:any |a |an |the )?(?:human |manual |further |prior )?(?:reviews?|oversight|supervision|"
    r"approval|"
    r"consent|warrant|licen[cs]e|permission|attribution|credit|paying|payment|internet)\b|"
    r"[不没未](?:有|会|曾|能|想|打算)?(?:排除|屏蔽|限于|限制|局限|妨碍|拒绝|反对|避讳|介意|否认|禁止|回避|隐瞒|封锁|"
    r"阻止|缺|乏|一定)|"
    r"未必|不见得|无非|不是[^，。是]{1,6}是|(?:没有?|无需?|未|不)(?:经|要|买|付|获|交)?(?:得到|取得)?(?:任何)?"
    r"(?:授权|许可|同意|审批|审核|批准|费|署名|改名|开源|公开源)[^，。；]{0,4}?(?=商|能|可|就|直|卖|用|给|，|$)|"
    r"[特分个级类性识辨差国区鉴派告]别|别[人的墅称名]|不[仅只光但过同错止少断久论管愧]|不得[不已]|不出|不离开|"
    r"非[常洲]|未(?:来|成年)|无(?:人|线|锡|数|论)|没错|"
    r"(?:没有|[不没未非])(?:公开|上市|知名|出名|起眼|对外)(?!给|到|卖|供|服务)|"
    r"[不没未非](?![是做属涉搞碰用给为有在服面接卖任含包])[一-鿿]{1,3}的",
    re.I,
)
"""What has the letters of a denial and denies nothing, or only its own adjective: `特别`, `非公开的`, `no doubt`."""
_DOUBT = re.compile(
    r"\b(?:not|n['’]t) (?:\w+ )?(?:sure|certain|clear|aware)\b|"
    r"\b(?:not|n['’]t) (?:really )?(?:know|understand|see|get)\b|\bno idea\b|\bwhy not\b|\bwhether\b|"
    r"不(?:太|大|是很)?(?:确定|知道|清楚|明白|懂|了解|肯定|晓得)|没(?:搞|弄)?(?:懂|清楚|明白|把握)|拿不准|说不准|"
    r"能不能|可不可以|是不是|行不行|会不会|算不算",
    re.I,
)
_HEARSAY = re.compile(
    r"\b(?:sa(?:y|ys|id)|told|hear|heard|reads?|claims?|claimed)\b.{0,40}(?:\bcan(?:no|['’])t|\bcan not|\bmay not|"
    r"\bmust ?n[o'’]t|"
    r"not (?:be )?(?:allowed|permitted))\b|(?:说|传)(?:是|这个|它)?.{0,6}不(?:能|可以?|让|允许|准|得|许|行)",
    re.I,
)
_IS_IT_SO = re.compile(
    r"\b(?:is|are) (?:that|it|this|they) (?:so|true|right|correct)\b|\breally\b|真的|对[吗吧]|是[吗吧]|没错吧", re.I
)
"""A ban that others told of, which the asker doubts."""
_BAN = re.compile(
    r"\b(?:can(?:no|['’])t|can not|may not|must ?n[o'’]t|not (?:be )?(?:allowed|permitted))\b|"
    r"(?<!从)不(?:能|可以?|让|允许|准|得|许|行|给)",
    re.I,
)
"""What a question asks about, and a statement denies."""
_ASKS_EN = re.compile(
    r"^\W*(?:so |and |then |why |or )*(?:(?:is|are|was|does|did|could|would|wo|should|has|have)n['’]t|"
    r"don['’]t (?:we|you|they|I|these|those))\b",
    re.I,
)
_ASKS_ZH = re.compile(r"(?:不(?:是|算|会|属于|就是)|没(?:有)?).{0,40}[吗吧么嘛]\s*$")
_TAG = re.compile(
    r"[,，]\s*(?:right|correct|no|对吧|对吗|是吧|(?:can|may|do|does|did|is|are|will|would|could|should|must|have|has) "
    r"(?:we|I|you|they|it|this|that|there|one))\s*[?？]",
    re.I,
)
_WITH_ZH = re.compile(r"(?P<not>[不非未]是?)?(?:与|和|跟|同|除了?)[^，。]{0,8}$")
_APART_ZH = re.compile(
    r"[^，。；？！]{0,8}?(?:(?:都|也|完全|毫|并|根本|一点)*(?:无关(?:联|系)?|不相关|不相干|不沾边|不搭边|不搭界|"
    r"没有?(?:任何|什么|半点)?(?:关系|关联|瓜葛))|(?:以|之)外)(?P<of>的?)"
)
"""`与军事无关的`, `除军事以外`: what denies a word stands behind it."""
_BEFORE, _AFTER = 120, 80
"""Characters around a word that tell of it."""


def denied(text: str, at: int) -> bool:
    """Whether a negation stands before `at` in the same clause, near enough to mean it, and states something."""
    clause = _CLAUSE.split(text[max(0, at - _BEFORE) : at])[-1]
    if (apart := _set_apart(clause, text[at : at + _AFTER])) is not None:
        return apart
    if not _NEAR.search(_INNOCENT.sub("·", clause)) or _DOUBT.search(clause):
        return False
    after = text[at : at + _AFTER]
    end = _CLAUSE.search(after)
    rest = after[: end.start()] if end else after
    asked = (end is not None and end[0] in "?？") or _TAG.match(after, len(rest)) or re.search(r"[吗么嘛]\s*$", rest)
    if _HEARSAY.search(clause) and (asked or _IS_IT_SO.search(after, len(rest), len(rest) + 30)):
        return False
    if asked and (_BAN.search(clause) or _ASKS_EN.search(clause)):
        return False
    return not _ASKS_ZH.search(clause + rest)


def _set_apart(before: str, after: str) -> bool | None:
    """Whether a Chinese clause says that what is spoken of has nothing to do with the word between `before` and
    `after`; `None` where it says nothing of the kind. Asked (`与军事无关吗`) or denied itself, it does not."""
    first, behind = _WITH_ZH.search(before), _APART_ZH.match(after)
    if not first or not behind:
        return None
    if first["not"] or _DOUBT.search(before):
        return False
    return bool(behind["of"]) or not re.match(r"\s*[吗么嘛吧]|\s*[?？]", after[behind.end() :])
