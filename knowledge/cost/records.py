"""What records add where the asker gave no value: API prices, machines, speed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.cost import defaults
from knowledge.cost.answer import Assumption
from knowledge.cost.bill import ONE, ZERO, Api
from knowledge.cost.hardware import Gpu, GpuPrice, find_gpu, load_gpus, middle, rents, unknown_gpu
from knowledge.cost.memory import smallest
from knowledge.cost.prices import PriceBook, Quote, apart, choose
from knowledge.cost.resolve import Ledger, batch, hours_of
from knowledge.cost.roofline import Load
from knowledge.cost.shape import Shape, shape_of
from knowledge.cost.throughput import Speed, known_shapes, load_of, memory_of, speed
from knowledge.cost.wording import digits, money, plain
from knowledge.errors import FactsError
from knowledge.records.base import Words
from knowledge.records.use import Money

if TYPE_CHECKING:
    from knowledge.records.model import Model, Variant

_CANDIDATES = ("L40S", "H100-SXM", "H200-SXM", "A100-80GB")
"""GPUs that are tried when nobody named one: those with prices and measurements."""
_LARGEST = 8
"""GPUs of a replica that are tried: one machine."""


@dataclass(frozen=True)
class Shelf:
    """Where records are looked up."""

    book: PriceBook
    today: date
    overlay: Path | None = None


@dataclass(frozen=True)
class Rig:
    """GPUs of a replica with what they cost and do."""

    gpu: Gpu
    gpus: int
    price: GpuPrice | None
    speed: Speed | None

    @property
    def per_token(self) -> Decimal:
        """Money per token at full load, for ranking; dollars, since all rents are."""
        if self.price is None or self.price.usd_hour is None or self.speed is None:
            return Decimal("Infinity")
        return self.price.usd_hour * self.gpus / Decimal(self.speed.tokens_per_second)


def api_from_records(ledger: Ledger, shelf: Shelf, model: Model, variant: Variant | None, share: Decimal) -> Api | None:
    """The API's prices by the price book, what the asker did give kept."""
    inputs = ledger.inputs
    length = inputs.input_length or int(defaults.REQUEST_TOKENS * share)
    quotes = shelf.book.quotes(model, variant, shelf.today, length)
    quote = choose(quotes)
    if quote is None:
        return None
    _note_quote(ledger, quote, quotes)
    given = ledger.money(inputs.api_input) or _convert(ledger, quote.input, quote)
    output = ledger.money(inputs.api_output) or _convert(ledger, quote.output, quote)
    cached = ledger.money(inputs.api_cached) or (_convert(ledger, quote.cached, quote) if quote.cached else given)
    if quote.batch_discount is not None and inputs.batch_share and inputs.batch_discount is None:
        words = Words(en="batch discount as the seller publishes it", zh="批处理折扣按厂商公布价")
        ledger.assume("batch_discount", quote.batch_discount, words)
        return Api(given, cached, output, inputs.cached_share or ZERO, inputs.batch_share, ONE - quote.batch_discount)
    return Api(given, cached, output, inputs.cached_share or ZERO, *batch(ledger))


def _convert(ledger: Ledger, amount: Decimal, quote: Quote) -> Decimal:
    return ledger.money(Money(amount=amount, currency=quote.currency)) or ZERO


def _note_quote(ledger: Ledger, quote: Quote, quotes: list[Quote]) -> None:
    price = _quoted(quote)
    others = [q for q in quotes if q is not quote and not q.stale and apart(quote, q)]
    also = _range(others)
    stale = Words(en=" (past its date)", zh="（已过期）") if quote.stale else Words(en="", zh="")
    words = Words(
        en=f"{quote.model} at {quote.name}: {price.en}{stale.en}{also.en}",
        zh=f"{quote.name} 的 {quote.model}：{price.zh}{stale.zh}{also.zh}",
    )
    ledger.assumptions.append(
        Assumption(
            key="api_input",
            value=plain(quote.input),
            words=words,
            source=quote.source,
            url=quote.url,
            as_of=quote.as_of,
            stale=quote.stale,
        )
    )


def _quoted(quote: Quote) -> Words:
    given, output = money(quote.input, quote.currency, cents=True), money(quote.output, quote.currency, cents=True)
    dated = quote.dated or quote.as_of.isoformat()
    return Words(
        en=f"{given} in, {output} out per million ({dated})", zh=f"每百万输入 {given}、输出 {output}（{dated}）"
    )


def _range(others: list[Quote]) -> Words:
    """The cheapest and the dearest of the other sellers, where they differ."""
    if not others:
        return Words(en="", zh="")
    ranked = sorted(others, key=lambda q: q.blended(Decimal("0.75")))
    low, high = ranked[0], ranked[-1]
    ends = [
        f"{q.name} {money(q.input, q.currency, cents=True)}/{money(q.output, q.currency, cents=True)}"
        for q in (low, high)
    ]
    shown = ends[:1] if low is high else ends
    return Words(en="; elsewhere " + ", ".join(shown), zh="；其他来源：" + "、".join(shown))


def rig_from_records(ledger: Ledger, shelf: Shelf, shape: Shape | None, share: Decimal, name: str = "") -> Rig | None:
    """The replica: the asker's GPU, else the one that gives a token cheapest among those that hold the model."""
    inputs = ledger.inputs
    if inputs.gpu is not None:
        try:
            return _rig(ledger, shelf, shape, find_gpu(inputs.gpu, shelf.overlay), share, name)
        except FactsError:
            ledger.notes.append(unknown_gpu(inputs.gpu, shelf.overlay))
            return None
    if shape is None:
        return None
    own = load_gpus(shelf.overlay)
    rigs = [_rig(ledger, shelf, shape, own[name], share) for name in _CANDIDATES if name in own]
    return min((rig for rig in rigs if rig and rig.speed and rig.price), key=lambda rig: rig.per_token, default=None)


