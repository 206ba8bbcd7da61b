"""Models that whole numbers stay whole in: with small ones a float32 result is right to the last bit.

What is computed there is a polynomial, pieces of one, or a choice among its values: each sum and product is
exact as long as no sum of absolute terms reaches 2^24.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Pow, Symbol
from sympy.core.numbers import Infinity, NegativeInfinity

from derive.expr import Acc, Iverson, Reduce, Where
from derive.model.layer import Layer

EXACT = 2**24
LARGEST = 2
"""The largest datum of an integer case, and more than the largest cotangent."""

Degrees = dict[str, int]


class NotWholeError(Exception):
    """A fraction may come out."""


def terms_allowed(layer: Layer) -> int:
    """How many terms a sum may have, forward or backward, while float32 is exact; 0 if it never is."""
    try:
        found = max(_degrees(layer).values(), default=0)
    except NotWholeError:
        return 0
    return int(EXACT // (2 * LARGEST ** (found + 1)))


def _degrees(layer: Layer) -> Degrees:
    """Of every array the degree of its elements in the inputs."""
    made: Degrees = {t.name: int(t.kind == "real") for t in layer.inputs}
    for one in layer.forward:
        of = 0 if one.tensor.kind == "integer" else degree(one.expr, made)
        made[one.tensor.name] = max(of, made.get(one.tensor.name, 0))
    return made


@singledispatch
def degree(e: Any, known: Degrees) -> int:
    """The degree of an expression whose values are whole for whole data."""
    if isinstance(e, Expr) and e.is_integer and not e.atoms(Acc):
        return 0
    raise NotWholeError(str(e))


@degree.register(NegativeInfinity)
@degree.register(Infinity)
def _(e: Any, known: Degrees) -> int:
    return 0


@degree.register(Integer)
def _(e: Any, known: Degrees) -> int:
    return abs(int(e)).bit_length() - 1 if e else 0


@degree.register
def _(e: Symbol, known: Degrees) -> int:
    if not e.is_integer:
        raise NotWholeError(str(e))
    return 0


@degree.register
def _(e: Acc, known: Degrees) -> int:
    return known[e.tensor.name]


@degree.register(Add)
@degree.register(Max)
@degree.register(Min)
@degree.register(Abs)
def _(e: Any, known: Degrees) -> int:
    return max(degree(a, known) for a in e.args) + isinstance(e, Add)


@degree.register
def _(e: Mul, known: Degrees) -> int:
    return sum(degree(a, known) for a in e.args)


@degree.register
def _(e: Pow, known: Degrees) -> int:
    if not (e.exp.is_Integer and e.exp > 0):
        raise NotWholeError(str(e))
    return int(e.exp) * degree(e.base, known)


@degree.register
def _(e: Iverson, known: Degrees) -> int:
    return 0


@degree.register
def _(e: Where, known: Degrees) -> int:
    return max(degree(a, known) for a in e.args[1:])


@degree.register
def _(e: Reduce, known: Degrees) -> int:
    if e.op == "prod":
        raise NotWholeError(str(e))
    return degree(e.body, known)


__all__ = ["degree", "terms_allowed"]
