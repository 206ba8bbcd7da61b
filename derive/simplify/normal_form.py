"""The normal form of sums: what can be said more simply without changing a value.

Always: brackets become guards of the sum around them, a hat function narrows its sum to two cells,
an equation in a guard eliminates an index (Kronecker), proved guards disappear, factors that do not
depend on the index leave the sum, independent sums separate (Fubini), ``Σ 1`` becomes an extent,
equal sums get one name (α-conversion).  With ``distribute`` products are multiplied out as well:
that is the right form to simplify in and the wrong one to compute in, because ``Σ(x-μ)²`` would
become a difference of large numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sympy import Add, Basic, Expr, Mul, Pow, S, Symbol, sign
from sympy.core.symbol import Str

from derive.expr import (
    Binder,
    Cond,
    FloorDiv,
    Index,
    Iverson,
    Modulo,
    Reduce,
    Tensor,
    Where,
    conjunction,
    rebuild,
    rename_binders,
    substitute,
)  # fmt: skip
from derive.expr.alpha import canonical, merge_equal_sums
from derive.expr.expansion import expand
from derive.proof import Ranges
from derive.simplify.sum_rules import (
    absolute,
    absorb,
    components,
    eliminate,
    merge_nested,
    multiply_out,
    narrow_division,
    numbers_outside,
    prune,
    read_digits,
    recombine,
    safe_outside,
    support,
    tighten,
    use_congruences,
)  # fmt: skip


class Normaliser:
    """Normal form under known index ranges; ``counts`` names products of extents (``m = N H W``)."""

    def __init__(self, counts: Mapping[Expr, Symbol] | None = None, distribute: bool = False) -> None:
        self.counts = dict(counts or {})
        self.distribute = distribute
        self._memo: dict[tuple[Any, Ranges], Any] = {}

    def __call__(self, expr: Expr, ranges: Ranges) -> Expr:
        return merge_equal_sums(self.visit(expr, ranges))

    def visit(self, expr: Any, ranges: Ranges) -> Any:
        if not isinstance(expr, Basic) or not expr.args or isinstance(expr, Tensor | Str):
            return expr
        memo = (expr, ranges)
        if memo not in self._memo:
            self._memo[memo] = self._visit(expr, ranges)
        return self._memo[memo]

    def _visit(self, expr: Any, ranges: Ranges) -> Any:
        if isinstance(expr, Reduce):
            return self._reduce(expr, ranges)
        args = [self.visit(a, ranges) for a in expr.args]
        made = expr if args == list(expr.args) else rebuild(expr, args)
        if isinstance(made, Add) and made.has(Modulo):
            made = recombine(made)
        if made != expr and made.has(FloorDiv, Modulo):
            return self.visit(made, ranges)
        if isinstance(made, FloorDiv | Modulo):
            return narrow_division(made, ranges)
        if isinstance(made, Iverson):
            return Iverson(*prune(made.args, ranges))
        if isinstance(made, Where):
            return Where(prune(made.conds, ranges), *made.args[1:])
        if isinstance(made, Mul) and made.has(sign):
            made = absolute(made)
        if isinstance(made, Mul | Pow):
            return multiply_out(made) if self.distribute else numbers_outside(made)
        return made

    def _reduce(self, expr: Reduce, ranges: Ranges) -> Expr:
        outer = set(ranges.by_index)
        clash = expr.bound & outer
        if clash:
            avoid = outer | expr.free_symbols | expr.bound
            names: dict[Symbol, Symbol] = {}
            for z in sorted(clash, key=lambda s: s.name):
                names[z] = _prime(z, avoid)
                avoid = avoid | {names[z]}
            expr = rename_binders(expr, names)
        inner = ranges.within(expr.binders)
        guards: Sequence[Any] = [self.visit(g, inner) for g in expr.guards]
        body = self.visit(expr.body, inner)
        if any(g.kind == "divides" for g in guards if isinstance(g, Cond)):
            body, guards = use_congruences(body, guards)
        if expr.op == "sum":
            return self.sum(body, expr.binders, guards, ranges)
        body, guards = absorb(expr.op, body, guards)
        return Reduce(expr.op, body, expr.binders, prune(guards, inner))

    def sum(self, body: Expr, binders: Sequence[Binder], guards: Iterable[Any], ranges: Ranges) -> Expr:
        """Σ body in normal form; ``body`` is already normal."""
        body, guards = absorb("sum", body, guards)
        guards = conjunction([*guards, *support(body, {z for z, _, _ in binders})])
        if guards == (S.false,) or body == 0:
            return S.Zero
        if self.distribute and isinstance(body, Add):
            return Add(*(self.sum(term, binders, guards, ranges) for term in body.args))
        body, binders, guards = merge_nested(body, tuple(binders), guards)
        step = eliminate(binders, guards) or read_digits(binders, guards, ranges)
        if step:
            mapping, binders, guards = step
            inner = ranges.within(binders)
            body = self.visit(substitute(body, mapping), inner)
            return self.sum(
                body, binders, [self.visit(substitute(g, mapping), inner) for g in guards], ranges
            )
        inner = ranges.within(binders)
        guards = prune(guards, inner)
        if guards == (S.false,):
            return S.Zero
        binders, guards = tighten(binders, guards, ranges)
        bound = {z for z, _, _ in binders}
        outer = [g for g in guards if not g.free_symbols & bound]
        if not binders:
            return Iverson(*guards) * body
        left = tuple(g for g in guards if g not in outer)
        return Iverson(*outer) * self._separate(body, binders, left, ranges)

    def _separate(
        self, body: Expr, binders: tuple[Binder, ...], guards: tuple[Cond, ...], ranges: Ranges
    ) -> Expr:
        """Linearity and Fubini: one sum per connected set of binders, constants in front."""
        factors = list(Mul.make_args(body))
        bound = {z for z, _, _ in binders}
        guarded: set[Basic] = set().union(*(g.free_symbols for g in guards)) if guards else set()
        outside = [f for f in factors if not f.free_symbols & bound and safe_outside(f, guarded, ranges)]
        inside = [f for f in factors if f not in outside]
        result = Mul(*outside)
        for group, parts, conds in components(inside, binders, guards):
            result *= self._single(Mul(*parts), group, conds)
        return result

    def _single(self, body: Expr, binders: tuple[Binder, ...], guards: tuple[Cond, ...]) -> Expr:
        if body != 1 or guards:
            return Reduce("sum", body, binders, guards)
        count = S.One
        for position in reversed(range(len(binders))):
            z, lo, hi = binders[position]
            if any(z in (a.free_symbols | b.free_symbols) for _, a, b in binders[position + 1 :]):
                return Reduce("sum", body, binders, guards)
            count *= expand(hi - lo + 1)
            if not (hi - lo + 1).is_nonnegative:
                return Reduce("sum", body, binders, guards)
        return self.counts.get(count, count)


def _prime(z: Symbol, avoid: Iterable[Any]) -> Index:
    taken = {getattr(s, "name", None) for s in avoid}
    name = z.name
    while name in taken:
        name += "'"
    return Index(name, getattr(z, "extent", None))


__all__ = [
    "Normaliser", "absorb", "canonical", "components", "eliminate", "merge_equal_sums", "merge_nested",
    "narrow_division", "prune", "recombine", "safe_outside", "support", "tighten", "use_congruences",
]  # fmt: skip
