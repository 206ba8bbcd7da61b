"""Elementary functions as straight scalar code without a branch, which LLVM turns into vector code.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.

Each function is computed in the precision of its argument, what rounding would lose in a second number.
`chainrule ulps` prints the largest errors, those that are proved and those that are seen.
NaN, infinities, subnormal numbers, overflow and the sign of zero are those of the C library.
"""

from fractions import Fraction

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import config, njit, types
from numba.core import cgutils
from numba.extending import intrinsic, overload

F32, I32 = np.float32, np.int32
F64, I64 = np.float64, np.int64

# What calls these is kept on the disk, with them inside.
# What is inlined would otherwise be compiled with the fastmath of its first caller, and adding SHIFT undone.
INLINED = {"forceinline": True, "error_model": "numpy", "fastmath": False}
inlined = njit(**INLINED)
FUSED = any(map(llvm.get_host_cpu_features().get, ("fma", "neon", "fp-armv8")))


@intrinsic
def fma(context, a, b, c):
    """a b + c with one rounding; with two where the processor cannot."""

    def code(context, builder, signature, arguments):
        if not FUSED:
            return builder.fadd(builder.fmul(arguments[0], arguments[1]), arguments[2])
        real = arguments[0].type
        kind = ir.FunctionType(real, [real] * 3)
        name = "llvm.fma.f32" if real == ir.FloatType() else "llvm.fma.f64"
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)

    return a(a, a, a), code


def fused(a, b, c):
    """What ``fma`` computes, where nothing is compiled."""
    whole = a * b + c
    if not np.isfinite(whole) or whole == 0:
        return whole
    return type(whole)(Fraction(float(a)) * Fraction(float(b)) + Fraction(float(c)))


if config.DISABLE_JIT:
    fma = fused


def select(condition, a, b):
    """``a if condition else b``, both computed."""
    return a if condition else b


@intrinsic
def _selected(context, condition, a, b):
    def code(context, builder, signature, arguments):
        return builder.select(*arguments)

    return a(condition, a, b), code


@overload(select, jit_options=INLINED)
def _select(condition, a, b):
    if a == b and isinstance(a, types.Float) and condition == types.boolean:
        return lambda condition, a, b: _selected(condition, a, b)
    return select


def of_type(x, single, double):
    """The function for the type of ``x``."""
    return single if x == types.float32 else double if x == types.float64 else None
