"""Random data of cases, in several styles.

Real data are dyadic fractions of at most 22 bits, so that they are exact in every precision and a
finite-difference step changes them without rounding.
"""

from __future__ import annotations

import numpy as np

from codegen.verification.interpreter.numbers import Array

STYLES = ("dyadic", "integers", "constant", "wide")
"""``dyadic``: generic data · ``integers``: small integers and −0, so ties and kinks ·
``constant``: all ties · ``wide``: quarters from -8 to 8, so that what saturates does
"""

LOSING = ("offset", "drift")
"""``offset``: generic data around one number far from 0 · ``drift``: one number of many bits"""

QUANTUM = 2**20
COARSE = 2**10
OFFSETS = (0, 64, -64, 1024, -1024)


def dyadic(rng: np.random.Generator, shape: tuple[int, ...], style: str, sign: str) -> Array:
    """Random data in one of the styles; ``sign`` moves them."""
    if style == "dyadic":
        x = rng.integers(-2 * QUANTUM, 2 * QUANTUM + 1, shape) / QUANTUM
    elif style == "integers":
        x = _with_negative_zeros(rng.integers(-2, 3, shape).astype(float))
    elif style == "wide":
        x = rng.integers(-32, 33, shape) / 4
    elif style == "offset":
        x = rng.integers(-2 * COARSE, 2 * COARSE + 1, shape) / COARSE + rng.choice(OFFSETS)
    elif style == "drift":
        x = np.full(shape, rng.integers(QUANTUM, 2 * QUANTUM) / QUANTUM)
    else:
        x = np.full(shape, float(rng.integers(-1, 2)))
    if sign == "positive":
        return np.abs(x) + (0.25 if style == "dyadic" else 1.0)
    return np.abs(x) if sign else x


def labels(rng: np.random.Generator, shape: tuple[int, ...], below: int, exempt: int | None) -> Array:
    """Integers in ``0 .. below-1``; about one in four is the exempt number, where there is one."""
    drawn = rng.integers(0, below, shape)
    return drawn if exempt is None else np.where(rng.random(shape) < 0.25, exempt, drawn)


def _with_negative_zeros(x: Array) -> Array:
    """Every second element that is 0 is −0."""
    odd = np.arange(x.size).reshape(x.shape) % 2 == 1
    return np.where(odd & (x == 0), -0.0, x)


__all__ = ["LOSING", "QUANTUM", "STYLES", "dyadic", "labels"]
