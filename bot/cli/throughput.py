"""`aperture throughput`: how fast a replica is, and whether the model fits at all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli import amounts
from knowledge.errors import FactsError

if TYPE_CHECKING:
    from knowledge.cost.second_opinion import Opinion
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
    second: Annotated[
        bool, typer.Option("--second-opinion", help="NVIDIA's aiconfigurator beside it (pip extra second-opinion).")
    ] = False,
    language: Annotated[Literal["en", "zh"], typer.Option(help="Of the text.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Output tokens per second of one replica: measured where somebody published it, else estimated, with its band."""
    from bot.settings import Settings
    from knowledge.cost.hardware import find_gpu
    from knowledge.cost.memory import smallest
    from knowledge.cost.throughput import load_of, same_shape, speed

    at_once = _concurrency(concurrency)
    card = find_gpu(gpu, Settings().overlay_dir)
    name, shape = _shape(model)
    count = gpus or smallest(shape, precision, card, input_length + output_length)
    if count is None:
        raise FactsError(f"{shape.model} at {precision} does not fit on 32×{card.id}; take a larger GPU or fewer bits")
    lengths = (input_length, output_length)
    found = speed(load_of(shape, precision, card, count, lengths, at_once))
    shared = same_shape(name, shape)
    opinion = _second_opinion(name, precision, card.id, count, lengths, at_once) if second else None
    if as_json:
        band = {"low": round(found.low, 1), "high": round(found.high, 1)}
        amounts.print_json(
            {
                "model": name,
                "shape": shape.model,
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
                "second_opinion": opinion,
            }
        )
        return
    rate = f"{found.tokens_per_second:,.0f} tokens/s ({found.low:,.0f} – {found.high:,.0f})"
    lines = [rate, found.words.in_(language), f"{found.source} {found.dated}".strip(), found.fit.in_(language)]
    lines += [shared.in_(language)] if shared else []
    lines += [_opinion_line(opinion, language)] if opinion is not None else []
    sys.stdout.write("\n".join(lines) + "\n")


def _second_opinion(
    model: str, precision: str, gpu: str, gpus: int, lengths: tuple[int, int], concurrency: int | None
) -> Opinion | str:
    """Another estimate, or why there is none: it never stands in the way of our own."""
    from knowledge.cost.second_opinion import second_opinion

    try:
        return second_opinion(model, precision, gpu, gpus, lengths, concurrency)
    except FactsError as error:
        return str(error)


def _opinion_line(opinion: Opinion | str, language: Literal["en", "zh"]) -> str:
    head = "另一种估算：" if language == "zh" else "second opinion: "
    if isinstance(opinion, str):
        return head + opinion
    rate, at = f"{opinion.tokens_per_second:,.0f}", f"{opinion.concurrency:,}"
    if language == "zh":
        return f"{head}{rate} token/秒，{at} 路并发（{opinion.model}，{opinion.backend}；{opinion.source}）"
    return f"{head}{rate} tokens/s with {at} requests at once ({opinion.model}, {opinion.backend}; {opinion.source})"


def _concurrency(text: str) -> int | None:
    if text.strip().lower() in {"offline", "max"}:
        return None
    if not text.strip().isdigit() or int(text) < 1:
        raise typer.BadParameter(f"{text!r}: give a whole number above zero, or offline")
    return int(text)


def _shape(name: str) -> tuple[str, Shape]:
    """A model's name and shape, by its measured name, else by the catalog. Raises `FactsError`."""
    from bot.cli.lookup import find
    from bot.settings import Settings
    from knowledge.catalog import Catalog
    from knowledge.cost.shape import shape_of
    from knowledge.cost.throughput import known_shapes

    if named := known_shapes().get(name.strip().lower()):
        return name.strip(), named
    model, variant = find(name, Catalog.load(Settings().overlay_dir))
    shape = shape_of(model, variant, known_shapes())
    if shape is None and model.component("weights").value == "no":
        raise FactsError(f"{model.name} has no weights to be had: it cannot be self-hosted")
    if shape is None:
        sizes = ", ".join(v.name for v in model.variants[:8]) or "none on record"
        raise FactsError(f"{model.name} comes in several sizes or in an unknown one; name one of: {sizes}")
    return (variant or model).name, shape
