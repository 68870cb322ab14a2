"""`make exams`: every exam of ../shared/exams and our own, in a data folder of its own, with figures."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.answering.engine import Engine
from bot.settings import Settings
from tests.exams.cost_exam import main as cost
from tests.exams.cost_nl_exam import cost_nl
from tests.exams.general_exam import general, unanswerable
from tests.exams.injection_exam import injection
from tests.exams.marks import PAGES, SHARED, Result, astray_quotes
from tests.exams.own_use_exam import own_use
from tests.exams.retrieval_exam import run as retrieval
from tests.exams.understanding import OWN, understanding
from tests.exams.verdict_exams import openness, use

HERE = Path(__file__).parent


def main() -> int:
    """Run, print, and return 1 when a quote is astray or an injection holds."""
    args = _arguments()
    if not (SHARED / "exams").is_dir():
        sys.stdout.write(f"no exams here: {SHARED / 'exams'} is not there\n")
        return 0
    with tempfile.TemporaryDirectory() as fresh:
        settings = Settings(_env_file=None, APERTURE_DATA_DIR=args.data or Path(fresh))  # type: ignore[call-arg]
        with Engine.open(settings) as engine:
            started = time.perf_counter()
            engine.ingest([str(SHARED / "seeds"), str(SHARED / "licences")])
            sys.stdout.write(f"ingested in {time.perf_counter() - started:.1f} s\n")
            return _report(list(_exams(engine, args.only)), engine, verbose=args.verbose)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make exams")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what went wrong")
    parser.add_argument("--only", default="", help="exams whose name holds this")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again")
    return parser.parse_args()


def _exams(engine: Engine, only: str) -> Iterator[Result]:
    exams = {
        "openness": lambda: [openness(engine)],
        "use": lambda: [use(engine)],
        "own use": lambda: [own_use(engine)],
        "understanding": lambda: [understanding(engine)],
        "own understanding": lambda: [understanding(engine, OWN, "understanding (own)")],
        "general": lambda: list(general(engine)),
        "refusals": lambda: [unanswerable(engine)],
        "cost_nl": lambda: [cost_nl(engine)],
        "injection": lambda: [injection(engine)],
        "rooms": lambda: list(_of_rooms(engine)),
    }
    for name, run in exams.items():
        if only in name:
            yield from run()


def _of_rooms(engine: Engine) -> Iterator[Result]:
    """Exams that other rooms score by themselves."""
    _retrieval(engine, SHARED / "exams" / "retrieval.jsonl", "retrieval")
    for pages, questions in (
        ("corpus", "own"),
        *((one, one) for one in PAGES),
    ):
        with tempfile.TemporaryDirectory() as empty:
            settings = Settings(_env_file=None, APERTURE_DATA_DIR=Path(empty))  # type: ignore[call-arg]
            with Engine.open(settings) as own:
                own.ingest([str(HERE / pages)])
                _retrieval(own, HERE / f"{questions}_retrieval.jsonl", f"{questions} retrieval")
    cost()
    return iter(())


def _retrieval(engine: Engine, path: Path, name: str) -> None:
    found = retrieval(engine.search, path)
    for group, figures in found["groups"].items():
        sys.stdout.write(f"{name + ': ' + group:<44}{figures}\n")
    sys.stdout.write(f"{name + ': gold in the quotes':<44}{found['shown']:.2f}\n")
    sys.stdout.write(f"{name + ': refusal AUC':<44}{found['auc']:.2f} ({found['unanswerable']} unanswerable)\n")


def _report(results: list[Result], engine: Engine, *, verbose: bool) -> int:
    for result in results:
        sys.stdout.write(_line(result) + "\n")
        for mark in result.marks if verbose else ():
            if mark.right < mark.out_of:
                sys.stdout.write(f"    {mark.id}: {mark.why}\n")
    answers = [answer for result in results for answer in result.answers]
    astray = astray_quotes(answers, engine)
    quotes = sum(c.quote is not None and c.kind != "fact" for a in answers for c in a.citations)
    sys.stdout.write(f"{'quotes verbatim':<44}{quotes - len(astray)}/{quotes}\n")
    sys.stdout.write("".join(f"    {line}\n" for line in astray[:20]))
    sys.stdout.write(_times(answers) + "\n")
    return int(bool(astray))


def _line(result: Result) -> str:
    points, of = result.share()
    languages = sorted({mark.language for mark in result.marks})
    by = "  ".join(f"{one} {_percent(*result.share(one))}" for one in languages)
    return f"{result.name:<44}{points:g}/{of:g} = {_percent(points, of)}   {by}"


def _percent(points: float, of: float) -> str:
    return f"{100 * points / of:.1f} %" if of else "–"


def _times(answers: list) -> str:  # type: ignore[type-arg]
    spent = sorted(sum(a.timings_ms.model_dump().values()) for a in answers) or [0.0]
    return f"{'answer time':<44}p50 {spent[len(spent) // 2]:.0f} ms, p95 {spent[int(len(spent) * 0.95)]:.0f} ms"


if __name__ == "__main__":
    raise SystemExit(main())
