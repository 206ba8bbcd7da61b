"""Who is fastest, asked in turns in one process: what a shared machine does meets every side alike.

Only the ratios of one run count; the milliseconds of a shared machine do not.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Run = Callable[[], Any]


@dataclass(frozen=True)
class Pace:
    """How often all sides take turns, and the seconds that one turn may last; at least one call is made.

    Calls of its first ``lead`` seconds do not count: threads of the side before still look for work, on the
    processors that this one needs (those of OpenMP for some milliseconds).  What was disturbed is timed
    ``again`` so often, when all has been timed.
    """

    rounds: int = 7
    turn: float = 0.06
    lead: float = 0.008
    again: int = 0


THOROUGH = Pace(again=1)
QUICK = Pace(5, 0.016)
FIRST_LOOK = Pace(3, 0.08)


@dataclass(frozen=True)
class Spent:
    """Milliseconds of one call: ``median`` over rounds of the median of each turn, and the ``best`` call."""

    median: float
    best: float


def in_turns(runs: Sequence[Run], pace: Pace = THOROUGH) -> list[Spent]:
    """What one call of each costs; the first turn compiles and warms up and does not count."""
    turns: list[list[list[float]]] = [[] for _ in runs]
    for number in range(pace.rounds + 1):
        for run, kept in zip(runs, turns, strict=True):
            made = _turn(run, pace)
            if number > 0:
                kept.append(made)
    return [_spent(kept) for kept in turns]


def _spent(turns: Sequence[Sequence[float]]) -> Spent:
    """The first call of a turn wakes threads and caches: it only counts where it is the only one."""
    median = statistics.median(statistics.median(turn[1:] or turn) for turn in turns)
    return Spent(1e3 * median, 1e3 * min(min(turn) for turn in turns))


def _turn(run: Run, pace: Pace) -> list[float]:
    """The first call stands for all where it takes the whole lead."""
    begin = time.perf_counter()
    times = [elapsed(run)]
    while time.perf_counter() - begin < pace.lead:
        times[0] = elapsed(run)
    while time.perf_counter() - begin < pace.turn and len(times) < 50:
        times.append(elapsed(run))
    return times


def elapsed(run: Run) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def machine(threads: int, peers: Sequence[str]) -> str:
    """What ran: processor, threads, versions."""
    import numba

    versions = [
        f"Python {platform.python_version()}",
        f"NumPy {np.__version__}",
        f"Numba {numba.__version__}",
        *peers,
    ]
    count = f"{threads} thread{'s' if threads > 1 else ''}"
    return f"{_processor()}, {os.cpu_count()} cores, {count}, " + ", ".join(versions)


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


__all__ = ["FIRST_LOOK", "QUICK", "THOROUGH", "Pace", "Run", "Spent", "elapsed", "in_turns", "machine"]
