"""API, own machines or both, and which model: every reason rests on a fact or on an argument that is named.

Arguments are those of a panel of practitioners (InfoQ China, 29 April 2024), in our words.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from knowledge.cost.answer import CostAnswer
from knowledge.cost.compare import compare
from knowledge.cost.constraints import Constraints, read_constraints
from knowledge.cost.currency import load_rates
from knowledge.cost.hardware import unknown_gpu
from knowledge.cost.prices import PriceBook, default_book
from knowledge.cost.shortlist import Candidate, gpu_of, shortlist, unmet
from knowledge.cost.wording import money, tokens
from knowledge.records.base import Record, Words
from knowledge.records.verdicts import Missing

if TYPE_CHECKING:
    from knowledge.catalog import Catalog
    from knowledge.texts import Texts

Choice = Literal["api", "self-host", "hybrid"]
PANEL = "InfoQ China, panel of 2024-04-29"
"""Where the arguments were made."""


class Reason(Record):
    """Why, and what it rests on."""

    words: Words
    kind: Literal["said", "fact", "argument"]
    """`said`: by the asker; `fact`: computed from records; `argument`: somebody's, named in `source`."""
    source: str
    leans: Choice | None = None
    """Which way it pulls; `None`: whichever is chosen."""


class Advice(Record):
    """What to do and with which model."""

    choice: Choice
    reasons: tuple[Reason, ...]
    shortlist: tuple[Candidate, ...]
    missing: tuple[Missing, ...] = ()
    cost: CostAnswer | None = None
    """The bills of the first of the short list, where a volume was given."""
    unmet: Words | None = None
    """Why no model meets all that was asked for; there is no short list then."""


_ARGUMENTS: dict[str, tuple[Choice | None, Words]] = {
    "poc": ("api", Words(
        en="Prove the idea on an API first: at small volume nothing is cheaper, and nothing has to be run.",
        zh="先用 API 验证想法：用量小的时候它最划算，也不用自己运维。")),
    "crossover": ("self-host", Words(
        en="Past a certain volume own servers become cheaper; that point is what the comparison looks for.",
        zh="用量大到某个临界点之后，自己的服务器更划算；成本对比找的就是这个点。")),
    "people": ("api", Words(
        en="Self-hosting has costs that no price list shows: people, purchasing, upgrades, compliance.",
        zh="自建有价目表上看不到的成本：人力、采购、升级、合规。")),
    "small": ("self-host", Words(
        en="A narrow, repeated task is well served by a small private model.",
        zh="简单重复的任务，用小的私有模型就够了。")),
    "private": ("self-host", Words(
        en="Whoever worries about the data deploys privately; for business customers that often decides.",
        zh="担心数据安全就私有化部署；面向企业时这常常是首要考虑。")),
    "plan-b": (None, Words(
        en="Keep an API as the second plan, so that users notice nothing when the own machines fail.",
        zh="保留 API 作为备用方案，自建出问题时用户无感。")),
    "regions": ("hybrid", Words(
        en="Rules on where data may go differ by market; serving each market apart raises the cost.",
        zh="各地对数据跨境的要求不同，分市场部署会抬高成本。")),
    "test": (None, Words(
        en="Test on your own questions before you choose: public scores say little about your task.",
        zh="选型前用自己的测试集评测：公开榜单说明不了你的场景。")),
    "falling": ("api", Words(
        en="API prices keep falling: a purchase written off over years bets against that.",
        zh="API 价格一路走低，按多年折旧买机器等于与之对赌。")),
}  # fmt: skip


