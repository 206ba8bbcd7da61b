"""Where a value may be evaluated: it has one for any data, and every element that it reads exists."""

from __future__ import annotations

from sympy import Basic, Expr, Pow, log, preorder_traversal
from sympy.codegen.cfunctions import log1p

from derive.expr import Acc
from derive.proof import Ranges


def finite_everywhere(e: Expr) -> bool:
    """Whether ``e`` has a value for any data: no quotient, root or logarithm that may fail."""
    for node in preorder_traversal(e):
        if isinstance(node, Pow) and node.base.atoms(Acc):
            if node.exp.is_negative and not (node.base.is_positive or node.base.is_nonzero):
                return False
            if not node.exp.is_integer and not node.base.is_nonnegative:
                return False
        if isinstance(node, log) and not node.args[0].is_positive:
            return False
        if isinstance(node, log1p) and not (node.args[0] + 1).is_positive:
            return False
    return True


def always_inside(e: Expr) -> bool:
    """Whether every element that ``e`` reads exists, whatever the brackets beside it say."""
    return all(
        _lies_inside(at, extent)
        for a in e.atoms(Acc)
        for at, extent in zip(a.index, a.tensor.shape, strict=True)
    )


def _lies_inside(at: Expr, extent: Expr) -> bool:
    return bool(at.is_Symbol) or (isinstance(at, Acc) and at.tensor.bound == extent)


def safe_outside(factor: Expr, guarded: set[Basic], ranges: Ranges) -> bool:
    """Whether ``factor`` may be evaluated where the guards fail: it has a value, inside its array."""
    if guarded and not finite_everywhere(factor):
        return False
    return all(
        at.is_Symbol
        or at.is_number
        or not at.free_symbols & guarded
        or (ranges.nonnegative(at) and ranges.nonnegative(extent - 1 - at))
        for acc in factor.atoms(Acc)
        for at, extent in zip(acc.index, acc.tensor.shape, strict=True)
    )
