"""Which expressions are computed in integers, which in the type of the arrays; which are never below zero."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

from sympy import Abs, Dummy, Expr, Pow, Symbol, ceiling, exp, floor, sign

from derive.expr import Acc, Cond, Iverson, Where, expand


def is_integer(e: Any) -> bool:
    """Whether ``e`` is computed in integers: no real array, option or function in it."""
    if isinstance(e, Iverson):
        return True
    return _whole(e) and not any(a.tensor.kind != "integer" for a in e.atoms(Acc) if not _floored(e, a))


def _whole(e: Expr) -> bool:
    """SymPy takes a floor for an integer only where its argument is finite, and every sign for one."""
    if any(not s.args[0].is_integer for s in e.atoms(sign)):
        return False
    floors = {f: Dummy(integer=True) for f in e.atoms(floor, ceiling)} if not e.is_integer else {}
    return bool(e.xreplace(floors).is_integer)


def _floored(e: Expr, a: Acc) -> bool:
    return any(f.has(a) for f in e.atoms(floor, ceiling)) or any(
        b is not a and b.has(a) for b in e.atoms(Acc)
    )


def between(conds: Sequence[Cond]) -> tuple[list[tuple[Expr, Expr]], list[Cond]]:
    """``0 <= a`` and ``a < n`` as ``a, n``, where ``n`` reads nothing of ``a``; then what is left.

    Of several ends the one that says least belongs to a start: ``a < A B - c`` is of ``a B + c``.
    """
    rest, found = list(conds), list[tuple[Expr, Expr]]()
    pairs = ((low, high, expand(low.of + high.of + 1)) for low, high in permutations(conds, 2))
    for low, high, extent in sorted(pairs, key=lambda pair: len(pair[2].free_symbols)):
        shorter = not extent.has(Acc) and not extent.free_symbols & low.of.free_symbols
        if low in rest and high in rest and low.kind == high.kind == "ge" and shorter and extent.free_symbols:
            rest.remove(low)
            rest.remove(high)
            found.append((low.of, extent))
    return found, rest


def nonnegative(e: Expr) -> bool:
    """Exponentials, sizes of numbers, squares, and products and choices of such."""
    match e:
        case exp() | Abs():
            return True
        case Pow() if e.exp.is_Integer and e.exp % 2 == 0:
            return True
        case Where():
            return all(map(nonnegative, e.args[1:]))
    return bool(e.is_nonnegative) or (e.is_Mul and all(map(nonnegative, e.args)))


def falling(e: Expr) -> bool:
    """Whether an exponent is above zero for no data, whatever sign they are declared to have."""
    anything = {a: Dummy(real=True) for a in e.atoms(Acc)}
    anything |= {s: Dummy(real=True) for s in e.free_symbols if isinstance(s, Symbol)}
    return nonnegative(-e.xreplace(anything))


__all__ = ["between", "falling", "is_integer", "nonnegative"]
