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

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, register_jitable

TOLD = 16
"""So many threads tell on which processor they run, the caller first."""
WORDS = 16
"""The numbers of 64 bits of a mask: one bit for each of the first 1024 processors."""
GIVEN, NOW, MASKS = WORDS, 2 * WORDS, 3 * WORDS
"""A thread has room for the mask that it found, the one that it gave itself, and the one that it has now."""
PLACES = sys.platform == "linux"

_I32, _I64 = ir.IntType(32), ir.IntType(64)
_NUMBERS = _I64.as_pointer()


@intrinsic
def give_way(context: Any) -> Any:
    """Let another thread have the processor."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        if sys.platform != "win32":
            builder.call(_system(builder, "sched_yield", []), [])
        return context.get_dummy_value()

    return types.none(), code


@intrinsic
def processor(context: Any) -> Any:
    """One more than the number of the processor that the thread runs on; 0 where nobody knows."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        if not PLACES:
            return _I64(0)
        found = builder.call(_system(builder, "sched_getcpu", []), [])
        return builder.add(builder.sext(found, _I64), _I64(1))

    return types.int64(), code


def _for_masks(name: str) -> Any:
    """A call of the system with the mask of this thread that starts at a place; whether it went well."""

    @intrinsic
    def call(context: Any, masks: Any, at: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            if not PLACES:
                return _I64(0)
            size = ir.IntType(context.get_value_type(types.uintp).width)
            mask = builder.gep(args[0], [args[1]])
            done = builder.call(
                _system(builder, name, [_I32, size, _NUMBERS]), [_I32(0), size(8 * WORDS), mask]
            )
            return builder.zext(builder.icmp_signed(">=", done, _I32(0)), _I64)

        return types.int64(masks, types.int64), code

    return call


def _system(builder: Any, name: str, takes: list[Any]) -> Any:
    return cgutils.get_or_insert_function(builder.module, ir.FunctionType(_I32, takes), name)


def hang(bell: Any) -> None:
    """Make a semaphore where an array of numbers, which has room for it, starts."""
    if PLACES:
        ctypes.CDLL(None).sem_init(ctypes.c_void_p(bell.ctypes.data), 0, 0)


def _of_bell(name: str) -> Any:
    """A call of the system with a semaphore; whether it went well."""

    @intrinsic
    def call(context: Any, bell: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            if not PLACES:
                return _I64(0)
            done = builder.call(_system(builder, name, [_NUMBERS]), [args[0]])
            return builder.zext(builder.icmp_signed("==", done, _I32(0)), _I64)

        return types.int64(bell), code

    return call


ring, sleep = _of_bell("sem_post"), _of_bell("sem_wait")
_ask, _move = _for_masks("sched_getaffinity"), _for_masks("sched_setaffinity")
WITHIN = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""What only compiled code calls has no way in for others."""


@register_jitable(**WITHIN)
def step_aside(masks, here, others):
    """Keep off the processors of ``others``, cells that have one each; where none is left, others go first."""
    if not _ask(masks, NOW):
        return give_way()
    changed, free = False, 0
    for word in range(WORDS):
        changed |= masks[NOW + word] != masks[GIVEN + word]
    for word in range(WORDS):
        if changed:  # somebody else has said where this thread may run
            masks[word] = masks[NOW + word]
        masks[GIVEN + word] = masks[word]
    for k in range(others):
        place = here[k] - 1
        if 0 <= place < 64 * WORDS:
            masks[GIVEN + (place >> 6)] &= ~(1 << (place & 63))
    for word in range(WORDS):
        free |= masks[GIVEN + word]
    if free == 0:
        for word in range(WORDS):
            masks[GIVEN + word] = masks[word]
        give_way()
    _move(masks, GIVEN)
    return None


__all__ = [
    "MASKS", "PLACES", "TOLD", "WITHIN", "give_way", "hang", "processor", "ring", "sleep", "step_aside",
]  # fmt: skip
