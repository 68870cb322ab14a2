"""Questions wait their turn: nobody holds up the others, and a thread keeps its order."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from bot.fair_queue import FairQueue


@pytest.fixture
def gate() -> threading.Event:
    """Holds the first question until a test has put the others."""
    return threading.Event()


@pytest.fixture
def queue(gate: threading.Event) -> Iterator[FairQueue]:
    """One worker, busy until the gate opens."""
    queue = FairQueue(1)
    queue.put("somebody", "first", 0, lambda: gate.wait(10) and None)
    yield queue
    gate.set()
    queue.close()


def test_who_asks_once_does_not_wait_for_who_asks_often(queue: FairQueue, gate: threading.Event) -> None:
    """Turns go round among people; each one's own questions stay in the order they came."""
    done: list[str] = []
    for name in ("a1", "a2", "a3", "a4", "b1", "c1"):
        queue.put(name[0], name, 0, lambda name=name: done.append(name))
    gate.set()
    queue.close()
    assert done == ["a1", "b1", "c1", "a2", "a3", "a4"]


def test_a_thread_is_answered_in_its_order(queue: FairQueue, gate: threading.Event) -> None:
    """By when it was asked, whoever asked, also where events came the other way round."""
    done: list[float] = []
    for order, person in ((3.0, "a"), (1.0, "b"), (2.0, "a"), (4.0, "c")):
        queue.put(person, "same", order, lambda order=order: done.append(order))
    gate.set()
    queue.close()
    assert done == [1.0, 2.0, 3.0, 4.0]


def test_never_two_of_a_thread_at_once() -> None:
    """With workers to spare other threads go on, and what was held up is done once it may be."""
    queue, inside, worst = FairQueue(4), {"x": 0, "y": 0}, [0]
    lock, done = threading.Lock(), [0]

    def work(thread: str) -> None:
        with lock:
            inside[thread] += 1
            worst[0] = max(worst[0], inside[thread])
        threading.Event().wait(0.002)
        with lock:
            inside[thread] -= 1
            done[0] += 1

    for number in range(60):
        thread = "xy"[number % 2]
        queue.put(f"p{number % 7}", thread, number, lambda thread=thread: work(thread))
    queue.close()
    assert (worst[0], done[0]) == (1, 60)


def test_what_fails_is_logged_and_the_next_is_done(
    queue: FairQueue, gate: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    """A worker outlives its work."""
    done: list[int] = []

    def fails() -> None:
        raise RuntimeError("broken")

    queue.put("a", "t", 1, fails)
    queue.put("a", "t", 2, lambda: done.append(2))
    gate.set()
    queue.close()
    assert done == [2]
    assert queue.idle
    assert "broken" in caplog.text


def test_what_is_dropped_is_not_done(queue: FairQueue, gate: threading.Event) -> None:
    """At the end of a stop's time."""
    done: list[int] = []
    queue.put("a", "t", 1, lambda: done.append(1))
    assert not queue.idle
    queue.drop()
    gate.set()
    queue.close()
    assert not done
    assert queue.idle
