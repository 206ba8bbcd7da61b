"""A kernel's ranges in several threads at once, in machine code: nobody asks for the interpreter on the way.

Hand-written, knows no layer.  A caller lays its arguments down (``fork``), threads that look for work
(``serve``) take one range after the other, and the caller does too; it leaves when the last one is done.  A
thread that finds nothing for a moment sleeps until a caller rings its bell (where there is none it goes back
to the interpreter, to sleep).  On ``board``, an array of integers, stand:
"""

from __future__ import annotations

import platform
from hashlib import sha256
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic, register_jitable

from .processors import PLACES, TOLD, WITHIN, give_way, hang, processor, ring, sleep, step_aside
from .routines import DONE as FINISHED
from .routines import routine

BOARD = 192 + TOLD
OWNED, OPEN, NEXT, INSIDE, SEATS, CODE, DATA, COUNT, RANGES, FAILED, ASLEEP, BELL, WHERE = range(0, BOARD, 16)
"""Whether somebody has the board, whether there is work; the next range; threads at it, and how many may be;
what to call with what; iterations, ranges; whether a range went wrong; threads that sleep, and what wakes
one; on which processor each thread runs.  Each has a line of the cache of its own."""
OFTEN = 64
"""Looks after which a waiting thread looks whether it keeps another one from the processor."""
DONE, UNKNOWN, BUSY, WRONG = 0, 1, 2, 3
"""How a call ended: all is done, the kernel was not translated for such arguments yet, another caller is at
it, a range failed."""


_I32, _I64 = ir.IntType(32), ir.IntType(64)
_BYTES = ir.IntType(8).as_pointer()
_RANGE = ir.FunctionType(_I32, [_I64, _I64, _BYTES])
_X86 = platform.machine() in ("x86_64", "AMD64")


def _cell(context: Any, builder: Any, kind: Any, board: Any, k: Any) -> Any:
    first = (
        board if isinstance(kind, types.CPointer) else context.make_array(kind)(context, builder, board).data
    )
    return builder.gep(first, [k])


@intrinsic
def look(context: Any, board: Any, k: Any) -> Any:
    """What stands in a cell now, whoever wrote it; all that was written before is seen too."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load_atomic(_cell(context, builder, signature.args[0], *args), "seq_cst", 8)

    return types.int64(board, types.int64), code


@intrinsic
def put(context: Any, board: Any, k: Any, value: Any) -> Any:
    """A cell gets a value that others see, after all that was written before."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        board, k, value = args
        builder.store_atomic(value, _cell(context, builder, signature.args[0], board, k), "seq_cst", 8)
        return context.get_dummy_value()

    return types.none(board, types.int64, types.int64), code


@intrinsic
def add(context: Any, board: Any, k: Any, value: Any) -> Any:
    """Add to a cell; what stood there before."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        board, k, value = args
        return builder.atomic_rmw(
            "add", _cell(context, builder, signature.args[0], board, k), value, "seq_cst"
        )

    return types.int64(board, types.int64, types.int64), code


@intrinsic
def swap(context: Any, board: Any, k: Any, value: Any) -> Any:
    """Put a value in a cell; what stood there before."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        board, k, value = args
        return builder.atomic_rmw(
            "xchg", _cell(context, builder, signature.args[0], board, k), value, "seq_cst"
        )

    return types.int64(board, types.int64, types.int64), code


@intrinsic
def at(context: Any, board: Any, k: Any) -> Any:
    """The address of a cell."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _cell(context, builder, signature.args[0], *args)

    return types.CPointer(types.int64)(board, types.int64), code


@intrinsic
def place_of(context: Any, data: Any) -> Any:
    """An address as a number."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ptrtoint(args[0], _I64)

    return types.int64(data), code


@intrinsic
def pause(context: Any) -> Any:
    """Tell the processor that the thread only waits."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        if _X86:
            kind = ir.FunctionType(ir.VoidType(), [])
            builder.call(cgutils.get_or_insert_function(builder.module, kind, "llvm.x86.sse2.pause"), [])
        return context.get_dummy_value()

    return types.none(), code


def empty_board() -> Any:
    """Nobody has it, there is no work, nobody sleeps."""
    board = np.zeros(BOARD, np.int64)
    hang(board[BELL:])
    return board


def key_of(kinds: Any) -> int:
    """A number for the types of a kernel's arguments."""
    return int.from_bytes(sha256(repr(tuple(kinds)).encode()).digest()[:7], "big")


@intrinsic
def fork(context: Any, board: Any, known: Any, count: Any, ranges: Any, seats: Any, arguments: Any) -> Any:
    """The kernel at the address that ``known`` has for such arguments, over all ranges, in several threads.

    Its arguments lie on the stack of the caller, behind its address and how the call ended.
    """
    whole = types.int64

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        data = ir.LiteralStructType([_I64, _I64, args[-1].type])
        place = cgutils.alloca_once(builder, data)
        builder.store(_I64(UNKNOWN), cgutils.gep_inbounds(builder, place, 0, 1))
        builder.store(args[-1], cgutils.gep_inbounds(builder, place, 0, 2))
        function = _range_code(context, builder.module, data, signature.args[-1])
        arrays = [
            context.make_array(k)(context, builder, a) for k, a in zip(signature.args, args[:2], strict=False)
        ]
        held = builder.extract_value(arrays[1].shape, 0)
        key = _I64(key_of(signature.args[-1].types))
        laid = builder.bitcast(place, _I64.as_pointer())
        _over_ranges.emit(
            context, builder, None,
            [arrays[0].data, arrays[1].data, held, key, *args[2:5], builder.ptrtoint(function, _I64), laid],
        )  # fmt: skip
        return builder.load(cgutils.gep_inbounds(builder, place, 0, 1))

    return whole(board, known, whole, whole, whole, arguments), code


