"""The use that a verdict was reached for, in one line: what was taken from the message and its thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.answering.compose.escape import escape
from bot.answering.question.places import name_of
from knowledge.records.base import Language, Words
from knowledge.records.use import Money, Several, Use

CHECKED_FOR = Words(en="Checked for:", zh="按此用途判断：")
_YES: Mapping[str, Words] = {
    "commercial": Words(en="commercial use", zh="商业使用"),
    "research": Words(en="research", zh="研究"),
    "internal": Words(en="internal use", zh="内部使用"),
    "nonprofit": Words(en="a non-profit", zh="非营利组织"),
    "fine_tune": Words(en="fine-tuning", zh="微调"),
    "redistribution": Words(en="handing the model on", zh="向他人分发模型"),
    "in_app": Words(en="an app or product that others install", zh="他人安装的应用或产品"),
    "hosting": Words(en="offering it as a service", zh="作为服务对外提供"),
    "output_training": Words(en="training on its outputs", zh="用其输出训练模型"),
    "outputs_commercial": Words(en="selling its outputs", zh="出售其输出"),
}
_NO: Mapping[str, Words] = {
    "commercial": Words(en="no commercial use", zh="非商业使用"),
    "redistribution": Words(en="not handed on", zh="不分发"),
}
_FIGURES: Mapping[str, Words] = {
    "mau_now": Words(en="{} monthly active users", zh="月活 {}"),
    "mau_at_release": Words(en="{} monthly active users before the release", zh="发布前月活 {}"),
    "dau": Words(en="{} daily active users", zh="日活 {}"),
    "visits_per_month": Words(en="{} visits a month", zh="每月访问 {}"),
    "annual_revenue": Words(en="{} annual revenue", zh="年收入 {}"),
    "monthly_revenue": Words(en="{} monthly revenue", zh="月收入 {}"),
}
_PLACES: Mapping[str, Words] = {
    "territory": Words(en="company in {}", zh="公司位于{}"),
    "users_territory": Words(en="users in {}", zh="用户在{}"),
}


def checked_for(use: Use, language: Language) -> list[str]:
    """`Checked for: commercial use, 800 million monthly active users, users in European Union`; nothing where no
    figure and no place was told: what is done alone stands in the question."""
    told = [one for name in (*_FIGURES, *_PLACES) if (one := _told(name, getattr(use, name), language))]
    if not told:
        return []
    does = list(_does(use, language))
    comma, space = ("、", "") if language == "zh" else (", ", " ")
    return [f"{CHECKED_FOR.in_(language)}{space}{escape(comma.join([*does, *told]))}"]


def _does(use: Use, language: Language) -> Iterator[str]:
    for name, words in _YES.items():
        value = getattr(use, name)
        if value:
            yield words.in_(language)
        elif value is False and name in _NO:
            yield _NO[name].in_(language)


def _told(name: str, value: int | Money | Several | None, language: Language) -> str:
    if value is None:
        return ""
    if name in _FIGURES:
        money = isinstance(value, Money)
        amount = _amount(int(value.amount) if isinstance(value, Money) else int(str(value)), language)
        return _FIGURES[name].in_(language).format(f"{value.currency} {amount}" if money else amount)  # type: ignore[union-attr]
    codes = (value,) if isinstance(value, str) else value
    names = "、" if language == "zh" else " and "
    assert isinstance(codes, tuple)  # noqa: S101 - places are one word or several
    return _PLACES[name].in_(language).format(names.join(name_of(one, chinese=language == "zh") for one in codes))


def _amount(count: int, language: Language) -> str:
    """Round numbers in words, others in figures."""
    steps = ((10**8, "亿"), (10**4, "万")) if language == "zh" else ((10**9, " billion"), (10**6, " million"))
    for size, word in steps:
        if count >= size and count * 100 % size == 0:
            return f"{count / size:g}{' ' if language == 'zh' else ''}{word}"
    return f"{count:,}"
