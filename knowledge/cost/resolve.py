"""From what was said to a case that can be computed: the asker's values first, then records, then assumptions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge.cost import defaults
from knowledge.cost.answer import Assumption
from knowledge.cost.bill import HOURS, ONE, ZERO, Api, Case, Fleet
from knowledge.cost.breakeven import annuity
from knowledge.cost.currency import Rates
from knowledge.cost.inputs import CostInputs
from knowledge.cost.wording import money, plain
from knowledge.records.base import Words
from knowledge.records.use import Money
from knowledge.records.verdicts import Missing

_MONEY = (
    "api_input", "api_output", "api_blended", "api_bill_month", "api_cached", "gpu_hour", "replica_hour", "rent_month",
    "gpu_month", "purchase", "staff_per_month", "budget_month", "kwh", "setup",
)  # fmt: skip


@dataclass
class Ledger:
    """What was taken where nothing was said, what is missing, and in which currency the case is counted."""

    inputs: CostInputs
    rates: Rates
    currency: str
    assumptions: list[Assumption] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    fit: Words | None = None
    """Whether the model fits on the GPUs that were named."""
    does_not_fit: bool = False
    """The model was asked to run on GPUs that do not hold it."""
    speed_range: tuple[Decimal, Decimal] = (Decimal("0.65"), Decimal("1.35"))
    """Band of an estimated speed, in times of it."""

    def money(self, value: Money | None) -> Decimal | None:
        """The amount in the currency of the case; a rate that was used is written down."""
        if value is None:
            return None
        amount = self.rates.convert(value, self.currency)
        if value.currency != self.currency:
            self._note_rate(value.currency)
        return amount

    def share(self, key: str, default: Decimal) -> Decimal:
        """The asker's value of `key`, else the default, written down."""
        given: Decimal | None = getattr(self.inputs, key)
        return given if given is not None else self.assume(key, default)

    def assume(self, key: str, value: Decimal, words: Words | None = None) -> Decimal:
        """Take `value` for `key` and say so."""
        said = words or defaults.WORDS[key]
        self.assumptions.append(Assumption(key=key, value=plain(value), words=said, as_of=defaults.AS_OF))
        return value

    def took(self, key: str) -> bool:
        """Whether `key` was assumed."""
        return any(a.key == key for a in self.assumptions)

    def _note_rate(self, given: str) -> None:
        key = f"rate {given}/{self.currency}"
        if self.took(key):
            return
        rate = plain(round(self.rates.rate(given, self.currency), 4))
        words = self.rates.words(given, self.currency)
        self.assumptions.append(
            Assumption(key=key, value=rate, words=words, source=self.rates.source, as_of=self.rates.as_of)
        )


def currency_of(inputs: CostInputs) -> str:
    """The asker's currency: as set, else the one most of the given amounts are in, else US dollars."""
    given = [m.currency for name in _MONEY if (m := getattr(inputs, name)) is not None]
    return inputs.currency or (Counter(given).most_common(1)[0][0] if given else "USD")


def input_share(ledger: Ledger) -> Decimal:
    """Input tokens of all tokens. Output counted alone, at an output price alone: the input is left out on purpose."""
    inputs = ledger.inputs
    if inputs.input_share is None and inputs.counts == "output" and inputs.api_output and not inputs.api_input:
        words = Words(en="input tokens are not counted: no price for them was given", zh="未给输入价，输入 token 不计")
        return ledger.assume("input_share", ZERO, words)
    return ledger.share("input_share", defaults.INPUT_SHARE.value)


def api_as_given(ledger: Ledger) -> Api | None:
    """The API's prices where the asker gave them; `None` where a record has to help."""
    inputs = ledger.inputs
    if inputs.api_blended is not None:
        price = ledger.money(inputs.api_blended) or ZERO
        return _api(ledger, price, price, price)
    output = ledger.money(inputs.api_output)
    given = ledger.money(inputs.api_input)
    if output is None or (given is None and input_share_needs_price(inputs)):
        return None
    return _api(ledger, given or ZERO, ledger.money(inputs.api_cached), output)


def input_share_needs_price(inputs: CostInputs) -> bool:
    """Whether input tokens are part of the bill."""
    return not (inputs.input_share == ZERO or (inputs.counts == "output" and inputs.input_share is None))


def _api(ledger: Ledger, given: Decimal, cached: Decimal | None, output: Decimal) -> Api:
    inputs = ledger.inputs
    share = inputs.cached_share or ZERO
    if share > ZERO and cached is None:
        cached = ledger.assume("api_cached", given)
    return Api(given, given if cached is None else cached, output, share, *batch(ledger))


