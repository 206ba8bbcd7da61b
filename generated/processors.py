"""Threads of a team sleep and wake in machine code, each on a processor of its own, where a system can (Linux).

Hand-written, knows no layer.  A thread that wakes in the interpreter waits for its lock, which the thread
that called for help may hold again by then.  A system that wakes a thread beside the one that woke it, and
sees the two take turns, may leave them there for good: both are then slower than one of them alone.  A thread
that meets another one of its team keeps off that processor, whatever else it may use stays open to it.  On
other systems nothing is known of processors, and threads sleep in the interpreter.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from .assembly import TRUTH, WHOLE, WORD, Code, Number, Variable

TOLD = 16
"""So many threads tell on which processor they run, the caller first."""
WORDS = 16
"""The numbers of 64 bits of a mask: one bit for each of the first 1024 processors."""
GIVEN, NOW, MASKS = WORDS, 2 * WORDS, 3 * WORDS
"""A thread has room for the mask that it found, the one that it gave itself, and the one that it has now."""
PLACES = sys.platform == "linux"
_ADDRESS = WORD.as_pointer()


def give_way(code: Code) -> None:
    """Let another thread have the processor."""
    if sys.platform != "win32":
        code.system("sched_yield")


def processor(code: Code) -> Any:
    """One more than the number of the processor that the thread runs on; 0 where nobody knows."""
    return code.system("sched_getcpu") + 1 if PLACES else 0


def hang(bell: Any) -> None:
    """Make a semaphore where an array of numbers, which has room for it, starts."""
    if PLACES:
        ctypes.CDLL(None).sem_init(ctypes.c_void_p(bell.ctypes.data), 0, 0)


def ring(code: Code, bell: Number) -> None:
    """Wake one who sleeps at a semaphore."""
    if PLACES:
        code.system("sem_post", (_ADDRESS,), bell)


def sleep(code: Code, bell: Number) -> Any:
    """Whether one who slept at a semaphore was woken by it."""
    return code.system("sem_wait", (_ADDRESS,), bell).equals(0) if PLACES else 1


def _mask(code: Code, name: str, masks: Number, at: int) -> Any:
    """A call of the system with the mask of this thread that starts at a place; whether it went well."""
    if not PLACES:
        return Number(code, WORD(0))
    takes = (WHOLE, WORD, _ADDRESS)
    return code.system(name, takes, 0, 8 * WORDS, masks + 8 * at) >= 0


def step_aside(code: Code, masks: Number, here: Number, others: Number) -> None:
    """Keep off the processors of ``others``, cells that have one each; where none is left, others go first."""
    known = _mask(code, "sched_getaffinity", masks, NOW)
    with code.builder.if_else(code.builder.trunc(known.value, TRUTH)) as (yes, no):
        with yes:
            _move_away(code, masks, here, others)
        with no:
            give_way(code)


def _move_away(code: Code, masks: Number, here: Number, others: Number) -> None:
    changed, free = Variable(code, 0), Variable(code, 0)
    with code.each(WORDS) as word:
        differs = code.load(masks, word + NOW) ^ code.load(masks, word + GIVEN)
        changed.set(changed.get() | differs)
    with code.each(WORDS) as word:  # where somebody else has said where this thread may run, it holds
        found = changed.get().choose(code.load(masks, word + NOW), code.load(masks, word))
        code.store(masks, word, found)
        code.store(masks, word + GIVEN, found)
    with code.each(others) as k:
        place = code.load(here, k) - 1
        with code.when((place >= 0) & (place < 64 * WORDS)):
            at = (place >> 6) + GIVEN
            bit = Number(code, WORD(1)) << (place & 63)
            code.store(masks, at, code.load(masks, at) & (bit ^ -1))
    with code.each(WORDS) as word:
        free.set(free.get() | code.load(masks, word + GIVEN))
    with code.when(free.get().equals(0)):
        with code.each(WORDS) as word:
            code.store(masks, word + GIVEN, code.load(masks, word))
        give_way(code)
    _mask(code, "sched_setaffinity", masks, GIVEN)


__all__ = [
    "MASKS", "PLACES", "TOLD", "give_way", "hang", "processor", "ring", "sleep", "step_aside",
]  # fmt: skip
