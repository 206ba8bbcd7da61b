"""Small functions that kernels call: sums in any order, extremes, divisors.  Hand-written, knows no layer."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from llvmlite.binding import llvm_version_info
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic, overload


@njit(nogil=True, cache=True, error_model="numpy")
def cell(position: Any) -> int:
    """⌊position⌋ as an integer; positions beyond any array lie far outside, NaN is met at 0."""
    if -1e15 < position < 1e15:
        return np.int64(np.floor(position))
    return np.int64(1 << 60) if position > 0 else np.int64(-(1 << 60) if position < 0 else 0)


def plus(total: Any, value: Any) -> Any:
    """``total + value`` where ``value`` is one of many terms that may be added in any order."""
    return total + value


@intrinsic  # type: ignore[untyped-decorator]
def _plus_in_any_order(context: Any, total: Any, value: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fadd(*arguments, flags=("reassoc", "contract"))

    return total(total, value), code


@overload(plus, inline="never")  # type: ignore[untyped-decorator]
def _plus(total: Any, value: Any) -> Any:
    """Only this addition is free, so that LLVM keeps several partial sums; what is added stays as it is."""

    def free(total: Any, value: Any) -> Any:
        return _plus_in_any_order(total, value)

    return free if isinstance(total, types.Float) and total == value else plus


def inside(at: Any, extent: Any) -> Any:
    """``0 <= at < extent``, where ``extent`` is not negative."""
    return 0 <= at < extent


@intrinsic  # type: ignore[untyped-decorator]
def _below_unsigned(context: Any, at: Any, extent: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.icmp_unsigned("<", *arguments)

    return types.boolean(at, extent), code


@overload(inside, inline="never")  # type: ignore[untyped-decorator]
def _inside(at: Any, extent: Any) -> Any:
    """A negative number is a large one without its sign: one comparison tells both ends."""

    def unsigned(at: Any, extent: Any) -> Any:
        return _below_unsigned(np.int64(at), np.int64(extent))

    return unsigned


def larger(best: Any, value: Any) -> Any:
    """The larger of two numbers; a NaN, once there, stays."""
    return value if value > best or value != value else best


def smaller(best: Any, value: Any) -> Any:
    """The smaller of two numbers; a NaN, once there, stays."""
    return value if value < best or value != value else best


def _extreme(name: str) -> Any:
    """LLVM's own word for it, of which it keeps several in registers: a comparison would wait for the last."""

    @intrinsic
    def extreme(context: Any, best: Any, value: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            kind = ir.FunctionType(arguments[0].type, [a.type for a in arguments])
            word = cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.f{best.bitwidth}")
            return builder.call(word, arguments)

        return best(best, value), code

    return extreme


_maximum, _minimum = _extreme("maximum"), _extreme("minimum")
KNOWS_EXTREMES = llvm_version_info[0] >= 17
"""Whether LLVM has machine code for these words on every processor, and keeps several."""


def _known(best: Any, value: Any) -> bool:
    return KNOWS_EXTREMES and isinstance(best, types.Float) and bool(best == value)


@overload(larger, inline="never")  # type: ignore[untyped-decorator]
def _larger(best: Any, value: Any) -> Any:
    def fast(best: Any, value: Any) -> Any:
        return _maximum(best, value)

    return fast if _known(best, value) else larger


@overload(smaller, inline="never")  # type: ignore[untyped-decorator]
def _smaller(best: Any, value: Any) -> Any:
    def fast(best: Any, value: Any) -> Any:
        return _minimum(best, value)

    return fast if _known(best, value) else smaller


@njit(nogil=True, cache=True, error_model="numpy")
def carried(total: Any, rest: Any, value: Any) -> Any:
    """``total + rest + value`` as a sum and what rounding took from it; from no number, it takes nothing."""
    made = total + value
    back = made - total
    lost = (total - (made - back)) + (value - back)
    low = rest + lost if lost == lost else rest
    whole = made + low
    left = low - (whole - made)
    return whole, left if left == left else rest


@njit(nogil=True, cache=True, error_model="numpy")
def gcd(a: int, b: int) -> int:
    """The greatest common divisor of two positive integers."""
    while b:
        a, b = b, a % b
    return a


@njit(nogil=True, cache=True, error_model="numpy")
def residue(d: int, r: int, m: int) -> int:
    """The least u >= 0 with d u = r (mod m), -1 where there is none."""
    for u in range(m):
        if (d * u - r) % m == 0:
            return u
    return -1


__all__ = ["carried", "cell", "gcd", "inside", "larger", "plus", "residue", "smaller"]
