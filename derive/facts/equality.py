"""Whether two lists of definitions compute the same, for all sizes: one normal form for both.

Intermediate values are put in, both sides are multiplied out and brought to the normal form of sums, and
what still differs is only the name and the direction of summation indices: those are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from sympy import Basic, Expr, Mul, Symbol

from derive.exact.sides import Side, flat, together
from derive.expr import (
    Acc,
    Binder,
    FloorDiv,
    Hat,
    Iverson,
    Modulo,
    Reduce,
    Tensor,
    divides,
    eq,
    found_in,
    fresh,
    ge,
    rename_binders,
    replace_in_scope,
    substitute,
    tensors,
)  # fmt: skip
from derive.expr.alpha import canonical, merge_equal_sums
from derive.expr.expansion import expand
from derive.model.layer import ModelError
from derive.proof import Ranges
from derive.simplify.normal_form import Normaliser

_ROUNDS = 8
"""Each round removes a guard, a factor or an index, or turns a multiple into one; no fact takes more
than a few.  Rules that still change a form after so many undo each other: an error, not an answer."""


class Comparison:
    """The normal form in which two expressions are compared, under ranges and facts."""

    def __init__(
        self, free: Sequence[Binder], facts: Iterable[Expr], counts: Mapping[Expr, Symbol], distribute: bool
    ) -> None:
        self.ranges = Ranges(free, facts)
        self.normal = Normaliser(counts, distribute=distribute)

    def form(self, expr: Expr) -> Expr:
        """Normal form; at integer positions interpolation reads one cell; multiples are counted."""
        for _ in range(_ROUNDS):
            before = expr
            expr = self.normal(_exact_in_brackets(_integer_hats(expr)), self.ranges)
            for change in (_whole_guards, _one_sum, _solve_multiple, _count_multiples, _split_radix):
                expr = _map_sums(expr, change)
            expr = _map_sums(expr, self._without_implied)
            if expr == before:
                return expr
        raise ModelError(f"the comparison did not come to rest in {_ROUNDS} rounds, last at {expr}")

    def equal(self, left: Expr, right: Expr) -> bool:
        """Whether the difference vanishes, after summation indices are turned where that helps."""
        a, b = self.form(left), self.form(right)
        if _nothing(a - b):
            return True
        return _nothing(_map_sums(a, self._standard) - _map_sums(b, self._standard))

    def _without_implied(self, reduce: Reduce) -> Expr:
        """Guards that the other guards imply are dropped."""
        guards = list(reduce.guards)
        inner = self.ranges.within(reduce.binders)
        for guard in reduce.guards:
            others = [g.of for g in guards if g is not guard and g.kind == "ge" and not g.of.atoms(Acc)]
            if guard.kind == "ge" and others and _follows(guard.of, others, inner):
                guards.remove(guard)
        return Reduce(reduce.op, reduce.body, reduce.binders, guards)

    def _standard(self, reduce: Reduce) -> Expr:
        """The least of all forms that running some of the indices backwards gives."""
        turns = [z for z, lo, hi in reduce.binders if not (lo.free_symbols | hi.free_symbols) & reduce.bound]
        if reduce.op != "sum" or len(turns) > 6:
            return reduce
        forms = []
        for chosen in product((False, True), repeat=len(turns)):
            ends = {z: lo + hi - z for z, lo, hi in reduce.binders if z in turns and chosen[turns.index(z)]}
            turned = Reduce(
                "sum",
                substitute(reduce.body, ends),
                reduce.binders,
                [substitute(g, ends) for g in reduce.guards],
            )
            forms.append(canonical(turned))
        return min(forms, key=str)


def _follows(e: Expr, known: Sequence[Expr], ranges: Ranges) -> bool:
    """Whether ``e >= 0`` where all of ``known`` are: one of them and something more, or all together."""
    more = any(expand(e - one).is_nonnegative for one in known)
    return more or ranges.within((), known).nonnegative(e)


def _nothing(difference: Expr) -> bool:
    return bool(expand(merge_equal_sums(expand(difference))) == 0)


def _map_sums(expr: Any, change: Callable[[Reduce], Expr]) -> Any:
    """``change`` applied to every reduction, inner ones first."""
    if not isinstance(expr, Basic) or not expr.args or isinstance(expr, Acc | Tensor):
        return expr
    if isinstance(expr, Reduce):
        body = _map_sums(expr.body, change)
        return change(Reduce(expr.op, body, expr.binders, expr.guards))
    if not expr.has(Reduce):
        return expr
    return expr.func(*(_map_sums(a, change) for a in expr.args))


def _integer_hats(expr: Expr) -> Expr:
    """``max(0, 1 - |p - q|) = [p = q]`` where p is an integer."""
    hats = {h: Iverson(eq(h.args[0] - h.args[1])) for h in expr.atoms(Hat) if h.args[1].is_integer}
    return replace_in_scope(expr, hats) if hats else expr


def _exact_in_brackets(expr: Expr) -> Expr:
    """``[d | e, c(d ⌊e/d⌋)] = [d | e, c(e)]``: what a bracket says, its other conditions may use."""
    made: dict[Expr, Expr] = {}
    for one in found_in(expr, Iverson):
        whole = {FloorDiv(g.of, g.divisor) * g.divisor: g.of for g in one.args if g.kind == "divides"}
        made[one] = Iverson(*(g if g.kind == "divides" else substitute(g, whole) for g in one.args))
    return replace_in_scope(expr, {one: other for one, other in made.items() if one != other})


def _one_sum(reduce: Reduce) -> Expr:
    """``Σ_i g(i) Σ_j f(i, j) = Σ_ij f(i, j) g(i)``"""
    inner = [f for f in Mul.make_args(reduce.body) if isinstance(f, Reduce) and f.op == "sum"]
    if reduce.op != "sum" or not inner:
        return reduce
    body, binders, guards = reduce.body, list(reduce.binders), list(reduce.guards)
    taken = reduce.bound | reduce.free_symbols
    for part in inner:
        names: dict[Symbol, Symbol] = {}
        for z in sorted(part.bound & taken, key=lambda z: z.name):
            names[z] = fresh(z, taken | part.bound | part.free_symbols)
            taken = taken | {names[z]}
        part_ = rename_binders(part, names)
        taken |= part_.bound
        body = body / part * part_.body
        binders += part_.binders
        guards += part_.guards
    return Reduce("sum", body, binders, guards)


def _solve_multiple(reduce: Reduce) -> Expr:
    """A guard ``s z = e`` leaves of the sum over z what stands at ``z = e / s``, where ``s | e``.

    Places are solved before data: what is read at a place can be compared once the place is known.
    """
    equations = sorted((g for g in reduce.guards if g.kind == "eq"), key=lambda g: bool(found_in(g, Acc)))
    for guard, position in product(equations, range(len(reduce.binders))):
        z, lo, hi = reduce.binders[position]
        slope = guard.of.coeff(z)
        value = expand(-(guard.of - slope * z) * (1 if slope.is_positive else -1))
        if slope.is_nonzero and not value.has(z) and _bounds_nothing(reduce, position):
            step = slope if slope.is_positive else -slope
            at = {z: FloorDiv(value, step)}
            guards = [substitute(g, at) for g in reduce.guards if g != guard]
            inside = [divides(step, value), ge(value - step * lo), ge(step * hi - value)]
            rest = [b for b in reduce.binders if b[0] != z]
            return Reduce(reduce.op, substitute(reduce.body, at), rest, [*inside, *guards])
    return reduce


def _bounds_nothing(reduce: Reduce, position: int) -> bool:
    """Whether no range of another index mentions this one or, while it stays, one that comes later."""
    z = reduce.binders[position][0]
    rest = [(lo, hi) for y, lo, hi in reduce.binders if y != z]
    bounds = set().union(*(lo.free_symbols | hi.free_symbols for lo, hi in rest), set())
    later = {y for y, _, _ in reduce.binders[position:]}
    return z not in bounds and not later - {z} & bounds


def _whole_guards(reduce: Reduce) -> Expr:
    """``⌊n/d⌋ >= c`` is ``n >= d c``; ``c >= ⌊n/d⌋`` is ``d c + d − 1 >= n``, or ``d c >= n`` where d | n."""
    exact = {(g.divisor, g.of) for g in reduce.guards if g.kind == "divides"}
    guards = []
    for guard in reduce.guards:
        for quotient in guard.of.atoms(FloorDiv) if guard.kind == "ge" else ():
            n, d = quotient.args
            slope = guard.of.coeff(quotient)
            rest = expand(guard.of - slope * quotient)
            if slope == 1 and not rest.has(quotient):
                guard = ge(n + d * rest)
                break
            if slope == -1 and not rest.has(quotient):
                guard = ge(d * rest - n + (0 if (d, expand(n)) in exact else d - 1))
                break
        guards.append(guard)
    return Reduce(reduce.op, reduce.body, reduce.binders, guards)


def _count_multiples(reduce: Reduce) -> Expr:
    """A sum over the multiples of d in ``0 .. d m`` is one over ``t = 0 .. m``."""
    for guard in reduce.guards:
        for z, lo, hi in reduce.binders:
            if guard.kind == "divides" and guard.of == z and lo == 0:
                times = {z: guard.divisor * z}
                others = [substitute(g, times) for g in reduce.guards if g != guard]
                ranges = [(y, a, FloorDiv(hi, guard.divisor) if y == z else b) for y, a, b in reduce.binders]
                return Reduce(reduce.op, substitute(reduce.body, times), ranges, others)
    return reduce


def _split_radix(reduce: Reduce) -> Expr:
    """A number that is only read by its digits, over its whole range, is two indices: ``z = B y + z``."""
    for position, (z, lo, hi) in enumerate(reduce.binders):
        digits = [e for e in reduce.body.atoms(FloorDiv, Modulo) if e.args[0] == z]
        for radix in sorted({e.args[1] for e in digits}, key=lambda b: (b.count_ops(), str(b))):
            outer = expand((hi + 1) / radix)
            if lo == 0 and not outer.as_numer_denom()[1].free_symbols:
                high = fresh(z, reduce.free_symbols | reduce.bound)
                number = {z: radix * high + z}
                before, behind = reduce.binders[:position], reduce.binders[position + 1 :]
                ranges = [*before, (high, lo, outer - 1), (z, lo, radix - 1), *behind]
                guards = [substitute(g, number) for g in reduce.guards]
                return Reduce(reduce.op, substitute(reduce.body, number), ranges, guards)
    return reduce


def same(left: Side, right: Side, counts: Mapping[Expr, Symbol] | None = None) -> bool:
    """Whether the two outputs are proved equal at every place, for all sizes."""
    if len(left.output.shape) != len(right.output.shape):
        return False
    for a, b in ((left, right), together(left, right)):
        try:
            one = flat(a)
            other = _read_alike(one.expr, flat(b, one.lhs.index).expr)
        except ModelError:
            continue
        facts = [*a.facts(), *b.facts()]
        for distribute in (False, True):
            if other is not None and Comparison(one.free, facts, counts or {}, distribute).equal(
                one.expr, other
            ):
                return True
    return False


def _read_alike(one: Expr, other: Expr) -> Expr | None:
    """``other`` over the tensors of ``one`` that have the same names; None where their shapes differ."""
    named = {t.name: t for t in tensors(one)}
    renamed = {t: named[t.name] for t in tensors(other) if t.name in named}
    if any(
        expand(e - f) != 0 for old, new in renamed.items() for e, f in zip(old.shape, new.shape, strict=True)
    ):
        return None
    return substitute(other, renamed)


__all__ = ["Comparison", "same"]
