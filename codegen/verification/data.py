"""Random data of cases, in several styles.

Real data are dyadic fractions of at most 22 bits, so that they are exact in every precision and a
finite-difference step changes them without rounding.
"""

from __future__ import annotations

import numpy as np

from codegen.verification.interpreter.numbers import Array

STYLES = ("dyadic", "integers", "constant", "wide")
"""``dyadic``: generic data · ``integers``: small integers, so ties and kinks · ``constant``: all ties ·
``wide``: quarters from -8 to 8, so that what saturates does
"""

QUANTUM = 2**20


def dyadic(rng: np.random.Generator, shape: tuple[int, ...], style: str, sign: str) -> Array:
    """Random multiples of 2^-20 in -2..2 (``sign`` moves them), small integers, quarters, or one constant."""
    if style == "dyadic":
        x = rng.integers(-2 * QUANTUM, 2 * QUANTUM + 1, shape) / QUANTUM
    elif style == "integers":
        x = rng.integers(-2, 3, shape).astype(float)
    elif style == "wide":
        x = rng.integers(-32, 33, shape) / 4
    else:
        x = np.full(shape, float(rng.integers(-1, 2)))
    if sign == "positive":
        return np.abs(x) + (0.25 if style == "dyadic" else 1.0)
    return np.abs(x) if sign else x


__all__ = ["QUANTUM", "STYLES", "dyadic"]
