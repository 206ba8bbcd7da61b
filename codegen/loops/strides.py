"""How arrays lie in memory, and how many values an index takes."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, S, Symbol, expand

from codegen.loops.nodes import Range
from derive.expr import Acc


def values(r: Range) -> Expr:
    """How many values a range with one start and one end has."""
    return expand(r.hi[0] - r.lo[0] + 1)


def step(a: Acc, z: Symbol) -> Expr:
    """How many elements apart neighbours along ``z`` lie."""
    apart, weight = S.Zero, S.One
    for at, extent in zip(reversed(a.index), reversed(a.tensor.shape), strict=True):
        apart, weight = apart + at.coeff(z) * weight, weight * extent
    return apart


def offset(a: Acc, taps: Sequence[Range]) -> Expr:
    """How many elements an access stands behind the one at the first values of ``taps``."""
    first = {r.index: r.lo[0] for r in taps}
    apart, weight = S.Zero, S.One
    for at, extent in zip(reversed(a.index), reversed(a.tensor.shape), strict=True):
        apart, weight = apart + (at - at.xreplace(first)) * weight, weight * extent
    return expand(apart)


__all__ = ["offset", "step", "values"]
