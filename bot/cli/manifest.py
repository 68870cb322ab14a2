"""`aperture manifest`: what to paste when making the Slack app."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from bot.manifest import manifest as made

app = typer.Typer()


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"
    OAUTH = "oauth"


@app.command()
def manifest(
    mode: Annotated[
        Mode, typer.Option(help="socket needs no address; http does; oauth: http, several workspaces.")
    ] = Mode.SOCKET,
    url: Annotated[
        str, typer.Option(help="The public address, where one is needed.")
    ] = "https://YOUR-HOST/slack/events",
) -> None:
    """Print the Slack app manifest (JSON) for the chosen mode, with the least scopes."""
    sys.stdout.write(json.dumps(made(mode.value, url), indent=2, ensure_ascii=False) + "\n")
