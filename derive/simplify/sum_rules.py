"""The rules of the normal form that need no context of their own: one function each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sympy import Abs, Add, Basic, Expr, Mul, Pow, S, Symbol, floor, log, preorder_traversal, sign
from sympy.codegen.cfunctions import log1p
from sympy.core.symbol import Str

from derive.expr import (
    Acc,
    Binder,
    Cond,
    FloorDiv,
    Hat,
    HatSlope,
    Iverson,
    Modulo,
    Reduce,
    Tensor,
    Where,
    conjunction,
    ge,
    rebuild,
    substitute,
)  # fmt: skip
from derive.expr.expansion import expand
from derive.expr.order import ordered
from derive.proof import Ranges
from derive.proof.mixed_radix import digits_of_datum

_EMPTY_BRANCH = {"sum": S.Zero, "max": S.NegativeInfinity, "min": S.Infinity, "prod": S.One}
_EMPTY_BRANCH |= {"argmax": S.NegativeInfinity, "argmin": S.Infinity}


def absorb(op: str, body: Expr, guards: Iterable[Any]) -> tuple[Expr, tuple[Any, ...]]:
    """Brackets in a product, and the empty branch of a case, become guards of the reduction."""
    found: list[Any] = list(guards)
    if isinstance(body, Where) and body.args[2] == _EMPTY_BRANCH.get(
        op, S.NegativeInfinity if op == "argmax" else S.Infinity
    ):
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
            return {z: lo}, with_ranges(rest, {z: lo}), list(guards)
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
            return {z: value}, with_ranges(rest, {z: value}), [*others, ge(value - lo), ge(hi - value)]
    return None


def read_digits(
    binders: tuple[Binder, ...], guards: Sequence[Any], ranges: Ranges
) -> tuple[dict[Symbol, Expr], tuple[Binder, ...], list[Any]] | None:
    """Solve one guard ``t = W a + b`` for both digits of a datum ``t``."""
    for guard in guards:
        found = digits_of_datum(guard, binders, ranges)
        if found is not None:
            values, more = found
            rest = tuple(b for b in binders if b[0] not in values)
            return values, with_ranges(rest, values), [*(g for g in guards if g != guard), *more]
    return None


def tighten(
    binders: tuple[Binder, ...], guards: tuple[Any, ...], ranges: Ranges
) -> tuple[tuple[Binder, ...], tuple[Any, ...]]:
    """``z >= e`` replaces the lower end of a range that it makes redundant, ``z <= e`` the upper one."""
    made: list[Binder] = []
    left = list(guards)
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


def with_ranges(binders: Sequence[Binder], mapping: Mapping[Symbol, Expr]) -> tuple[Binder, ...]:
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
    if n.is_negative and ranges.nonnegative(n + d):
        return S.NegativeOne if isinstance(e, FloorDiv) else n + d
    return e


def recombine(e: Expr) -> Expr:
    """``d ⌊n/d⌋ + n mod d = n``"""
    for remainder in ordered(e.atoms(Modulo)):
        n, d = remainder.args
        weight, whole = e.coeff(remainder), e.coeff(FloorDiv(n, d))
        if weight != 0 and expand(whole - weight * d) == 0:
            e = expand(e - weight * remainder - whole * FloorDiv(n, d) + weight * n)
    return e


def use_congruences(body: Expr, guards: Sequence[Any]) -> tuple[Expr, list[Any]]:
    """``s ⌊n/s⌋ = n`` wherever a guard says ``s | n``."""
    exact = {FloorDiv(g.of, g.divisor): g for g in guards if isinstance(g, Cond) and g.kind == "divides"}

    def rewrite(e: Any) -> Any:
        if not isinstance(e, Basic) or not e.args or isinstance(e, Tensor | Str | FloorDiv):
            return e
        args = [rewrite(a) for a in e.args]
        e = e if args == list(e.args) else rebuild(e, args)
        for quotient, guard in exact.items() if isinstance(e, Add | Mul) else ():
            weight = e.coeff(quotient)
            times = expand(weight / guard.divisor)
            if weight != 0 and times.is_integer and not times.as_numer_denom()[1].free_symbols:
                e = expand(e - weight * quotient + times * guard.of)
        return e

    return rewrite(body), [g if g in exact.values() else rewrite(g) for g in guards]


def numbers_outside(e: Expr) -> Expr:
    """``(2 a - 2 b) c = 2 (a - b) c``"""
    if not isinstance(e, Mul) or not any(isinstance(f, Add) for f in e.args):
        return e
    pairs = [_content(f) if isinstance(f, Add) else (S.One, f) for f in e.args]
    number = Mul(*(c for c, _ in pairs))
    return e if number == 1 else Mul(number, *(f for _, f in pairs))


def _content(e: Add) -> tuple[Expr, Expr]:
    """The number that all terms share; a denominator that not all of them have stays where it is."""
    number, rest = e.primitive()
    whole = any(t.as_coeff_Mul()[0].is_Integer for t in e.args)
    return (S.One, e) if whole and not number.is_Integer else (number, rest)


def absolute(e: Mul) -> Expr:
    """``x sign(x) = |x|``"""
    for factor in e.args:
        if isinstance(factor, sign) and factor.args[0] in e.args:
            return Mul(Abs(factor.args[0]), *(f for f in e.args if f not in (factor, factor.args[0])))
    return e


def multiply_out(e: Expr) -> Expr:
    return e.expand(deep=False, power_base=False, power_exp=False, log=False, basic=False)


def finite_everywhere(e: Expr) -> bool:
    """Whether ``e`` has a value for any data: no quotient, root or logarithm that may fail."""
    for node in preorder_traversal(e):
        if isinstance(node, Pow) and node.base.atoms(Acc):
            if node.exp.is_negative and not (node.base.is_positive or node.base.is_nonzero):
                return False
            if not node.exp.is_integer and not node.base.is_nonnegative:
                return False
        if isinstance(node, log) and not node.args[0].is_positive:
            return False
        if isinstance(node, log1p) and not (node.args[0] + 1).is_positive:
            return False
    return True


def always_inside(e: Expr) -> bool:
    """Whether every element that ``e`` reads exists, whatever the brackets beside it say."""
    return all(
        _lies_inside(at, extent)
        for a in e.atoms(Acc)
        for at, extent in zip(a.index, a.tensor.shape, strict=True)
    )


def _lies_inside(at: Expr, extent: Expr) -> bool:
    return bool(at.is_Symbol) or (isinstance(at, Acc) and at.tensor.bound == extent)


def safe_outside(factor: Expr, guarded: set[Basic], ranges: Ranges) -> bool:
    """Whether ``factor`` may be evaluated where the guards fail: it has a value, inside its array."""
    if guarded and not finite_everywhere(factor):
        return False
    return all(
        at.is_Symbol
        or at.is_number
        or not at.free_symbols & guarded
        or (ranges.nonnegative(at) and ranges.nonnegative(extent - 1 - at))
        for acc in factor.atoms(Acc)
        for at, extent in zip(acc.index, acc.tensor.shape, strict=True)
    )


def components(
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
