"""Where a value may be evaluated: it has one for any data, and every element that it reads exists."""

from __future__ import annotations

from sympy import Basic, Expr, Pow, log, preorder_traversal
from sympy.codegen.cfunctions import log1p

from derive.expr import Acc, found_in
from derive.proof import Ranges


def finite_everywhere(e: Expr) -> bool:
    """Whether ``e`` has a value for any data: no quotient, root or logarithm that may fail."""
    return not any(_may_fail(node) for node in preorder_traversal(e))


def _may_fail(node: Basic) -> bool:
    match node:
        case Pow() if found_in(node.base, Acc):
            return _may_divide_by_zero(node) or _may_be_root_of_negative(node)
        case log():
            return not node.args[0].is_positive
        case log1p():
            return not (node.args[0] + 1).is_positive
    return False


def _may_divide_by_zero(power: Pow) -> bool:
    return bool(power.exp.is_negative) and not (power.base.is_positive or power.base.is_nonzero)


def _may_be_root_of_negative(power: Pow) -> bool:
    return not power.exp.is_integer and not power.base.is_nonnegative


def always_inside(e: Expr) -> bool:
    """Whether every element that ``e`` reads exists, whatever the brackets beside it say."""
    return all(
        _lies_inside(at, extent)
        for a in found_in(e, Acc)
        for at, extent in zip(a.index, a.tensor.shape, strict=True)
    )


def _lies_inside(at: Expr, extent: Expr) -> bool:
    return bool(at.is_Symbol) or (isinstance(at, Acc) and at.tensor.bound == extent and bool(at.tensor.sign))


def safe_outside(factor: Expr, guarded: set[Basic], ranges: Ranges) -> bool:
    """Whether ``factor`` may be evaluated where the guards fail: it has a value, inside its array."""
    if guarded and not finite_everywhere(factor):
        return False
    return all(
        at.is_Symbol
        or at.is_number
        or not at.free_symbols & guarded
        or (ranges.nonnegative(at) and ranges.nonnegative(extent - 1 - at))
        for acc in found_in(factor, Acc)
        for at, extent in zip(acc.index, acc.tensor.shape, strict=True)
    )