def advise(
    constraints: Constraints,
    catalog: Catalog,
    texts: Texts | None = None,
    today: date | None = None,
    *,
    overlay: Path | None = None,
    book: PriceBook | None = None,
) -> Advice:
    """What a good infrastructure engineer would say with these facts; what would change it stands in `missing`."""
    day, prices = today or date.today(), book or default_book()
    hosted = shortlist(constraints, catalog, texts, prices, day, hosted=True)
    bills = _bills(constraints, hosted, catalog, day, overlay, prices)
    reasons = [*_said(constraints), *_computed(bills, hosted, constraints)]
    choice = _choice(constraints, reasons, bills)
    on_own = choice != "api" or constraints.hardware
    picked = hosted if on_own else shortlist(constraints, catalog, texts, prices, day, hosted=False)
    if not picked and (constraints.hardware or constraints.licenses is not None):
        gap, missing = _gap(constraints, catalog, texts, prices, day, hosted=on_own)
        return Advice(choice=choice, reasons=(), shortlist=(), missing=missing, unmet=gap)
    rest = [_argued(key) for key in _closing(choice, bills, constraints)]
    return Advice(choice=choice, reasons=(*reasons, *rest), shortlist=picked, missing=_missing(constraints), cost=bills)


def _gap(
    c: Constraints, catalog: Catalog, texts: Texts | None, book: PriceBook, day: date, *, hosted: bool
) -> tuple[Words, tuple[Missing, ...]]:
    """Why nothing is listed; of a GPU that nobody recorded, its memory is asked for."""
    if hosted and c.cost.gpu and gpu_of(c) is None:
        question = Words(en=f"How much memory has a {c.cost.gpu}, in GB?", zh=f"{c.cost.gpu} 的显存是多少 GB？")
        return unknown_gpu(c.cost.gpu), (Missing(key="gpu_memory", question=question),)
    return unmet(c, catalog, texts, book, day, hosted=hosted), ()


def _argued(key: str) -> Reason:
    leans, words = _ARGUMENTS[key]
    return Reason(words=words, kind="argument", source=PANEL, leans=leans)


def _said(c: Constraints) -> list[Reason]:
    """What the asker's own words pull towards, with the argument behind each."""
    rows: list[Reason] = []
    if c.data_stays:
        words = Words(en="The data may not leave the house.", zh="数据不能出域。")
        rows += [_own(words, "self-host"), _argued("private")]
    if c.trial:
        rows.append(_argued("poc"))
    if c.team == "none":
        rows += [_own(Words(en="Nobody is there to run GPUs.", zh="没有能运维 GPU 的人手。"), "api"), _argued("people")]
    if c.fine_tune:
        words = Words(en="A model you tune yourselves needs weights you hold.", zh="自己微调需要拿得到权重的模型。")
        rows.append(_own(words, "self-host"))
    if c.simple_task:
        rows.append(_argued("small"))
    if c.licenses is not None:
        rows.append(
            _own(
                Words(
                    en=f"Licences that will do: {c.license_named}. Models under others are left out.",
                    zh=f"可接受的许可证：{c.license_named}；其他许可证的模型不列。",
                ),
                None,
            )
        )
    if c.own_gpus:
        rows.append(
            _own(
                Words(
                    en="The GPUs are named: what fits on them costs no token price.",
                    zh="GPU 已经指定：能装下的模型不再按 token 付费。",
                ),
                "self-host",
            )
        )
    if c.cross_border:
        rows.append(_argued("regions"))
    if c.latency_ms is not None:
        rows.append(_own(_latency(c.latency_ms), "self-host" if c.latency_ms < 100 else None))
    return rows


def _latency(limit: int) -> Words:
    return Words(
        en=f"{limit} ms leaves little room for the way to somebody else's servers: measure the API from where you run.",
        zh=f"{limit} 毫秒的时延给公网往返留的余量不多：请在自己的机房实测 API。",
    )


def _own(words: Words, leans: Choice | None) -> Reason:
    return Reason(words=words, kind="said", source="the question", leans=leans)


def _bills(
    c: Constraints, hosted: tuple[Candidate, ...], catalog: Catalog, day: date, overlay: Path | None, book: PriceBook
) -> CostAnswer | None:
    if not hosted or c.cost.volume is None:
        return None
    first = hosted[0]
    model = catalog.model(first.model)
    variant = model.variant(first.variant) if first.variant else None
    return compare(c.cost, model, catalog, day, variant=variant, overlay=overlay, book=book)


