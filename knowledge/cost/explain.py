"""The sentences around a comparison, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledge.cost.bill import Case
from knowledge.cost.breakeven import BreakEven, naive_break_even
from knowledge.cost.resolve import Ledger
from knowledge.cost.wording import money, percent, plain, tokens
from knowledge.records.base import Words


def rent_alone(total: Decimal, currency: str) -> Words:
    """The bill of machines alone."""
    bill = money(total, currency)
    return Words(
        en=f"{bill} a month for the machines, running all 730 hours.",
        zh=f"机器全月 730 小时运行，每月 {bill}。",
    )


def volume_of_bill(bill: Decimal, volume: Decimal, currency: str) -> Words:
    """What a bill buys."""
    paid, amount = money(bill, currency), tokens(volume)
    return Words(
        en=f"a bill of {paid} is about {amount.en} a month at these prices",
        zh=f"按这些单价，{paid} 的账单约合每月 {amount.zh}",
    )


def beside_bill(bill: Decimal, case: Case, currency: str) -> Words:
    """The bill of today, and the smallest fleet beside it."""
    paid, own = money(bill, currency), _smallest_fleet(case, currency)
    if own is None or case.fleet is None:
        return Words(
            en=f"You pay {paid} a month today; whether own machines cost less turns on the model that would replace it "
            "and on how many tokens it has to serve.",
            zh=f"目前每月付 {paid}；自建是否更省，取决于用哪个模型替换、每月要处理多少 token。",
        )
    holds = tokens(case.step)
    if case.fleet_month(1) >= bill:
        return Words(
            en=f"You pay {paid} a month today. {own.en} That is no less than the bill.",
            zh=f"目前每月付 {paid}。{own.zh}不低于现在的账单。",
        )
    return Words(
        en=f"You pay {paid} a month today. {own.en} That is less than the bill where one replica carries your volume: "
        f"it holds about {holds.en} a month.",
        zh=f"目前每月付 {paid}。{own.zh}如果单副本（每月约 {holds.zh}）装得下你的用量，就比现在的账单低。",
    )


def reason(
    case: Case, volume: Decimal | None, crossing: BreakEven | None, ledger: Ledger, *, closed: bool = False
) -> Words:
    """Which is cheaper at the asker's volume, and from where on."""
    parts = [_bills(case, volume, ledger.currency), _from_where(case, crossing), _CLOSED if closed else None]
    said = [part for part in parts if part]
    if not said:
        return Words(en="Too little is known to compare.", zh="信息不足，暂时无法比较。")
    return Words(en=" ".join(p.en for p in said), zh="".join(p.zh for p in said))


def why_open(
    volume: Decimal | None, api: Decimal | None, own: Decimal | None, tie: Decimal, deciding: Sequence[Words]
) -> Words | None:
    """Why neither is called cheaper: the volume is not known, both bills are too near, or an assumption turns them."""
    if volume is None:
        return Words(en="Below that the API is cheaper.", zh="低于这个量 API 更便宜。")
    if api is None or own is None:
        return None
    if abs(api - own) <= tie * max(api, own):
        near = percent(tie)
        return Words(
            en=f"The bills are within {near} of each other, and prices and speeds are not known better than that.",
            zh=f"两份账单相差不到 {near}，价格和速度的数据没有更准。",
        )
    if not deciding:
        return None
    en, zh = (", ".join(w.en for w in deciding), "、".join(w.zh for w in deciding))
    one = len(deciding) == 1
    return Words(
        en=f"Which is cheaper turns on {en}: within {'its' if one else 'their'} usual range the other side can win.",
        zh=f"哪边便宜取决于{zh}：在常见取值范围内结论会反转。",
    )


def slip(volume: Decimal) -> Words:
    """The question back where a volume is so small that its unit was left out."""
    number = plain(volume)
    return Words(
        en=f"{tokens(volume).en} a month is less than a few answers: is {number}M or {number}B meant?",
        zh=f"每月只有 {tokens(volume).zh}，还不够几次回答：是不是 {number} 万、{number} 亿或 {number}B？",
    )


def no_rate(currency: str) -> Words:
    """Said where an answer was wanted in a currency without a rate."""
    return Words(
        en=f"No rate for {currency} is set, so amounts stay as they are; set one in rates.yaml of the overlay folder, "
        f"or with `aperture cost --rate {currency}=…`.",
        zh=f"没有设定 {currency} 的汇率，金额未换算；可在覆盖目录的 rates.yaml 中设定，或用 "
        f"`aperture cost --rate {currency}=…`。",
    )


def zero_price() -> Words:
    """Said where an API price of zero was given."""
    return Words(
        en="An API price of 0 means that nobody knows it; the listed price was taken instead.",
        zh="API 单价为 0 视为未知，改用公布价。",
    )


_CLOSED = Words(en="Its weights are not to be had, so it cannot be self-hosted.", zh="该模型不提供权重，无法自建。")


