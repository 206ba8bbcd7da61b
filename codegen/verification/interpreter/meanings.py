"""What each node of the notation means on arrays: one function per node."""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from typing import Any

import numpy as np
from sympy import (
    Add,
    Float,
    Function,
    Integer,
    Mul,
    NumberSymbol,
    Pow,
    Rational,
    Symbol,
    ceiling,
    floor,
)
from sympy.core.numbers import ImaginaryUnit, Infinity, NegativeInfinity

from codegen.verification.interpreter import numbers
from codegen.verification.interpreter.numbers import Array, Bounded, Dual, gather, ordered, select
from codegen.verification.interpreter.reductions import reduction
from codegen.verification.interpreter.scope import Evaluation, EvaluationError, Scope
from derive.expr import Acc, FloorDiv, Gcd, Hat, HatSlope, Iverson, Modulo, Reduce, Residue, Where


@singledispatch
def evaluate(e: Any, ev: Evaluation, scope: Scope) -> Any:
    """The value of an expression at every point of the grid of ``scope``."""
    raise EvaluationError(f"no meaning is known for {type(e).__name__}: {e}")


@evaluate.register(int)
@evaluate.register(Integer)
def _(e: Any, ev: Evaluation, scope: Scope) -> Any:
    return np.full(1, int(e))


@evaluate.register(Rational)
def _(e: Rational, ev: Evaluation, scope: Scope) -> Any:
    if ev.dtype is object:
        made = np.empty(1, dtype=object)
        made[0] = Fraction(int(e.p), int(e.q))
        return made
    return np.full(1, int(e.p), dtype=ev.dtype) / np.full(1, int(e.q), dtype=ev.dtype)


@evaluate.register(Float)
@evaluate.register(NumberSymbol)
def _(e: Any, ev: Evaluation, scope: Scope) -> Any:
    if ev.dtype is np.longdouble:
        return np.full(1, np.longdouble(str(e.evalf(30))))
    return np.full(1, float(e), dtype=np.float64)


@evaluate.register(Infinity)
@evaluate.register(NegativeInfinity)
def _(e: Any, ev: Evaluation, scope: Scope) -> Any:
    return np.full(1, float(e))


@evaluate.register(ImaginaryUnit)
def _(e: ImaginaryUnit, ev: Evaluation, scope: Scope) -> Any:
    raise EvaluationError("a formula of a layer is real")


@evaluate.register(Symbol)
def _(e: Symbol, ev: Evaluation, scope: Scope) -> Any:
    if e in scope.values:
        return scope.values[e]
    if e not in ev.symbols:
        raise EvaluationError(f"nothing gives {e} a value")
    value = ev.symbols[e]
    return np.full(1, value) if isinstance(value, int | np.integer) else np.full(1, value, dtype=ev.dtype)


@evaluate.register(Add)
def _(e: Add, ev: Evaluation, scope: Scope) -> Any:
    made = evaluate(e.args[0], ev, scope)
    for term in e.args[1:]:
        made = made + evaluate(term, ev, scope)
    return made


@evaluate.register(Mul)
def _(e: Mul, ev: Evaluation, scope: Scope) -> Any:
    brackets = [f for f in e.args if isinstance(f, Iverson)]
    inner = ev.holds([c for b in brackets for c in b.args], scope) if brackets else scope
    made: Any = None
    for factor in e.args:
        if not isinstance(factor, Iverson):
            value = evaluate(factor, ev, inner)
            made = value if made is None else made * value
    made = np.ones(1, dtype=np.int64) if made is None else made
    return select(inner.mask, made, np.zeros(1, dtype=np.int64)) if brackets else made


@evaluate.register(Pow)
def _(e: Pow, ev: Evaluation, scope: Scope) -> Any:
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
    return np.asarray(np.frompyfunc(Fraction, 1, 1)(a))


@evaluate.register(Acc)
def _(e: Acc, ev: Evaluation, scope: Scope) -> Any:
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


