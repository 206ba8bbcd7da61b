"""A term of a formula as ``front · Σ`` of a product of array elements, each read at letters of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sympy import Expr, Integer, Mul, Pow, Symbol

from derive.expr import Acc, Reduce


@dataclass(frozen=True)
class PlainProduct:
    """``front`` has no letter; the ``operands`` are read at plain letters, of which ``summed`` are bound."""

    front: Expr
    operands: tuple[Acc, ...]
    summed: tuple[Symbol, ...]


def product(e: Expr, letters: Iterable[Symbol]) -> PlainProduct | None:
    """``e`` as a product; ``letters`` are those of the left side.  None where it is another thing."""
    factors = list(_opened(e))
    sums = [f for f in factors if isinstance(f, Reduce)]
    if len(sums) > 1 or any(r.op != "sum" or r.guards for r in sums):
        return None
    bound = [z for r in sums for z, _, _ in r.binders]
    for one in sums:
        factors.remove(one)
        factors += _opened(one.body)
    own = {*letters, *bound}
    operands = [f for f in factors if isinstance(f, Acc) and f.index]
    front = [f for f in factors if f not in operands]
    if any(f.free_symbols & own for f in front) or not all(map(is_plain, operands)):
        return None
    read = {z for a in operands for z in a.index}
    if not read <= own or not set(bound) <= read:
        return None
    return PlainProduct(Mul(*front), tuple(operands), tuple(bound))


def _opened(e: Expr) -> Iterable[Expr]:
    """The factors of a product, a whole power as often as it counts."""
    for f in Mul.make_args(e):
        if isinstance(f, Pow) and isinstance(f.exp, Integer) and 1 < int(f.exp) < 4:
            yield from [f.base] * int(f.exp)
        else:
            yield f


def of_factors(e: Expr) -> tuple[Expr, Reduce] | None:
    """``front`` and the one sum of a product; what no summed letter is in stands in front of the sum."""
    sums = [f for f in Mul.make_args(e) if isinstance(f, Reduce) and f.op == "sum"]
    if len(sums) != 1:
        return None
    (one,) = sums
    apart = [f for f in Mul.make_args(one.body) if not f.free_symbols & one.bound]
    front = Mul(*(f for f in Mul.make_args(e) if f != one), *apart)
    made = Reduce("sum", one.body / Mul(*apart), one.binders, one.guards)
    return (front, made) if isinstance(made, Reduce) else None


def is_plain(a: Acc) -> bool:
    """Whether each axis is read at a letter of its own."""
    return all(at.is_Symbol for at in a.index) and len(set(a.index)) == len(a.index)


__all__ = ["PlainProduct", "is_plain", "of_factors", "product"]
