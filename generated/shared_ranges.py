"""A kernel's ranges in several threads at once, in machine code: nobody asks for the interpreter on the way.

Hand-written, knows no layer.  A caller lays its arguments down (``fork``), threads that look for work
(``serve``) take one range after the other, and the caller does too; it leaves when the last one is done.  A
thread that finds nothing for a moment sleeps until a caller rings its bell (where there is none it goes back
to the interpreter, to sleep).  On ``board``, an array of integers, stand:
"""

from __future__ import annotations

import ctypes
import platform
from functools import cache
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import njit
from numba.core import cgutils
from numba.extending import intrinsic

from .assembly import Code, Number, Variable, called, written
from .processors import PLACES, TOLD, give_way, hang, processor, ring, sleep, step_aside

BOARD = 192 + TOLD
OWNED, OPEN, NEXT, INSIDE, SEATS, CODE, DATA, COUNT, RANGES, FAILED, ASLEEP, BELL, WHERE = range(0, BOARD, 16)
"""Whether somebody has the board, whether there is work; the next range; threads at it, and how many may be;
what to call with what; iterations, ranges; whether a range went wrong; threads that sleep, and what wakes
one; on which processor each thread runs.  Each has a line of the cache of its own."""
OFTEN = 64
"""Looks after which a waiting thread looks whether it keeps another one from the processor."""
DONE, BUSY, WRONG = 0, 1, 2
"""How a call ended: all is done, another caller is at it, a range failed."""
SEATING = 2048
"""More than the threads of a team."""


_I32, _I64 = ir.IntType(32), ir.IntType(64)
_BYTES = ir.IntType(8).as_pointer()
RANGE_KIND = ir.FunctionType(_I32, [_I64, _I64, _BYTES])
_X86 = platform.machine() in ("x86_64", "AMD64")


def empty_board() -> Any:
    """Nobody has it, there is no work, nobody sleeps."""
    board = np.zeros(BOARD, np.int64)
    hang(board[BELL:])
    return board


TEAM = (ctypes.c_int64 * 2)()
"""Where ``fork`` and the board stand; nothing, while there is no team."""
_SYMBOL = f"{__name__}.team"
llvm.add_symbol(_SYMBOL, ctypes.addressof(TEAM))


def asked(ranges: int, helpers: int) -> int:
    """What stands for ``first`` where all iterations are asked for, in ranges and with helpers."""
    return -(ranges * SEATING + helpers)


def entry(context: Any, module: Any, kernel: Any, about: Any) -> Any:
    """A function that is called as ``kernel`` is, and shares its iterations with a team if it is asked to.

    Where the team is busy, or a range went wrong, it runs all of them itself.
    """
    function = ir.Function(module, kernel.function_type, f"{kernel.name}.entry")
    function.linkage = "internal"
    builder = ir.IRBuilder(function.append_basic_block("entry"))
    convention = context.call_conv
    raw = convention.get_arguments(function)
    first, last, *given = context.get_arg_packer(about.argtypes).from_arguments(builder, raw)
    made = cgutils.alloca_once_value(builder, context.get_constant_null(about.restype))
    ended, start = (cgutils.alloca_once_value(builder, one) for one in (_I64(BUSY), first))
    with builder.if_then(builder.icmp_signed("<", first, _I64(0)), likely=False):
        builder.store(_shared(context, builder, kernel, about, first, last, given), ended)
        builder.store(_I64(0), start)
    with builder.if_then(builder.icmp_signed("!=", builder.load(ended), _I64(DONE))):
        values = [builder.load(start), last, *given]
        status, result = convention.call_function(
            builder, kernel, about.restype, about.argtypes, values, attrs=("noinline",)
        )
        with builder.if_then(status.is_error, likely=False):
            convention.return_status_propagate(builder, status)
        builder.store(result, made)
        with builder.if_then(builder.icmp_signed("==", builder.load(ended), _I64(WRONG)), likely=False):
            said = f"{about.qualname}: one of several threads had no memory"
            convention.return_user_exc(builder, MemoryError, (said,))
    convention.return_value(builder, context.get_return_value(builder, about.restype, builder.load(made)))
    return function