def _computed(bills: CostAnswer | None, hosted: tuple[Candidate, ...], c: Constraints) -> list[Reason]:
    rows: list[Reason] = []
    if bills is not None:
        leans: Choice | None = None if bills.verdict.value == "depends" else bills.verdict.value
        name = hosted[0].name
        words = Words(en=f"{name}: {bills.verdict.reason.en}", zh=f"{name}：{bills.verdict.reason.zh}")
        rows.append(Reason(words=words, kind="fact", source="cost comparison", leans=leans))
        rows.append(_argued("crossover"))
    if bills is None and c.cost.budget_month is not None and (bought := _bought(c, hosted)):
        rows.append(bought)
    return rows


def _bought(c: Constraints, hosted: tuple[Candidate, ...]) -> Reason | None:
    """What the budget buys of the first model's API."""
    budget, price = c.cost.budget_month, hosted[0].per_million if hosted else None
    rates = load_rates()
    if budget is None or price is None or {budget.currency, price.currency} - set(rates.rates):
        return None
    amount = rates.convert(budget, price.currency) / price.amount * 1_000_000
    name, shown = hosted[0].name, tokens(amount)
    words = Words(
        en=f"{money(budget.amount, budget.currency)} a month buys about {shown.en} of {name} as an API.",
        zh=f"每月 {money(budget.amount, budget.currency)} 可在 API 上用约 {shown.zh} 的 {name}。",
    )
    return Reason(words=words, kind="fact", source="price records", leans="api")


def _choice(c: Constraints, reasons: list[Reason], bills: CostAnswer | None) -> Choice:
    """Data that may not leave decides alone; else the pulls are weighed, and a draw with volume means both."""
    if c.data_stays:
        return "self-host"
    pulls = {side: sum(r.leans == side for r in reasons if r.kind != "argument") for side in ("api", "self-host")}
    pulls["api"] += bool(c.trial)
    pulls["self-host"] += bool(c.simple_task and c.own_gpus)
    if bills is not None and bills.hybrid is not None and c.team != "none" and pulls["self-host"] >= pulls["api"]:
        return "hybrid"
    if pulls["self-host"] and pulls["self-host"] == pulls["api"]:
        return "hybrid"
    return "self-host" if pulls["self-host"] > pulls["api"] else "api"


def _closing(choice: Choice, bills: CostAnswer | None, c: Constraints) -> list[str]:
    keys = {"api": ["falling"], "self-host": ["people", "plan-b"], "hybrid": ["plan-b", "people"]}[choice]
    if c.data_stays and "plan-b" in keys:
        keys.remove("plan-b")
    if choice == "api" and not c.trial and bills is None:
        keys = ["poc", *keys]
    if c.team == "none" and "people" in keys:
        keys.remove("people")
    return [*keys, "test"]


def _missing(c: Constraints) -> tuple[Missing, ...]:
    """The facts whose absence leaves the choice open."""
    rows: list[Missing] = []
    if c.cost.volume is None and not c.data_stays:
        words = Words(en="How many tokens a month would it be?", zh="每月大约多少 token？")
        rows.append(Missing(key="tokens_per_month", question=words))
    if c.data_stays is None and not c.own_gpus:
        words = Words(
            en="May the data leave the house, or must the model run on your own machines?",
            zh="数据能否发到公司外部，还是必须在自己的机器上运行？",
        )
        rows.append(Missing(key="self_host", question=words))
    if c.use.commercial is None:
        words = Words(en="Is it a commercial product?", zh="是否用于商业产品？")
        rows.append(Missing(key="commercial", question=words))
    return tuple(rows)


__all__ = ["Advice", "Constraints", "Reason", "advise", "read_constraints"]
