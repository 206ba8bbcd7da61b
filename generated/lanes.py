"""Vectors as values: loads, stores, arithmetic, and copies that turn rows into columns.

Hand-written, knows no layer.  A register of the machine is a type here, so that emitted code says which
values stay in registers: ``fma(4.0, x1, x0)`` is one instruction.  Addresses are elements from the start of a
C-contiguous array; constants take the type of the array's elements.  As plain Python the same functions take
short arrays, and an address outside raises.
"""

from __future__ import annotations

import operator
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import config, njit, types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.extending import intrinsic, overload, register_model

INDEX = ir.IntType(64)


def _register_bytes() -> int:
    """The width of a vector register of this machine."""
    features = llvm.get_host_cpu_features()
    return 64 if features.get("avx512f") else 32 if features.get("avx2") else 16


BYTES = _register_bytes()


class Lanes(types.Type):  # type: ignore[misc]
    """A register full of elements of one type."""

    def __init__(self, element: Any) -> None:
        self.element, self.count = element, BYTES * 8 // element.bitwidth
        super().__init__(f"Lanes({element})")

    @property
    def vector(self) -> Any:
        real = ir.DoubleType() if self.element == types.float64 else ir.FloatType()
        return ir.VectorType(real, self.count)


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, kind.vector)


def _pointer(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> Any:
    return builder.gep(context.make_array(kind)(context, builder, array).data, [at])


def _spread(builder: Any, kind: Any, value: Any) -> Any:
    """``value`` in every lane."""
    one = builder.insert_element(
        ir.Constant(ir.VectorType(value.type, kind.count), ir.Undefined), value, ir.Constant(ir.IntType(32), 0)
    )
    order = ir.Constant(ir.VectorType(ir.IntType(32), kind.count), [0] * kind.count)
    return builder.shuffle_vector(one, one, order)


def _call(builder: Any, name: str, result: Any, arguments: Any) -> Any:
    kind = ir.FunctionType(result, [a.type for a in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)


def lanes(array: Any) -> int:
    """How many elements of ``array`` a register holds."""
    return int(BYTES // array.itemsize)


@overload(lanes, inline="always")
def _lanes(array):  # type: ignore[no-untyped-def]
    count = BYTES * 8 // array.dtype.bitwidth
    return lambda array: count


@intrinsic
def load(typingctx, array, at):  # type: ignore[no-untyped-def]
    """The elements of ``array`` from ``at``."""
    kind = Lanes(array.dtype)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        pointer = _pointer(context, builder, array, *arguments)
        return builder.load(builder.bitcast(pointer, kind.vector.as_pointer()), align=array.dtype.bitwidth // 8)

    return kind(array, types.int64), emit


@intrinsic
def store(typingctx, array, at, value):  # type: ignore[no-untyped-def]
    """``value`` into ``array`` from ``at``."""

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        pointer = _pointer(context, builder, array, *arguments[:2])
        there = builder.bitcast(pointer, value.vector.as_pointer())
        builder.store(arguments[2], there, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.int64, value), emit


@intrinsic
def fma(typingctx, factor, value, total):  # type: ignore[no-untyped-def]
    """``factor * value + total``, rounded once; the factor is a number."""

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        one = context.cast(builder, arguments[0], factor, value.element)
        suffix = f"v{value.count}f{value.element.bitwidth}"
        many = [_spread(builder, value, one), *arguments[1:]]
        return _call(builder, f"llvm.fma.{suffix}", value.vector, many)

    return value(factor, value, value), emit


@intrinsic
def quotient(typingctx, above, below, value):  # type: ignore[no-untyped-def]
    """``above / below * value``, rounded once but for a little: what is a number of the type comes out so."""

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        scalar = value.vector.element
        n, d = (context.cast(builder, a, k, value.element) for a, k in zip(arguments, (above, below), strict=False))
        high = builder.fdiv(n, d)
        left = _call(builder, f"llvm.fma.f{value.element.bitwidth}", scalar, [builder.fneg(high), d, n])
        small = builder.fmul(_spread(builder, value, builder.fdiv(left, d)), arguments[2])
        suffix = f"v{value.count}f{value.element.bitwidth}"
        many = [_spread(builder, value, high), arguments[2], small]
        return _call(builder, f"llvm.fma.{suffix}", value.vector, many)

    return value(above, below, value), emit


@intrinsic
def _scaled(typingctx, factor, value):  # type: ignore[no-untyped-def]
    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        one = context.cast(builder, arguments[0], factor, value.element)
        return builder.fmul(_spread(builder, value, one), arguments[1])

    return value(factor, value), emit


@intrinsic
def _sum(typingctx, a, b):  # type: ignore[no-untyped-def]
    return a(a, b), lambda context, builder, signature, arguments: builder.fadd(*arguments)


@intrinsic
def _difference(typingctx, a, b):  # type: ignore[no-untyped-def]
    return a(a, b), lambda context, builder, signature, arguments: builder.fsub(*arguments)


@intrinsic
def _opposite(typingctx, a):  # type: ignore[no-untyped-def]
    return a(a), lambda context, builder, signature, arguments: builder.fneg(arguments[0])


@overload(operator.add)
def _add(a, b):  # type: ignore[no-untyped-def]
    if isinstance(a, Lanes) and a == b:
        return lambda a, b: _sum(a, b)
    return None


@overload(operator.sub)
def _sub(a, b):  # type: ignore[no-untyped-def]
    if isinstance(a, Lanes) and a == b:
        return lambda a, b: _difference(a, b)
    return None


@overload(operator.neg)
def _neg(a):  # type: ignore[no-untyped-def]
    return (lambda a: _opposite(a)) if isinstance(a, Lanes) else None


@overload(operator.mul)
def _mul(a, b):  # type: ignore[no-untyped-def]
    if isinstance(b, Lanes) and isinstance(a, types.Float):
        return lambda a, b: _scaled(a, b)
    return None


def _turned(builder: Any, rows: list[Any]) -> list[Any]:
    """The columns of a square of lanes: halves change places, then halves of halves."""
    count, apart = len(rows), len(rows) // 2
    while apart:
        for k in [k for k in range(count) if not k & apart]:
            a, b = rows[k], rows[k + apart]
            low = [z if not z & apart else count + z - apart for z in range(count)]
            high = [z + apart if not z & apart else count + z for z in range(count)]
            rows[k], rows[k + apart] = (
                builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(ir.IntType(32), count), order))
                for order in (low, high)
            )
        apart //= 2
    return rows


def _square(masked: bool) -> Any:
    """``target[q, p] = source[p, q]`` for a square of lanes, or what there is of it."""

    @intrinsic
    def square(typingctx, target, to, row, source, at, apart, rows, cols):  # type: ignore[no-untyped-def]
        kind, whole = Lanes(source.dtype), types.int64
        suffix = f"v{kind.count}f{source.dtype.bitwidth}.p0"
        size = source.dtype.bitwidth // 8
        align = ir.Constant(ir.IntType(32), size)

        bits, one = ir.IntType(kind.count), ir.Constant(INDEX, 1)

        def mask(builder: Any, count: Any) -> Any:
            """A bit for each lane below ``count``."""
            return builder.trunc(builder.sub(builder.shl(one, count), one), bits)

        def lines(builder: Any, k: int, count: Any, some: Any) -> Any:
            """These lanes of the k-th line, none of those beyond ``count``."""
            there = builder.icmp_signed("<", ir.Constant(INDEX, k), count)
            left = builder.select(there, some, ir.Constant(bits, 0))
            return builder.bitcast(left, ir.VectorType(ir.IntType(1), kind.count))

        def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            _, into, step, _, out_of, far, height, width = arguments
            zero = ir.Constant(kind.vector, [0.0] * kind.count)
            across, along = mask(builder, width), mask(builder, height)

            def place(array: Any, which: int, start: Any, steps: Any, k: int) -> Any:
                offset = builder.add(start, builder.mul(steps, ir.Constant(INDEX, k)))
                found = _pointer(context, builder, array, arguments[which], offset)
                return builder.bitcast(found, kind.vector.as_pointer())

            held = []
            for k in range(kind.count):
                pointer = place(source, 3, out_of, far, k)
                if masked:
                    some = lines(builder, k, height, across)
                    name = f"llvm.masked.load.{suffix}"
                    held.append(_call(builder, name, kind.vector, [pointer, align, some, zero]))
                else:
                    held.append(builder.load(pointer, align=size))
            for k, value in enumerate(_turned(builder, held)):
                pointer = place(target, 0, into, step, k)
                if masked:
                    some = lines(builder, k, width, along)
                    name = f"llvm.masked.store.{suffix}"
                    _call(builder, name, ir.VoidType(), [value, pointer, align, some])
                else:
                    builder.store(value, pointer, align=size)
            return context.get_dummy_value()

        return types.void(target, whole, whole, source, whole, whole, whole, whole), emit

    return square


_whole, _part = _square(False), _square(True)


@njit(nogil=True, cache=True, error_model="numpy")
def turn(target, to, row, source, at, apart, rows, cols):  # type: ignore[no-untyped-def]
    """``target[to + q row + p] = source[at + p apart + q]`` for p below ``rows``, q below ``cols``."""
    count = lanes(source)
    for p in range(0, rows, count):
        for q in range(0, cols, count):
            into, out_of = to + q * row + p, at + p * apart + q
            if p + count <= rows and q + count <= cols:
                _whole(target, into, row, source, out_of, apart, count, count)
            else:
                _part(target, into, row, source, out_of, apart, min(count, rows - p), min(count, cols - q))


# -- the same as plain Python, where nothing is compiled


def _inside(array: Any, at: int) -> Any:
    if not 0 <= at <= array.size - lanes(array):
        raise IndexError(f"{lanes(array)} elements from {at} of {array.size}")
    return array[at : at + lanes(array)]


def _plain_load(array: Any, at: int) -> Any:
    return _inside(array, at).copy()


def _plain_store(array: Any, at: int, value: Any) -> None:
    _inside(array, at)[:] = value


def _plain_fma(factor: float, value: Any, total: Any) -> Any:
    return (np.float64(factor) * value.astype(np.float64) + total).astype(value.dtype)


def _plain_quotient(above: float, below: float, value: Any) -> Any:
    return (np.float64(above) * value / below).astype(value.dtype)


def _plain_turn(target, to, row, source, at, apart, rows, cols):  # type: ignore[no-untyped-def]
    p, q = np.arange(rows)[:, None], np.arange(cols)
    target[_places(to + q * row + p)] = source[_places(at + p * apart + q)]


def plain_multiply(target, at, row, left, left_at, left_row, left_k, right, right_at, right_k, rows, cols, depth):  # type: ignore[no-untyped-def]
    """What ``vectors.multiply`` does between flat arrays."""
    p, q, k = np.arange(rows)[:, None], np.arange(cols), np.arange(depth)
    a = left[_places(left_at[0] + p * left_row + k * left_k)]
    b = right[_places(right_at[0] + k[:, None] * right_k + q)]
    target[_places(at[0] + p * row + q)] += a @ b


def _places(at: Any) -> Any:
    """Python would count negative places from the end."""
    if at.size and at.min() < 0:
        raise IndexError(f"an element at {at.min()}")
    return at


if config.DISABLE_JIT:
    load, store, fma, turn = _plain_load, _plain_store, _plain_fma, _plain_turn
    quotient = _plain_quotient


__all__ = ["BYTES", "Lanes", "fma", "lanes", "load", "plain_multiply", "quotient", "store", "turn"]
