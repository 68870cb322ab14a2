"""`aperture cost`: the API's bill against that of one's own machines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from pydantic import ValidationError

from bot.cli import amounts
from knowledge.errors import FactsError

if TYPE_CHECKING:
    from knowledge.cost.answer import CostAnswer
    from knowledge.cost.inputs import CostInputs

app = typer.Typer()

Text = str | None
_NOT_INPUTS = {"model", "api_model", "rate", "language", "chart", "as_json"}
_VOLUMES = ("tokens_per_month", "output_tokens_per_month", "tokens_per_second", "peak_tokens_per_second")
_SHARES = ("input_share", "cached_share", "batch_share", "batch_discount", "utilization", "residual_share", "interest")
_MONEY = (
    "gpu_hour", "replica_hour", "rent_month", "gpu_month", "purchase", "kwh", "colocation_month", "api_input",
    "api_cached", "api_output", "api_blended", "staff_per_month", "setup", "compliance_month", "standby_month",
    "budget_month",
)  # fmt: skip


@app.command()
def cost(
    model: Annotated[
        Text, typer.Argument(help="What would be hosted; leave out to compare given prices alone.")
    ] = None,
    api_model: Annotated[Text, typer.Option(help="What the API serves, where it is another model.")] = None,
    tokens_per_month: Annotated[Text, typer.Option(help="Input and output together: 5B, 500M, 50亿.")] = None,
    output_tokens_per_month: Annotated[Text, typer.Option(help="Output alone, instead.")] = None,
    input_share: Annotated[Text, typer.Option(help="Input tokens of all: 0.75 or 75%.")] = None,
    cached_share: Annotated[Text, typer.Option(help="Of the input, billed at the cached price.")] = None,
    batch_share: Annotated[Text, typer.Option(help="Of all tokens, billed at the batch price.")] = None,
    batch_discount: Annotated[Text, typer.Option(help="What batch takes off: 0.5 is half price.")] = None,
    gpu: Annotated[Text, typer.Option(help="H100-SXM, H20, 4090, …")] = None,
    gpus: Annotated[int | None, typer.Option(min=1, help="GPUs of one replica.")] = None,
    gpu_hour: Annotated[Text, typer.Option(help="One GPU for an hour.")] = None,
    replica_hour: Annotated[Text, typer.Option(help="A whole replica for an hour.")] = None,
    rent_month: Annotated[Text, typer.Option(help="A whole replica for a month.")] = None,
    gpu_month: Annotated[Text, typer.Option(help="One GPU for a month.")] = None,
    hours_month: Annotated[
        float | None, typer.Option(min=1, max=744, help="Hours the machines run; always on if left out.")
    ] = None,
    overhead: Annotated[float | None, typer.Option(min=0, help="On top of the machines' price: 0.15.")] = None,
    purchase: Annotated[Text, typer.Option(help="Price of a replica's machines, bought.")] = None,
    purchase_months: Annotated[int | None, typer.Option(min=1, help="Months it is written off over.")] = None,
    residual_share: Annotated[Text, typer.Option(help="Of the price, left at the end.")] = None,
    interest: Annotated[Text, typer.Option(help="A year: 0.05 or 5%.")] = None,
    kilowatts: Annotated[float | None, typer.Option(min=0.001, help="Drawn by a replica.")] = None,
    pue: Annotated[float | None, typer.Option(min=1, help="Power of the room over that of its machines.")] = None,
    kwh: Annotated[Text, typer.Option(help="Price of a kilowatt-hour.")] = None,
    colocation_month: Annotated[Text, typer.Option(help="Rack and support of a replica.")] = None,
    tokens_per_second: Annotated[Text, typer.Option(help="Output tokens a second of one replica.")] = None,
    tokens_per_second_counts: Annotated[Text, typer.Option(help="output (default) or total.")] = None,
    peak_tokens_per_second: Annotated[Text, typer.Option(help="Output tokens a second at the busiest.")] = None,
    utilization: Annotated[Text, typer.Option(help="Mean load over peak load: 0.4.")] = None,
    spare: Annotated[int | None, typer.Option(min=0, help="Replicas beside those the load needs.")] = None,
    staff_per_month: Annotated[Text, typer.Option(help="The people who run it.")] = None,
    setup: Annotated[Text, typer.Option(help="Paid once.")] = None,
    setup_months: Annotated[int | None, typer.Option(min=1, help="Months it is spread over.")] = None,
    compliance_month: Annotated[Text, typer.Option(help="Audits and the like.")] = None,
    standby_month: Annotated[Text, typer.Option(help="The API kept as a second plan.")] = None,
    budget_month: Annotated[Text, typer.Option(help="What may be spent.")] = None,
    api_input: Annotated[Text, typer.Option(help="A million input tokens.")] = None,
    api_cached: Annotated[Text, typer.Option(help="A million cached input tokens.")] = None,
    api_output: Annotated[Text, typer.Option(help="A million output tokens.")] = None,
    api_blended: Annotated[Text, typer.Option(help="A million tokens of your own mix, as one price.")] = None,
    precision: Annotated[Text, typer.Option(help="BF16, FP8, INT8, FP4 or INT4.")] = None,
    input_length: Annotated[int | None, typer.Option(min=1, help="Input tokens of a request.")] = None,
    output_length: Annotated[int | None, typer.Option(min=1, help="Output tokens of a request.")] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="Requests at once.")] = None,
    currency: Annotated[str, typer.Option(help="Of amounts without a sign.")] = "USD",
    rate: Annotated[list[str] | None, typer.Option(help="What one US dollar buys: CNY=7.1; may be repeated.")] = None,
    language: Annotated[Literal["en", "zh"], typer.Option(help="Of the text.")] = "en",
    chart: Annotated[Path | None, typer.Option(help="Write the chart here (PNG).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Is it cheaper to self-host? Both bills, the break-even, what was assumed, what would change it."""
    given = {k: v for k, v in locals().items() if k not in _NOT_INPUTS}
    answer = _compare(_inputs(given), model, api_model, amounts.rates(rate or []))
    if chart is not None:
        from bot.charts import cost_chart

        chart.write_bytes(cost_chart(answer, language).png)
    if as_json:
        amounts.print_json(answer)
    else:
        from bot.cli.cost_text import show

        show(answer, language)


