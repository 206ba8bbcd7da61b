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
from functools import lru_cache
from typing import Any

from sympy import Add, Basic, Expr, Mul, Pow, S, Symbol, Tuple, expand, floor
from sympy.core.symbol import Str

from derive.bounds import Ranges
from derive.expr import (
    Acc,
    Binder,
    Cond,
    FloorDiv,
    Hat,
    HatSlope,
    Index,
    Iverson,
    Modulo,
    Reduce,
    Tensor,
    Where,
    conjunction,
    ge,
    rebuild,
    rename_binders,
    substitute,
)

_EMPTY_BRANCH = {"sum": S.Zero, "max": S.NegativeInfinity, "min": S.Infinity, "prod": S.One}


class Normaliser:
    """Normal form under known index ranges; ``counts`` names products of extents (``m = N H W``)."""

    def __init__(self, counts: Mapping[Expr, Symbol] | None = None, distribute: bool = False) -> None:
        self.counts = dict(counts or {})
        self.distribute = distribute
        self._memo: dict[tuple[Any, tuple[Any, ...]], Any] = {}

    def __call__(self, expr: Expr, ranges: Ranges) -> Expr:
        return merge_equal_sums(self.visit(expr, ranges))

    def visit(self, expr: Any, ranges: Ranges) -> Any:
        if not isinstance(expr, Basic) or not expr.args or isinstance(expr, Tensor | Str):
            return expr
        memo = (expr, ranges.binders)
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
        if isinstance(made, Mul | Pow):
            return _multiply_out(made) if self.distribute else _numbers_outside(made)
        return made

    def _reduce(self, expr: Reduce, ranges: Ranges) -> Expr:
        outer = {z for z, _, _ in ranges.binders}
        clash = expr.bound & outer
        if clash:
            avoid = outer | expr.free_symbols | expr.bound
            names: dict[Symbol, Symbol] = {}
            for z in sorted(clash, key=lambda s: s.name):
                names[z] = _prime(z, avoid)
                avoid = avoid | {names[z]}
            expr = rename_binders(expr, names)
        inner = ranges.within(expr.binders)
        guards = [self.visit(g, inner) for g in expr.guards]
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
        step = eliminate(binders, guards)
        if step:
            mapping, binders, guards = step
            inner = ranges.within(binders)
            body = self.visit(substitute(body, mapping), inner)
            return self.sum(body, binders, [self.visit(substitute(g, mapping), inner) for g in guards], ranges)
        inner = ranges.within(binders)
        guards = prune(guards, inner)
        if guards == (S.false,):
            return S.Zero
        binders, guards = tighten(binders, guards, ranges)
        bound = {z for z, _, _ in binders}
        outer = [g for g in guards if not g.free_symbols & bound]
        if not binders:
            return Iverson(*guards) * body
        return Iverson(*outer) * self._separate(body, binders, tuple(g for g in guards if g not in outer))

    def _separate(self, body: Expr, binders: tuple[Binder, ...], guards: tuple[Cond, ...]) -> Expr:
        """Linearity and Fubini: one sum per connected set of binders, constants in front."""
        factors = _split_factors(body)
        bound = {z for z, _, _ in binders}
        guarded: set[Basic] = set().union(*(g.free_symbols for g in guards)) if guards else set()
        outside = [f for f in factors if not f.free_symbols & bound and _safe_outside(f, guarded)]
        inside = [f for f in factors if f not in outside]
        result = Mul(*outside)
        for group, parts, conds in _components(inside, binders, guards):
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


def recombine(e: Expr) -> Expr:
    """``d ⌊n/d⌋ + n mod d = n``"""
    for remainder in sorted(e.atoms(Modulo), key=str):
        n, d = remainder.args
        weight, whole = e.coeff(remainder), e.coeff(FloorDiv(n, d))
        if weight != 0 and expand(whole - weight * d) == 0:
            e = expand(e - weight * remainder - whole * FloorDiv(n, d) + weight * n)
    return e


def use_congruences(body: Expr, guards: Sequence[Any]) -> tuple[Expr, list[Any]]:
    """``s ⌊n/s⌋ = n`` wherever a guard says ``s | n``."""
    exact = {FloorDiv(g.of, g.divisor): g for g in guards if isinstance(g, Cond) and g.kind == "divides"}

    def rewrite(e: Any) -> Any:
        if isinstance(e, Add):
            for quotient, guard in exact.items():
                weight = e.coeff(quotient)
                times = expand(weight / guard.divisor)
                if weight != 0 and times.is_integer and not times.as_numer_denom()[1].free_symbols:
                    e = expand(e - weight * quotient + times * guard.of)
            return e
        if not isinstance(e, Basic) or not e.args or isinstance(e, Tensor | Str | FloorDiv):
            return e
        args = [rewrite(a) for a in e.args]
        return e if args == list(e.args) else rebuild(e, args)

    return rewrite(body), [g if g in exact.values() else rewrite(g) for g in guards]


