"""`aperture stats`: how the bot is used. Numbers only: no question's text is kept."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

app = typer.Typer()

LABELS = {
    "asked": "questions",
    "unanswered": "not answered",
    "up": "thumbs up",
    "down": "thumbs down",
    "median_ms": "median milliseconds",
    "p95_ms": "95 % within milliseconds",
}


@app.command()
def stats(as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False) -> None:
    """Questions, unanswered ones, feedback and the usual time to an answer."""
    from bot.learnt import Learnt
    from bot.settings import Settings
    from bot.state import State

    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    state = State(settings.state_url)
    try:
        figures = asdict(Learnt(state.engine).figures())
    finally:
        state.close()
    lines = json.dumps(figures) if as_json else "\n".join(f"{LABELS[key]:<20} {figures[key]}" for key in LABELS)
    sys.stdout.write(lines + "\n")
