"""`aperture workspace`: the local workspace without our bot in it, for somebody's own Bolt app."""

from __future__ import annotations

import sys
import threading
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def workspace(
    port: Annotated[int, typer.Option(help="Port of the page; the next free one when it is taken.")] = 3210,
    deliver_to: Annotated[str | None, typer.Option(help="Post events there instead of by Socket Mode.")] = None,
    secret: Annotated[str, typer.Option(envvar="SLACK_SIGNING_SECRET", help="What signs that which is posted.")] = "",
) -> None:
    """Run a Slack stand-in for a Bolt app of your own: a page in the browser, the Web API, Socket Mode or HTTP."""
    from bot.workspace.delivery import SignedHttp
    from bot.workspace.server import LocalWorkspace

    with LocalWorkspace(port, deliver_to=SignedHttp(deliver_to, secret) if deliver_to else None) as running:
        way = "signing_secret=…" if deliver_to else 'app_token="xapp-local"'
        sys.stdout.write(
            f"\n  The page:     {running.url}\n  The Web API:  {running.api_url}\n\n"
            f'  Your app:     App(client=WebClient("xoxb-local", base_url="{running.api_url}")), {way}\n\n'
            "  Ctrl-C stops it.\n"
        )
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return
