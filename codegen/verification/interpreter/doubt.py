"""What follows at one place where a comparison is decided by rounding: a bound that admits either way.

Nothing follows at any other place: each number carries its own doubt.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from codegen.verification.interpreter.numbers import (
    NOTHING,
    Array,
    Bounded,
    Dual,
    bounded,
    parts,
    plain,
    select,
)
from codegen.verification.interpreter.precision import now

CLOSE = 16.0
"""Model and kernel may each be off by eight times what rounding does to first order."""


def close(e: Any) -> Array:
    """Where rounding may have changed the sign of a value."""
    value = e.value if isinstance(e, Dual) else e
    if not isinstance(value, Bounded):
        return np.zeros(1, dtype=bool)
    with np.errstate(all="ignore"):
        return (value.error > 0) & ~(np.abs(value.value) > CLOSE * now().unit * value.error)


def torn(mask: Array, unsure: Array, a: Any, b: Any) -> Any:
    """``a`` where the mask holds, else ``b``; where that is unsure, a bound that admits both."""
    chosen = select(mask, a, b)
    if not unsure.any():
        return chosen
    if isinstance(a, Dual) or isinstance(b, Dual):
        (av, at, _), (bv, bt, _) = parts(a, Dual), parts(b, Dual)
        reached = chosen.reached | (unsure & (parts(a, Dual)[2] | parts(b, Dual)[2]))
        return Dual(_wide(chosen.value, unsure, av, bv), _wide(chosen.tangent, unsure, at, bt), reached)
    return _wide(chosen, unsure, a, b)


def _wide(chosen: Any, unsure: Array, a: Any, b: Any) -> Bounded:
    one, other = bounded(a), bounded(b)
    with np.errstate(all="ignore"):
        either = np.maximum(one.error, other.error) + np.abs(one.value - other.value) / now().unit
    either = np.where(np.isnan(either), np.inf, either)
    return Bounded(plain(chosen), np.where(unsure, either, bounded(chosen).error))


def bent(value: Any, unsure: Array, slope: Any) -> Any:
    """A value that is continuous where it is unsure, while its tangent may differ by ``slope``."""
    if not isinstance(value, Dual) or not unsure.any():
        return value
    tangent = bounded(value.tangent)
    apart = np.where(unsure, np.abs(plain(slope)) / now().unit, 0.0)
    reached = value.reached | (unsure & (plain(slope) != 0))
    return Dual(value.value, Bounded(tangent.value + 0 * apart, tangent.error + apart), reached)


def unknown(value: Any, unsure: Array) -> Any:
    """A value of which nothing is known where it is unsure."""
    if not unsure.any():
        return value
    if isinstance(value, Dual):
        reached = value.reached | unsure  # by whatever moves another place
        return Dual(unknown(value.value, unsure), unknown(value.tangent, unsure), reached)
    made = bounded(value)
    shape = np.broadcast_shapes(made.value.shape, unsure.shape)
    return Bounded(np.broadcast_to(made.value, shape), np.where(unsure, np.inf, made.error))


def uncertain(value: Any) -> Array:
    """Where a whole number may be another one."""
    number = value.value if isinstance(value, Dual) else value
    if not isinstance(number, Bounded):
        return NOTHING != 0
    return np.asarray(CLOSE * now().unit * number.error > 0.5)


__all__ = ["CLOSE", "bent", "close", "torn", "uncertain", "unknown"]
