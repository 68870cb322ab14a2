"""Whether a sentence gives the name or the amount that a question asks for; whose it is, its neighbours tell."""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.asked_for import amounts, asks_name, gives
from knowledge.tokens import in_chinese

_WHO = re.compile(r"^who\b|\bwho(?:se|m)?\b|谁|哪位|哪几位|什么人", re.I)
_NAMED = re.compile(
    r"(?<![\w.-])[A-Z][a-z'’]+(?: (?:[A-Z]\.|v[ao]n|de[rn]?|al|bin))* [A-Z][\w'’-]*[a-z](?![\w-]*\d)|"
    r"\bby [A-Z][a-z]+(?![\w-]*\d)"
)
"""Two words with capitals and no figure, or one behind `by`."""
_SURNAME = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳史唐薛"
    "雷贺罗郝安常傅卞齐康伍余顾孟黄穆萧尹姚邵汪毛贝成戴宋庞熊纪舒项祝董梁杜阮蓝闵席季贾江颜郭梅林钟"
    "徐邱骆高夏蔡田樊胡凌霍万卢莫房丁邓洪左石崔龚程邢裴陆翁曲段侯宁武刘景龙叶白赖乔聂曾关柴包"
)
_PERSON = re.compile(
    rf"(?:[人者员长师理席官裁][：:为是]?|[由是为：:、，]|^)\s?[{_SURNAME}][一-鿿]{{1,2}}(?=[，。、；：\s（）]|$|[一-鿿])"
)


def wanted(question: str) -> Callable[[str], bool] | None:
    """Tells which sentences give what `question` asks for; `None` where it asks for no name and no amount."""
    asked = amounts(question)
    if asked:
        return lambda text: gives(text, asked)
    if not (asks_name(question) and _WHO.search(question)):
        return None
    known = question.lower()
    return lambda text: _names(text, known)


def _names(text: str, known: str) -> bool:
    """Whether somebody is named whom the question does not name."""
    if in_chinese(text):
        return bool(_PERSON.search(text))
    return any(any(word not in known for word in name.lower().split()) for name in _NAMED.findall(text))
