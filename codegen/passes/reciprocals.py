"""Reciprocals: what a statement divides by more than once is inverted once, and multiplied with.

A division costs as much as ten multiplications.  ``a/d`` is rounded once, ``a · (1/d)`` twice: half a unit
in the last place more.  Taken where ``d`` is a positive number plus terms that are not negative: then ``1/d``
does not overflow, and it is 0 only where every quotient is 0, too.

By the square of what lies between such a number and another small one is divided once: ``a/d²`` is rounded
as often as ``a/d/d``, and no square of these is infinite or 0.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sympy import Basic, Expr, Pow, exp

from codegen.loops.legality import readable
from codegen.loops.nodes import Kernel, Let
from codegen.loops.place import Place
from codegen.loops.roles import walk
from codegen.passes.in_front import Named, in_front
from codegen.program.inline_factor import rewrite
from codegen.program.whole_numbers import falling, nonnegative
from derive.expr import Acc, Tensor, Where, substitute
from derive.model.layer import Layer

LEAST = 2.0**-10
"""A divisor that stays above this has a reciprocal far from overflow."""
MOST = 2.0**10
"""A divisor that stays below this has a square far from overflow."""


def reciprocals(kernel: Kernel, layer: Layer) -> Kernel:
    """Name the reciprocal of what is divided by twice, and the square of what is so twice in a row."""
    values = {n.name: n.value for n in walk(kernel.body) if isinstance(n, Let)}

    def choose(value: Expr, place: Place) -> Named | None:
        times: Counter[Expr] = Counter()
        _count(value, times)
        known = (d for d, n in times.items() if n > 1 and _away_from_zero(substitute(d, values)))
        found = next((d for d in sorted(known, key=str) if readable(d, place)), None)
        if found is not None:
            return Named(1 / found, "inverse", lambda name: _inverted(value, found, name))
        squares = (d for d in times if value.has(d**-2) and _near_one(substitute(d, values)))
        found = next((d for d in sorted(squares, key=str) if readable(d, place)), None)
        if found is None:
            return None
        return Named(found**2, "square", lambda name: _by_square(value, found, name))

    return in_front(kernel, layer, choose)


def _inverted(value: Expr, divisor: Expr, name: Expr) -> Expr:
    def change(e: Any) -> Any:
        return name**-e.exp if isinstance(e, Pow) and e.base == divisor and _divides(e) else e

    made: Expr = rewrite(value, change)
    return made


def _by_square(value: Expr, divisor: Expr, name: Expr) -> Expr:
    made: Expr = rewrite(value, lambda e: 1 / name if e == divisor**-2 else e)
    return made


def _divides(e: Any) -> bool:
    return isinstance(e, Pow) and bool(e.exp.is_Integer) and bool(e.exp < 0)


def _count(e: Any, found: Counter[Expr]) -> None:
    """How often each real value divides; what depends on a size or an option alone leaves the loop."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Acc):
        return
    if _divides(e) and not e.base.is_number:
        found[e.base] += 1
    for part in e.args:
        _count(part, found)


def _away_from_zero(d: Expr) -> bool:
    if isinstance(d, Where):
        return all(map(_away_from_zero, d.args[1:]))
    number, rest = d.as_coeff_Add()
    return bool(number >= LEAST) and all(map(nonnegative, rest.as_ordered_terms()))


def _near_one(d: Expr) -> bool:
    """A positive number plus exponentials that are one at most."""
    number, rest = d.as_coeff_Add()
    terms = rest.as_ordered_terms()
    small = number >= LEAST and number + len(terms) <= MOST
    return bool(small) and all(isinstance(t, exp) and falling(t.args[0]) for t in terms)


__all__ = ["reciprocals"]
