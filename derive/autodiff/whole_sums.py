"""Sums that get a name because the derivative of what surrounds them needs their value, ``1/(1 + e^(-S))``.

Several sums that stand nowhere but added up are one number, ``σ(Σ w x + Σ v h)``, and have one cotangent.  A
sum that is written out, ``√((x[i+2] + 2 x[i+1] + x[i])² + …)``, is one like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sympy import Add, Basic, Expr, Mul, S, Symbol

from derive.expr import Acc, Binder, Cond, Index, Reduce
from derive.proof import Ranges

WRITTEN_OUT = 3
"""So many elements of one array, each at its own place, are a sum that somebody wrote out."""


def whole_sum(
    expr: Expr, reduce: Reduce, named: Collection[Reduce], letters: Collection[Symbol]
) -> Expr | None:
    """What ``reduce`` is a term of wherever it stands in ``expr``, up to its sign, if other sums are, too.

    ``named``  the sums that need a name; ``letters``  the indices that are known where it is defined.
    """
    found: set[Expr] = set()
    if not _collect(expr, reduce, found) or len(found) != 1:
        return None
    (whole,) = found
    terms = (t if isinstance(t, Reduce) else -t for t in Add.make_args(whole))
    several = sum(t in named for t in terms) > 1
    plain = all(r.op in ("sum", "prod") for r in whole.atoms(Reduce))  # an extreme has its own name
    return whole if several and plain and _letters(whole) <= set(letters) else None


def written_out(
    expr: Expr, outer: tuple[Binder, ...], known: Ranges
) -> tuple[Add, tuple[Binder, ...]] | None:
    """The first sum of elements of one array that stands in a function, and the letters around it.

    Only one whose elements lie inside of the array, whatever is asked around it.
    """
    for part, around in _inner(expr, outer):
        if (
            isinstance(part, Add)
            and _elements(part)
            and all(map(known.within(around).nonnegative, _ends(part)))
        ):
            return part, around
    return None


def _inner(
    e: Any, outer: tuple[Binder, ...], linear: bool = True
) -> Iterator[tuple[Expr, tuple[Binder, ...]]]:
    """The parts of a formula in which it is not linear, with the binders around them."""
    if isinstance(e, Reduce):
        yield from _inner(e.body, (*outer, *e.binders), linear and e.op == "sum")
    elif isinstance(e, Expr) and not isinstance(e, Acc) and e.has(Acc):
        if not linear:
            yield e, outer
        factors = [f for f in e.args if isinstance(f, Basic) and f.has(Acc)]
        still = linear and (isinstance(e, Add) or (isinstance(e, Mul) and len(factors) == 1))
        for part in e.args:
            yield from _inner(part, outer, still)
    elif isinstance(e, Basic) and not isinstance(e, Acc | Expr):
        for part in e.args:
            yield from _inner(part.of if isinstance(part, Cond) else part, outer, False)


def _elements(e: Add) -> bool:
    """Whether all terms are elements of one real array, at several places."""
    found = [f for t in e.args for f in Mul.make_args(t) if f.has(Acc)]
    alone = len(found) == len(e.args) and all(
        isinstance(f, Acc) and not any(i.has(Acc) for i in f.index) for f in found
    )
    return alone and len({f.tensor for f in found}) == 1 and len(set(found)) >= WRITTEN_OUT


def _ends(e: Add) -> Iterator[Expr]:
    """What is not negative where all its elements lie inside of their array."""
    for a in sorted(e.atoms(Acc), key=str):
        for at, extent in zip(a.index, a.tensor.shape, strict=True):
            yield at
            yield extent - 1 - at


def _letters(e: Expr) -> set[Basic]:
    return {z for z in e.free_symbols if isinstance(z, Index)}


def _collect(node: Any, reduce: Reduce, found: set[Expr]) -> bool:
    """Whether ``reduce`` stands in no other place than sums, which are found with it as a positive term."""
    if node == reduce:
        return False
    if not isinstance(node, Basic) or not node.has(reduce):
        return True
    rest = node.args
    if isinstance(node, Add):
        sign = next((s for s in (S.One, S.NegativeOne) if s * reduce in node.args), None)
        if sign is not None:
            found.add(sign * node)
            rest = tuple(t for t in node.args if t != sign * reduce)
    return all(_collect(part, reduce, found) for part in rest)


__all__ = ["whole_sum", "written_out"]
