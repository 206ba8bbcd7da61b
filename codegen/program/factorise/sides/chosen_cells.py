"""Sides of a product of matrices of which indices choose elements: laid down, the others 0.

``Σ_{e ≠ d} c[d, e] x[n, e]`` is the product of ``x`` and a matrix without its diagonal.  As a condition of
the sum, ``e ≠ d`` would be asked for each ``n`` anew, and no block of the product could do without.

The sum keeps the condition: it is spare where ``x`` is finite, and a product in blocks asks that
(``codegen.contraction.relaxed``); an infinity that the model leaves out is no term of plain loops.
"""

from __future__ import annotations

from sympy import Expr, Mul

from codegen.program.factorise.prelude import Prelude, with_sums
from derive.expr import Acc, Binder, Cond, Hat, HatSlope, Index, Iverson, Reduce, Where
from derive.model.layer import Def, Layer, Program

AGAIN = 8
"""So often at least an element is read."""


def chosen_cells(program: Program, layer: Layer) -> Program:
    """Every product of two sides with the one that conditions on indices speak of as an array before it."""
    return with_sums(program, layer, _product)


def _product(stages: Prelude, one: Def, r: Reduce) -> Expr:
    if r.op != "sum" or r.body.has(Where, Hat, HatSlope, Reduce):
        return r
    scope = (*one.free, *r.binders)
    factors = [f for f in Mul.make_args(r.body) if f.has(Acc)]
    for f in factors:
        guards = [g for g in r.guards if _chooses(g) and _letters(g) <= _letters(f)]
        chosen = guards or any(all(map(_chooses, b.args)) for b in f.atoms(Iverson))
        others = [g for g in r.guards if g not in guards]
        if chosen and any(_letters(g) - _letters(f) for g in factors) and not _asked(f, others):
            side = _side(stages, f, guards, scope)
            if side is not None:
                return Reduce("sum", Mul(side, *_without(r.body, f)), r.binders, r.guards)
    return r


def _side(stages: Prelude, f: Expr, guards: list[Cond], scope: tuple[Binder, ...]) -> Expr | None:
    """A factor under conditions as an element of an array, if each element is read often."""
    e = Mul(f, Iverson(*guards)) if guards else f
    found = stages.arguments(e, scope)
    if not found or any(a.guards or not a.place.is_Symbol for a in found) or not stages.fits(found):
        return None
    if {a.place for a in found} != _letters(f) or stages.trips(scope) < AGAIN * stages.values(found):
        return None
    return stages.named(e, found, "side")


def _asked(f: Expr, others: list[Cond]) -> bool:
    """Whether other conditions say where elements exist."""
    return any(_letters(g) & _letters(f) for g in others)


def _chooses(g: Cond) -> bool:
    """Whether indices alone decide, and for no range of them."""
    return g.kind in ("eq", "ne") and not g.has(Acc) and len(_letters(g)) > 1


def _letters(e: Expr | Cond) -> set[Index]:
    return {z for z in e.free_symbols if isinstance(z, Index)}


def _without(body: Expr, f: Expr) -> list[Expr]:
    return [other for other in Mul.make_args(body) if other != f]


__all__ = ["chosen_cells"]
