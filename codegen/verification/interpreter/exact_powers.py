"""Powers and functions of integers, fractions and other exact numbers in arrays of objects."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from codegen.verification.interpreter.numbers import ELEMENTARY, Dual


def exact_power(x: Any, n: Any) -> Any:
    """``x**n`` of integers, fractions and other exact numbers; there is none of 0 for a negative exponent."""
    if isinstance(x, Dual):
        return x.along(exact_power(x.value, n - 1) * n, exact_power(x.value, n))
    return np.asarray(_exact_power(x, n))


def _raised(x: Any, n: Any) -> Any:
    base = Fraction(int(x)) if isinstance(x, int | np.integer) else x
    if isinstance(base, Fraction) and not isinstance(n, int):
        if base:
            raise ArithmeticError("a root is no fraction")
        return base if n > 0 else math.nan
    try:
        return base**n
    except ZeroDivisionError:
        return math.nan


_exact_power = np.frompyfunc(_raised, 2, 1)


def alike(x: Any, name: str) -> Any:
    """``x`` as a function takes it: plain numbers, which know none, become numbers like those beside them."""
    if isinstance(x, Dual):
        return Dual(alike(x.value, name), x.tangent, x.reached)
    f = ELEMENTARY[name].on_array
    if not isinstance(x, np.ndarray) or x.dtype != object or not x.size or not isinstance(f, np.ufunc):
        return x
    knows: Any = next((v for v in x.flat if hasattr(v, f.__name__)), None)
    if knows is None:
        raise ArithmeticError(f"{name} of a plain number has no exact value")
    made = np.empty(x.shape, dtype=object)
    made.reshape(-1)[:] = [v if hasattr(v, f.__name__) else knows.of(v) for v in x.flat]
    return made


__all__ = ["alike", "exact_power"]
