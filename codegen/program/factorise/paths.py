"""Σ over a product separates: what a factor does not depend on is summed before it comes in.

``Σ_u Σ_v a[u] b[v] x[i+u, j+v] = Σ_u a[u] t[i+u, j]`` with ``t[h, j] = Σ_v b[v] x[h, j+v]``: of ``K²``
products for each result there remain ``2 K``.  Every set of indices that can be summed first is priced in
products, for the sizes that a schedule assumes; the cheapest is taken, and both parts are asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sympy import Add, Expr, Mul, S, Symbol, exp
from sympy import expand as sympy_expand

from codegen.loops.recurrence import running
from codegen.loops.schedule import top_reduces
from codegen.program.factorise.degrees import degrees
from codegen.program.factorise.effective import Argument
from codegen.program.factorise.prelude import Prelude, with_prelude
from derive.expr import (
    Acc,
    Binder,
    Cond,
    Hat,
    HatSlope,
    Index,
    Iverson,
    Reduce,
    brackets_apart,
    fresh,
    rename_binders,
    substitute,
)
from derive.model.layer import Def, Layer, Program

MOST = 7
"""So many indices of a sum are tried in every combination (127); more stay as they are."""
GAIN = 0.9
"""A stage must leave at most this part of the products."""
GREAT = 0.2
"""A stage that is larger than every operand must leave at most this part."""
ALIKE = 1.5
"""Costs within this factor are taken for alike: which is less hangs on the sizes."""
MOVED = 1
"""Products that take as long as to write an element of a stage and to read it again."""


def factorised(program: Program, layer: Layer) -> Program:
    """Every sum of a product in stages."""
    return with_prelude(program, layer, _separated)


def _separated(stages: Prelude, one: Def) -> Def:
    if one.scatter:
        return one
    names = {r: _Sum(stages, one.free, r).separated() for r in top_reduces(one.expr) if r.op == "sum"}
    return replace(one, expr=substitute(one.expr, {r: e for r, e in names.items() if e != r}))


@dataclass(frozen=True)
class _Path:
    """``first`` is summed before the rest: a stage over ``found``."""

    cost: float
    stage: Reduce
    found: tuple[Argument, ...]
    rest: tuple[Expr, ...]
    outer: tuple[Binder, ...]
    within: tuple[Cond, ...]


class _Sum:
    """One sum at a place with the indices ``scope``."""

    def __init__(self, stages: Prelude, scope: Sequence[Binder], reduce: Reduce) -> None:
        self.stages, self.scope = stages, tuple(scope)
        self.given = reduce
        self.written = {frozenset(r.bound) for r in reduce.body.atoms(Reduce) if r.op == "sum"}
        self.reduce = flattened(reduce, {z for z, _, _ in scope})

    def separated(self) -> Expr:
        """The sum over what its first stage gives, as long as a stage pays."""
        terms = self.terms()
        if len(terms) > 1 and all(t.first() is not None for t in terms):
            return Add(*(t.separated() for t in terms))
        best = self.first()
        if best is None:
            return self.given
        before = len(self.stages.made)
        read = self.stages.named(best.stage, best.found, "sum")
        self.again(before)
        conds, factors = brackets_apart(Mul(read, *best.rest))
        made = Reduce("sum", Mul(*factors), best.outer, [*best.within, *conds])
        return _Sum(self.stages, self.scope, made).separated() if isinstance(made, Reduce) else made

    def terms(self) -> list[_Sum]:
        """Σ (a + b) = Σ a + Σ b"""
        r = self.reduce
        alone = (Reduce("sum", e, r.binders, r.guards) for e in Add.make_args(r.body))
        return [_Sum(self.stages, self.scope, e) for e in alone if isinstance(e, Reduce)]

    def first(self) -> _Path | None:
        """The first stage, where one pays."""
        direct = self.direct()
        worth = (p for p in self.paths() if p.cost <= direct * (GAIN if self.stages.fits(p.found) else GREAT))
        return self.best(tuple(worth))

    def best(self, paths: Sequence[_Path]) -> _Path | None:
        """Of those that cost about the same at the sizes assumed, the one that grows least with any size.

        Then one that the model itself sums first: whoever wrote it may know which sizes are small.
        """
        least = min((p.cost for p in paths), default=0.0)
        near = [p for p in paths if p.cost <= ALIKE * least]
        return min(near, key=lambda p: (self.growth(p), not self.is_written(p), p.cost), default=None)

    def is_written(self, path: _Path) -> bool:
        """Whether the model has a sum over just these letters inside of this one."""
        return frozenset(path.stage.bound) in self.written

    def growth(self, path: _Path) -> int:
        """The highest power of one size in the work of the stage and of the sum that reads it."""
        stage = [hi - lo + 1 for _, lo, hi in path.stage.binders]
        loops = (
            [*stage, *(a.extent for a in path.found)],
            [b[2] - b[1] + 1 for b in (*self.scope, *path.outer)],
        )
        return max(max(degrees(loop).values(), default=0) for loop in loops)

    def again(self, before: int) -> None:
        """The stage itself in stages, these before it."""
        if len(self.stages.made) == before:
            return
        made = self.stages.made.pop()
        if isinstance(made.expr, Reduce):
            expr = _Sum(self.stages, made.free, made.expr).separated()
            self.stages.made.append(replace(made, expr=expr))

    def direct(self) -> float:
        r = self.reduce
        terms = self.stages.trips(self.scope) * self.stages.trips(r.binders, self.scope)
        return terms * _products(_factors(r), (*self.scope, *r.binders))

    def paths(self) -> Iterator[_Path]:
        """Every way to sum some indices first."""
        binders = self.reduce.binders
        if len(binders) < 2 or len(binders) > MOST or not _dense(self.reduce):
            return
        for size in range(1, len(binders)):
            for chosen in combinations(binders, size):
                found = self.path(chosen)
                if found is not None:
                    yield found

    def path(self, first: tuple[Binder, ...]) -> _Path | None:
        """The indices ``first`` summed before the others; ``None`` where another range depends on them."""
        names = {z for z, _, _ in first}
        outer = tuple(b for b in self.reduce.binders if b not in first)
        if any((lo.free_symbols | hi.free_symbols) & names for _, lo, hi in outer):
            return None
        factors = _factors(self.reduce)
        mine = [f for f in factors if f.free_symbols & names]
        rest = tuple(f for f in factors if f not in mine)
        inside = [g for g in self.reduce.guards if g.free_symbols & names]
        within = tuple(g for g in self.reduce.guards if g not in inside)
        if not mine:
            return None
        scope = (*self.scope, *outer)
        stage = Reduce("sum", Mul(*mine), first, inside)
        found = self.stages.arguments(stage, scope, within)
        loose = self.stages.loose(within, found or (), stage, scope)
        if loose and found is not None:
            stage = Reduce("sum", Mul(*mine), first, [*inside, *loose])
            found = self.stages.arguments(stage, scope, within)
        if found is None or not isinstance(stage, Reduce):
            return None
        return _Path(self.cost(stage, found, outer, rest), stage, found, rest, outer, within)

    def cost(
        self, stage: Reduce, found: tuple[Argument, ...], outer: tuple[Binder, ...], rest: tuple[Expr, ...]
    ) -> float:
        """Products of the stage, the moves of its elements, and products of the sum that reads it."""
        scope = (*self.scope, *outer)
        terms = 1.0 if running(stage, scope) else self.stages.trips(stage.binders, scope)
        inner = self.stages.values(found) * (
            terms * _products(_factors(stage), (*scope, *stage.binders)) + MOVED
        )
        read = Mul(*(a.place for a in found))
        return inner + self.stages.trips(scope) * _products([*rest, read], scope)


def _products(factors: Sequence[Expr], scope: Sequence[Binder]) -> int:
    """How many multiplications a term takes: none for what depends on a part of another factor's letters."""
    names = {z for z, _, _ in scope}
    sets = dict.fromkeys(frozenset(f.free_symbols & names) for f in factors)
    return max(1, sum(not any(own < other for other in sets) for own in sets))