def _shared(context: Any, builder: Any, kernel: Any, about: Any, asked: Any, count: Any, given: Any) -> Any:
    """How a team ended; the arguments of the kernel lie on the stack for it."""
    data = ir.LiteralStructType([one.type for one in given])
    laid = cgutils.alloca_once(builder, data)
    for k, one in enumerate(given):
        builder.store(one, cgutils.gep_inbounds(builder, laid, 0, k))
    wanted = builder.neg(asked)
    ranges, helpers = builder.udiv(wanted, _I64(SEATING)), builder.urem(wanted, _I64(SEATING))
    code = _range_code(context, builder.module, kernel, data, about)
    return team(builder, code, laid, count, ranges, helpers)


def team(builder: Any, code: Any, laid: Any, count: Any, ranges: Any, helpers: Any) -> Any:
    """How a team ended, if there is one, with ``code`` over so many ranges of arguments that lie somewhere."""
    place = cgutils.add_global_variable(builder.module, ir.ArrayType(_I64, 2), _SYMBOL)
    at, board = (builder.load(cgutils.gep_inbounds(builder, place, 0, k)) for k in (0, 1))
    ended = cgutils.alloca_once_value(builder, _I64(BUSY))
    with builder.if_then(builder.icmp_signed("!=", at, _I64(0))):
        fork = builder.inttoptr(at, ir.FunctionType(_I64, [_I64] * 6).as_pointer())
        numbers = [builder.ptrtoint(one, _I64) for one in (code, laid)]
        builder.store(builder.call(fork, [board, count, ranges, helpers, *numbers]), ended)
    return builder.load(ended)


def _range_code(context: Any, module: Any, kernel: Any, data: Any, about: Any) -> Any:
    """``range(first, last, data)``: the kernel with arguments that lie somewhere; whether it went wrong."""
    function = ir.Function(module, RANGE_KIND, f"{kernel.name}.range")
    function.linkage = "internal"
    builder = ir.IRBuilder(function.append_basic_block())
    first, last, place = function.args
    place = builder.bitcast(place, data.as_pointer())
    given = [builder.load(cgutils.gep_inbounds(builder, place, 0, k)) for k in range(len(data.elements))]
    status, _ = context.call_conv.call_function(
        builder, kernel, about.restype, about.argtypes, [first, last, *given], attrs=("noinline",)
    )
    builder.ret(builder.zext(status.is_error, _I32))
    return function


def _call(code: Code, code_at: Number, first: Number, last: Number, data: Number) -> Number:
    """Whether a range went wrong."""
    function = code.builder.inttoptr(code_at.value, RANGE_KIND.as_pointer())
    place = code.builder.inttoptr(data.value, _BYTES)
    wrong = code.builder.call(function, [first.value, last.value, place])
    return Number(code, code.builder.zext(wrong, _I64))


def _pause(code: Code) -> None:
    """Tell the processor that the thread only waits."""
    if _X86:
        kind = ir.FunctionType(ir.VoidType(), [])
        code.builder.call(
            cgutils.get_or_insert_function(code.builder.module, kind, "llvm.x86.sse2.pause"), []
        )


def _work(code: Code, board: Number) -> None:
    """Ranges, one after the other, until none is left."""
    code_at, data, count, ranges = (code.look(board, cell) for cell in (CODE, DATA, COUNT, RANGES))
    k = Variable(code, code.add(board, NEXT, 1))
    with code.while_(lambda: k.get() < ranges):
        first, last = count * k.get() // ranges, count * (k.get() + 1) // ranges
        with code.when(_call(code, code_at, first, last, data)):
            code.put(board, FAILED, 1)
        k.set(code.add(board, NEXT, 1))


def _wanted(code: Code, board: Number) -> Number:
    """Whether there are ranges that nobody has taken."""
    return (code.look(board, OPEN) > 0) & (code.look(board, NEXT) < code.look(board, RANGES))