def _inputs(given: dict[str, Any]) -> CostInputs:
    from knowledge.cost.inputs import CostInputs
    from knowledge.cost.ranges import out_of_range

    code = amounts.currency(given["currency"])
    values = {k: v for k, v in given.items() if v is not None and k != "currency"}
    values |= {k: amounts.tokens(values[k]) for k in _VOLUMES if k in values}
    values |= {k: amounts.share(values[k]) for k in _SHARES if k in values}
    values |= {k: amounts.money(values[k], code) for k in _MONEY if k in values}
    values |= {k: str(values[k]) for k in ("hours_month", "overhead", "kilowatts", "pue") if k in values}
    try:
        return CostInputs(**values, currency=code if code != "USD" else None)
    except ValidationError as error:
        first = error.errors()[0]
        name = "--" + str(first["loc"][0]).replace("_", "-") if first["loc"] else "options"
        told = out_of_range(str(first["loc"][0]), first["input"]).en if first["loc"] else str(first["msg"])
        raise typer.BadParameter(f"{name}: {told}") from None


def _compare(inputs: CostInputs, model: str | None, api_model: str | None, own: dict[str, Decimal]) -> CostAnswer:
    from bot.cli.lookup import find
    from bot.settings import Settings
    from knowledge.catalog import Catalog
    from knowledge.cost.compare import compare
    from knowledge.cost.currency import load_rates
    from knowledge.cost.prices import PriceBook

    settings = Settings()
    rates = load_rates(settings.overlay_dir)
    rates = rates.with_own(own, date.today(), "--rate") if own else rates
    if model is None and api_model is None:
        return compare(inputs, overlay=settings.overlay_dir, rates=rates)
    catalog = Catalog.load(settings.overlay_dir)
    hosted, variant = find(model, catalog) if model else (None, None)
    served = find(api_model, catalog)[0] if api_model else None
    if inputs.gpu is not None and inputs.tokens_per_second is None:
        _check_gpu(inputs.gpu, settings.overlay_dir)
    book = PriceBook(settings.data_dir, settings.overlay_dir)
    return compare(
        inputs, hosted, catalog, variant=variant, api_model=served, overlay=settings.overlay_dir, book=book, rates=rates
    )


def _check_gpu(name: str, overlay: Path | None) -> None:
    """A GPU that a speed has to be found for must be on record. Raises `FactsError`."""
    from knowledge.cost.hardware import find_gpu

    try:
        find_gpu(name, overlay)
    except FactsError as error:
        raise FactsError(
            f"{error}. Give --tokens-per-second, or add it to hardware.yaml of the overlay folder"
        ) from None
