"""Questions wait their turn: in turn among people, one after the other within a thread, so many at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

_log = logging.getLogger(__name__)


@dataclass(order=True)
class _Job:
    """One thing to do; the order is that within a thread."""

    order: float
    place: int
    thread: str = field(compare=False)
    work: Callable[[], None] = field(compare=False)


class FairQueue:
    """Who asks twenty questions does not hold up who asks one. Thread-safe; `close` when done.

    `workers` questions are answered at once: more would only take the processor from each other, and from the
    acknowledgements that Slack waits three seconds for.
    """

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._lock = threading.Lock()
        self._waiting: dict[str, list[_Job]] = {}
        """By person; whose turn it is comes first."""
        self._busy: set[str] = set()
        self._count = 0

    def put(self, person: str, thread: str, order: float, work: Callable[[], None]) -> None:
        """Do `work` when it is the person's turn and nothing else of the `thread` is being done; of what waits in a
        thread the lowest `order` goes first. What `work` raises is logged."""
        with self._lock:
            self._count += 1
            self._waiting.setdefault(person, []).append(_Job(order, self._count, thread, work))
        self._pool.submit(self._run)

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is being done."""
        with self._lock:
            return not self._waiting and not self._busy

    def drop(self) -> None:
        """Forget what waits."""
        with self._lock:
            self._waiting.clear()

    def close(self) -> None:
        """Do what waits, then let go of the workers."""
        self._pool.shutdown(wait=True)

    def _run(self) -> None:
        """Whatever can be done, until nothing can: who ends a thread's question takes the next that it held up."""
        while (job := self._take()) is not None:
            try:
                job.work()
            except Exception:
                _log.exception("an answer under way failed")
            finally:
                with self._lock:
                    self._busy.discard(job.thread)

    def _take(self) -> _Job | None:
        """The next one; its person goes to the end of the line."""
        with self._lock:
            first: dict[str, _Job] = {}
            for job in (job for jobs in self._waiting.values() for job in jobs):
                first[job.thread] = min(job, first.get(job.thread, job))
            for person, jobs in self._waiting.items():
                free = [job for job in jobs if job.thread not in self._busy and first[job.thread] is job]
                if free:
                    return self._taken(person, min(free, key=lambda job: job.place))
            return None

    def _taken(self, person: str, job: _Job) -> _Job:
        jobs = self._waiting.pop(person)
        jobs.remove(job)
        if jobs:
            self._waiting[person] = jobs
        self._busy.add(job.thread)
        return job