def _apart(code: Code, board: Number, masks: Number, me: Number) -> None:
    """Be on another processor than the caller and the threads before this one."""
    here, met = processor(code), Variable(code, 0)
    code.put(board, me + WHERE, here)
    with code.each(me) as k:
        met.set(met.get() | code.look(board, k + WHERE).equals(here))
    with code.when(met.get()):
        step_aside(code, masks, board + 8 * WHERE, me)


def _look(code: Code, board: Number, masks: Number, looks: Number, me: Number) -> None:
    """Look for work so many times, and do what there is."""
    idle = Variable(code, 0)
    with code.while_(lambda: idle.get() < looks):
        with code.when((idle.get() % OFTEN).equals(0)):
            code.call("apart", board, masks, me.least(TOLD - 1))
        idle.set(idle.get() + 1)
        with code.when(_wanted(code, board) & (code.look(board, INSIDE) < code.look(board, SEATS))):
            seat = code.add(board, INSIDE, 1)
            with code.when(_wanted(code, board) & (seat < code.look(board, SEATS))):
                code.call("work", board)  # what stands there stays until we leave
                idle.set(0)
            code.add(board, INSIDE, -1)
        _pause(code)


def _serve(code: Code, board: Number, masks: Number, looks: Number, me: Number) -> None:
    """Look for work; sleep, and look again."""
    code.call("look", board, masks, looks, me)
    if PLACES:
        with code.while_(lambda: Number(code, _I64(1))):
            code.add(board, ASLEEP, 1)
            with code.while_(lambda: sleep(code, board + 8 * BELL).equals(0)):
                _pause(code)
            code.call("look", board, masks, looks, me)


def _leave(code: Code, board: Number) -> None:
    """When nobody is at it any more, the board is free for the next caller."""
    code.put(board, OPEN, 0)
    looks = Variable(code, 0)
    with code.while_(lambda: code.look(board, INSIDE) > 0):
        looks.set(looks.get() + 1)
        with code.when((looks.get() % OFTEN).equals(0)):
            give_way(code)
        _pause(code)


def _wake(code: Code, board: Number, seats: Number) -> None:
    """Only who has the board does so."""
    wanted = seats.least(code.look(board, ASLEEP))
    with code.when(wanted > 0):
        code.add(board, ASLEEP, Number(code, _I64(0)) - wanted)
        with code.each(wanted):
            ring(code, board + 8 * BELL)


def _fork(code, board, count, ranges, seats, code_at, data):  # type: ignore[no-untyped-def]
    """Over all ranges in several threads; how it ended."""
    ended = Variable(code, BUSY)
    with code.when(code.swap(board, OWNED, 1).equals(0)):
        first = {CODE: code_at, DATA: data, COUNT: count, RANGES: ranges, SEATS: seats, FAILED: 0}
        for cell, value in {**first, WHERE: processor(code), NEXT: 0, OPEN: 1}.items():
            code.put(board, cell, value)
        _wake(code, board, seats)
        code.call("work", board)
        _leave(code, board)
        ended.set((code.look(board, FAILED) > 0).choose(WRONG, DONE))
        code.put(board, OWNED, 0)
    return ended.get()


PARTS = {"work": _work, "apart": _apart, "look": _look, "serve": _serve, "fork": _fork}


@intrinsic
def _parts(context: Any) -> Any:
    return written(PARTS)


@njit(nogil=True, cache=True, no_cfunc_wrapper=True)
def _addresses():  # type: ignore[no-untyped-def]
    return _parts()


@cache
def machine_code() -> dict[str, Any]:
    """What threads and callers run; compiled, or read from the disk, when it is asked for first."""
    return {n: called(at, PARTS[n]) for n, at in zip(PARTS, _addresses(), strict=True)}


def serve(board: Any, masks: Any, looks: int, me: int) -> None:
    """Do what there is to be done, as one of the threads of a team."""
    machine_code()["serve"](board.ctypes.data, masks.ctypes.data, looks, me)


__all__ = ["TEAM", "asked", "empty_board", "entry", "machine_code", "serve"]
