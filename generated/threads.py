"""Kernels over ranges on several threads: what a loop whose iterations may run at once is handed to.

Hand-written, knows no layer, needs nothing but Python.  A kernel ``f(first, last, *arguments)`` computes the
iterations ``first … last − 1`` and releases the lock of the interpreter.  ``launch`` runs it in the calling
thread where little is to be done, else in ranges that waiting threads and the caller take one after the
other.  What an iteration writes no other one touches, and how it computes does not depend on the range that
it falls into: results are the same, bit for bit, for every number of threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from .tuned import setting, using

GRAIN = 50_000
"""The least work of a range that is worth a thread: about as many steps take as long as to wake one."""
SHARES = 4
"""Ranges for each thread: who is done early takes what others would wait for."""
MOST = 1024
"""The largest number of threads that can be asked for."""

_inside = threading.local()


def _available() -> int:
    """The processors that this process may use, or what ``NUMBA_NUM_THREADS`` says."""
    asked = os.environ.get("NUMBA_NUM_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return min(int(asked), MOST)
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(found or 1, MOST)


_limit = _available()


def get_num_threads() -> int:
    """How many threads a kernel uses at most, the calling one counted."""
    return _limit


def set_num_threads(count: int) -> None:
    """Let kernels use ``count`` threads at most from now on, in the whole process.

    Raises:
        TypeError: ``count`` is not an integer.
        ValueError: ``count`` is not in 1 … 1024.
    """
    global _limit
    if isinstance(count, bool) or not hasattr(count, "__index__"):
        raise TypeError(f"count must be an integer, got {count!r}")
    if not 1 <= count.__index__() <= MOST:
        raise ValueError(f"count must be in 1 … {MOST}, got {count}")
    _limit = count.__index__()


@contextmanager
def num_threads(count: int) -> Iterator[None]:
    """``set_num_threads(count)`` inside of the block."""
    before = get_num_threads()
    set_num_threads(count)
    try:
        yield
    finally:
        set_num_threads(before)


@contextmanager
def smallest_ranges() -> Iterator[None]:
    """Ranges however little there is to be done, so that a test with small arrays goes over all threads."""
    global GRAIN
    before, GRAIN = GRAIN, 1
    try:
        with using({}):  # whatever was measured to be best
            yield
    finally:
        GRAIN = before


class _Task:
    """One call in ranges: whoever comes takes the next one; ``wait`` returns when all are done."""

    def __init__(self, kernel: Callable[..., Any], count: int, ranges: int, arguments: tuple[Any, ...]) -> None:
        self.kernel, self.arguments = kernel, arguments
        self.count, self.ranges = count, ranges
        self.taken = self.done = 0
        self.error: BaseException | None = None
        self.lock, self.finished = threading.Lock(), threading.Lock()
        self.finished.acquire()

    def take(self) -> int | None:
        """The number of the next range, ``None`` when there is no more."""
        with self.lock:
            if self.taken >= self.ranges:
                return None
            self.taken += 1
            return self.taken - 1

    def help(self) -> None:
        """Compute ranges until none is left."""
        _inside.launched = True
        try:
            while (k := self.take()) is not None:
                self.compute(k)
        finally:
            _inside.launched = False

    def compute(self, k: int) -> None:
        try:
            self.kernel(self.count * k // self.ranges, self.count * (k + 1) // self.ranges, *self.arguments)
        except BaseException as error:
            self.stop(error)
        with self.lock:
            self.done += 1
            last = self.done == self.ranges
        if last:
            self.finished.release()

    def stop(self, error: BaseException) -> None:
        """Hand out no more ranges; those that run go on to their end."""
        with self.lock:
            self.error = self.error or error
            self.done += self.ranges - self.taken
            self.taken = self.ranges

    def wait(self) -> None:
        """Until nobody writes to the arrays any more, whatever happens meanwhile."""
        while True:
            try:
                self.finished.acquire()
                break
            except BaseException as error:
                self.stop(error)
                with self.lock:
                    if self.done == self.ranges:
                        break
        if self.error is not None:
            raise self.error


class _Team:
    """Threads that wait for tasks; they start when they are needed first."""

    def __init__(self) -> None:
        self.tasks: SimpleQueue[_Task] = SimpleQueue()
        self.size, self.lock = 0, threading.Lock()

    def run(self, task: _Task, helpers: int) -> None:
        """The task by the calling thread and at most ``helpers`` of the team."""
        self.grow(helpers)
        for _ in range(helpers):
            self.tasks.put(task)
        task.help()
        task.wait()

    def grow(self, size: int) -> None:
        if self.size < size:
            with self.lock:
                while self.size < size:
                    threading.Thread(target=self.work, name=f"kernels-{self.size}", daemon=True).start()
                    self.size += 1

    def work(self) -> None:
        while True:
            self.tasks.get().help()


_team = _Team()


def _alone() -> None:
    """The child of a fork has none of the threads of its parent."""
    global _team
    _team = _Team()
    _inside.launched = False


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_alone)


def launch(kernel: Callable[..., Any], count: int, work: int, *arguments: Any) -> None:
    """``kernel(first, last, *arguments)`` for ranges that make up 0 … count − 1, in any order or at once.

    ``work`` estimates the steps of the whole; a range gets ``GRAIN`` of them at least.  Inside of a kernel
    that was launched, and with one thread, the caller computes all.
    """
    if count <= 0:
        return
    ranges = min(count, work // setting("grain", GRAIN), SHARES * _limit)
    if ranges < 2 or _limit < 2 or getattr(_inside, "launched", False):
        kernel(0, count, *arguments)
    else:
        _team.run(_Task(kernel, count, ranges, arguments), min(_limit, ranges) - 1)


__all__ = ["get_num_threads", "launch", "num_threads", "set_num_threads", "smallest_ranges"]
