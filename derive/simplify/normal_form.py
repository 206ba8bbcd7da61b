"""The normal form of sums: what can be said more simply without changing a value.

Always: brackets become guards of the sum around them, a hat function narrows its sum to two cells,
an equation in a guard eliminates an index (Kronecker), proved guards disappear, factors that do not
depend on the index leave the sum, independent sums separate (Fubini), ``Σ 1`` becomes an extent,
equal sums get one name (α-conversion).  With ``distribute`` products are multiplied out as well:
that is the right form to simplify in and the wrong one to compute in, because ``Σ(x-μ)²`` would
become a difference of large numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import Basic, Expr, Symbol
from sympy.core.symbol import Str

from derive.expr import FloorDiv, Index, Modulo, Reduce, Tensor, rebuild, rename_binders
from derive.expr.alpha import canonical, merge_equal_sums
from derive.proof import Ranges
from derive.simplify.rules import Context, Sum
from derive.simplify.sum_rules import absorb, narrow_division, prune
from derive.simplify.table import GUARD_RULES, NODE_RULES, SUM_RULES


class Normaliser:
    """Normal form under known index ranges; ``counts`` names products of extents (``m = N H W``)."""

    def __init__(self, counts: Mapping[Expr, Symbol] | None = None, distribute: bool = False) -> None:
        self.counts = dict(counts or {})
        self.distribute = distribute
        self._memo: dict[tuple[Any, Ranges], tuple[Any, frozenset[str]]] = {}
        self._fired: set[str] = set()

    def __call__(self, expr: Expr, ranges: Ranges) -> Expr:
        return merge_equal_sums(self.visit(expr, ranges))

    def rules(self, expr: Expr, ranges: Ranges) -> tuple[str, ...]:
        """The names of the rules that bring ``expr`` into normal form, in the order of the table."""
        outside, self._fired = self._fired, set()
        self.visit(expr, ranges)
        fired, self._fired = self._fired, outside
        return tuple(r.name for r in (*NODE_RULES, *SUM_RULES, *GUARD_RULES) if r.name in fired)

    def visit(self, expr: Any, ranges: Ranges) -> Any:
        """The normal form of a part; what fired is remembered with it."""
        if not isinstance(expr, Basic) or not expr.args or isinstance(expr, Tensor | Str):
            return expr
        memo = (expr, ranges)
        if memo not in self._memo:
            outside, self._fired = self._fired, set()
            made = self._visit(expr, ranges)
            self._memo[memo] = made, frozenset(self._fired)
            self._fired = outside
        made, fired = self._memo[memo]
        self._fired |= fired
        return made

    def _visit(self, expr: Any, ranges: Ranges) -> Any:
        if isinstance(expr, Reduce):
            return self._reduce(expr, ranges)
        args = [self.visit(a, ranges) for a in expr.args]
        made = expr if args == list(expr.args) else rebuild(expr, args)
        at = self._at(ranges)
        for rule in NODE_RULES:
            found = rule.apply(made, at)
            if found is not None and found != made:
                self._fired.add(rule.name)
                made = found
        return self.visit(made, ranges) if made != expr and made.has(FloorDiv, Modulo) else made

    def _reduce(self, expr: Reduce, ranges: Ranges) -> Expr:
        expr = _apart(expr, ranges)
        inner = ranges.within(expr.binders)
        term = Sum(
            self.visit(expr.body, inner), expr.binders, tuple(self.visit(g, inner) for g in expr.guards)
        )
        for rule in GUARD_RULES:
            found = rule.apply(term, self._at(ranges))
            if isinstance(found, Sum):
                self._fired.add(rule.name)
                term = found
        if expr.op == "sum":
            return self.sum(term, ranges)
        body, guards = absorb(expr.op, term.body, term.guards)
        return Reduce(expr.op, body, expr.binders, prune(guards, inner))

    def sum(self, term: Sum, ranges: Ranges) -> Expr:
        """Σ in normal form; its parts already are.  The table is walked from top to bottom, once."""
        at, position = self._at(ranges), 0
        while position < len(SUM_RULES):
            rule = SUM_RULES[position]
            made = rule.apply(term, at)
            position += 1
            if made is None:
                continue
            self._fired.add(rule.name)
            if not isinstance(made, Sum):
                return made
            term, position = made, 0 if rule.again else position
        return term.closed

    def _at(self, ranges: Ranges) -> Context:
        return Context(ranges, self.visit, self.sum, self.counts, self.distribute)


def _apart(expr: Reduce, ranges: Ranges) -> Reduce:
    """The reduction with its letters primed where an outer one has their name."""
    outer = set(ranges.by_index)
    avoid = outer | expr.free_symbols | expr.bound
    names: dict[Symbol, Symbol] = {}
    for z in sorted(expr.bound & outer, key=lambda s: s.name):
        names[z] = _prime(z, avoid)
        avoid = avoid | {names[z]}
    return rename_binders(expr, names)


def _prime(z: Symbol, avoid: Iterable[Any]) -> Index:
    taken = {getattr(s, "name", None) for s in avoid}
    name = z.name
    while name in taken:
        name += "'"
    return Index(name, getattr(z, "extent", None))


__all__ = ["Normaliser", "canonical", "merge_equal_sums", "narrow_division", "prune"]
