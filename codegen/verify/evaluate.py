"""An interpreter of definitions in index notation, independent of every derivation and every generator.

A definition is evaluated on whole grids: the index opened t-th lies on axis -(t+2), the last axis
belongs to the seeds of ``numbers.Dual``.  A *mask* says at which points of the grid an expression is
needed; elsewhere (beside a false bracket, in the branch not chosen, outside a bound that depends on
another index) its value is arbitrary, and only there may an access leave its array.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Any

import numpy as np
from sympy import (
    Add, Basic, Expr, Float, Function, Integer, Mul, NumberSymbol, Pow, Rational, Symbol, ceiling, floor,
)  # fmt: skip
from sympy.core.numbers import ImaginaryUnit, Infinity, NegativeInfinity

from codegen.verify import numbers
from codegen.verify.numbers import Array, Bounded, Dual, gather, ordered, plain, select, structural
from derive.expr import (
    Acc, Cond, FloorDiv, Gcd, Hat, HatSlope, Iverson, Modulo, Reduce, Residue, Tensor, Where,
)  # fmt: skip
from derive.layer import Def, Program


class EvaluationError(ArithmeticError):
    """A formula that reads outside an array, uses a fraction as an index, or writes an element twice."""


@dataclass
class Watch:
    """What an evaluation met at kinks.

    ``distance``  per seed, how far one may go along the tangent before a comparison flips (first order)
    ``unstable``  a comparison was closer than the rounding error of what it compares
    """

    distance: Array = field(default_factory=lambda: np.full(1, np.inf))
    unstable: bool = False

    def compare(self, e: Any, mask: Array) -> None:
        """Note the comparison of ``e`` with zero at the points of the mask."""
        if isinstance(e, Dual):
            value, rate = plain(e.value), np.abs(plain(e.tangent))
            with np.errstate(all="ignore"):
                away = np.where(rate > 0, np.abs(ordered(value)) / rate, np.inf)
            shape = np.broadcast_shapes(away.shape, mask.shape)
            away = np.where(np.broadcast_to(mask, shape), np.broadcast_to(away, shape), np.inf)
            nearest = away.reshape(-1, shape[-1]).min(axis=0, initial=np.inf)
            self.distance = np.minimum(self.distance, nearest)
            e = e.value
        if isinstance(e, Bounded):
            close = (np.abs(e.value) <= e.error * 1e-6) & (e.error > 0)
            self.unstable |= bool(np.any(close & mask))


@dataclass(frozen=True)
class Scope:
    """The indices open at a point of a formula, and where the formula is needed."""

    values: Mapping[Symbol, Array] = field(default_factory=dict)
    extents: tuple[int, ...] = ()
    mask: Array = field(default_factory=lambda: np.ones(1, dtype=bool))

    def where(self, holds: Array) -> Scope:
        return replace(self, mask=self.mask & holds)

    @property
    def grid(self) -> tuple[int, ...]:
        return (*reversed(self.extents), 1)


@dataclass
class Evaluator:
    """``symbols`` gives sizes and options, ``arrays`` the tensors by name; ``run`` adds what it defines."""

    symbols: Mapping[Symbol, Any]
    arrays: dict[str, Any]
    dtype: Any = np.float64
    watch: Watch = field(default_factory=Watch)

    def run(self, program: Program) -> dict[str, Any]:
        """Evaluate all definitions in order; returns every array by name."""
        self.check_inputs(program)
        with np.errstate(all="ignore"):
            for one in program.defs:
                self.define(one)
        return self.arrays

    def check_inputs(self, program: Program) -> None:
        for tensor in program.inputs:
            if tensor.name in self.arrays:
                found, wanted = plain(self.arrays[tensor.name]).shape, self.shape(tensor)
                if found != wanted:
                    raise EvaluationError(f"{tensor.name} has shape {found}, the model says {wanted}")

    def shape(self, tensor: Tensor) -> tuple[int, ...]:
        """The extents of a tensor as integers."""
        return tuple(self.scalar(extent) for extent in tensor.shape)

    def scalar(self, e: Any) -> int:
        """An expression of sizes and options as an integer."""
        return int(self.integer(e, Scope()).reshape(-1)[0])

    def define(self, one: Def) -> None:
        """Evaluate one definition into its array (and create that)."""
        scope = self.open(one.free, Scope())
        shape = self.shape(one.tensor)
        index = [np.broadcast_to(self.integer(e, scope), scope.grid).reshape(-1) for e in one.lhs.index]
        needed = np.broadcast_to(scope.mask, scope.grid).reshape(-1)
        at = tuple(i[needed] for i in index)
        _check_written(one, at, shape)
        value = self.real(evaluate(one.expr, self, scope)) if one.tensor.kind == "real" else None
        if value is None:
            value = plain(evaluate(one.expr, self, scope)).astype(np.int64)

        def written(a: Array) -> Array:
            spread = np.broadcast_to(a, (*scope.grid[:-1], a.shape[-1]))
            return spread.reshape(len(needed), a.shape[-1])[needed]

        old = self.arrays.get(one.tensor.name)
        self.arrays[one.tensor.name] = _store(old, shape, at, structural(written, value), one.scatter)

    def open(self, binders: Sequence[tuple[Symbol, Expr, Expr]], scope: Scope) -> Scope:
        """Open indices: each gets an axis over the hull of its range; the mask keeps what is inside."""
        for z, lo, hi in binders:
            first, last = self.integer(lo, scope), self.integer(hi, scope)
            some = np.broadcast_to(scope.mask, np.broadcast_shapes(scope.mask.shape, first.shape, last.shape))
            some = some & (first <= last)
            if not some.any():
                start, stop = 0, -1
            else:
                start = int(np.broadcast_to(first, some.shape)[some].min())
                stop = int(np.broadcast_to(last, some.shape)[some].max())
            line = np.arange(start, stop + 1).reshape(-1, *(1,) * (len(scope.extents) + 1))
            scope = Scope(
                {**scope.values, z: line},
                (*scope.extents, stop - start + 1),
                scope.mask & (first <= line) & (line <= last),
            )
        return scope

    def integer(self, e: Any, scope: Scope) -> Array:
        """An index expression as an array of int64; fractions are refused where the mask holds."""
        value = plain(evaluate(e, self, scope))
        if value.dtype.kind in "bi":
            return value.astype(np.int64)
        near = np.rint(ordered(value).astype(np.float64))
        exact = np.abs(near - value.astype(np.float64)) < 1e-9
        if np.any(~exact & scope.mask):
            raise EvaluationError(f"the index {e} is not an integer")
        return np.where(np.isfinite(near), near, 0).astype(np.int64)

    def real(self, value: Any) -> Any:
        """Integers become numbers of this evaluation; other values stay."""
        if isinstance(value, Dual | Bounded):
            return value
        array = np.asarray(value)
        if array.dtype.kind not in "biu" or self.dtype is object:
            return array.astype(object) if self.dtype is object else array
        return array.astype(self.dtype)

    def holds(self, conds: Sequence[Any], scope: Scope) -> Scope:
        """The scope in which all conditions hold; conditions on data are looked at last."""
        for cond in sorted(conds, key=lambda c: bool(c.atoms(Acc))):
            scope = scope.where(self.condition(cond, scope))
        return scope

    def condition(self, cond: Any, scope: Scope) -> Array:
        """Truth of one condition at every point of the grid."""
        if not isinstance(cond, Cond):
            return np.full(1, bool(cond))
        if cond.kind == "divides":
            return self.integer(cond.of, scope) % self.integer(cond.divisor, scope) == 0
        e = evaluate(cond.of, self, scope)
        self.watch.compare(e, scope.mask)
        at = ordered(e)
        relation = {"ge": at >= 0, "gt": at > 0, "eq": at == 0, "ne": at != 0}[cond.kind]
        return np.asarray(relation).astype(bool)


def _check_written(one: Def, at: tuple[Array, ...], shape: tuple[int, ...]) -> None:
    for axis, (i, extent) in enumerate(zip(at, shape, strict=True)):
        if i.size and (i.min() < 0 or i.max() >= extent):
            raise EvaluationError(f"{one.lhs} writes outside axis {axis}: {i.min()}..{i.max()} of {extent}")
    if at and not one.scatter and at[0].size:
        flat = np.ravel_multi_index(at, shape)
        if len(np.unique(flat)) < len(flat):
            raise EvaluationError(f"{one.lhs} writes an element twice")


def _store(
    old: Any, shape: tuple[int, ...], at: tuple[Array, ...], value: Any, add: bool, seeded: bool = False
) -> Any:
    """The array of a definition; elements that nothing writes stay NaN, sums start at zero."""
    if isinstance(value, Dual) or isinstance(old, Dual):
        (v, t), (ov, ot) = numbers.parts(value, Dual), numbers.parts(old, Dual)
        return Dual(_store(ov, shape, at, v, add), _store(ot, shape, at, t, add, seeded=True))
    if isinstance(value, Bounded) or isinstance(old, Bounded):
        (v, t), (ov, ot) = numbers.parts(value, Bounded), numbers.parts(old, Bounded)
        return Bounded(_store(ov, shape, at, v, add, seeded), _store(ot, shape, at, t, add, seeded))
    seeds = max(value.shape[-1], old.shape[-1] if seeded and old is not None else 1)
    blank: Any = 0 if add or value.dtype.kind in "iO" else np.nan
    made = np.full((*shape, seeds), blank, dtype=value.dtype)
    if old is not None:
        made[...] = old if seeded else old[..., None]
    if add:
        np.add.at(made, at, value)
    else:
        made[at] = value
    return made if seeded else made[..., 0]


@singledispatch
def evaluate(e: Any, ev: Evaluator, scope: Scope) -> Any:
    """The value of an expression at every point of the grid of ``scope``."""
    raise EvaluationError(f"no meaning is known for {type(e).__name__}: {e}")


@evaluate.register(int)
@evaluate.register(Integer)
def _(e: Any, ev: Evaluator, scope: Scope) -> Any:
    return np.full(1, int(e))


@evaluate.register
def _(e: Rational, ev: Evaluator, scope: Scope) -> Any:
    if ev.dtype is object:
        from fractions import Fraction

        made = np.empty(1, dtype=object)
        made[0] = Fraction(int(e.p), int(e.q))
        return made
    return np.full(1, int(e.p), dtype=ev.dtype) / np.full(1, int(e.q), dtype=ev.dtype)


@evaluate.register(Float)
@evaluate.register(NumberSymbol)
def _(e: Any, ev: Evaluator, scope: Scope) -> Any:
    if ev.dtype is np.longdouble:
        return np.full(1, np.longdouble(str(e.evalf(30))))
    return np.full(1, float(e), dtype=np.float64)


@evaluate.register(Infinity)
@evaluate.register(NegativeInfinity)
def _(e: Any, ev: Evaluator, scope: Scope) -> Any:
    return np.full(1, float(e))


@evaluate.register
def _(e: ImaginaryUnit, ev: Evaluator, scope: Scope) -> Any:
    raise EvaluationError("a formula of a layer is real")


@evaluate.register
def _(e: Symbol, ev: Evaluator, scope: Scope) -> Any:
    if e in scope.values:
        return scope.values[e]
    if e not in ev.symbols:
        raise EvaluationError(f"nothing gives {e} a value")
    value = ev.symbols[e]
    return np.full(1, value) if isinstance(value, int | np.integer) else np.full(1, value, dtype=ev.dtype)


@evaluate.register
def _(e: Add, ev: Evaluator, scope: Scope) -> Any:
    made = evaluate(e.args[0], ev, scope)
    for term in e.args[1:]:
        made = made + evaluate(term, ev, scope)
    return made


@evaluate.register
def _(e: Mul, ev: Evaluator, scope: Scope) -> Any:
    brackets = [f for f in e.args if isinstance(f, Iverson)]
    inner = ev.holds([c for b in brackets for c in b.args], scope) if brackets else scope
    made: Any = None
    for factor in e.args:
        if not isinstance(factor, Iverson):
            value = evaluate(factor, ev, inner)
            made = value if made is None else made * value
    made = np.ones(1, dtype=np.int64) if made is None else made
    return select(inner.mask, made, np.zeros(1, dtype=np.int64)) if brackets else made


@evaluate.register
def _(e: Pow, ev: Evaluator, scope: Scope) -> Any:
    base, n = evaluate(e.base, ev, scope), evaluate(e.exp, ev, scope)
    if isinstance(n, Dual | Bounded):
        return numbers.power(ev.real(base), n)
    n = n.item() if n.size == 1 else n
    if np.any(np.asarray(n) < 0) or np.asarray(n).dtype.kind == "f":
        base = ev.real(base)
    if isinstance(n, float) and n.is_integer():
        n = int(n)
    if ev.dtype is object and isinstance(n, int):
        return numbers.structural(lambda a: _fractions(a) ** n, base)
    return numbers.power(base, n)


def _fractions(a: Array) -> Array:
    from fractions import Fraction

    return np.asarray(np.frompyfunc(Fraction, 1, 1)(a))


@evaluate.register
def _(e: Acc, ev: Evaluator, scope: Scope) -> Any:
    array = ev.arrays[e.tensor.name]
    index = []
    for axis, (at, extent) in enumerate(zip(e.index, ev.shape(e.tensor), strict=True)):
        i = ev.integer(at, scope)
        outside = ((i < 0) | (i >= extent)) & scope.mask
        if outside.any():
            wrong = np.broadcast_to(i, outside.shape)[outside]
            raise EvaluationError(f"{e} reads outside axis {axis} at {wrong[0]} of 0..{extent - 1}")
        if extent == 0:
            return np.zeros(1)
        index.append(np.clip(i, 0, extent - 1))
    return gather(array, tuple(index))


@evaluate.register
def _(e: Iverson, ev: Evaluator, scope: Scope) -> Any:
    return ev.holds(e.args, scope).mask.astype(np.int64)


@evaluate.register
def _(e: Where, ev: Evaluator, scope: Scope) -> Any:
    chosen = ev.holds(e.conds, scope)
    a = evaluate(e.args[1], ev, chosen)
    b = evaluate(e.args[2], ev, scope.where(~chosen.mask))
    return select(chosen.mask, a, b)


@evaluate.register
def _(e: Reduce, ev: Evaluator, scope: Scope) -> Any:
    body, guards = e.body, e.guards
    worst = {"max": -np.inf, "argmax": -np.inf, "min": np.inf, "argmin": np.inf}.get(e.op)
    if isinstance(body, Where) and worst is not None and body.args[2] in (-_OO, _OO):
        if float(body.args[2]) == worst:  # an element that is infinite by its definition takes no part
            guards, body = (*guards, *body.conds), body.args[1]
    inner = ev.holds(guards, ev.open(e.binders, scope))
    count = len(e.binders)
    if 0 in inner.extents[-count:] if count else False:
        return _empty(e.op)
    value = evaluate(body, ev, inner)
    lead = inner.grid[:count]
    mask = _stack(inner.mask, lead, len(inner.grid))
    stacked = structural(lambda a: _stack(a, lead, len(inner.grid)), value)
    if e.op in ("sum", "prod"):
        blank = np.full(1, 0 if e.op == "sum" else 1)
        reduce = numbers.total if e.op == "sum" else numbers.product
        return reduce(select(mask, stacked, blank))
    return _extreme(e, ev, inner, stacked, mask)


_OO = Infinity()


def _empty(op: str) -> Array:
    whole = {"sum": 0, "prod": 1, "argmax": -1, "argmin": -1}
    return np.full(1, whole[op]) if op in whole else np.full(1, -np.inf if op == "max" else np.inf)


def _stack(a: Array, lead: tuple[int, ...], rank: int) -> Array:
    """The axes of the opened indices as one first axis, in the order of the binders."""
    a = a.reshape((1,) * (rank - a.ndim) + a.shape)
    count = len(lead)
    a = np.broadcast_to(a, lead + a.shape[count:])
    order = (*reversed(range(count)), *range(count, a.ndim))
    return a.transpose(order).reshape(-1, *a.shape[count:])


def _extreme(e: Reduce, ev: Evaluator, inner: Scope, stacked: Any, mask: Array) -> Any:
    """max, min and their positions: the first extreme wins, a NaN wins over numbers."""
    at = ordered(stacked)
    upward = e.op in ("max", "argmax")
    worst = -np.inf if upward else np.inf
    shape = np.broadcast_shapes(at.shape, mask.shape)
    at, mask = np.broadcast_to(at, shape), np.broadcast_to(mask, shape)
    kept = np.where(mask, at, worst)
    nan = np.not_equal(kept, kept).astype(bool)
    best = kept.max(axis=0) if upward else kept.min(axis=0)
    first = np.where(nan.any(axis=0), nan, mask & (kept == best)).argmax(axis=0)
    some = mask.any(axis=0)
    if e.op in ("argmax", "argmin"):
        return np.where(some, _position(e, ev, inner, first), -1)
    winner = numbers.pick(stacked, first)
    others = mask & (np.arange(len(mask)).reshape(-1, *(1,) * (mask.ndim - 1)) != first)
    ev.watch.compare(winner + -stacked, others)
    if isinstance(winner, Bounded):
        winner = Bounded(winner.value, np.broadcast_to(stacked.error, shape).max(axis=0))
    return select(some, winner, np.full(1, worst))


def _position(e: Reduce, ev: Evaluator, inner: Scope, first: Array) -> Array:
    """The binder (or mixed-radix number of several binders) at a place of the stacked axis."""
    extents = inner.extents[len(inner.extents) - len(e.binders) :]
    digits = np.unravel_index(first, extents)
    if len(e.binders) == 1:
        return digits[0] + inner.values[e.binders[0][0]].reshape(-1)[0]
    made = np.zeros_like(first)
    for (_, lo, hi), digit in zip(e.binders, digits, strict=True):
        radix = ev.scalar(hi) - ev.scalar(lo) + 1
        made = made * radix + digit
    return made


@evaluate.register
def _(e: FloorDiv, ev: Evaluator, scope: Scope) -> Any:
    return ev.integer(e.args[0], scope) // np.maximum(ev.integer(e.args[1], scope), 1)


@evaluate.register
def _(e: Modulo, ev: Evaluator, scope: Scope) -> Any:
    return ev.integer(e.args[0], scope) % np.maximum(ev.integer(e.args[1], scope), 1)


@evaluate.register
def _(e: Gcd, ev: Evaluator, scope: Scope) -> Any:
    return np.gcd(ev.integer(e.args[0], scope), ev.integer(e.args[1], scope))


@evaluate.register
def _(e: Residue, ev: Evaluator, scope: Scope) -> Any:
    d, r, m = np.broadcast_arrays(*(ev.integer(a, scope) for a in e.args))
    made = np.full(d.shape, -1)
    for u in range(int(m.max(initial=1)) - 1, -1, -1):
        made = np.where((u < m) & ((d * u - r) % np.maximum(m, 1) == 0), u, made)
    if np.any((made < 0) & scope.mask):
        raise EvaluationError(f"{e} does not exist at some point where it is needed")
    return made


@evaluate.register(floor)
@evaluate.register(ceiling)
def _(e: Any, ev: Evaluator, scope: Scope) -> Any:
    value = evaluate(e.args[0], ev, scope)
    at = ordered(value)
    if at.dtype.kind in "bi":
        return at
    ev.watch.compare(value + -np.rint(at.astype(np.float64)), scope.mask)
    whole = np.floor(at.astype(np.float64)) if isinstance(e, floor) else np.ceil(at.astype(np.float64))
    return np.where(np.isfinite(whole), whole, 0).astype(np.int64)


@evaluate.register
def _(e: Hat, ev: Evaluator, scope: Scope) -> Any:
    away = evaluate(e.args[1], ev, scope) + -evaluate(e.args[0], ev, scope)
    at = _watched_hat(away, ev, scope)
    zero = np.zeros(1, dtype=np.int64)
    rising = select((at >= -1) & (at < 0), away + 1, zero)
    return select((at >= 0) & (at < 1), -away + 1, rising)


@evaluate.register
def _(e: HatSlope, ev: Evaluator, scope: Scope) -> Any:
    away = evaluate(e.args[1], ev, scope) + -evaluate(e.args[0], ev, scope)
    at = _watched_hat(away, ev, scope)
    return ((at >= -1) & (at < 0)).astype(np.int64) - ((at >= 0) & (at < 1)).astype(np.int64)


def _watched_hat(away: Any, ev: Evaluator, scope: Scope) -> Array:
    for kink in (-1, 0, 1):
        ev.watch.compare(away + np.full(1, -kink), scope.mask)
    return ordered(away)


@evaluate.register
def _(e: Function, ev: Evaluator, scope: Scope) -> Any:
    name = type(e).__name__
    if name not in numbers.ELEMENTARY or len(e.args) != 1:
        raise EvaluationError(f"no meaning is known for the function {name}: {e}")
    x = ev.real(evaluate(e.args[0], ev, scope))
    if name in ("Abs", "sign"):
        ev.watch.compare(x, scope.mask)
    return numbers.apply(name, x)


__all__ = ["EvaluationError", "Evaluator", "Scope", "Watch", "evaluate"]
