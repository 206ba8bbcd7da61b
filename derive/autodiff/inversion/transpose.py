"""A scatter turned round: terms at places ``f(z)``, summed up for each place instead.

``y[f(z)] += factor(z)`` for all ``z`` is ``y[a] = Σ_z [f(z) = a] factor(z)``.  The gradient of an access is
such a scatter, and so is a sum that tests a congruence, read backwards.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Expr, Symbol

from derive.autodiff.inversion.gather import Inverse, invert
from derive.autodiff.inversion.quotients import Terms, over_quotients
from derive.expr import Acc, Reduce, Tensor, found_in, rebuild, substitute, substitute_parts
from derive.expr.expansion import expand


@dataclass(frozen=True)
class Transposed:
    """The inverse of the place, and the factor in its indices."""

    inverse: Inverse
    factor: Expr

    @property
    def sum(self) -> Expr:
        """``Σ factor`` over what the inverse leaves to sum over."""
        return Reduce("sum", self.factor, self.inverse.binders, self.inverse.guards)


def transposed(
    terms: Terms,
    tensor: Tensor,
    summed: Collection[Symbol],
    *,
    mode: str,
    plain: bool = False,
    facts: Sequence[Expr] = (),
    avoid: Collection[Symbol] = (),
) -> Transposed | None:
    """``terms`` as a sum for each element of ``tensor``, or None where their place has no inverse.

    ``summed`` are the indices of the space that are no index of an output; the other arguments are those
    of ``invert``.
    """
    inverse = invert(
        terms.index,
        tensor,
        terms.space,
        {z for z, _, _ in terms.space} - set(summed),
        terms.guards,
        mode=mode,
        plain=plain,
        facts=facts,
        avoid=avoid,
    )
    if inverse is None:
        return None
    moved = tuple((z, expand(substitute(e, inverse.solved))) for z, e in terms.renamed)
    factor = substitute(_at_target(terms, inverse), inverse.solved)
    return Transposed(replace(inverse, equations=(*moved, *inverse.equations)), factor)


def _at_target(terms: Terms, inverse: Inverse) -> Expr:
    """The factor with the places that the map reaches named by the left side: ``x[f(z)]`` is ``x[a]`` there.

    Solving for one index at a time and putting the values back into ``f`` would give the same number as
    a longer expression, from which nothing tells any more that it lies in the array.
    """
    solved = {z for z, value in inverse.solved.items() if z != value}
    return _moved(terms.factor, inverse.reached, solved)


def _moved(e: Any, reached: Sequence[tuple[Expr, Expr]], solved: Collection[Symbol]) -> Any:
    """``e`` with its places named; inside a sum over a letter of the same name another number is meant."""
    match e:
        case Reduce():
            there = [(f, target) for f, target in reached if not f.free_symbols & e.bound]
            return substitute_parts(e, lambda part: _moved(part, there, solved))
        case Acc():
            index = [_reached(at, reached, solved) for at in e.index]
            index = [_moved(at, reached, solved) for at in index] if index == list(e.index) else index
            return e if index == list(e.index) else Acc(e.tensor, *index)
        case Tensor():
            return e
        case Basic() if found_in(e, Acc):
            args = [_moved(a, reached, solved) for a in e.args]
            return e if tuple(args) == e.args else rebuild(e, args)
    return e


def _reached(at: Expr, reached: Sequence[tuple[Expr, Expr]], solved: Collection[Symbol]) -> Expr:
    """``f(z) + c`` as ``a + c``, where ``f(z)`` is a place that stands as ``a`` on the left side."""
    made = at
    for f, target in reached:
        rest = expand(at - f)
        if f.free_symbols & solved and not rest.free_symbols & solved:
            made = target + rest
    return made


__all__ = ["Terms", "Transposed", "over_quotients", "transposed"]
