"""A product of two matrices inside a formula is formed before it.

``Σ_f (Σ_d x[n,d] v[d,f])²`` needs the inner sum at every ``n`` and ``f``, as its loops do; as an array of
its own it is a contraction, computed in blocks.  The same of several sums side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from sympy import Add, Basic, Expr, Mul, S, Symbol

from codegen.loops.schedule import top_reduces
from codegen.program.factorise.effective import Argument
from codegen.program.factorise.prelude import Prelude, with_prelude
from derive.expr import (
    Acc,
    Binder,
    Cond,
    Hat,
    HatSlope,
    Iverson,
    Reduce,
    Tensor,
    Where,
    brackets_apart,
    rebuild,
    substitute,
)
from derive.model.layer import Def, Layer, Program

ROWS, COLS, DEPTH = 4, 8, 4
"""The least extents of a product that is worth an array."""
FEWER = 4
"""So many places at least read each element of a sum that few numbers decide."""


def formed(program: Program, layer: Layer) -> Program:
    """Every definition with the products that it contains as arrays before it."""
    return with_prelude(program, layer, _formed, shared=True)


def _formed(stages: Prelude, one: Def) -> Def:
    inside, tops = _Products(stages), top_reduces(one.expr)
    if one.scatter:
        conds, factors = brackets_apart(one.expr)
        made = [inside.visit(f, one.free, tuple(conds)) for f in factors]
        return one if made == list(factors) else replace(one, expr=Mul(Iverson(*conds), *made))
    if len(tops) > 1:
        return replace(one, expr=inside.visit(one.expr, one.free, ()))
    change = {r: e for r in tops if (e := inside.body(r, one.free, ())) != r}
    return replace(one, expr=substitute(one.expr, change))


class _Products:
    def __init__(self, stages: Prelude) -> None:
        self.stages = stages
        self.extreme = False
        """Whether what is looked at stands in a reduction that is no sum."""

    def body(self, e: Reduce, scope: Sequence[Binder], within: tuple[Cond, ...]) -> Expr:
        """A sum with the products in its terms formed."""
        outside, self.extreme = self.extreme, self.extreme or e.op != "sum"
        body = self.visit(e.body, (*scope, *e.binders), (*within, *e.guards))
        self.extreme = outside
        return e if body == e.body else Reduce(e.op, body, e.binders, e.guards)

    def visit(self, e: Any, scope: Sequence[Binder], within: tuple[Cond, ...]) -> Any:
        """``e`` with its products formed; what stands in a branch or beside a bracket stays."""
        match e:
            case Tensor() | Cond() | Iverson() | Acc():
                return e
            case Where():
                return self.decided(e, scope, within)
            case Mul() if any(isinstance(f, Iverson) for f in e.args):
                return e
            case Reduce():
                return self.product(e, scope, within)
            case Basic() if e.has(Reduce):
                args = [self.visit(a, scope, within) for a in e.args]
                return e if tuple(args) == e.args else rebuild(e, args)
        return e

    def decided(self, e: Where, scope: Sequence[Binder], within: tuple[Cond, ...]) -> Any:
        """A choice with the sums formed that decide it: they are taken whichever branch it is."""
        tops = dict.fromkeys(r for c in e.conds for r in top_reduces(c.of))
        made = {r: self.product(r, scope, within) for r in tops}
        change = {r: new for r, new in made.items() if new != r}
        return substitute(e, change) if change else e

    def product(self, e: Reduce, scope: Sequence[Binder], within: tuple[Cond, ...]) -> Expr:
        """``e`` as an element of an array, where it is a product of matrices or few numbers decide it."""
        parts = _by_letters(e, {z for z, _, _ in scope})
        if len(parts) > 1:  # Σ (a + b) = Σ a + Σ b, each over the letters that it knows
            made = [self.product(p, scope, within) for p in parts]
            return Add(*made) if all(not m.has(Reduce) for m in made) else self.body(e, scope, within)
        found = self.stages.arguments(e, scope, within)
        inside = len(scope) > len(self.stages.one.free)
        if not found or any(a.guards for a in found) or not (inside or self.stages.fits(found)):
            return self.body(e, scope, within)
        few = self.stages.fits(found) and FEWER * self.stages.values(found) <= self.stages.trips(scope)
        exists = not self.stages.loose(within, found, e, scope)
        if e.op == "sum" and exists and (few or self.is_product(e, scope)):
            return self.stages.named(e, self.in_rows(found) if self.extreme else found, "sum")
        return self.body(e, scope, within)

    def in_rows(self, found: Sequence[Argument]) -> Sequence[Argument]:
        """Results that are neighbours read neighbours: an extreme over the others is looked for abreast."""
        last = self.stages.one.lhs.index[-1]
        return sorted(found, key=lambda a: a.place == last)

    def is_product(self, e: Reduce, scope: Sequence[Binder]) -> bool:
        factors = [f for f in Mul.make_args(e.body) if f.has(Acc)]
        plain = e.op == "sum" and not e.guards and not e.body.has(Hat, HatSlope, Iverson, Where, Reduce)
        deep = self.stages.trips(e.binders, scope) >= DEPTH
        return plain and deep and any(self.apart(f, g, scope) for f, g in combinations(factors, 2))

    def apart(self, f: Expr, g: Expr, scope: Sequence[Binder]) -> bool:
        """Whether each of two factors has indices of its own, of the sizes of a block."""
        own = [
            [b for b in scope if b[0] in mine.free_symbols - other.free_symbols]
            for mine, other in ((f, g), (g, f))
        ]
        few, many = sorted(self.stages.trips(some) if some else 0 for some in own)
        return few >= ROWS and many >= COLS


def _by_letters(e: Reduce, letters: set[Symbol]) -> list[Reduce]:
    """A sum of terms as several, where these do not all know the same of the ``letters`` around it."""
    terms: dict[frozenset[Any], Expr] = {}
    for term in Add.make_args(e.body) if e.op == "sum" else ():
        own = frozenset(term.free_symbols & letters)
        terms[own] = terms.get(own, S.Zero) + term
    if len(terms) < 2:
        return [e]
    return [r for t in terms.values() if isinstance(r := Reduce("sum", t, e.binders, e.guards), Reduce)]


__all__ = ["formed"]
