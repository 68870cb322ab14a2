"""A busy minute in the local workspace: 200 questions of 50 people in 20 channels at once, with the real engine."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.workspace.delivery import SignedHttp
from bot.workspace.server import LocalWorkspace
from bot.workspace.store import BOT_USER, CHANNELS, Person

PEOPLE, QUESTIONS, ROOMS, CUTS = 50, 200, 20, 20
SECRET = "bench"
ASKED = (
    "Is Llama 3.1 open source?",
    "Qwen2.5-7B 是开源的吗？",
    "We're in Munich. May we build a product on Llama 4 Scout?",
    "DeepSeek-V3 一个月 50 亿 token，自建划算吗？",
    "Why does InfoQ's round table say compute is scarce?",
)


def main() -> None:
    """Print how long acknowledgements and whole answers took, by Socket Mode and by HTTP."""
    CHANNELS.update({f"C0R{place:02d}": f"room-{place}" for place in range(ROOMS)})
    for measure in (_by_socket, _by_http):
        folder = Path(tempfile.mkdtemp())
        try:
            measure(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _by_socket(folder: Path) -> None:
    with LocalWorkspace(0) as workspace:
        told = {"SLACK_APP_TOKEN": "xapp-bench"}
        with _serving(folder, workspace, told, lambda: workspace.wait_connected(1)):
            for cuts in (0, CUTS):
                workspace.sockets.acks.clear()
                _show(f"Socket Mode, {cuts} disconnects", _burst(workspace, cuts), workspace.sockets.acks)


def _by_http(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    deliver = SignedHttp(f"http://127.0.0.1:{port}/slack/events", SECRET)
    with LocalWorkspace(0, deliver_to=deliver) as workspace:
        told = {"SLACK_SIGNING_SECRET": SECRET, "APERTURE_HTTP_PORT": str(port)}
        with _serving(folder, workspace, told, lambda: _listens(port)):
            _show("HTTP", _burst(workspace, 0), deliver.acks)


def _show(way: str, took: float, acks: Iterable[float]) -> None:
    each = sorted(acks)
    p99 = each[int(len(each) * 0.99) - 1]
    print(
        f"slack: {QUESTIONS} questions at once, {way}: answered in {took:.1f} s; acknowledged "
        f"p50 {statistics.median(each) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms (limit 300), "
        f"worst {each[-1] * 1000:.0f} ms"
    )


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _serving(
    folder: Path, workspace: LocalWorkspace, told: dict[str, str], there: Callable[[], bool]
) -> Iterator[None]:
    """The bot in a process of its own, as it is in life, connected and warm."""
    own = {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "APERTURE_SLACK_API_URL": workspace.api_url,
        "APERTURE_DATA_DIR": str(folder),
    }
    command = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
    with subprocess.Popen(command, env=os.environ | own | told) as bot:
        try:
            end = time.monotonic() + 120
            while not there():
                if time.monotonic() > end:
                    raise SystemExit("the bot did not come")
                time.sleep(0.1)
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
