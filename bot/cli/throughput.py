"""`aperture throughput`: how fast a replica is, and whether the model fits at all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli import amounts
from knowledge.errors import FactsError

if TYPE_CHECKING:
    from knowledge.cost.shape import Shape

app = typer.Typer()


@app.command()
def throughput(
    model: Annotated[str, typer.Argument(help="Llama-3.3-70B, Qwen3-32B, …")],
    precision: Annotated[
        Literal["BF16", "FP8", "INT8", "FP4", "INT4"], typer.Option(case_sensitive=False, help="Of the weights.")
    ] = "FP8",
    gpu: Annotated[str, typer.Option(help="H200-SXM, H20, 4090, …")] = "H100-SXM",
    gpus: Annotated[
        int | None, typer.Option(min=1, help="Of one replica; the fewest that hold it if left out.")
    ] = None,
    input_length: Annotated[int, typer.Option("--input", min=1, help="Input tokens of a request.")] = 1000,
    output_length: Annotated[int, typer.Option("--output", min=1, help="Output tokens of a request.")] = 1000,
    concurrency: Annotated[str, typer.Option(help="Requests at once, or offline: as many as fit.")] = "offline",
    language: Annotated[Literal["en", "zh"], typer.Option(help="Of the text.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Output tokens per second of one replica: measured where somebody published it, else estimated, with its band."""
    from bot.settings import Settings
    from knowledge.cost.hardware import find_gpu
    from knowledge.cost.memory import smallest
    from knowledge.cost.throughput import load_of, speed

    at_once = _concurrency(concurrency)
    card = find_gpu(gpu, Settings().overlay_dir)
    shape = _shape(model)
    count = gpus or smallest(shape, precision, card, input_length + output_length)
    if count is None:
        raise FactsError(f"{shape.model} at {precision} does not fit on 32×{card.id}; take a larger GPU or fewer bits")
    found = speed(load_of(shape, precision, card, count, (input_length, output_length), at_once))
    if as_json:
        band = {"low": round(found.low, 1), "high": round(found.high, 1)}
        amounts.print_json(
            {
                "model": shape.model,
                "precision": precision,
                "gpu": card.id,
                "gpus": count,
                "input": input_length,
                "output": output_length,
                "concurrency": at_once or "offline",
                "tokens_per_second": round(found.tokens_per_second, 1),
                "band": band,
                "basis": found.basis,
                "how": found.words,
                "source": found.source,
                "dated": found.dated,
                "memory": found.fit,
            }
        )
        return
    rate = f"{found.tokens_per_second:,.0f} tokens/s ({found.low:,.0f} – {found.high:,.0f})"
    lines = [rate, found.words.in_(language), f"{found.source} {found.dated}".strip(), found.fit.in_(language)]
    sys.stdout.write("\n".join(lines) + "\n")


def _concurrency(text: str) -> int | None:
    if text.strip().lower() in {"offline", "max"}:
        return None
    if not text.strip().isdigit() or int(text) < 1:
        raise typer.BadParameter(f"{text!r}: give a whole number above zero, or offline")
    return int(text)


def _shape(name: str) -> Shape:
    """The shape of a model by its measured name, else by the catalog. Raises `FactsError`."""
    from bot.cli.lookup import find
    from bot.settings import Settings
    from knowledge.catalog import Catalog
    from knowledge.cost.shape import shape_of
    from knowledge.cost.throughput import known_shapes

    if named := known_shapes().get(name.strip().lower()):
        return named
    model, variant = find(name, Catalog.load(Settings().overlay_dir))
    shape = shape_of(model, variant, known_shapes())
    if shape is None and model.component("weights").value == "no":
        raise FactsError(f"{model.name} has no weights to be had: it cannot be self-hosted")
    if shape is None:
        sizes = ", ".join(v.name for v in model.variants[:8]) or "none on record"
        raise FactsError(f"{model.name} comes in several sizes or in an unknown one; name one of: {sizes}")
    return shape
