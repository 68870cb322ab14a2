"""The figures of one or two runs as rows: drawn in the terminal and in HTML alike."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.run import Run

Row = tuple[str, ...]
_NAMES = {
    "verdict": "verdicts right",
    "facts": "facts said",
    "slots": "slots understood",
    "retrieval": "passage found",
    "citations": "citations valid",
    "refusal": "refusals right",
    "language": "language right",
    "forbidden": "nothing forbidden said",
}


def summary(runs: Sequence[Run]) -> list[Row]:
    """Every measure, a column for each configuration."""
    rows = [("cases right", *(_share(run.accuracy, len(run.scored)) for run in runs))]
    names = [name for name, _, _ in runs[0].measures]
    rows += [(_NAMES[name], *(_share(*run.measure(name)) for run in runs)) for name in names]
    rows.append(("time of an answer, p50 / p95", *(f"{_ms(run, 0.5)} / {_ms(run, 0.95)}" for run in runs)))
    if any(run.by_model for run in runs):
        rows.append(("with a language model's prose", *(f"{run.by_model} of {len(run.scored)}" for run in runs)))
        rows.append(("cost of it", *(f"{run.dollars:.4f} USD" if run.dollars is not None else "–" for run in runs)))
    if any(run.agreement is not None for run in runs):
        rows.append(("judge agrees", *(_percent(run.agreement) for run in runs)))
    return rows


def breakdown(runs: Sequence[Run]) -> list[Row]:
    """Cases right by language and by kind."""
    languages = sorted({one.case.language for one in runs[0].scored})
    kinds = sorted({one.case.kind or one.answer.kind for one in runs[0].scored})
    rows = [(language, *(_right(run.of(language=language)) for run in runs)) for language in languages]
    return rows + [(kind, *(_right(run.of(kind=kind)) for run in runs)) for kind in kinds]


def wrong(run: Run) -> list[Row]:
    """Cases that did not go right: id, question, what went wrong."""
    return [(one.case.id, one.case.question[:160], one.why[:400]) for one in run.scored if not one.right]


def apart(runs: Sequence[Run]) -> list[Row]:
    """Cases that one configuration got right and the other did not."""
    if len(runs) < 2:
        return []
    pairs = zip(runs[0].scored, runs[1].scored, strict=True)
    return [
        (a.case.id, a.case.question[:160], runs[0].name if a.right else runs[1].name)
        for a, b in pairs
        if a.right != b.right
    ]


def _right(run: Run) -> str:
    return _share(run.accuracy, len(run.scored)) if run.scored else "–"


def _share(share: float, count: int) -> str:
    return f"{100 * share:.1f} % of {count}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _ms(run: Run, share: float) -> str:
    return f"{1000 * run.seconds(share):.0f} ms"
