"""Kernels over ranges on several threads: what a loop whose iterations may run at once is handed to.

Hand-written, knows no layer.  A kernel ``f(first, last, *arguments)`` computes the
iterations ``first … last − 1`` and releases the lock of the interpreter.  ``launch`` runs it in the calling
thread where little is to be done, else in ranges that waiting threads and the caller take one after the
other.  What an iteration writes no other one touches, and how it computes does not depend on the range that
it falls into: results are the same, bit for bit, for every number of threads.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

import numpy as np

from .processors import MASKS
from .routines import uncollected
from .shared_ranges import TEAM, asked, empty_board, machine_code, serve
from .tuned import setting, using

GRAIN = 12_000
"""The least work of a range that is worth a thread: some times what it takes to hand it to one that looks."""
SHARES, AMPLE = 4, 10
"""Ranges for each thread, where each is so many times the least: who is done early takes what others wait for."""
FEW = 16
"""Iterations for each thread, each of them ample, that are handed out by themselves."""
LOOKS = 4_000
"""How often a thread looks for work before it sleeps: some times as long as it takes to be woken."""
MOST = 1024
"""The largest number of threads that can be asked for."""


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


@contextmanager
def one_after_the_other() -> Iterator[None]:
    """Ranges as for several threads, but in the calling one, the last range first."""
    global _in_turn
    before, _in_turn = _in_turn, True
    try:
        yield
    finally:
        _in_turn = before


_in_turn = False


class _Team:
    """Threads that look for work for a moment, then sleep; they start when they are needed first."""

    def __init__(self) -> None:
        self.board = empty_board()
        self.size, self.asleep, self.lock = 0, 0, threading.Lock()
        self.bell: SimpleQueue[None] = SimpleQueue()

    def wake(self, helpers: int) -> None:
        """Have so many of the team at least who look for work, or sleep where machine code can wake them."""
        if self.size < helpers or self.asleep:
            with self.lock:
                TEAM[0] = ctypes.cast(machine_code()["fork"], ctypes.c_void_p).value or 0
                TEAM[1] = self.board.ctypes.data
                for _ in range(min(helpers, self.asleep)):
                    self.asleep -= 1
                    self.bell.put(None)
                while self.size < helpers:
                    self.size += 1
                    name = f"kernels-{self.size}"
                    threading.Thread(target=self.work, args=(self.size,), name=name, daemon=True).start()

    def work(self, number: int) -> None:
        masks = np.zeros(MASKS, np.int64)
        while True:
            serve(self.board, masks, LOOKS, number)  # for good, where threads sleep in machine code
            with self.lock:
                self.asleep += 1
            self.bell.get()


_team = _Team()


def _alone() -> None:
    """The child of a fork has none of the threads of its parent."""
    global _team
    _team, TEAM[0] = _Team(), 0


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_alone)


def launch(kernel: Callable[..., Any], count: int, work: int, *arguments: Any) -> None:
    """``kernel(first, last, *arguments)`` for ranges that make up 0 … count − 1, in any order or at once.

    ``work`` estimates the steps of the whole; a range gets ``GRAIN`` of them at least.  With one thread, and
    while the team computes for another caller, the caller computes all; so it does, range by range, where
    the kernel is not one of ``disjoint.njit``.
    """
    if count <= 0:
        return
    if getattr(kernel, "overloads", True):
        _launch(kernel, count, work, *arguments)
    else:
        with uncollected():
            _launch(kernel, count, work, *arguments)


def _ranges(count: int, grains: int) -> int:
    """Into how many ranges so many iterations are cut: few large ones are taken one by one."""
    if count <= FEW * _limit and grains >= AMPLE * count:
        return count
    grains = min(count, grains)
    return min(grains, _limit * max(1, min(SHARES, grains // (AMPLE * _limit))))


def _launch(kernel: Callable[..., Any], count: int, work: int, *arguments: Any) -> None:
    least = setting("grain", GRAIN)
    if _limit < 2 or count < 2 or work < 2 * least:
        kernel(0, count, *arguments)
        return
    ranges = _ranges(count, work // least)
    if _in_turn or not getattr(kernel, "in_ranges", False):
        for k in range(ranges)[:: -1 if _in_turn else 1]:
            kernel(count * k // ranges, count * (k + 1) // ranges, *arguments)
        return
    helpers = min(_limit, ranges) - 1
    _team.wake(helpers)
    kernel(asked(ranges, helpers), count, *arguments)