def _range_code(context: Any, module: Any, data: Any, arguments: Any) -> Any:
    """``range(first, last, data)``: the kernel whose address lies in front, for the arguments behind it."""
    function = ir.Function(module, _RANGE, module.get_unique_name("range"))
    function.linkage = "internal"
    builder = ir.IRBuilder(function.append_basic_block())
    first, last, place = function.args
    place = builder.bitcast(place, data.as_pointer())
    address = builder.load(cgutils.gep_inbounds(builder, place, 0, 0))
    given = builder.load(cgutils.gep_inbounds(builder, place, 0, 2))
    kinds = (types.int64, types.int64, *arguments.types)
    values = [first, last, *(builder.extract_value(given, k) for k in range(len(arguments.types)))]
    kind = context.call_conv.get_function_type(types.none, kinds)
    kernel = builder.inttoptr(address, kind.as_pointer())
    status, _ = context.call_conv.call_function(builder, kernel, types.none, kinds, values)
    builder.ret(builder.zext(status.is_error, _I32))
    return function


@intrinsic
def _call(context: Any, code_at: Any, first: Any, last: Any, data: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        function = builder.inttoptr(args[0], _RANGE.as_pointer())
        wrong = builder.call(function, [args[1], args[2], builder.inttoptr(args[3], _BYTES)])
        return builder.zext(wrong, _I64)

    return types.int64(*[types.int64] * 4), code


@register_jitable(**WITHIN)
def _work(board):
    """Ranges, one after the other, until none is left."""
    code, data, count, ranges = look(board, CODE), look(board, DATA), look(board, COUNT), look(board, RANGES)
    k = add(board, NEXT, 1)
    while k < ranges:
        if _call(code, count * k // ranges, count * (k + 1) // ranges, data):
            put(board, FAILED, 1)
        k = add(board, NEXT, 1)


@register_jitable(**WITHIN)
def _wanted(board):
    """Whether there are ranges that nobody has taken."""
    return look(board, OPEN) > 0 and look(board, NEXT) < look(board, RANGES)


@register_jitable(**WITHIN)
def _apart(board, masks, me):
    """Be on another processor than the caller and the threads before this one."""
    here = processor()
    put(board, WHERE + me, here)
    met = False
    for k in range(me):
        met |= look(board, WHERE + k) == here
    if met:
        step_aside(masks, at(board, WHERE), me)


def _serve(board, masks, looks, me):
    """Look for work so many times, and do what there is; sleep, and look again."""
    while _looked(board, masks, looks, me) and PLACES:
        add(board, ASLEEP, 1)
        while not sleep(at(board, BELL)):
            pause()
    return FINISHED


@register_jitable(**WITHIN)
def _looked(board, masks, looks, me):
    idle = 0
    while idle < looks:
        if idle % OFTEN == 0:
            _apart(board, masks, min(me, TOLD - 1))
        idle += 1
        if _wanted(board) and look(board, INSIDE) < look(board, SEATS):
            seat = add(board, INSIDE, 1)
            if _wanted(board) and seat < look(board, SEATS):  # what stands there stays until we leave
                _work(board)
                idle = 0
            add(board, INSIDE, -1)
        pause()
    return True


_served = routine("serve", "ttnn", lambda element: _serve, elements=(None,))


@njit(nogil=True, cache=True)
def serve(board, masks, looks, me):
    _served(board, masks, looks, me)


@register_jitable(**WITHIN)
def _leave(board):
    """When nobody is at it any more, the board is free for the next caller."""
    put(board, OPEN, 0)
    looks = 0
    while look(board, INSIDE) > 0:
        looks += 1
        if looks % OFTEN == 0:
            give_way()
        pause()


@register_jitable(**WITHIN)
def _wake(board, seats):
    """Only who has the board does so."""
    wanted = min(seats, look(board, ASLEEP))
    if wanted > 0:
        add(board, ASLEEP, -wanted)
        for _ in range(wanted):
            ring(at(board, BELL))


def _fork(board, known, held, key, count, ranges, seats, code, data):
    address = 0
    for k in range(0, held, 2):
        if known[k] == key:
            address = known[k + 1]
    if address == 0:
        return FINISHED
    if swap(board, OWNED, 1) > 0:
        data[1] = BUSY
        return FINISHED
    data[0] = address
    put(board, CODE, code)
    put(board, DATA, place_of(data))
    put(board, COUNT, count)
    put(board, RANGES, ranges)
    put(board, SEATS, seats)
    put(board, FAILED, 0)
    put(board, WHERE, processor())
    put(board, NEXT, 0)
    put(board, OPEN, 1)
    _wake(board, seats)
    _work(board)
    _leave(board)
    data[1] = WRONG if look(board, FAILED) > 0 else DONE
    put(board, OWNED, 0)
    return FINISHED


_over_ranges = routine("fork", "ttcnnnnnt", lambda element: _fork, elements=(None,))


@njit(nogil=True, cache=True)
def forked(board, known, count, ranges, seats, arguments):
    return fork(board, known, count, ranges, seats, arguments)


__all__ = ["BUSY", "DONE", "UNKNOWN", "WRONG", "empty_board", "forked", "key_of", "serve"]
