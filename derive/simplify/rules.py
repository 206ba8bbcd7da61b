"""The rules of the normal form, one short function each; ``derive.simplify.table`` says what they are called.

A rule returns what it made of a term, or None where it does not fire.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sympy import Add, Basic, Expr, Mul, Pow, S, Symbol, sign

from derive.expr import (
    Binder,
    Cond,
    FloorDiv,
    Iverson,
    Modulo,
    Reduce,
    Where,
    conjunction,
    substitute,
)
from derive.proof import Ranges
from derive.simplify.safety import inside, safe_outside
from derive.simplify.sum_rules import (
    absolute,
    absorb,
    components,
    count,
    kronecker,
    merge_nested,
    multiply_out,
    narrow_division,
    numbers_outside,
    prune,
    read_digits,
    recombine,
    single_value,
    support,
    tighten,
    use_congruences,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Sum:
    """``Σ body`` over ``binders`` where the guards hold, opened: nothing of it is evaluated yet."""

    body: Expr
    binders: tuple[Binder, ...]
    guards: tuple[Any, ...] = ()

    @property
    def bound(self) -> set[Symbol]:
        return {z for z, _, _ in self.binders}

    @property
    def closed(self) -> Expr:
        return Reduce("sum", self.body, self.binders, self.guards)


@dataclass(frozen=True)
class Context:
    """Where a rule is applied: what is known of the letters, what counts are called, how to go on inside.

    ``visit`` brings a part into normal form under ranges, ``sum`` an open sum; ``distribute``: products are
    multiplied out.
    """

    ranges: Ranges
    visit: Callable[[Any, Ranges], Any]
    sum: Callable[[Sum, Ranges], Expr]
    counts: Mapping[Expr, Symbol]
    distribute: bool = False

    def inside(self, term: Sum) -> Ranges:
        return self.ranges.within(term.binders)


@dataclass(frozen=True)
class Rule(Generic[T]):
    """``law`` in symbols, under ``condition``; ``again``: what it made goes through the table once more.

    ``given`` makes the example when it is asked for: a page needs none, and all of them take SymPy 10 ms.
    """

    name: str
    law: str
    condition: str
    apply: Callable[[T, Context], T | Expr | None]
    given: Callable[[], T]
    again: bool = False

    @property
    def example(self) -> T:
        """What the rule applies to."""
        return self.given()


# -- sums ----------------------------------------------------------------------------------------------


def congruences(term: Sum, at: Context) -> Sum | None:
    if not any(isinstance(g, Cond) and g.kind == "divides" for g in term.guards):
        return None
    body, guards = use_congruences(term.body, term.guards)
    return _changed(term, Sum(body, term.binders, tuple(guards)))


def brackets(term: Sum, at: Context) -> Sum | None:
    body, guards = absorb("sum", term.body, term.guards)
    return _changed(term, Sum(body, term.binders, guards))


def hats(term: Sum, at: Context) -> Sum | None:
    return _changed(term, replace(term, guards=conjunction([*term.guards, *support(term.body, term.bound)])))


def nothing(term: Sum, at: Context) -> Expr | None:
    return S.Zero if term.guards == (S.false,) or term.body == 0 else None


def linear(term: Sum, at: Context) -> Expr | None:
    if not at.distribute or not isinstance(term.body, Add):
        return None
    return Add(*(at.sum(replace(term, body=part), at.ranges) for part in term.body.args))


def nested(term: Sum, at: Context) -> Sum | None:
    return _changed(term, Sum(*merge_nested(term.body, term.binders, term.guards)))


def one_value(term: Sum, at: Context) -> Sum | None:
    return _moved(term, single_value(term.binders, term.guards), at)


def delta(term: Sum, at: Context) -> Sum | None:
    return _moved(term, kronecker(term.binders, term.guards), at)


def digits(term: Sum, at: Context) -> Sum | None:
    return _moved(term, read_digits(term.binders, term.guards, at.ranges), at)


def proved(term: Sum, at: Context) -> Sum | Expr | None:
    guards = prune(term.guards, at.inside(term))
    return S.Zero if guards == (S.false,) else _changed(term, replace(term, guards=guards))


def narrowed(term: Sum, at: Context) -> Sum | None:
    return _changed(term, Sum(term.body, *tighten(term.binders, term.guards, at.ranges)))


def constant_brackets(term: Sum, at: Context) -> Expr | None:
    outer = [g for g in term.guards if not g.free_symbols & term.bound]
    if not outer:
        return None
    left = tuple(g for g in term.guards if g not in outer)
    return Iverson(*outer) * at.sum(replace(term, guards=left), at.ranges)


def empty_space(term: Sum, at: Context) -> Expr | None:
    return None if term.binders else Iverson(*term.guards) * term.body


def constants(term: Sum, at: Context) -> Expr | None:
    guarded = set().union(*(g.free_symbols for g in term.guards)) if term.guards else set()
    ends = set().union(*(_ends_if_empty(b, at.ranges) for b in term.binders))
    factors = [f for f in Mul.make_args(term.body) if not f.free_symbols & term.bound]
    outside = [f for f in factors if safe_outside(f, guarded, at.ranges) and inside(f, ends, at.ranges)]
    if not outside or term.body == 1:
        return None
    left = Mul(*(f for f in Mul.make_args(term.body) if f not in outside))
    return Mul(*outside) * at.sum(replace(term, body=left), at.ranges)


def _ends_if_empty(binder: Binder, ranges: Ranges) -> set[Basic]:
    """What the ends of a range hang on, if it may have no value: then nothing that they allow is read."""
    _, lo, hi = binder
    return set() if ranges.nonnegative(hi - lo) else lo.free_symbols | hi.free_symbols


def independent(term: Sum, at: Context) -> Expr | None:
    if len(term.binders) < 2:
        return None
    factors = [f for f in Mul.make_args(term.body) if f != 1]
    groups = components(factors, term.binders, term.guards)
    if len(groups) < 2:
        return None
    return Mul(*(at.sum(Sum(Mul(*parts), group, conds), at.ranges) for group, parts, conds in groups))


def counted(term: Sum, at: Context) -> Expr | None:
    found = count(term.binders) if term.body == 1 and not term.guards else None
    return None if found is None else at.counts.get(found, found)


def _changed(before: Sum, after: Sum) -> Sum | None:
    return None if after == before else after


def _moved(
    term: Sum, found: tuple[Mapping[Symbol, Expr], tuple[Binder, ...], list[Any]] | None, at: Context
) -> Sum | None:
    """Some letters got values: they are put in, and what is new is brought into normal form."""
    if found is None:
        return None
    values, binders, guards = found
    inner = at.ranges.within(binders)
    body = at.visit(substitute(term.body, values), inner)
    return Sum(body, binders, tuple(at.visit(substitute(g, values), inner) for g in guards))


# -- other nodes ---------------------------------------------------------------------------------------


def whole(e: Expr, at: Context) -> Expr | None:
    return recombine(e) if isinstance(e, Add) and e.has(Modulo) else None


def small_quotient(e: Expr, at: Context) -> Expr | None:
    return narrow_division(e, at.ranges) if isinstance(e, FloorDiv | Modulo) else None


def proved_bracket(e: Expr, at: Context) -> Expr | None:
    if isinstance(e, Iverson):
        return Iverson(*prune(e.args, at.ranges))
    return Where(prune(e.conds, at.ranges), *e.args[1:]) if isinstance(e, Where) else None


def magnitude(e: Expr, at: Context) -> Expr | None:
    return absolute(e) if isinstance(e, Mul) and e.has(sign) else None


def product_of_sums(e: Expr, at: Context) -> Expr | None:
    return multiply_out(e) if at.distribute and isinstance(e, Mul | Pow) else None


def number_outside(e: Expr, at: Context) -> Expr | None:
    return None if at.distribute else numbers_outside(e)
