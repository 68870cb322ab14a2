"""The `aperture` command: each sub-command lives in its own module and imports what it needs when run."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from knowledge.errors import ApertureError

COMMANDS = {
    "ask": "bot.cli.ask",
    "cost": "bot.cli.cost",
    "doctor": "bot.cli.doctor",
    "eval": "bot.cli.eval",
    "facts": "bot.cli.facts",
    "ingest": "bot.cli.ingest",
    "manifest": "bot.cli.manifest",
    "prices": "bot.cli.prices",
    "search": "bot.cli.search",
    "serve": "bot.cli.serve",
    "sources": "bot.cli.sources",
    "stats": "bot.cli.stats",
    "throughput": "bot.cli.throughput",
    "workspace": "bot.cli.workspace",
}
"""Sub-command to the module whose `app` (a `typer.Typer`) runs it."""


class _Lazy(TyperGroup):
    """Imports a sub-command's module only when it is named: a start must not pay for what it does not run."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return [name for name, module in sorted(COMMANDS.items()) if importlib.util.find_spec(module)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        module = COMMANDS.get(cmd_name)
        if module is None or importlib.util.find_spec(module) is None:
            return None
        command = typer.main.get_command(importlib.import_module(module).app)
        command.name = cmd_name
        return command


app = typer.Typer(cls=_Lazy, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def _root() -> None:
    """Aperture: is this AI model open, may we use it, is it cheaper to self-host, which should we pick?"""


def main() -> None:
    """Run the command; a foreseen error is a sentence on stderr and exit code 1, never a traceback."""
    try:
        app()
    except BrokenPipeError:  # the reader, `head` for example, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        told = _foreseen(error)
        if told is None:
            raise
        sys.stderr.write(f"aperture: {told}\n")
        raise SystemExit(1) from None


def _foreseen(error: Exception) -> str | None:
    """The sentence for an error that a person can mend; `None` for a fault of ours."""
    from pydantic import ValidationError

    if isinstance(error, ApertureError):
        return str(error)
    if isinstance(error, ValidationError) and error.title == "Settings":
        return "; ".join(map(_wrong_setting, error.errors(include_url=False)))
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}; check the path and its rights (APERTURE_DATA_DIR names the folder)"
    return None


def _wrong_setting(found: Any) -> str:
    given = f" (found {found['input']!r})" if isinstance(found["input"], str | int | float) else ""
    named = f"{found['loc'][0]}: " if found["loc"] else ""
    return f"{named}{found['msg'].removeprefix('Value error, ')}{given}" + (": correct it or unset it" if named else "")
