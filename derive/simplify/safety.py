"""Where a value may be evaluated: it has one for any data, and every element that it reads exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sympy import Basic, Expr, Mul, Pow, log, preorder_traversal
from sympy.codegen.cfunctions import log1p

from derive.expr import (
    Acc,
    Cond,
    Index,
    Reduce,
    Tensor,
    Where,
    brackets_apart,
    found_in,
    negation,
    rebuild,
)
from derive.proof import Ranges, implied


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
    return inside(factor, guarded, ranges) and (not guarded or finite_everywhere(factor))


def inside(factor: Expr, guarded: set[Basic], ranges: Ranges) -> bool:
    """Whether all that ``factor`` reads exists where what is said of the letters ``guarded`` fails."""
    return all(
        at.is_Symbol
        or at.is_number
        or not at.free_symbols & guarded
        or (ranges.nonnegative(at) and ranges.nonnegative(extent - 1 - at))
        for acc in found_in(factor, Acc)
        for at, extent in zip(acc.index, acc.tensor.shape, strict=True)
    )


def existing(
    e: Any, ranges: Ranges, wanted: Collection[Reduce] | None = None, within: Sequence[Cond] = ()
) -> Any:
    """``e`` where those of its sums that are ``wanted`` by themselves (all) have the conditions they need.

    ``[h ≤ 2] √Σ_k w[k, h]`` becomes ``[h ≤ 2] √Σ_{k: h ≤ 2} w[k, h]``: where the bracket is 0 there may be
    no such element.
    """
    if not isinstance(e, Basic) or isinstance(e, Tensor) or not found_in(e, Reduce):
        return e
    match e:
        case Reduce():
            inner = ranges.within(e.binders)
            own = _needed(e, ranges, within) if wanted is None or e in wanted else []
            body = existing(e.body, inner, wanted, [*_outside(within, e), *e.guards])
            return Reduce(e.op, body, e.binders, [*e.guards, *own])
        case Where():
            otherwise = [negation(c) for c in e.conds if len(e.conds) == 1 and c.kind != "divides"]
            a, b = (
                existing(part, ranges, wanted, [*within, *here])
                for part, here in ((e.args[1], e.conds), (e.args[2], otherwise))
            )
            conds = tuple(existing(c, ranges, wanted, within) for c in e.conds)
            return e if (conds, a, b) == (e.conds, *e.args[1:]) else Where(conds, a, b)
        case Mul():
            within = [*within, *brackets_apart(e)[0]]
    args = [existing(a, ranges, wanted, within) for a in e.args]
    return e if tuple(args) == e.args else rebuild(e, args)


def _outside(within: Iterable[Cond], e: Reduce) -> list[Cond]:
    """The conditions that do not speak of letters which mean something else inside of ``e``."""
    return [c for c in within if not c.free_symbols & e.bound]


def _needed(e: Reduce, ranges: Ranges, within: Sequence[Cond]) -> list[Cond]:
    """The conditions around a sum without which its reads are not proved to exist: at best of its letters."""
    letters = {z for z in e.free_symbols if isinstance(z, Index)}
    given = [c for c in _outside(within, e) if _of_places(c) and c.free_symbols & letters]
    own = [c for c in given if {z for z in c.free_symbols if isinstance(z, Index)} <= letters]
    if not given or _reads_exist(e, ranges):
        return []
    return own if own and _reads_exist(e, ranges.within((), _said(own))) else given


def _of_places(cond: Cond) -> bool:
    """Whether a condition speaks of places alone: letters, sizes, and integers that are places."""
    return all(a.tensor.kind == "integer" for a in found_in(cond, Acc))


def _reads_exist(e: Expr, ranges: Ranges) -> bool:
    """Whether every element that ``e`` reads is proved to lie inside its array."""
    if isinstance(e, Reduce):
        return _reads_exist(e.body, ranges.within(e.binders, _said(e.guards)))
    if isinstance(e, Acc):
        places = zip(e.index, e.tensor.shape, strict=True)
        return all(ranges.nonnegative(at) and ranges.nonnegative(n - 1 - at) for at, n in places)
    if isinstance(e, Mul):
        ranges = ranges.within((), _said(brackets_apart(e)[0]))
    return all(_reads_exist(a, ranges) for a in e.args if isinstance(a, Expr) and found_in(a, Acc))


def _said(conds: Iterable[Any]) -> list[Expr]:
    return [fact for c in conds if isinstance(c, Cond) for fact in implied(c)]
