"""The rules of the normal form that need no context of their own: one function each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sympy import Abs, Add, Basic, Dummy, Expr, Mul, Pow, S, Symbol, floor, sign
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
    reads_numbers,
    rebuild,
    substitute,
)  # fmt: skip
from derive.expr.expansion import expand
from derive.expr.order import ordered
from derive.proof import Ranges, implied
from derive.proof.mixed_radix import digits_of_datum

_EMPTY_BRANCH = {"sum": S.Zero, "max": S.NegativeInfinity, "min": S.Infinity, "prod": S.One}
_EMPTY_BRANCH |= {"argmax": S.NegativeInfinity, "argmin": S.Infinity}


def absorb(op: str, body: Expr, guards: Iterable[Any]) -> tuple[Expr, tuple[Any, ...]]:
    """Brackets in a product, the empty branch of a case too, become guards; not a 0 by data beside data."""
    found: list[Any] = list(guards)
    if isinstance(body, Where) and body.args[2] == _EMPTY_BRANCH.get(
        op, S.NegativeInfinity if op == "argmax" else S.Infinity
    ):
        found += body.conds
        body = body.args[1]
    if op != "sum":
        return body, conjunction(found)
    kept, many = [], sum(map(reads_numbers, Mul.make_args(body))) > 1
    for factor in Mul.make_args(body):
        if isinstance(factor, Iverson):
            found += factor.args
        elif (
            isinstance(factor, Where) and factor.args[2] == 0 and not (many and reads_numbers(*factor.conds))
        ):
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
        if isinstance(base, Hat | HatSlope) and base.args[0] in bound:
            q, p = base.args
            guards += [ge(q - floor(p)), ge(floor(p) + 1 - q)]
    return guards


def merge_nested(
    body: Expr, binders: tuple[Binder, ...], guards: tuple[Any, ...]
) -> tuple[Expr, tuple[Binder, ...], tuple[Any, ...]]:
    """Σ_i Σ_j = Σ_{i,j} where the inner sum is the whole body, and its letters are others."""
    while isinstance(body, Reduce) and body.op == "sum" and body.bound.isdisjoint(z for z, _, _ in binders):
        binders, guards = binders + body.binders, conjunction([*guards, *body.guards])
        body = body.body
    return body, binders, guards


Elimination: TypeAlias = tuple[dict[Symbol, Expr], tuple[Binder, ...], list[Any]]
"""The values of the letters that are gone, the ranges and the guards that are left."""


def single_value(binders: Sequence[Binder], guards: Iterable[Any]) -> Elimination | None:
    """A bound index with a range of one value has that value."""
    for z, lo, hi in binders:
        if lo == hi:
            return {z: lo}, with_ranges([b for b in binders if b[0] != z], {z: lo}), list(guards)
    return None


def kronecker(binders: Sequence[Binder], guards: Sequence[Any]) -> Elimination | None:
    """Solve one guard ``z = e`` for a bound index, ``e`` outer or a datum; its range becomes guards."""
    for z, lo, hi in binders:
        others = {b[0] for b in binders if b[0] != z}
        alone = not any(z in (first + last).free_symbols for _, first, last in binders)
        for guard in (g for g in guards if g.kind == "eq"):
            value = _solved(guard.of, z)
            found = not guard.of.free_symbols & others or (alone and isinstance(value, Acc))
            if value is not None and found:
                left = [*(g for g in guards if g != guard), ge(value - lo), ge(hi - value)]
                return {z: value}, with_ranges([b for b in binders if b[0] != z], {z: value}), left
    return None


def _solved(of: Expr, z: Symbol) -> Expr | None:
    """``e`` where ``of = 0`` says ``z = e``."""
    slope = of.coeff(z)
    value = expand(z - of / slope) if slope in (1, -1) else None
    return None if value is None or z in value.free_symbols else value


def read_digits(
    binders: tuple[Binder, ...], guards: Sequence[Any], ranges: Ranges, fewest: int = 2
) -> tuple[dict[Symbol, Expr], tuple[Binder, ...], list[Any]] | None:
    """Solve one guard ``t = W a + b`` for the digits of a datum ``t``."""
    for guard in guards:
        found = digits_of_datum(guard, binders, ranges, fewest)
        if found is not None:
            values, more = found
            rest = tuple(b for b in binders if b[0] not in values)
            return values, with_ranges(rest, values), [*(g for g in guards if g != guard), *more]
    return None


def tighten(binders: tuple[Binder, ...], guards: tuple[Any, ...], ranges: Ranges) -> tuple[Any, Any]:
    """``z >= e`` is the lower end of a range that it makes redundant, as is ``z != lo``; so above."""
    made, left = list[Binder](), list(guards)
    for position, (z, lo, hi) in enumerate(binders):
        inner, later = ranges.within(made), {b[0] for b in binders[position:]}
        for guard in guards:
            slope, end = _end(guard, z)
            if end is None or end.free_symbols & later or end.has(floor):
                continue
            if slope == 1 and inner.nonnegative(end - lo):
                lo = end
            elif slope == -1 and inner.nonnegative(hi - end):
                hi = end
            else:
                continue
            left.remove(guard)
        for guard in (g for g in guards if g.kind == "ne" and {g.of, -g.of} & {z - lo, z - hi}):
            lo, hi = (lo + 1, hi) if z - lo in (guard.of, -guard.of) else (lo, hi - 1)
            left.remove(guard)
        made.append((z, lo, hi))
    return tuple(made), tuple(left)


def _end(guard: Any, z: Symbol) -> tuple[Expr, Expr | None]:
    """``(1, e)`` where the guard says ``z >= e``, ``(-1, e)`` where it says ``z <= e``."""
    slope = guard.of.coeff(z) if guard.kind == "ge" else S.Zero
    return slope, (expand(z - guard.of / slope) if slope in (1, -1) else None)


def with_ranges(binders: Sequence[Binder], mapping: Mapping[Symbol, Expr]) -> tuple[Binder, ...]:
    return tuple((z, substitute(lo, mapping), substitute(hi, mapping)) for z, lo, hi in binders)


def prune(guards: Iterable[Any], ranges: Ranges) -> tuple[Any, ...]:
    """Drop the guards that the ranges prove, or another one that says in which range a datum lies."""
    kept, said = [], conjunction(guards)
    apart = [g for g in said if isinstance(g, Cond) and g.kind == "ne"]
    for guard in said:
        here = ranges.within((), [fact for g in apart if g is not guard for fact in implied(g)])
        known = here.holds(guard) if isinstance(guard, Cond) else None
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
    """``(2 a - 2 b) c = 2 (a - b) c``, ``(-a - b) c = -(a + b) c``"""
    if not isinstance(e, Mul) or not any(isinstance(f, Add) for f in e.args):
        return e
    pairs = [_content(f) if isinstance(f, Add) else (S.One, f) for f in e.args]
    number = Mul(*(c for c, _ in pairs))
    return e if number == 1 else Mul(number, *(f for _, f in pairs))


def _content(e: Add) -> tuple[Expr, Expr]:
    """The number and the sign that all terms share; a denominator that not all of them have stays."""
    numbers = [t.as_coeff_Mul()[0] for t in e.args]
    if all(n.is_negative for n in numbers):
        number, rest = _content(-e)
        return -number, rest
    number, rest = e.primitive()
    whole = any(n.is_Integer for n in numbers)
    return (S.One, e) if whole and not number.is_Integer else (number, rest)


def absolute(e: Mul) -> Expr:
    """``x sign(x) = |x|``"""
    for factor in e.args:
        if isinstance(factor, sign) and factor.args[0] in e.args:
            return Mul(Abs(factor.args[0]), *(f for f in e.args if f not in (factor, factor.args[0])))
    return e


def multiply_out(e: Expr) -> Expr:
    """``a (b + c)/(d + e) = a b/(d + e) + a c/(d + e)``: what stands below a line is left as it is."""
    held = {f: Dummy() for f in Mul.make_args(e) if isinstance(f, Pow) and f.exp.is_negative}
    if held:
        return multiply_out(e.xreplace(held)).xreplace({letter: f for f, letter in held.items()})
    return e.expand(deep=False, power_base=False, power_exp=False, log=False, basic=False)


def count(binders: Sequence[Binder]) -> Expr | None:
    """How many values the letters take together; None where an extent may be negative or hangs on another."""
    number: Expr = S.One
    for position in reversed(range(len(binders))):
        z, lo, hi = binders[position]
        tied = any(z in (a.free_symbols | b.free_symbols) for _, a, b in binders[position + 1 :])
        if tied or not (hi - lo + 1).is_nonnegative:
            return None
        number *= expand(hi - lo + 1)
    return number


Component: TypeAlias = tuple[tuple[Binder, ...], list[Expr], tuple[Cond, ...]]


def components(
    factors: Sequence[Expr], binders: tuple[Binder, ...], guards: Sequence[Cond]
) -> list[Component]:
    """Letters that a factor, a guard or a range ties together, each group with its factors and guards.

    What mentions no letter stays with the first; letters that nothing mentions are one group.
    """
    order = [z for z, _, _ in binders]

    def letters(e: Basic) -> set[Any]:
        return e.free_symbols & set(order) or {order[0]}

    ranges = [({z} | lo.free_symbols | hi.free_symbols) & set(order) for z, lo, hi in binders]
    groups = _joined([*(letters(e) for e in (*factors, *guards)), *ranges])
    groups.sort(key=lambda group: min(map(order.index, group)))
    made: list[Component] = [
        (
            tuple(b for b in binders if b[0] in group),
            [f for f in factors if letters(f) <= group],
            tuple(g for g in guards if letters(g) <= group),
        )
        for group in groups
    ]
    busy = [c for c in made if c[1] or c[2]]
    idle = tuple(b for c in made if c not in busy for b in c[0])
    return [*busy, (idle, [], ())] if idle else busy


def _joined(links: Iterable[set[Any]]) -> list[set[Any]]:
    """The links that share a letter, joined."""
    groups: list[set[Any]] = []
    for link in links:
        apart = [g for g in groups if g.isdisjoint(link)]
        groups = [*apart, link.union(*(g for g in groups if g not in apart))]
    return groups