def _prime(z: Symbol, avoid: Iterable[Any]) -> Index:
    taken = {getattr(s, "name", None) for s in avoid}
    name = z.name
    while name in taken:
        name += "'"
    return Index(name, getattr(z, "extent", None))


def absorb(op: str, body: Expr, guards: Iterable[Any]) -> tuple[Expr, tuple[Any, ...]]:
    """Brackets in a product, and the empty branch of a case, become guards of the reduction."""
    found: list[Any] = list(guards)
    if isinstance(body, Where) and body.args[2] == _EMPTY_BRANCH.get(op, S.NegativeInfinity if op == "argmax" else S.Infinity):
        found += body.conds
        body = body.args[1]
    if op != "sum":
        return body, conjunction(found)
    kept = []
    for factor in Mul.make_args(body):
        if isinstance(factor, Iverson):
            found += factor.args
        elif isinstance(factor, Where) and factor.args[2] == 0:
            found += factor.conds
            kept.append(factor.args[1])
        else:
            kept.append(factor)
    return Mul(*kept), conjunction(found)


def support(body: Expr, bound: set[Any]) -> list[Any]:
    """A hat function at a summed position is zero but at ``floor(p)`` and ``floor(p) + 1``."""
    guards = []
    for factor in Mul.make_args(body):
        base = factor.base if isinstance(factor, Pow) else factor
        if isinstance(base, Hat | HatSlope):
            q, p = base.args
            if q in bound:
                guards += [ge(q - floor(p)), ge(floor(p) + 1 - q)]
    return guards


def merge_nested(
    body: Expr, binders: tuple[Binder, ...], guards: tuple[Any, ...]
) -> tuple[Expr, tuple[Binder, ...], tuple[Any, ...]]:
    """Σ_i Σ_j = Σ_{i,j} where the inner sum is the whole body."""
    while isinstance(body, Reduce) and body.op == "sum":
        binders, guards = binders + body.binders, conjunction([*guards, *body.guards])
        body = body.body
    return body, binders, guards


def eliminate(
    binders: tuple[Binder, ...], guards: Sequence[Any]
) -> tuple[dict[Symbol, Expr], tuple[Binder, ...], list[Any]] | None:
    """Solve one guard ``z = e`` (or a range of one value) for a bound index; its range becomes guards."""
    for z, lo, hi in binders:
        rest = tuple(b for b in binders if b[0] != z)
        if lo == hi:
            return {z: lo}, _with_ranges(rest, {z: lo}), list(guards)
        for guard in guards:
            if guard.kind != "eq" or guard.of.free_symbols & {b[0] for b in binders} != {z}:
                continue
            slope = guard.of.coeff(z)
            value = expand(z - guard.of / slope) if slope in (1, -1) else None
            if value is None or z in value.free_symbols:
                continue
            later = {b[0] for b in binders[[b[0] for b in binders].index(z) :]}
            if any(z in (a.free_symbols | b.free_symbols) for _, a, b in rest) and value.free_symbols & later:
                continue
            others = [g for g in guards if g != guard]
            return {z: value}, _with_ranges(rest, {z: value}), [*others, ge(value - lo), ge(hi - value)]
    return None


def tighten(
    binders: tuple[Binder, ...], guards: tuple[Any, ...], ranges: Ranges
) -> tuple[tuple[Binder, ...], tuple[Any, ...]]:
    """``z >= e`` replaces the lower end of a range that it makes redundant, ``z <= e`` the upper one."""
    made, left = [], list(guards)
    for position, (z, lo, hi) in enumerate(binders):
        inner = ranges.within(made)
        later = {b[0] for b in binders[position:]}
        for guard in guards:
            slope = guard.of.coeff(z) if guard.kind == "ge" else S.Zero
            end = expand(z - guard.of / slope) if slope in (1, -1) else None
            if end is None or end.free_symbols & later or end.has(floor):
                continue
            if slope == 1 and inner.nonnegative(end - lo):
                lo = end
                left.remove(guard)
            elif slope == -1 and inner.nonnegative(hi - end):
                hi = end
                left.remove(guard)
        made.append((z, lo, hi))
    return tuple(made), tuple(left)


def _with_ranges(binders: Sequence[Binder], mapping: Mapping[Symbol, Expr]) -> tuple[Binder, ...]:
    return tuple((z, substitute(lo, mapping), substitute(hi, mapping)) for z, lo, hi in binders)


def prune(guards: Iterable[Any], ranges: Ranges) -> tuple[Any, ...]:
    """Drop the guards that the ranges prove."""
    kept = []
    for guard in conjunction(guards):
        known = ranges.holds(guard) if isinstance(guard, Cond) else None
        if known is False:
            return (S.false,)
        if known is None:
            kept.append(guard)
    return tuple(kept)


