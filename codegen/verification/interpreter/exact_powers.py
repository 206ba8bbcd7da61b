"""Powers of integers, fractions and other exact numbers in arrays of objects."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from codegen.verification.interpreter.numbers import Dual


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


__all__ = ["exact_power"]
