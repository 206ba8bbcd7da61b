"""How the threads of the kernels wait for each other."""

from __future__ import annotations

import os


def wait_politely() -> None:
    """Threads sleep soon instead of spinning at the end of a parallel loop; call it before the first kernel.

    On a machine with other work, a thread that spins takes the core from the very one it waits for:
    training beside two busy processes took 26 s with GNU OpenMP's default and 4.5 s so.  What the
    user has set stays.  The benchmark does not call this: it measures the defaults.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


__all__ = ["wait_politely"]