def narrow_division(e: Expr, ranges: Ranges) -> Expr:
    """``⌊n/d⌋ = 0`` and ``n mod d = n`` where ``0 <= n < d`` is proved."""
    n, d = e.args
    if ranges.nonnegative(n) and ranges.nonnegative(d - 1 - n):
        return S.Zero if isinstance(e, FloorDiv) else n
    return e


def _multiply_out(e: Expr) -> Expr:
    return expand(e, deep=False, power_base=False, power_exp=False, log=False, basic=False)


def _numbers_outside(e: Expr) -> Expr:
    """``(2 a - 2 b) c = 2 (a - b) c``"""
    if not isinstance(e, Mul) or not any(isinstance(f, Add) for f in e.args):
        return e
    pairs = [f.primitive() if isinstance(f, Add) else (S.One, f) for f in e.args]
    number = Mul(*(c for c, _ in pairs))
    return e if number == 1 else Mul(number, *(f for _, f in pairs))


def _split_factors(body: Expr) -> list[Expr]:
    """The factors of a product, powers of exponentials of sums kept whole."""
    return list(Mul.make_args(body))


def _safe_outside(factor: Expr, guarded: set[Basic]) -> bool:
    """Whether ``factor`` may be evaluated where the guards fail: no access hangs on a guarded index."""
    return all(
        at.is_Symbol or at.is_number or not at.free_symbols & guarded
        for acc in factor.atoms(Acc)
        for at in acc.index
    )


def _components(
    factors: list[Expr], binders: tuple[Binder, ...], guards: tuple[Cond, ...]
) -> list[tuple[tuple[Binder, ...], list[Expr], tuple[Cond, ...]]]:
    bound = {z for z, _, _ in binders}
    leader = {z: z for z in bound}

    def find(z: Any) -> Any:
        while leader[z] != z:
            z = leader[z]
        return z

    first = binders[0][0]
    links = [e.free_symbols & bound for e in (*factors, *guards)]
    links += [({z} | lo.free_symbols | hi.free_symbols) & bound for z, lo, hi in binders]
    links = [link or {first} for link in links]
    for link in links:
        roots = [find(z) for z in link]
        for root in roots[1:]:
            leader[find(root)] = find(roots[0])
    groups: dict[Any, tuple[list[Binder], list[Expr], list[Cond]]] = {}
    for binder in binders:
        groups.setdefault(find(binder[0]), ([], [], []))[0].append(binder)
    for position, items in ((1, factors), (2, guards)):
        for item in items:
            link = (item.free_symbols & bound) or {first}
            groups[find(next(iter(link)))][position].append(item)
    idle = [b for binders_, f, g in groups.values() if not f and not g for b in binders_]
    made = [(tuple(b), f, tuple(g)) for b, f, g in groups.values() if f or g]
    return [*made, (tuple(idle), [], ())] if idle else made


def merge_equal_sums(expr: Expr) -> Expr:
    """Sums equal up to the names of their bound indices become the same object, the first one seen."""
    seen: dict[Any, Reduce] = {}
    mapping: dict[Any, Any] = {}
    sums = _outer_sums(expr)
    for reduce in sums if len(set(sums)) > 1 else ():
        kept = seen.setdefault(canonical(reduce), reduce)
        if kept != reduce:
            mapping[reduce] = kept
    return substitute(expr, mapping) if mapping else expr


def _outer_sums(expr: Expr) -> list[Reduce]:
    found: list[Reduce] = []
    stack: list[Any] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, Reduce):
            found.append(node)
        elif isinstance(node, Basic) and not isinstance(node, Tensor | Acc):
            stack.extend(reversed(node.args))
    return found


@lru_cache(maxsize=4096)
def canonical(reduce: Reduce) -> Expr:
    """``reduce`` with its binders ordered by how they are used and named by position: equal iff α-equal."""
    hole, mark = Index("_"), Index("_!")
    names = [z for z, _, _ in reduce.binders]

    def usage(z: Symbol) -> str:
        view = {y: (mark if y == z else hole) for y in names}
        parts = Tuple(reduce.body, Tuple(*reduce.guards), *(Tuple(lo, hi) for y, lo, hi in reduce.binders if y == z))
        return str(_rename(parts, view))

    ordered = sorted(reduce.binders, key=lambda b: usage(b[0]))
    view = {z: Index(f"_{k}") for k, (z, _, _) in enumerate(ordered)}
    binders = [(view[z], _rename(lo, view), _rename(hi, view)) for z, lo, hi in ordered]
    guards = sorted((_rename(g, view) for g in reduce.guards), key=str)
    return Reduce(reduce.op, _rename(reduce.body, view), binders, guards)


def _rename(e: Any, view: Mapping[Any, Any]) -> Any:
    """Plain renaming; inner sums are made canonical on the way."""
    if isinstance(e, Reduce):
        e = canonical(e)
    return substitute(e, view)
