"""Charts of a cost answer: both bills against volume with the staircase visible, and what moves them.

Drawn on a light card of its own, so that they read the same on Slack's light and dark backgrounds.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from knowledge.cost.answer import CostAnswer, Effect
from knowledge.cost.wording import money, tokens
from knowledge.records.base import Language, Words

_CJK = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "SimHei", "Noto Sans CJK JP",
    "Arial Unicode MS", "Droid Sans Fallback",
)  # fmt: skip
"""Fonts with Chinese, best first. Without one the labels are in English: boxes help nobody."""
_INK, _GRID, _CARD = "#1f2933", "#d5dbe1", "#ffffff"
_API, _SELF, _MARK = "#0b6bcb", "#c2410c", "#15803d"
_LABELS = {
    "title": Words(en="Monthly cost against volume", zh="月成本与用量"),
    "moves": Words(
        en="Self-hosted minus API, a month (orange: verdict changes)",
        zh="影响因素：自建减 API（每月；橙色：会改变结论）",
    ),
    "x": Words(en="tokens a month", zh="每月 token 数"),
    "x_output": Words(en="output tokens a month", zh="每月输出 token 数"),
    "api": Words(en="API", zh="API"),
    "self": Words(en="self-hosted (each step: one more replica)", zh="自建（每级台阶多一个副本）"),
    "even": Words(en="break-even", zh="盈亏平衡"),
    "you": Words(en="you", zh="当前用量"),
    "dearer": Words(en="self-hosting dearer →", zh="自建更贵 →"),
    "cheaper": Words(en="← self-hosting cheaper", zh="← 自建更便宜"),
}


@dataclass(frozen=True)
class Chart:
    """A picture and what it shows, for those who do not see it."""

    png: bytes
    alt: Words


@cache
def cjk_font() -> str | None:
    """An installed font that has Chinese, or nothing."""
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in _CJK if name in installed), None)


def cost_chart(answer: CostAnswer, language: Language = "en") -> Chart:
    """Both bills and the tornado in one picture. Raises `ValueError` when the answer holds no bills to draw."""
    if not answer.table:
        raise ValueError("this answer has no two bills to draw: an API price and a speed are needed")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    drawn = language if language == "en" or cjk_font() else "en"
    with _style():
        figure = Figure(
            figsize=(9, 8.2), dpi=130, facecolor=_CARD, layout=ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.12)
        )
        FigureCanvasAgg(figure)
        top, bottom = figure.subplots(2, 1, height_ratios=[3, 2])
        _bills(top, answer, drawn)
        _tornado(bottom, answer, drawn)
        return Chart(_png(figure), _alt(answer))


def _style() -> Any:
    from matplotlib import rc_context

    fonts = [*([cjk_font()] if cjk_font() else []), "DejaVu Sans"]
    look: dict[Any, Any] = {
        "font.family": fonts,
        "font.size": 11,
        "axes.unicode_minus": False,
        "text.parse_math": False,
    }
    colors: dict[Any, Any] = dict.fromkeys(
        ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), _INK
    )
    return rc_context({**look, **colors, "axes.facecolor": _CARD})


def _bills(axes: Any, answer: CostAnswer, language: Language) -> None:
    volumes, api, own = curves(answer)
    label = _label(language)
    axes.plot(volumes, api, color=_API, linewidth=2.4, label=label("api"))
    axes.step(volumes, own, where="post", color=_SELF, linewidth=2.4, linestyle="-", label=label("self"))
    _mark_even(axes, answer, language)
    if answer.volume is not None:
        axes.axvline(float(answer.volume), color=_INK, linewidth=1.2, linestyle=":")
        at = (float(answer.volume), 0.03)
        axes.annotate(label("you"), at, xycoords=("data", "axes fraction"), xytext=(4, 0), textcoords="offset points")
    axes.set_title(label("title"), loc="left", fontweight="bold")
    axes.set_xlabel(label("x_output" if answer.verdict.volume_counts == "output" else "x"))
    axes.set_xlim(0, volumes[-1])
    axes.set_ylim(0, None)
    axes.xaxis.set_major_formatter(lambda value, _: _short(value, language))
    axes.yaxis.set_major_formatter(
        lambda value, _: money(Decimal(int(value)), answer.verdict.currency) if value else "0"
    )
    axes.grid(color=_GRID, linewidth=0.8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="upper left", frameon=False)


def _mark_even(axes: Any, answer: CostAnswer, language: Language) -> None:
    even = answer.verdict.break_even_tokens
    if even is None or answer.api_per_million is None or float(even) > axes.get_lines()[0].get_xdata()[-1]:
        return
    x, y = float(even), float(even * answer.api_per_million / 1_000_000)
    text = f"{_label(language)('even')}: {tokens(even).in_(language)}"
    axes.plot([x], [y], "o", color=_MARK, markersize=9, zorder=5)
    axes.annotate(text, (x, y), xytext=(10, -22), textcoords="offset points", color=_MARK, fontweight="bold")


def curves(answer: CostAnswer) -> tuple[list[float], list[float], list[float]]:
    """Volumes with the API's and the own bill at each: evenly spaced, and exact at every step of the staircase."""
    verdict = answer.verdict
    last = float(max(answer.volume or 0, verdict.break_even_tokens or 0, answer.table[0].volume)) * 1.6
    volumes = sorted({last * i / 400 for i in range(401)})
    rate = float(answer.api_per_million or 0) / 1e6
    step, first, each = _stairs(answer)
    counts = [max(1, -int(-volume // step)) for volume in volumes]
    return volumes, [volume * rate for volume in volumes], [first + (count - 1) * each for count in counts]


def _stairs(answer: CostAnswer) -> tuple[float, float, float]:
    """Tokens a step carries, the bill of the first step, and what each further one adds."""
    return float(answer.step or 1), float(answer.first_step_month or 0), float(answer.step_month or 0)


def _tornado(axes: Any, answer: CostAnswer, language: Language) -> None:
    rows = [effect for effect in reversed(answer.sensitivity[:7]) if effect.low_gap != effect.high_gap]
    currency, label = answer.verdict.currency, _label(language)
    for index, effect in enumerate(rows):
        low, high = float(effect.low_gap), float(effect.high_gap)
        axes.barh(index, high - low, left=low, height=0.6, color=_SELF if effect.flips else "#7b8794")
    axes.set_yticks(range(len(rows)), [_named(effect, language) for effect in rows])
    axes.axvline(0, color=_INK, linewidth=1.4)
    axes.set_title(label("moves"), loc="left", fontweight="bold")
    axes.xaxis.set_major_formatter(lambda value, _: money(Decimal(int(value)), currency) if value else "0")
    axes.set_xlabel(f"{label('cheaper')}   ·   {label('dearer')}")
    axes.locator_params(axis="x", nbins=6)
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _named(effect: Effect, language: Language) -> str:
    return f"{effect.name.in_(language)}  {effect.low} → {effect.high}"


def _label(language: Language) -> Any:
    return lambda key: _LABELS[key].in_(language)


def _short(value: float, language: Language) -> str:
    return tokens(Decimal(int(value))).in_(language).split(" token")[0] if value else "0"


def _png(figure: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", facecolor=_CARD)
    return buffer.getvalue()


def _alt(answer: CostAnswer) -> Words:
    """What the picture shows, in words."""
    strongest = answer.sensitivity[0].name if answer.sensitivity else Words(en="nothing", zh="无")
    reason = answer.verdict.reason
    return Words(
        en=f"Chart: monthly cost of the API (a line) and of self-hosting (a staircase). {reason.en} "
        f"Strongest influence: {strongest.en}.",
        zh=f"图：API 月成本（直线）与自建月成本（阶梯）。{reason.zh}影响最大的因素：{strongest.zh}。",
    )
