"""A busy minute in the local workspace: 200 questions of 50 people in 20 channels at once, with the real engine."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.workspace.server import LocalWorkspace
from bot.workspace.store import BOT_USER, CHANNELS, Person

PEOPLE, QUESTIONS, ROOMS, CUTS = 50, 200, 20, 20
ASKED = (
    "Is Llama 3.1 open source?",
    "Qwen2.5-7B 是开源的吗？",
    "We're in Munich. May we build a product on Llama 4 Scout?",
    "DeepSeek-V3 一个月 50 亿 token，自建划算吗？",
    "Why does InfoQ's round table say compute is scarce?",
)


def main() -> None:
    """Print how long acknowledgements and whole answers took."""
    folder = Path(tempfile.mkdtemp())
    try:
        _measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path) -> None:
    CHANNELS.update({f"C0R{place:02d}": f"room-{place}" for place in range(ROOMS)})
    with LocalWorkspace(0) as workspace, _serving(folder, workspace):
        for cuts in (0, CUTS):
            workspace.sockets.acks.clear()
            took = _burst(workspace, cuts)
            acks = sorted(workspace.sockets.acks)
            p99 = acks[int(len(acks) * 0.99) - 1]
            print(
                f"slack: {QUESTIONS} questions at once, {cuts} disconnects: answered in {took:.1f} s; acknowledged "
                f"p50 {statistics.median(acks) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms (limit 300), "
                f"worst {acks[-1] * 1000:.0f} ms"
            )


@contextmanager
def _serving(folder: Path, workspace: LocalWorkspace) -> Iterator[None]:
    """The bot in a process of its own, as it is in life, connected and warm."""
    told = {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_APP_TOKEN": "xapp-bench",
        "APERTURE_SLACK_API_URL": workspace.api_url,
        "APERTURE_DATA_DIR": str(folder),
    }
    with subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "serve"], env=os.environ | told
    ) as bot:
        try:
            if not workspace.wait_connected(120):
                raise SystemExit("the bot did not come")
            time.sleep(20)  # what ships is brought up to date
            yield
        finally:
            bot.terminate()


def _burst(workspace: LocalWorkspace, cuts: int) -> float:
    """Ask all at once; seconds until the last is answered, each once."""
    people = [f"U0P{place:02d}" for place in range(PEOPLE)]
    workspace.state.people |= {user: Person(user, user) for user in people}
    started, asked = time.monotonic(), []
    for place in range(QUESTIONS):
        user, channel = people[place % PEOPLE], f"C0R{place % ROOMS:02d}"
        message, events = workspace.people.say(user, channel, f"@Aperture {ASKED[place % len(ASKED)]}")
        workspace.send(events)
        asked.append(message.ts)
        if cuts and place % (QUESTIONS // cuts) == 5:
            workspace.disconnect()
    waiting = set(asked)
    while waiting and time.monotonic() - started < 120:
        time.sleep(0.05)
        waiting -= {m.thread_ts for m in list(workspace.state.messages.values()) if m.user == BOT_USER}
    if waiting:
        raise SystemExit(f"{len(waiting)} of {QUESTIONS} questions were not answered")
    return time.monotonic() - started


if __name__ == "__main__":
    main()