@evaluate.register(Iverson)
def _(e: Iverson, ev: Evaluation, scope: Scope) -> Any:
    return ev.holds(e.args, scope).mask.astype(np.int64)


@evaluate.register(Where)
def _(e: Where, ev: Evaluation, scope: Scope) -> Any:
    chosen = ev.holds(e.conds, scope)
    a = evaluate(e.args[1], ev, chosen)
    b = evaluate(e.args[2], ev, scope.where(~chosen.mask))
    return select(chosen.mask, a, b)


@evaluate.register(Reduce)
def _(e: Reduce, ev: Evaluation, scope: Scope) -> Any:
    return reduction(e, ev, scope, evaluate)


@evaluate.register(FloorDiv)
def _(e: FloorDiv, ev: Evaluation, scope: Scope) -> Any:
    return ev.integer(e.args[0], scope) // np.maximum(ev.integer(e.args[1], scope), 1)


@evaluate.register(Modulo)
def _(e: Modulo, ev: Evaluation, scope: Scope) -> Any:
    return ev.integer(e.args[0], scope) % np.maximum(ev.integer(e.args[1], scope), 1)


@evaluate.register(Gcd)
def _(e: Gcd, ev: Evaluation, scope: Scope) -> Any:
    return np.gcd(ev.integer(e.args[0], scope), ev.integer(e.args[1], scope))


@evaluate.register(Residue)
def _(e: Residue, ev: Evaluation, scope: Scope) -> Any:
    d, r, m = np.broadcast_arrays(*(ev.integer(a, scope) for a in e.args))
    made = np.full(d.shape, -1)
    for u in range(int(m.max(initial=1)) - 1, -1, -1):
        made = np.where((u < m) & ((d * u - r) % np.maximum(m, 1) == 0), u, made)
    if np.any((made < 0) & scope.mask):
        raise EvaluationError(f"{e} does not exist at some point where it is needed")
    return made


@evaluate.register(floor)
@evaluate.register(ceiling)
def _(e: Any, ev: Evaluation, scope: Scope) -> Any:
    value = evaluate(e.args[0], ev, scope)
    at = ordered(value)
    if at.dtype.kind in "bi":
        return at
    ev.watch.compare(value + -np.rint(at.astype(np.float64)), scope.mask)
    whole = np.floor(at.astype(np.float64)) if isinstance(e, floor) else np.ceil(at.astype(np.float64))
    return np.where(np.isfinite(whole), whole, 0).astype(np.int64)


@evaluate.register(Hat)
def _(e: Hat, ev: Evaluation, scope: Scope) -> Any:
    away = evaluate(e.args[1], ev, scope) + -evaluate(e.args[0], ev, scope)
    at = _watched_hat(away, ev, scope)
    zero = np.zeros(1, dtype=np.int64)
    rising = select((at >= -1) & (at < 0), away + 1, zero)
    return select((at >= 0) & (at < 1), -away + 1, rising)


@evaluate.register(HatSlope)
def _(e: HatSlope, ev: Evaluation, scope: Scope) -> Any:
    away = evaluate(e.args[1], ev, scope) + -evaluate(e.args[0], ev, scope)
    at = _watched_hat(away, ev, scope)
    return ((at >= -1) & (at < 0)).astype(np.int64) - ((at >= 0) & (at < 1)).astype(np.int64)


def _watched_hat(away: Any, ev: Evaluation, scope: Scope) -> Array:
    for kink in (-1, 0, 1):
        ev.watch.compare(away + np.full(1, -kink), scope.mask)
    return ordered(away)


@evaluate.register(Function)
def _(e: Function, ev: Evaluation, scope: Scope) -> Any:
    name = type(e).__name__
    if name not in numbers.ELEMENTARY or len(e.args) != 1:
        raise EvaluationError(f"no meaning is known for the function {name}: {e}")
    x = ev.real(evaluate(e.args[0], ev, scope))
    if name in ("Abs", "sign"):
        ev.watch.compare(x, scope.mask)
    return numbers.apply(name, x)


__all__ = ["evaluate"]
