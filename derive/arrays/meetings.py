"""Which elements meet in a window: for each element of a result, what multiplies each element of an array.

The array is the one that is read where a letter of the result and a letter of the sum stand in one index: the
image under a window, or the cotangent that slides over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sympy import Add, Expr, Integer, Mul, S, Symbol

from derive.arrays.unrolled import unrolled
from derive.expr import Acc, Reduce, Tensor, found_in, substitute
from derive.model.layer import Def
from derive.steps import Equation


@dataclass(frozen=True)
class Meeting:
    """``factors`` by the place in the array: what multiplies the element, None where it is only read."""

    element: Acc
    factors: Mapping[tuple[int, ...], Expr | None]


@dataclass(frozen=True)
class Meetings:
    """For each element of a result whom it meets in ``array``, whose axes of one place are left out."""

    array: Tensor
    shape: tuple[int, ...]
    each: tuple[Meeting, ...]


def meetings(one: Def, values: Mapping[Symbol, int]) -> Meetings | None:
    """The meetings of a definition at the sizes; None where no window slides, or over more than a plane."""
    array = sliding(one)
    if array is None or one.scatter:
        return None
    extents = [int(substitute(e, {s: Integer(v) for s, v in values.items()})) for e in array.shape]
    shape = tuple(e for e in extents if e != 1)
    if not 0 < len(shape) < 3:
        return None
    equations = unrolled(one, values)
    return Meetings(array, shape, tuple(_meeting(e, array.name) for e in equations))


def sliding(one: Def) -> Tensor | None:
    """The array of which a window is read: a letter of the result and one of a sum stand in one index."""
    free = {z for z, _, _ in one.free}
    for reduce in found_in(one.expr, Reduce):
        for access in found_in(reduce.body, Acc):
            at = [e.free_symbols for e in access.index]
            if any(letters & free and letters & reduce.bound for letters in at):
                tensor: Tensor = access.tensor
                return tensor
    return None


def _meeting(equation: Equation, name: str) -> Meeting:
    factors: dict[tuple[int, ...], Expr | None] = {}
    for term in _terms(equation.rhs):
        for access in _own(term, name):
            place = tuple(int(at) for at in access.index)
            factors[place] = _factor(term, access, factors.get(place, S.Zero))
    lhs = equation.lhs
    assert isinstance(lhs, Acc)
    return Meeting(lhs, factors)


def _terms(e: Expr) -> Iterable[Expr]:
    """The summands of a sum, multiplied out; the whole where it is none."""
    return Add.make_args(e.expand(deep=False) if isinstance(e, Mul) else e)


def _own(term: Expr, name: str) -> Sequence[Acc]:
    return [a for a in found_in(term, Acc) if a.tensor.name == name and all(at.is_Integer for at in a.index)]


def _factor(term: Expr, access: Acc, before: Expr | None) -> Expr | None:
    """What multiplies the element in all terms together; None where the term is no multiple of it."""
    factor = term / access
    return None if before is None or factor.has(access) else before + factor


__all__ = ["Meeting", "Meetings", "meetings", "sliding"]
