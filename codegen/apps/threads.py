"""How many threads run the kernels, and how they wait for each other."""

from __future__ import annotations

import os
import sys
from types import ModuleType


def wait_politely() -> None:
    """Threads sleep soon instead of spinning at the end of a parallel loop; call it before the first kernel.

    On a machine with other work, a thread that spins takes the core from the very one it waits for:
    training beside two busy processes took 26 s with GNU OpenMP's default and 4.5 s so.  What the
    user has set stays.  The benchmark does not call this: it measures the defaults.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


def use_threads(module: ModuleType, threads: int) -> None:
    """So many threads for the kernels of a generated module: those of Numba, and those of its own package."""
    import numba

    numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
    own = getattr(sys.modules[str(module.__package__)], "set_num_threads", None)
    if own is not None:
        own(threads)


__all__ = ["use_threads", "wait_politely"]
