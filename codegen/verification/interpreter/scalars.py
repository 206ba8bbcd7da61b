"""Constants, symbols, arithmetic and functions of one number, on arrays."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from operator import add, mul
from typing import Any, NamedTuple

import numpy as np
from sympy import Add, Float, Function, Integer, Mul, NumberSymbol, Pow, Rational, Symbol
from sympy.core.numbers import ImaginaryUnit, Infinity, NegativeInfinity

from codegen.verification.interpreter import numbers
from codegen.verification.interpreter.by_sizes import reads_numbers
from codegen.verification.interpreter.doubt import bent, torn
from codegen.verification.interpreter.exact_powers import alike, exact_power
from codegen.verification.interpreter.frame import EvaluationError, Frame, spoilt, whole
from codegen.verification.interpreter.meaning import Interpreter, evaluate
from codegen.verification.interpreter.numbers import Array, Bounded, Dual, bounded, ordered, plain, select
from derive.expr import Hat, HatSlope, Iverson, StopGradient, Where


@evaluate.register(int)
@evaluate.register(Integer)
def _(e: Any, ev: Interpreter, frame: Frame) -> Any:
    return _whole(int(e))


@lru_cache(maxsize=1024)
def _whole(value: int) -> Array:
    made = np.full(1, value)
    made.flags.writeable = False
    return made


@evaluate.register(Rational)
def _(e: Rational, ev: Interpreter, frame: Frame) -> Any:
    if ev.dtype is object:
        made = np.empty(1, dtype=object)
        made[0] = Fraction(int(e.p), int(e.q))
        return made
    return np.full(1, int(e.p), dtype=ev.dtype) / np.full(1, int(e.q), dtype=ev.dtype)


@evaluate.register(NumberSymbol)
def _(e: NumberSymbol, ev: Interpreter, frame: Frame) -> Any:
    return counted(_written(e, ev), ev)


def counted(value: Any, ev: Interpreter) -> Any:
    """A plain number as one with its rounding, where roundings are counted: a kernel computes it, too."""
    if isinstance(value, Dual | Bounded):
        return value
    given = (a.value if isinstance(a, Dual) else a for a in ev.arrays.values())
    return bounded(value) if any(isinstance(a, Bounded) for a in given) else value


@evaluate.register(Float)
def _(e: Float, ev: Interpreter, frame: Frame) -> Any:
    return _written(e, ev)


def _written(e: Any, ev: Interpreter) -> Array:
    if ev.dtype is object:
        raise EvaluationError(f"{e} is no fraction")
    if ev.dtype is np.longdouble:
        return np.full(1, np.longdouble(str(e.evalf(30))))
    return np.full(1, float(e), dtype=np.float64)


@evaluate.register(Infinity)
@evaluate.register(NegativeInfinity)
def _(e: Any, ev: Interpreter, frame: Frame) -> Any:
    return np.full(1, float(e))


@evaluate.register(ImaginaryUnit)
def _(e: ImaginaryUnit, ev: Interpreter, frame: Frame) -> Any:
    raise EvaluationError("a formula of a layer is real")


@evaluate.register(Symbol)
def _(e: Symbol, ev: Interpreter, frame: Frame) -> Any:
    if e in frame.values:
        return frame.values[e]
    if e not in ev.symbols:
        raise EvaluationError(f"nothing gives {e} a value")
    value = ev.symbols[e]
    return np.full(1, value) if isinstance(value, int | np.integer) else np.full(1, value, dtype=ev.dtype)


@evaluate.register(Add)
def _(e: Add, ev: Interpreter, frame: Frame) -> Any:
    return added([evaluate(term, ev, frame) for term in e.args])


FEW = 6
"""So many terms are added in any order; of more, one order stands for all."""


def added(terms: Sequence[Any]) -> Any:
    """The sum; its error is that of the worst order that goes round from one of the terms.

    An emitter may take any: ``1 + a - b`` may round where ``(1 + a) - b`` does not.
    """
    made = reduce(add, terms)
    value = made.value if isinstance(made, Dual) else made
    if not 2 < len(terms) <= FEW or not isinstance(value, Bounded):
        return made
    parts = [t.value if isinstance(t, Dual) else t for t in terms]
    orders = (bounded(reduce(add, (*parts[k:], *parts[:k]))).error for k in range(1, len(parts)))
    worst = Bounded(value.value, reduce(np.maximum, orders, value.error))
    return Dual(worst, made.tangent, made.reached) if isinstance(made, Dual) else worst


@evaluate.register(Mul)
def _(e: Mul, ev: Interpreter, frame: Frame) -> Any:
    conds, hats, factors = _told_apart(e)
    if not conds and not hats:
        return _quotient(factors, ev, frame)
    held, unsure = ev.holds(conds, frame), ev.unsure(conds, frame)
    holds, inner = held.mask, frame.where(held.mask | unsure) if unsure.any() else held
    cells_of: dict[Any, Cells] = {}
    for hat in hats:
        cells = cells_of[hat] = _cells(hat, ev, inner)
        holds, unsure = holds & (cells.below | cells.above), unsure | cells.edge
        inner = inner.where(cells.below | cells.above | cells.unsure)
    made: Any = None
    for factor in factors:
        value = _hat(factor, cells_of[factor]) if factor in cells_of else evaluate(factor, ev, inner)
        made = value if made is None else made * value
    made = np.ones(1, dtype=np.int64) if made is None else made
    kept = torn(inner.mask & holds, inner.mask & unsure, made, np.zeros(1, dtype=np.int64))
    return spoilt(kept, ev.undecided(conds, frame))


def _quotient(factors: Sequence[Any], ev: Interpreter, frame: Frame) -> Any:
    """The product; numbers of indices and sizes alone are divided at the end, so that it is rounded once."""
    under = [f for f in factors if isinstance(f, Pow) and f.exp == -1]
    if not under or ev.dtype is object or any(map(reads_numbers, factors)):
        return reduce(mul, [evaluate(f, ev, frame) for f in factors])
    above = [evaluate(f, ev, frame) for f in factors if f not in under]
    below = [ev.real(evaluate(f.base, ev, frame)) for f in under]
    if any(isinstance(v, Dual | Bounded) for v in (*above, *below)):
        return reduce(mul, [*above, *(numbers.power(v, -1) for v in below)])
    return ev.real(reduce(mul, above, np.ones(1, dtype=np.int64))) / reduce(mul, below)


@lru_cache(maxsize=1 << 14)
def _told_apart(e: Mul) -> tuple[list[Any], list[Any], list[Any]]:
    """The conditions of the brackets of a product, the hats in it, and its other factors with these.

    Where places alone decide that a factor is 0 there is no term, as beyond a border; where data do there is.
    """
    conds: list[Any] = []
    factors: list[Any] = []
    for f in e.args:
        absent = isinstance(f, Where) and f.args[2] == 0 and not any(map(reads_numbers, f.conds))
        conds += f.conds if absent else f.args if isinstance(f, Iverson) else ()
        factors += [f.args[1]] if absent else [] if isinstance(f, Iverson) else [f]
    hats = [h for h in map(_base, factors) if isinstance(h, Hat | HatSlope)]
    return conds, hats, factors


def _base(factor: Any) -> Any:
    return factor.base if isinstance(factor, Pow) else factor


@evaluate.register(Pow)
def _(e: Pow, ev: Interpreter, frame: Frame) -> Any:
    base, n = evaluate(e.base, ev, frame), evaluate(e.exp, ev, frame)
    if isinstance(n, Dual | Bounded):
        return numbers.power(ev.real(base), n)
    n = n.item() if n.size == 1 else n
    if np.any(np.asarray(n) < 0) or np.asarray(n).dtype.kind == "f":
        base = ev.real(base)
    if isinstance(n, float) and n.is_integer():
        n = int(n)
    if ev.dtype is object:
        n = int(float(n)) if np.ndim(n) == 0 and float(n).is_integer() else n
        return exact_power(base, n)
    return numbers.power(base, n)


@evaluate.register(Hat)
def _(e: Hat, ev: Interpreter, frame: Frame) -> Any:
    return _hat(e, _cells(e, ev, frame))


def _hat(e: Any, cells: Cells) -> Any:
    """What a hat or its slope is worth in these cells."""
    return _slope(cells) if isinstance(e, HatSlope) else _height(cells)


def _height(cells: Cells) -> Any:
    rising = select(cells.above, cells.away + 1, np.zeros(1, dtype=np.int64))
    value = select(cells.below, -cells.away + 1, rising)
    slope = 2 * plain(cells.away.tangent) if isinstance(cells.away, Dual) else 0
    return spoilt(bent(value, cells.unsure, slope), cells.unknown)


@evaluate.register(HatSlope)
def _(e: HatSlope, ev: Interpreter, frame: Frame) -> Any:
    return _slope(_cells(e, ev, frame))


def _slope(cells: Cells) -> Any:
    slope = cells.above.astype(np.int64) - cells.below.astype(np.int64)
    return spoilt(torn(~cells.unsure, cells.unsure, slope, slope + 2), cells.unknown)


class Cells(NamedTuple):
    """Where q is ⌊p⌋, where ⌊p⌋ + 1, where it is one of them and p a NaN; where rounding decides; p − q.

    ``edge``: rounding decides whether q counts at all.
    """

    below: Array
    above: Array
    unknown: Array
    unsure: Array
    edge: Array
    away: Any


def _cells(e: Any, ev: Interpreter, frame: Frame) -> Cells:
    q, p = (evaluate(a, ev, frame) for a in e.args)
    away, at = p + -q, ordered(p)
    met = [ev.watch.compare(away + np.full(1, -kink), frame.mask) for kink in (-1, 0, 1)]
    cell = whole(np.floor, at)
    below, above = plain(q) == cell, plain(q) == cell + 1
    nan = np.not_equal(at, at).astype(bool)
    return Cells(below, above, (below | above) & nan, met[0] | met[1] | met[2], met[0] | met[2], away)


@evaluate.register(StopGradient)
def _(e: StopGradient, ev: Interpreter, frame: Frame) -> Any:
    made = evaluate(e.args[0], ev, frame)
    return made.value if isinstance(made, Dual) else made


@evaluate.register(Function)
def _(e: Function, ev: Interpreter, frame: Frame) -> Any:
    name = type(e).__name__
    if name not in numbers.ELEMENTARY or len(e.args) != 1:
        raise EvaluationError(f"no meaning is known for the function {name}: {e}")
    x = counted(ev.real(evaluate(e.args[0], ev, frame)), ev)
    made = numbers.apply(name, alike(x, name))
    if name not in ("Abs", "sign"):
        return made
    unsure = ev.watch.compare(x, frame.mask)
    if name == "sign":
        return torn(np.ones(1, dtype=bool), unsure, made, made + np.where(unsure, 2, 0))
    return bent(made, unsure, 2 * plain(x.tangent) if isinstance(x, Dual) else 0)