def batch(ledger: Ledger) -> tuple[Decimal, Decimal]:
    """Share of batch traffic, and its price over the normal one."""
    share = ledger.inputs.batch_share or ZERO
    if share == ZERO:
        return ZERO, ONE
    return share, ONE - ledger.share("batch_discount", defaults.BATCH_DISCOUNT)


def replica_month(ledger: Ledger, gpus_taken: int = 1) -> Decimal | None:
    """Price of one replica for a month, from what the asker gave; `None` where a record has to help.

    `gpus_taken` stands in for a number of GPUs that nobody gave.
    """
    inputs = ledger.inputs
    gpus = Decimal(inputs.gpus or gpus_taken)
    hourly, machine = ledger.money(inputs.gpu_hour), ledger.money(inputs.replica_hour)
    rent, card = ledger.money(inputs.rent_month), ledger.money(inputs.gpu_month)
    bought = _bought(ledger)
    ways = (
        rent,
        None if card is None else card * gpus,
        None if machine is None else machine * hours_of(inputs),
        None if hourly is None else hourly * gpus * hours_of(inputs),
        bought,
    )
    price = next((way for way in ways if way is not None), None)
    return None if price is None else price * (ONE + (inputs.overhead or ZERO))


def hours_of(inputs: CostInputs) -> Decimal:
    """Hours a month the machines run."""
    return inputs.hours_month or HOURS


def _bought(ledger: Ledger) -> Decimal | None:
    inputs, price = ledger.inputs, ledger.money(ledger.inputs.purchase)
    if price is None:
        return None
    months = inputs.purchase_months or defaults.PURCHASE_MONTHS
    if inputs.purchase_months is None and not ledger.took("purchase_months"):
        ledger.assume("purchase_months", Decimal(months))
    residual = inputs.residual_share or ZERO
    paid = annuity(price * (ONE - residual), inputs.interest or ZERO, months)
    return paid + _power(ledger) + (ledger.money(inputs.colocation_month) or ZERO)


def _power(ledger: Ledger) -> Decimal:
    inputs, kwh = ledger.inputs, ledger.money(ledger.inputs.kwh)
    if kwh is None or inputs.kilowatts is None:
        return ZERO
    return inputs.kilowatts * (inputs.pue or ONE) * hours_of(inputs) * kwh


def fixed_month(ledger: Ledger) -> Decimal:
    """People, set-up, compliance and the stand-by API, a month."""
    inputs = ledger.inputs
    setup = ledger.money(inputs.setup) or ZERO
    months = inputs.setup_months or (int(ledger.assume("setup_months", Decimal(defaults.SETUP_MONTHS))) if setup else 1)
    other = (ledger.money(inputs.compliance_month) or ZERO) + (ledger.money(inputs.standby_month) or ZERO)
    return staff(ledger) + setup / months + other


def staff(ledger: Ledger) -> Decimal:
    """People time a month, assumed where nobody said."""
    given = ledger.money(ledger.inputs.staff_per_month)
    if given is not None:
        return given
    if ledger.currency not in ledger.rates.rates:
        return ledger.assume("staff_per_month", ZERO, Words(en="people are not counted", zh="未计人力"))
    month = ledger.money(defaults.STAFF) or ZERO
    words, amount = defaults.WORDS["staff_per_month"], money(month, ledger.currency)
    said = Words(en=f"{words.en} ({amount} a month)", zh=f"{words.zh}（每月 {amount}）")
    return ledger.assume("staff_per_month", month, said)


def fleet(ledger: Ledger, month: Decimal, tokens_per_second: Decimal) -> Fleet:
    """The asker's fleet, its planning values assumed where nobody said."""
    utilization = ledger.share("utilization", defaults.UTILIZATION.value)
    inputs = ledger.inputs
    spare = inputs.spare if inputs.spare is not None else int(ledger.assume("spare", defaults.SPARE.value))
    return Fleet(month, tokens_per_second, utilization, spare, fixed_month(ledger), hours_of(inputs))


def speed_as_given(ledger: Ledger, share: Decimal) -> Decimal | None:
    """Output tokens a second of one replica, where the asker gave a speed."""
    given = ledger.inputs.tokens_per_second
    if given is None or ledger.inputs.tokens_per_second_counts != "total":
        return given
    return given * (ONE - share)


def case_of(ledger: Ledger, api: Api | None, own: Fleet | None, share: Decimal) -> Case:
    """The case, its peak tied to its volume where both were given."""
    inputs = ledger.inputs
    peak = inputs.peak_tokens_per_second
    peak_share = peak / inputs.volume if peak is not None and inputs.volume is not None else None
    return Case(api, own, share, inputs.counts == "output", peak_share)
