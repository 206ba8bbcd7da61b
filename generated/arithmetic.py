"""Elementary functions as straight scalar code without a branch, which LLVM turns into vector code.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.

Each function is computed in the precision of its argument, what rounding would lose in a second number.
`chainrule ulps` prints the largest errors, those that are proved and those that are seen.
NaN, infinities, subnormal numbers, overflow and the sign of zero are those of the C library.
"""

from fractions import Fraction

from .inlining import (
    inlined_as,
)


import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

F32, I32 = np.float32, np.int32
F64, I64 = np.float64, np.int64

FUSED = any(map(llvm.get_host_cpu_features().get, ("fma", "neon", "fp-armv8")))


@intrinsic
def _fused(context, a, b, c):
    def code(context, builder, signature, arguments):
        if not FUSED:
            return builder.fadd(builder.fmul(arguments[0], arguments[1]), arguments[2])
        real = arguments[0].type
        kind = ir.FunctionType(real, [real] * 3)
        name = "llvm.fma.f32" if real == ir.FloatType() else "llvm.fma.f64"
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)

    return a(a, a, a), code


def fma(a, b, c):
    """a b + c with one rounding; compiled, with two where the processor cannot."""
    whole = a * b + c
    if not np.isfinite(whole) or whole == 0:
        return whole
    return type(whole)(Fraction(float(a)) * Fraction(float(b)) + Fraction(float(c)))


@inlined_as(fma)
def _fma(a, b, c):
    return _fused


@intrinsic
def _copied(context, size, x):
    def code(context, builder, signature, arguments):
        real = arguments[0].type
        name = "llvm.copysign.f32" if real == ir.FloatType() else "llvm.copysign.f64"
        kind = ir.FunctionType(real, [real] * 2)
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)

    return size(size, size), code


def copysign(size, x):
    """``size`` with the sign of ``x``: in bits, LLVM 22 confuses operands where it may also be ``x`` (AVX-512)."""
    return np.copysign(size, x)


@inlined_as(copysign)
def _copysign(size, x):
    return _copied


def select(condition, a, b):
    """``a if condition else b``, both computed."""
    return a if condition else b


@intrinsic
def _selected(context, condition, a, b):
    def code(context, builder, signature, arguments):
        return builder.select(*arguments)

    return a(condition, a, b), code


@inlined_as(select)
def _select(condition, a, b):
    simple = a == b and isinstance(a, types.Float) and condition == types.boolean
    return _selected if simple else select


def of_type(x, single, double):
    """The function for the type of ``x``."""
    return single if x == types.float32 else double if x == types.float64 else None
