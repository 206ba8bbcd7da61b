"""Small functions that kernels call: sums in any order, extremes, divisors.  Hand-written, knows no layer."""

from __future__ import annotations

from functools import lru_cache
from math import gcd as _greatest
from typing import Any

import numpy as np
from llvmlite import ir
from llvmlite.binding import llvm_version_info
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from .inlining import inlined, inlined_as


@inlined
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


@inlined_as(plus)
def _plus(total: Any, value: Any) -> Any:
    """Only this addition is free, so that LLVM keeps several partial sums; what is added stays as it is."""
    return _plus_in_any_order if isinstance(total, types.Float) and total == value else plus


def inside(at: Any, extent: Any) -> Any:
    """``0 <= at < extent``, where ``extent`` is not negative."""
    return 0 <= at < extent


@intrinsic  # type: ignore[untyped-decorator]
def _below_unsigned(context: Any, at: Any, extent: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.icmp_unsigned("<", *arguments)

    return types.boolean(at, extent), code


@inlined_as(inside)
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


@inlined_as(larger)
def _larger(best: Any, value: Any) -> Any:
    return _maximum if _known(best, value) else larger


@inlined_as(smaller)
def _smaller(best: Any, value: Any) -> Any:
    return _minimum if _known(best, value) else smaller


@inlined
def carried(total: Any, rest: Any, value: Any) -> Any:
    """``total + rest + value`` as a sum and what rounding took from it; from no number, it takes nothing."""
    made = total + value
    back = made - total
    lost = (total - (made - back)) + (value - back)
    low = rest + lost if lost == lost else rest
    whole = made + low
    left = low - (whole - made)
    return whole, left if left == left else rest


def gcd(a: int, b: int) -> int:
    """The greatest common divisor of two positive integers."""
    return _greatest(a, b)


@inlined_as(gcd)
def _gcd(a: Any, b: Any) -> Any:
    def divided(a: Any, b: Any) -> Any:
        while b:
            a, b = b, a % b
        return a

    return divided


def residue(d: int, r: int, m: int) -> int:
    """The least u >= 0 with d u = r (mod m), -1 where there is none."""
    return _least(d, r, m)


@lru_cache(1024)
def _least(d: int, r: int, m: int) -> int:
    common = _greatest(d, m)
    return r // common * pow(d // common, -1, m // common) % (m // common) if r % common == 0 else -1


@inlined_as(residue)
def _residue(d: Any, r: Any, m: Any) -> Any:
    def tried(d: Any, r: Any, m: Any) -> Any:
        for u in range(m):
            if (d * u - r) % m == 0:
                return u
        return -1

    return tried


__all__ = ["carried", "cell", "gcd", "inside", "larger", "plus", "residue", "smaller"]
