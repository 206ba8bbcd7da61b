"""How many operations definitions take, and how many numbers they read and write: counted in symbols.

A reduction is paid once for each value of the letters that it hangs on.  What a condition drops is counted as
if it stayed; of the whole numbers around a place that is interpolated two count; index arithmetic does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sympy import Add, Expr, Integer, Max, Min, Mul, Pow, Symbol
from sympy.core.function import Function

from derive.expr import (
    Acc,
    Binder,
    FloorDiv,
    Hat,
    HatSlope,
    Index,
    Iverson,
    Modulo,
    Reduce,
    Where,
    found_in,
)
from derive.model.layer import Def

KINDS = ("multiplications", "additions", "divisions", "comparisons", "functions")


@dataclass(frozen=True)
class WorkCount:
    """``operations`` by kind, those that occur; ``numbers``: elements of the arrays read and written."""

    operations: Mapping[str, Expr]
    numbers: Expr
    guarded: bool
    """Whether conditions drop some of what is counted."""

    def at(self, value: int) -> float:
        """All operations where every size and option has that value."""
        total = Add(*self.operations.values())
        return float(total.xreplace({s: Integer(value) for s in total.free_symbols}))


def work_count(defs: Sequence[Def]) -> WorkCount | None:
    """What ``defs`` take together; None where a range hangs on a letter or on data."""
    counted = _Counted()
    try:
        for one in defs:
            counted.define(one)
    except _Ragged:
        return None
    made = {d.tensor for d in defs}
    read = {t for d in defs for t in d.reads} - made
    used = dict.fromkeys([*sorted(read, key=lambda t: t.name), *(d.tensor for d in defs)])
    numbers = Add(*(_volume(t.shape) for t in used))
    totals = counted.totals()
    kept = {k: totals[k] for k in KINDS if totals[k] != 0}
    guarded = any(r.guards for d in defs for r in found_in(d.expr, Reduce)) or any(
        d.expr.has(Iverson, Hat, HatSlope) for d in defs
    )
    return WorkCount(kept, numbers, guarded)


class _Ragged(Exception):
    """The end of a range is no number of the layer."""


def _volume(extents: Iterable[Expr]) -> Expr:
    return Mul(*extents)


@dataclass
class _Counted:
    times: Counter[tuple[str, tuple[Expr, ...]]] = field(default_factory=Counter)
    """How often each kind is paid at each point of the extents."""
    paid: set[Expr] = field(default_factory=set)

    def totals(self) -> dict[str, Expr]:
        volumes = {extents: _volume(extents) for _, extents in self.times}
        terms = [(kind, number * volumes[extents]) for (kind, extents), number in self.times.items()]
        return {kind: Add(*(e for k, e in terms if k == kind)) for kind in KINDS}

    def define(self, one: Def) -> None:
        near = {*_interpolated(one.expr)}
        extents = {z: Integer(2) if z in near else n for z, n in _extents(one.free).items()}
        self.walk(one.expr, extents)
        if one.scatter:
            self.pay("additions", extents)

    def pay(self, kind: str, extents: Mapping[Symbol, Expr], times: int = 1) -> None:
        self.times[kind, tuple(extents.values())] += times

    def walk(self, e: Expr, extents: Mapping[Symbol, Expr]) -> None:
        """Enter what ``e`` takes at each point of the extents; a number of the layer takes nothing."""
        if not _moves(e):
            return
        match e:
            case Reduce():
                self.reduce(e, extents)
                return
            case Acc() | FloorDiv() | Modulo() | Iverson():
                return
            case Add() | Mul() | Pow():
                self.arithmetic(e, extents)
            case Hat() | HatSlope():
                self.pay("additions", extents, 2)
                return
            case Where():
                for branch in e.args[1:]:
                    self.walk(branch, extents)
                return
            case Max() | Min():
                self.pay("comparisons", extents, len(e.args) - 1)
            case Function():
                self.pay("functions", extents)
        if not isinstance(e, Pow):
            for a in e.args:
                self.walk(a, extents)

    def arithmetic(self, e: Expr, extents: Mapping[Symbol, Expr]) -> None:
        if isinstance(e, Add):
            self.pay("additions", extents, len(e.args) - 1)
        elif isinstance(e, Mul):
            below = [f for f in e.args if _is_inverse(f)]
            above = [f for f in e.args if f not in below and f != -1 and not isinstance(f, Iverson)]
            self.pay("divisions", extents, sum(not _moves(f) for f in below))
            self.pay("multiplications", extents, max(len(above) - 1, 0))
        else:
            self.power(e, extents)

    def power(self, e: Pow, extents: Mapping[Symbol, Expr]) -> None:
        if _is_inverse(e):
            self.pay("divisions", extents)
        if isinstance(e.exp, Integer):
            self.pay("multiplications", extents, abs(int(e.exp)) - 1)
        else:
            self.pay("functions", extents)
        self.walk(e.base, extents)

    def reduce(self, e: Reduce, extents: Mapping[Symbol, Expr]) -> None:
        if e in self.paid:
            return
        self.paid.add(e)
        outer = {z: n for z, n in extents.items() if z in e.free_symbols}
        inner = _extents(e.binders)
        near = {z: Integer(2) for z in _interpolated(e.body)}
        made = {z: n for z, n in outer.items() if z in near}
        self.walk(e.body, {z: near.get(z, n) for z, n in (outer | inner).items()})
        kind = {"sum": "additions", "prod": "multiplications"}.get(e.op, "comparisons")
        terms = _volume(near.get(z, n) for z, n in inner.items())
        across = _volume(near.get(z, n) for z, n in outer.items())
        self.times[kind, (across, terms) if made else (*outer.values(), terms - 1)] += 1


def _interpolated(body: Expr) -> Iterator[Symbol]:
    """The letters of which only the two beside a place count: ``q`` in a product with ``G(q, p)``."""
    hats = (f for f in Mul.make_args(body) if isinstance(f, Hat | HatSlope))
    yield from (f.args[0] for f in hats if f.args[0].is_Symbol)


def _is_inverse(f: Expr) -> bool:
    return (isinstance(f, Pow) and f.exp.could_extract_minus_sign()) or (
        f.is_Rational and f.p == 1 and f.q > 1
    )


def _moves(e: Expr) -> bool:
    """Whether it is no number of the layer, which is computed once."""
    return bool(found_in(e, Acc, Index))


def _extents(binders: Sequence[Binder]) -> dict[Symbol, Expr]:
    found = {z: hi - lo + 1 for z, lo, hi in binders}
    if any(_moves(e) for e in found.values()):
        raise _Ragged
    return found


__all__ = ["KINDS", "WorkCount", "work_count"]