def _rig(ledger: Ledger, shelf: Shelf, shape: Shape | None, gpu: Gpu, share: Decimal, name: str = "") -> Rig | None:
    inputs = ledger.inputs
    price = middle(rents(gpu.id, shelf.overlay), shelf.today)
    if shape is None:
        return Rig(gpu, inputs.gpus or 1, price, None)
    lengths = lengths_of(ledger, share)
    precision = precision_for(ledger, gpu)
    gpus = inputs.gpus or smallest(shape, precision, gpu, sum(lengths))
    if gpus is None or (inputs.gpus is None and gpus > _LARGEST):
        return None
    load = load_of(shape, precision, gpu, gpus, lengths, inputs.concurrency)
    room = memory_of(load)
    if inputs.gpu is not None:
        ledger.fit = room.words(name or shape.model, load.joined, gpu.id, precision)
    if not room.fits:
        if inputs.gpu is not None:
            _note_no_fit(ledger, load)
        return Rig(gpu, gpus, price, None)
    return Rig(gpu, gpus, price, speed(load))


def _note_no_fit(ledger: Ledger, load: Load) -> None:
    """Say that the model does not fit, and on how many of these GPUs it would."""
    ledger.does_not_fit = True
    ledger.notes += [ledger.fit] if ledger.fit else []
    enough = smallest(load.shape, load.precision, load.gpu, load.input + load.output)
    if enough:
        ledger.notes.append(
            Words(en=f"{enough}×{load.gpu.id} would hold it.", zh=f"{enough} 张 {load.gpu.id} 可以装下。")
        )


def lengths_of(ledger: Ledger, share: Decimal) -> tuple[int, int]:
    """Input and output tokens of one request: as given, else a request of the assumed size at the asker's mix."""
    inputs = ledger.inputs
    given = inputs.input_length or max(1, int(defaults.REQUEST_TOKENS * share))
    made = inputs.output_length or max(1, int(defaults.REQUEST_TOKENS * (ONE - share)))
    return given, made


def precision_for(ledger: Ledger, gpu: Gpu) -> str:
    """As given, else FP8 where the GPU computes it, else INT8, else BF16."""
    if ledger.inputs.precision:
        return ledger.inputs.precision
    return "FP8" if gpu.fp8_tflops else "INT8" if gpu.int8_tops else "BF16"


def note_rig(ledger: Ledger, rig: Rig, *, priced: bool, timed: bool, today: date) -> None:
    """Write down what was taken of the rig: GPU and count, rent, speed."""
    inputs = ledger.inputs
    if inputs.gpus is None or inputs.gpu is None:
        words = Words(en=f"one replica is {rig.gpus}×{rig.gpu.id}", zh=f"单副本为 {rig.gpus} 张 {rig.gpu.id}")
        ledger.assumptions.append(Assumption(key="gpus", value=str(rig.gpus), words=words, source=rig.gpu.source))
    if priced and rig.price is not None:
        _note_rent(ledger, rig, rig.price, today)
    if timed and rig.speed is not None:
        _note_speed(ledger, rig.speed)


def _note_rent(ledger: Ledger, rig: Rig, price: GpuPrice, today: date) -> None:
    dollars = price.usd_hour or ZERO
    every = rents(rig.gpu.id)
    low, high = (every[0].usd_hour or ZERO, every[-1].usd_hour or ZERO) if every else (dollars, dollars)
    dated, stale = price.dated or price.as_of.isoformat(), price.stale(today)
    mark = Words(en=" (past its date)", zh="（已过期）") if stale else Words(en="", zh="")
    words = Words(
        en=f"{rig.gpu.id} at ${plain(dollars)} an hour, {price.provider} {price.product}, {dated}{mark.en}; "
        f"published rents run from ${plain(low)} to ${plain(high)}",
        zh=f"{rig.gpu.id} 每小时 ${plain(dollars)}（{price.provider} {price.product}，{dated}）{mark.zh}；公开租价从 "
        f"${plain(low)} 到 ${plain(high)}",
    )
    ledger.assumptions.append(
        Assumption(
            key="gpu_hour", value=plain(dollars), words=words, source=price.source, as_of=price.as_of, stale=stale
        )
    )


def _note_speed(ledger: Ledger, found: Speed) -> None:
    rate, band = digits(Decimal(found.tokens_per_second)), (digits(Decimal(found.low)), digits(Decimal(found.high)))
    words = Words(
        en=f"{rate} output tokens/s a replica (likely {band[0]} to {band[1]}): {found.words.en}",
        zh=f"单副本每秒输出 {rate} token（大致在 {band[0]} 到 {band[1]} 之间）：{found.words.zh}",
    )
    low, high = found.band
    ledger.speed_range = (Decimal(str(round(low, 3))), Decimal(str(round(high, 3))))
    ledger.assumptions.append(
        Assumption(key="tokens_per_second", value=f"{found.tokens_per_second:.0f}", words=words, source=found.source)
    )


def rent_of(ledger: Ledger, rig: Rig) -> Decimal | None:
    """A month of one replica by the record's rent."""
    if rig.price is None or rig.price.usd_hour is None:
        return None
    hourly = ledger.money(Money(amount=rig.price.usd_hour, currency="USD")) or ZERO
    return hourly * rig.gpus * hours_of(ledger.inputs) * (ONE + (ledger.inputs.overhead or ZERO))


def shape_for(model: Model | None, variant: Variant | None) -> Shape | None:
    """The shape of what would be hosted."""
    return shape_of(model, variant, known_shapes()) if model is not None else None
