"""`aperture serve`: the bot."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port of the local workspace's page.")] = None,
) -> None:
    """Run the bot: in Slack when its tokens are set, else in a local workspace in your browser."""
    from bot.serving import run
    from bot.settings import Settings

    run(Settings(), port)
