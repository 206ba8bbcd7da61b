"""The calculus: the partial derivatives of every kind of expression, one rule each.

Forward and reverse mode read the same table.  At a kink the model decides: a ``Where`` takes the
derivative of the branch that holds there, ``floor`` and integer functions have derivative zero,
``sign(0) = 0``.
"""

from __future__ import annotations

from functools import singledispatch

from sympy import Add, Expr, Mul, Pow, S, ceiling, floor, log, sign
from sympy.core.function import Function

from derive.expr import FloorDiv, HatSlope, Iverson, Modulo, Residue, StopGradient, ne
from derive.model.layer import ModelError


@singledispatch
def partials(e: Expr) -> list[tuple[Expr, Expr]]:
    """(argument, derivative of ``e`` towards it) for each argument through which ``e`` can vary."""
    raise ModelError(f"no derivative is known for {type(e).__name__} in {e}")


@partials.register
def _(e: Add) -> list[tuple[Expr, Expr]]:
    """d(a + b) = da + db"""
    return [(a, S.One) for a in e.args]


@partials.register
def _(e: Mul) -> list[tuple[Expr, Expr]]:
    """d(a b) = b da + a db"""
    return [(a, Mul(*e.args[:k], *e.args[k + 1 :])) for k, a in enumerate(e.args)]


@partials.register
def _(e: Pow) -> list[tuple[Expr, Expr]]:
    """d(a^p) = [p ≠ 0] p a^(p-1) da + [a ≠ 0] a^p log(a) dp, for a^0 = 1 and 0^p = 0 (p > 0)"""
    base, exponent = e.args
    found = [(base, _unless_zero(exponent, base) * exponent * base ** (exponent - 1))]
    return found if exponent.is_number else [*found, (exponent, _unless_zero(base) * e * log(base))]


def _unless_zero(e: Expr, *beside: Expr) -> Expr:
    """The bracket [e ≠ 0] where ``e`` may be zero; none where what stands beside it is finite then."""
    return S.One if e.is_number or any(x.is_nonzero for x in (e, *beside)) else Iverson(ne(e))


@partials.register
def _(e: Function) -> list[tuple[Expr, Expr]]:
    """d f(a) = f'(a) da"""
    return [(a, e.fdiff(k + 1)) for k, a in enumerate(e.args)]


def _constant(e: Expr) -> list[tuple[Expr, Expr]]:
    """Piecewise constant: the derivative is zero wherever it exists, and zero by convention elsewhere."""
    return []


for kind in (floor, ceiling, sign, FloorDiv, Modulo, Residue, HatSlope, Iverson, StopGradient):
    partials.register(kind, _constant)
