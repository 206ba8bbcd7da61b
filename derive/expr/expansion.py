"""Products multiplied out, for the polynomials that indices, extents and conditions are.

``sympy.expand`` says the same, but walks through the name and the shape of every tensor and asks six
questions of each node; a catalogue of layers asks a hundred thousand times.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any

import sympy
from sympy import Add, Dummy, Expr, Mul, Symbol, ceiling, floor, sympify


def expand(e: Any) -> Expr:
    """``a (b + c) = a b + a c``; what is no polynomial in letters, sizes and elements goes to SymPy.

    What stands under ⌊ ⌋ stays as it is: a place and the condition that it lies inside are one number.
    """
    return _expanded(e if isinstance(e, Expr) else sympify(e))


@lru_cache(maxsize=1 << 16)
def _expanded(e: Expr) -> Expr:
    terms = _terms(e)
    if terms is None:
        kept = {f: Dummy(integer=True) for f in e.atoms(floor, ceiling)}
        there: Expr = sympy.expand(e.xreplace(kept))
        return there.xreplace({z: f for f, z in kept.items()})
    if len(terms) == 1:
        return terms[0]
    return e if terms == e.args else Add(*terms)


def _terms(e: Expr) -> tuple[Expr, ...] | None:
    """The terms of the polynomial, or None where ``e`` is none."""
    if _is_letter(e):
        return (e,)
    if not isinstance(e, Add | Mul):
        return None
    parts = [_terms(a) for a in e.args]
    if any(p is None for p in parts):
        return None
    known = [p for p in parts if p is not None]
    if isinstance(e, Add):
        return tuple(t for p in known for t in p)
    return (e,) if all(len(p) == 1 for p in known) else tuple(Mul(*each) for each in product(*known))


def _is_letter(e: Expr) -> bool:
    """What stands for a number here: a letter or a power of one, a number, an element, a whole quotient."""
    if isinstance(e, Symbol) or e.is_Rational:
        return True
    if e.is_Pow:
        return isinstance(e.base, Symbol) and bool(e.exp.is_Rational)
    if isinstance(e, floor | ceiling):  # of the number as it was written: another order rounds otherwise
        return True
    closed = getattr(e, "is_letter", None)
    if closed == "arguments":
        return all(_expanded(a) == a for a in e.args)
    return closed is not None