def _factors(reduce: Reduce) -> list[Expr]:
    """The factors, an exponential of a sum of independent numbers as several: e^(a + b) = e^a e^b."""
    return [part for f in Mul.make_args(reduce.body) for part in _independent(f, reduce.bound)]


def _independent(factor: Expr, letters: set[Symbol]) -> list[Expr]:
    if not isinstance(factor, exp) or factor.has(Acc):
        return [factor]
    parts: dict[frozenset[Any], Expr] = {}
    for term in Add.make_args(sympy_expand(factor.args[0])):
        own = frozenset(term.free_symbols & letters)
        parts[own] = parts.get(own, S.Zero) + term
    return [exp(e, evaluate=False) for e in parts.values()] if len(parts) > 1 else [factor]


def _dense(reduce: Reduce) -> bool:
    """Whether no factor and no guard leaves out most terms: a stage would compute them."""
    shifts = all(
        g.kind == "ge"
        and not g.has(Acc)
        and not any(abs(g.of.coeff(z)) > 1 for z in _letters(g) if g.of.coeff(z).is_number)
        for g in reduce.guards
    )
    return shifts and not reduce.body.has(Hat, HatSlope, Iverson)


def _letters(e: Any) -> list[Index]:
    return [z for z in e.free_symbols if isinstance(z, Index)]


def flattened(reduce: Reduce, taken: set[Symbol]) -> Reduce:
    """Σ a Σ b = Σ Σ a b: sums that are factors of the body are sums of the whole."""
    conds, factors = brackets_apart(reduce.body)
    inner = next((f for f in factors if isinstance(f, Reduce) and f.op == "sum"), None)
    if inner is None:
        return reduce
    taken = taken | reduce.bound | {s for s in reduce.body.free_symbols if isinstance(s, Symbol)}
    names: dict[Symbol, Symbol] = {}
    for z in sorted(inner.bound & taken, key=str):
        names[z] = fresh(z, {*taken, *inner.bound, *names.values()})
    inner_named = rename_binders(inner, names)
    rest = [f for f in factors if f is not inner]
    made: Any = Reduce(
        "sum",
        Mul(inner_named.body, *rest),
        [*reduce.binders, *inner_named.binders],
        [*reduce.guards, *conds, *inner_named.guards],
    )
    return flattened(made, taken) if isinstance(made, Reduce) and made.args else reduce


__all__ = ["factorised", "flattened"]
