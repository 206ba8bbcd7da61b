"""Work that somebody else wrote ends in time."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TooLong(BaseException):
    """Time is up; no ``except Exception`` of the work takes it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """``TooLong`` in the block once the time is up, and again each second, until it ends.

    Only the main thread can be interrupted, and only where there are timers: elsewhere nothing is done.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _late(number: int, frame: Any) -> None:
    raise TooLong


__all__ = ["TooLong", "at_most"]