def _bills(case: Case, volume: Decimal | None, currency: str) -> Words | None:
    if volume is None:
        return _asks(case, currency)
    amount, api, own = tokens(volume), None, None
    if case.api:
        api = money(case.api_month(volume), currency)
    if case.fleet:
        own = money(case.self_month(volume), currency)
    if api and own:
        count = _replicas(case, case.replicas(volume))
        return Words(
            en=f"At {amount.en} a month the API costs {api}, self-hosting {own} ({count.en}).",
            zh=f"每月 {amount.zh}：API {api}，自建 {own}（{count.zh}）。",
        )
    if api:
        return Words(en=f"At {amount.en} a month the API costs {api}.", zh=f"每月 {amount.zh}：API {api}。")
    if own:
        count = _replicas(case, case.replicas(volume))
        return Words(
            en=f"At {amount.en} a month self-hosting costs {own} ({count.en}).",
            zh=f"每月 {amount.zh}：自建 {own}（{count.zh}）。",
        )
    return None


def _replicas(case: Case, working: int) -> Words:
    """`2+1 replicas: two to serve and one spare`."""
    spare = case.fleet.spare if case.fleet else 0
    if not spare:
        return Words(en=f"{working} replica{'s' if working > 1 else ''}, none spare", zh=f"{working} 个副本，不备用")
    serve, kept = (_COUNTS.get(count, f"{count:,}") for count in (working, spare))
    return Words(
        en=f"{working}+{spare} replicas: {serve} to serve and {kept} spare",
        zh=f"{working}+{spare} 个副本：{working} 个服务，{spare} 个备用",
    )


_COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def _asks(case: Case, currency: str) -> Words | None:
    """The API's price, and what the smallest fleet costs, where no volume makes a bill of them."""
    asked = [words for words in (_rate(case, currency), _smallest_fleet(case, currency)) if words]
    return Words(en=" ".join(w.en for w in asked), zh="".join(w.zh for w in asked)) if asked else None


def _smallest_fleet(case: Case, currency: str) -> Words | None:
    if case.fleet is None:
        return None
    month, count = money(case.fleet_month(1), currency), _replicas(case, 1)
    return Words(
        en=f"Self-hosting costs {month} a month at least ({count.en}).",
        zh=f"自建每月至少 {month}（{count.zh}）。",
    )


def _rate(case: Case, currency: str) -> Words | None:
    if case.api is None:
        return None
    rate = money(case.api.per_million(case.input_share), currency)
    return Words(
        en=f"The API asks {rate} per million tokens at {percent(case.input_share)} input.",
        zh=f"按输入占 {percent(case.input_share)} 计，API 每百万 token {rate}。",
    )


def _from_where(case: Case, crossing: BreakEven | None) -> Words | None:
    if case.api is None or case.fleet is None:
        return None
    if crossing is None:
        return Words(
            en="There is no break-even: a full replica costs more than its tokens cost at the API, at any volume.",
            zh="没有盈亏平衡点：单副本跑满也比同样 token 的 API 费用高，量再大也一样。",
        )
    amount = tokens(crossing.tokens)
    return Words(
        en=f"Self-hosting breaks even from about {amount.en} a month.",
        zh=f"自建从每月约 {amount.zh} 起划算。",
    )


def crossing(case: Case, found: BreakEven | None, currency: str) -> Words:
    """Why one division is not the answer."""
    if case.api is None or case.fleet is None:
        return Words(en="", zh="")
    naive = naive_break_even(case)
    if naive is None:
        return Words(en="The API costs nothing, so nothing can be cheaper.", zh="API 不收费，自建不可能更便宜。")
    return _compared(case, found, naive, currency)


def _compared(case: Case, found: BreakEven | None, naive: Decimal, currency: str) -> Words:
    fleet = case.fleet
    if fleet is None:
        return Words(en="", zh="")
    plainly, holds = tokens(naive), tokens(case.step)
    head = Words(
        en=f"Dividing one fleet's bill ({money(case.fleet_month(1), currency)}) by the API price gives {plainly.en},",
        zh=f"用一套机器的账单（{money(case.fleet_month(1), currency)}）除以 API 单价得到 {plainly.zh}，",
    )
    if found is not None and found.replicas == 1:
        tail = Words(en=f" and one replica carries it ({holds.en} a month).", zh=f"单副本（每月 {holds.zh}）装得下。")
    elif found is None:
        tail = Words(
            en=f" but one replica carries only {holds.en} a month, and each further one costs more than it saves.",
            zh=f"但单副本每月只能承载 {holds.zh}，每加一个副本的花费都高于省下的 API 费用。",
        )
    else:
        count = f"{found.replicas}+{fleet.spare}"
        tail = Words(
            en=f" but one replica carries only {holds.en} a month at {percent(fleet.utilization)} mean load; with the "
            f"replicas that volume needs ({count}) the bills meet at {tokens(found.tokens).en}.",
            zh=f"但平均负载 {percent(fleet.utilization)} 时单副本每月只能承载 {holds.zh}；按该量实际需要的副本数"
            f"（{count}）计，两份账单在 {tokens(found.tokens).zh} 处相等。",
        )
    return Words(en=head.en + tail.en, zh=head.zh + tail.zh)
