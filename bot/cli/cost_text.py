"""A cost answer on the terminal."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.table import Table

from knowledge.cost.answer import CostAnswer
from knowledge.cost.wording import money, tokens
from knowledge.records.base import Language, Words

_TITLES = {
    "value": Words(en="Verdict", zh="结论"), "volume": Words(en="tokens a month", zh="每月用量"),
    "api": Words(en="API", zh="API"), "self": Words(en="self-hosted", zh="自建"),
    "replicas": Words(en="replicas", zh="副本"), "assumed": Words(en="Taken, because nobody said", zh="未说明而采用的"),
    "moves": Words(en="What moves it (self-hosted minus API, a month)", zh="影响最大的因素（自建减 API，每月）"),
    "missing": Words(en="Missing", zh="还需要"), "flips": Words(en="changes the verdict", zh="会改变结论"),
    "hybrid": Words(en="Hybrid", zh="混合"),
}  # fmt: skip
_VALUES = {
    "api": Words(en="the API is cheaper", zh="API 更便宜"),
    "self-host": Words(en="self-hosting is cheaper", zh="自建更便宜"),
    "depends": Words(en="it depends", zh="视情况而定"),
}  # fmt: skip


def show(answer: CostAnswer, language: Language) -> None:
    """Print the verdict, the table, what was assumed and what would change it."""
    console = Console(highlight=False, soft_wrap=True)
    verdict = answer.verdict
    console.print(f"[bold]{_t('value', language)}: {_VALUES[verdict.value].in_(language)}[/bold]")
    for words in (verdict.reason, answer.explanation, *answer.notes):
        if words.in_(language):
            console.print(words.in_(language), markup=False)
    _hybrid(console, answer, language)
    if answer.table:
        console.print(_table(answer, language))
    _list(console, _t("assumed", language), [_assumed(a, language) for a in answer.assumptions])
    _list(console, _t("moves", language), _moves(answer, language))
    _list(console, _t("missing", language), [m.question.in_(language) for m in verdict.missing])


def _t(key: str, language: Language) -> str:
    return _TITLES[key].in_(language)


def _hybrid(console: Console, answer: CostAnswer, language: Language) -> None:
    plan, currency = answer.hybrid, answer.verdict.currency
    if plan is None:
        return
    month, saves = money(plan.month, currency), money(plan.saves, currency)
    words = Words(
        en=f"{plan.replicas} own replicas, the API for the rest and as the spare: {month} a month, {saves} less.",
        zh=f"自建 {plan.replicas} 个副本，其余与备份走 API：每月 {month}，再省 {saves}。",
    )
    console.print(f"{_t('hybrid', language)}: {words.in_(language)}", markup=False)


def _table(answer: CostAnswer, language: Language) -> Table:
    table = Table(box=None, pad_edge=False)
    for key in ("volume", "api", "self", "replicas"):
        table.add_column(_t(key, language), justify="right")
    spare = answer.verdict.spare or 0
    for row in answer.table:
        bills = [money(row.api_month, answer.verdict.currency), money(row.self_month, answer.verdict.currency)]
        table.add_row(_short(row.volume, language), *bills, f"{row.replicas}+{spare}")
    return table


def _short(volume: Decimal, language: Language) -> str:
    return tokens(volume).in_(language).removesuffix(" tokens").removesuffix(" token")


def _assumed(assumption: object, language: Language) -> str:
    words, source, as_of = (getattr(assumption, name) for name in ("words", "source", "as_of"))
    tail = ", ".join(str(part) for part in (source, as_of) if part)
    return f"{words.in_(language)}" + (f" [{tail}]" if tail else "")


def _moves(answer: CostAnswer, language: Language) -> list[str]:
    currency = answer.verdict.currency
    rows = []
    for effect in answer.sensitivity:
        low, high = money(effect.low_gap, currency), money(effect.high_gap, currency)
        flips = f" ({_t('flips', language)})" if effect.flips else ""
        rows.append(f"{effect.name.in_(language)} {effect.low} → {effect.high}: {low} → {high}{flips}")
    return rows


def _list(console: Console, title: str, lines: list[str]) -> None:
    if lines:
        console.print(f"[bold]{title}[/bold]")
        for line in lines:
            console.print(f"- {line}", markup=False)
