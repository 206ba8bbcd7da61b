"""Running sums: ``t[d] = Σ_{j ≤ d} f(j)`` is its predecessor and one term more; products and extremes alike.

A sum over one index whose range ends, or starts, at an index of the result that its terms do not know.
All of them cost as much as the longest of them alone.  So do linear recurrences: what was there is multiplied
by a factor before the next term is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, Mul, Pow, S, Symbol, expand

from derive.expr import Binder, Reduce, substitute
from derive.model.layer import Def


@dataclass(frozen=True)
class Running:
    """Along ``letter``, forwards or backwards; ``own`` where the term at the letter itself is in the sum.

    Each step takes ``term`` more; before it, what was there is multiplied by ``decay``.
    """

    letter: Symbol
    bound: Symbol
    last: Expr
    forwards: bool
    own: bool
    term: Expr
    decay: Expr = S.One


def running(e: Any, free: tuple[Binder, ...]) -> Running | None:
    """How ``e`` runs over one of the indices ``free``, if it does."""
    if not isinstance(e, Reduce) or len(e.binders) != 1 or e.guards:
        return None
    ((j, lo, hi),) = e.binders
    ranges = {z: last for z, first, last in free if first == 0}
    ends = [z for z in ranges if z in lo.free_symbols | hi.free_symbols]
    if len(ends) != 1:
        return None
    (d,) = ends
    if d in e.body.free_symbols:
        return _decaying(e, d, ranges[d]) or _fading(e, d, ranges[d])
    if lo == 0 and expand(hi - d) in (0, -1):
        return Running(d, j, ranges[d], True, hi == d, e.body)
    first = e.op.startswith("arg")
    """Of equal elements the first counts: what looks for its place looks forwards."""
    if not first and hi == ranges[d] and expand(lo - d) in (0, 1):
        return Running(d, j, ranges[d], False, lo == d, e.body)
    return None


def _decaying(e: Reduce, d: Symbol, last: Expr) -> Running | None:
    """``t[d] = Σ_{i ≥ d} f(i) Π_{d < j ≤ i} g(j)`` is ``f(d) + g(d + 1) t[d + 1]``."""
    ((i, lo, hi),) = e.binders
    factors = Mul.make_args(e.body)
    found = [f for f in factors if isinstance(f, Reduce) and d in f.free_symbols]
    rest: Expr = Mul(*(f for f in factors if f not in found))
    if e.op != "sum" or (lo, hi) != (d, last) or len(found) != 1 or d in rest.free_symbols:
        return None
    (product,) = found
    if product.op != "prod" or len(product.binders) != 1 or product.guards:
        return None
    ((j, first, end),) = product.binders
    if expand(first - d - 1) != 0 or end != i or product.body.free_symbols & {d, i}:
        return None
    return Running(d, i, last, False, True, rest, substitute(product.body, {j: d + 1}))


def _fading(e: Reduce, d: Symbol, last: Expr) -> Running | None:
    """``t[d] = Σ_{i ≤ d} a^(d − i) f(i)`` is ``f(d) + a t[d − 1]``; the same from the other end."""
    ((i, lo, hi),) = e.binders
    factors = Mul.make_args(e.body)
    found = [f for f in factors if d in f.free_symbols]
    forwards = (lo, hi) == (0, d)
    if e.op != "sum" or len(found) != 1 or not (forwards or (lo, hi) == (d, last)):
        return None
    (power,) = found
    apart = d - i if forwards else i - d
    if not isinstance(power, Pow) or expand(power.exp - apart) != 0 or power.base.free_symbols & {d, i}:
        return None
    return Running(d, i, last, forwards, True, Mul(*(f for f in factors if f is not power)), power.base)


def runs(one: Def) -> Running | None:
    """How a definition runs: it is such a sum, and its result has the index as an axis."""
    found = None if one.scatter else running(one.expr, one.free)
    return found if found is not None and found.letter in one.lhs.index else None


__all__ = ["Running", "running", "runs"]
