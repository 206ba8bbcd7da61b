"""How work and memory grow with one size: an array over ``i, j < L`` is of the second degree in ``L``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sympy import Expr, Symbol

from derive.expr import Tensor


def degrees(extents: Iterable[Expr]) -> Counter[Symbol]:
    """How often each size is the extent, or in the extent, of an index."""
    return Counter(s for extent in extents for s in extent.free_symbols if isinstance(s, Symbol))


def outgrows(extents: Iterable[Expr], arrays: Iterable[Tensor]) -> bool:
    """Whether an array over ``extents`` grows faster with some size than every one of ``arrays``."""
    given: Counter[Symbol] = Counter()
    for one in arrays:
        given |= degrees(one.shape)
    return any(times > given[size] for size, times in degrees(extents).items() if times > 1)


__all__ = ["degrees", "outgrows"]
