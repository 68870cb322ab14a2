"""An ingest from the terminal: progress while it runs, a report when it is done."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from bot.settings import Settings
from ingest.ray_engine import by_ray
from ingest.remote import remote
from ingest.remote_encoder import make_encoder
from ingest.shipped import ingest_shipped
from ingest.sync import Progress, Report, ingest
from ingest.texts import fetch_texts
from knowledge.catalog import Catalog
from knowledge.embedding import Encoder
from knowledge.policy import default_policy
from knowledge.rebuild import rebuilt
from knowledge.store import Store
from knowledge.texts import Texts


def run_ingest(
    settings: Settings,
    sources: Sequence[str],
    *,
    prune: bool,
    dry_run: bool,
    rebuild: bool,
    with_texts: bool,
    as_json: bool,
    workers: int = 0,
) -> bool:
    """Run one ingest and print its report; `True` when something could not be taken in.

    With `workers` what is named is read and embedded by Ray, by so many at once.
    """
    engine = by_ray(partial(encoder_of, settings), workers) if workers else None
    catalog, texts = Catalog.load(settings.overlay_dir), Texts(settings.data_dir / "texts")
    encoder = encoder_of(settings)
    opening = rebuilt if rebuild else Store.open
    with opening(settings.data_dir, encoder, settings.chroma) as store:
        if with_texts and not dry_run:
            with bar("licence texts") as told:
                sys.stderr.write(fetch_texts(catalog, texts, told).says + "\n")
        with bar("what ships") as told:
            shipped = ingest_shipped(store, texts, catalog, told, dry_run=dry_run)
        with bar("documents") as told:
            report = ingest(
                sources,
                store=store,
                texts=texts,
                catalog=catalog,
                prune=prune,
                dry_run=dry_run,
                progress=told,
                remote=remote(settings.fetch_hosts, settings.data_dir / "hub", endpoint=settings.hf_endpoint),
                policy=default_policy(settings.policy_file, catalog),
                engine=engine,
            )
        total = len(store.entries())
    show(shipped, report, total, as_json)
    return bool(report.failed)


def encoder_of(settings: Settings) -> Encoder:
    """The encoder that the settings name."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    return make_encoder(settings.embedding_model, settings.openai_base_url, key)


@contextmanager
def bar(what: str) -> Iterator[Callable[[Progress], None]]:
    """A progress bar on stderr that appears with the first step."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)

        def told(step: Progress) -> None:
            progress.update(task, completed=step.done, total=step.total)

        yield told


def show(shipped: Report, report: Report, total: int, as_json: bool) -> None:
    """The report: numbers, then every failure with its reason."""
    if as_json:
        sys.stdout.write(json.dumps({"shipped": asdict(shipped), **asdict(report), "indexed": total}) + "\n")
        return
    console = Console()
    for what, one in (("ships", shipped), ("named", report)):
        console.print(
            f"{what}: {len(one.added)} added, {len(one.changed)} changed, {len(one.unchanged)} unchanged, "
            f"{len(one.removed)} removed, {len(one.skipped)} skipped, {len(one.failed)} failed"
        )
    if report.texts:
        texts = _counted(len(report.texts), "licence text")
        console.print(f"{texts} recognised: answers quote the clauses")
    for english, _ in (*report.moved, *report.told):
        console.print(english, markup=False, highlight=False)
    for source, reason in (*report.skipped, *report.failed):
        console.print(f"  {source}: {reason}", markup=False, highlight=False)
    console.print(f"{total} documents indexed")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
