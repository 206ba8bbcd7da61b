"""What a product reads again and again through a window is computed once for each place.

``Σ_{c,u} w[o, c, u] f(c, i + u)``: where ``f`` is a case distinction or arithmetic on elements, it is asked
for each pixel and each tap.  As an array over ``c`` and ``i + u`` it is read where it lies, like any other
side of a product of matrices.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Mul

from codegen.program.factorise.prelude import Prelude, with_sums
from derive.expr import Acc, Binder, Hat, HatSlope, Iverson, Reduce, accesses
from derive.model.layer import Def, Layer, Program

AGAIN = 2
"""So often at least an element is read."""
ROWS, COLS = 4, 8
"""The least extents of a product that is worth an array."""


def reread(program: Program, layer: Layer) -> Program:
    """Every product of matrices with the side that a window sees as an array before it."""
    return with_sums(program, layer, _with_sides)


def _with_sides(stages: Prelude, one: Def, outer: Reduce) -> Expr:
    factors = Mul.make_args(outer.body)
    if outer.op != "sum" or sum(f.has(Acc) for f in factors) != 2:
        return outer
    scope = (*one.free, *outer.binders)
    sides = [
        _side(stages, outer, f, Mul(*factors[:k], *factors[k + 1 :]), scope) for k, f in enumerate(factors)
    ]
    return outer if sides == list(factors) else Reduce("sum", Mul(*sides), outer.binders, outer.guards)


def _side(stages: Prelude, outer: Reduce, f: Expr, other: Expr, scope: Sequence[Binder]) -> Expr:
    """A factor as an element of an array, where it is none but is worth one."""
    own, theirs = ([b for b in scope if b[0] in e.free_symbols] for e in (f, other))
    plain = isinstance(f, Acc) or not f.has(Acc) or f.has(Hat, HatSlope, Iverson, Reduce)
    if plain or not _apart(stages, own, theirs, scope):
        return f
    return _elements(stages, f, own) or _places(stages, outer, f, own, scope)


def _apart(stages: Prelude, own: Sequence[Binder], theirs: Sequence[Binder], scope: Sequence[Binder]) -> bool:
    """Whether each side has indices of its own, of the sizes of a block."""
    alone = ([b for b in some if b not in others] for some, others in ((own, theirs), (theirs, own)))
    few, many = sorted(stages.trips(some, scope) if some else 0 for some in alone)
    return few >= ROWS and many >= COLS


def _elements(stages: Prelude, f: Expr, own: Sequence[Binder]) -> Expr | None:
    """A function of one element of an array, of all its elements."""
    (first, *more) = accesses(f)
    rest = f.xreplace(dict.fromkeys((first, *more), first.tensor[first.tensor.axes]))
    letters = {z for z, _, _ in own} - set(first.tensor.axes)
    many = stages.trips(own) >= AGAIN * stages.size(first.tensor)
    alone = all(a == first for a in more) and first.tensor.kind == "real" and not rest.free_symbols & letters
    return stages.elements(f, first, "side") if alone and many else None


def _places(stages: Prelude, outer: Reduce, f: Expr, own: Sequence[Binder], scope: Sequence[Binder]) -> Expr:
    """A function of the numbers that its letters are read through."""
    found = stages.arguments(f, scope, outer.guards)
    if not found or any(a.guards for a in found) or not stages.fits(found):
        return f
    if stages.loose(outer.guards, found, f, scope) or stages.trips(own) < AGAIN * stages.values(found):
        return f
    return stages.named(f, found, "side")


__all__ = ["reread"]
