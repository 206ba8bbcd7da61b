"""Expressions as closures over exact values: one rule per kind of expression.

Values are integers, fractions and ``Symbolic``; ``-oo`` and ``oo`` are the floats that order beside them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import singledispatch
from typing import Any

from sympy import Add, Integer, Mul, Pow, Rational, Symbol, ceiling, floor
from sympy.core.function import Function
from sympy.core.numbers import Float, Infinity, NegativeInfinity, NumberSymbol

from derive.exact.arithmetic import (
    REDUCTIONS,
    Arrays,
    Closure,
    InexactError,
    Span,
    Values,
    opaque,
    ordered,
    plus,
    radix,
    times,
)  # fmt: skip
from derive.exact.polynomial import Symbolic
from derive.expr import (
    Acc,
    Binder,
    Cond,
    FloorDiv,
    Gcd,
    Hat,
    HatSlope,
    Iverson,
    Modulo,
    Reduce,
    Residue,
    StopGradient,
    Where,
)  # fmt: skip


def bounds_of(binders: Sequence[Binder], arrays: Arrays) -> list[Span]:
    """The ranges of nested indices, ready to be walked by ``points``."""
    return [(z, compiled(lo, arrays), compiled(hi, arrays)) for z, lo, hi in binders]


def points(bounds: Sequence[Span], scope: Values) -> Iterable[None]:
    """Every point of nested ranges; the indices stand in ``scope`` meanwhile."""

    def walk(level: int) -> Iterable[None]:
        if level == len(bounds):
            yield None
            return
        z, lo, hi = bounds[level]
        for value in range(math.ceil(lo(scope)), math.floor(hi(scope)) + 1):
            scope[z] = value
            yield from walk(level + 1)

    return walk(0)


@singledispatch
def compiled(e: Any, arrays: Arrays) -> Closure:
    """``e`` as a function of the indices in scope."""
    raise InexactError(f"no exact meaning is known for {type(e).__name__}: {e}")


@compiled.register(Integer)
@compiled.register(Rational)
def _(e: Any, arrays: Arrays) -> Closure:
    value = int(e) if e.is_Integer else Fraction(int(e.p), int(e.q))
    return lambda scope: value


@compiled.register
def _(e: Float, arrays: Arrays) -> Closure:
    value = Fraction(str(e))
    return lambda scope: value


@compiled.register
def _(e: NumberSymbol, arrays: Arrays) -> Closure:
    value = Symbolic.letter(e)
    return lambda scope: value


@compiled.register(Infinity)
@compiled.register(NegativeInfinity)
def _(e: Any, arrays: Arrays) -> Closure:
    value = float(e)
    return lambda scope: value


@compiled.register
def _(e: Symbol, arrays: Arrays) -> Closure:
    def read(scope: Values) -> Any:
        if e not in scope:
            raise InexactError(f"nothing gives {e} a value")
        return scope[e]

    return read


compiled.register(StopGradient, lambda e, arrays: compiled(e.args[0], arrays))


@compiled.register
def _(e: Add, arrays: Arrays) -> Closure:
    terms = [compiled(a, arrays) for a in e.args]

    def add(scope: Values) -> Any:
        made: Any = 0
        for term in terms:
            made = plus(made, term(scope))
        return made

    return add


@compiled.register
def _(e: Mul, arrays: Arrays) -> Closure:
    holds = _all([c for f in e.args if isinstance(f, Iverson) for c in f.args], arrays)
    kernels = [compiled(f, arrays) for f in e.args if isinstance(f, Hat)]
    factors = [compiled(f, arrays) for f in e.args if not isinstance(f, Iverson | Hat)]

    def multiply(scope: Values) -> Any:
        if not holds(scope):
            return 0
        made: Any = 1
        for kernel in kernels:
            made = times(made, kernel(scope))
            if made == 0:  # interpolation does not read what it gives no weight
                return 0
        for factor in factors:
            made = times(made, factor(scope))
        return made

    return multiply


@compiled.register
def _(e: Pow, arrays: Arrays) -> Closure:
    base, exponent = compiled(e.base, arrays), compiled(e.exp, arrays)

    def power(scope: Values) -> Any:
        b, n = base(scope), exponent(scope)
        if isinstance(b, Symbolic) and b.constant is not None:
            b = b.constant
        if isinstance(n, int) and n >= 0:
            made: Any = 1
            for _ in range(n):
                made = times(made, b)
            return made
        if isinstance(n, int) and not isinstance(b, Symbolic):
            return Fraction(b) ** n
        return opaque(lambda x, k: x**k, b, n)

    return power


@compiled.register
def _(e: Acc, arrays: Arrays) -> Closure:
    at = [compiled(i, arrays) for i in e.index]
    array, name, note = arrays.values.get(e.tensor.name), e.tensor.name, arrays.note
    if array is None:
        raise InexactError(f"nothing gives {name} a value")

    def read(scope: Values) -> Any:
        index = tuple(int(f(scope)) for f in at)
        if index not in array:
            raise InexactError(f"{e} reads outside its array, at {index}")
        if note is not None:
            note(name, index)
        return array[index]

    return read


@compiled.register
def _(e: Iverson, arrays: Arrays) -> Closure:
    holds = _all(e.args, arrays)
    return lambda scope: int(holds(scope))


@compiled.register
def _(e: Where, arrays: Arrays) -> Closure:
    holds = _all(e.conds, arrays)
    a, b = compiled(e.args[1], arrays), compiled(e.args[2], arrays)
    return lambda scope: a(scope) if holds(scope) else b(scope)


def _all(conds: Sequence[Any], arrays: Arrays) -> Callable[[Values], bool]:
    """Whether all conditions hold; those on data are looked at last."""
    tests = [_condition(c, arrays) for c in sorted(conds, key=lambda c: bool(c.atoms(Acc)))]
    return lambda scope: all(test(scope) for test in tests)


def _condition(cond: Any, arrays: Arrays) -> Callable[[Values], bool]:
    if not isinstance(cond, Cond):
        return lambda scope: bool(cond)
    of = compiled(cond.of, arrays)
    if cond.kind == "divides":
        divisor = compiled(cond.divisor, arrays)
        return lambda scope: of(scope) % divisor(scope) == 0
    compare: Callable[[Any], bool] = {
        "ge": lambda v: v >= 0,
        "gt": lambda v: v > 0,
        "eq": lambda v: v == 0,
        "ne": lambda v: v != 0,
    }[cond.kind]
    return lambda scope: compare(ordered(of(scope)))


@compiled.register
def _(e: Reduce, arrays: Arrays) -> Closure:
    holds, body = _all(e.guards, arrays), compiled(e.body, arrays)
    bounds = bounds_of(e.binders, arrays)

    def elements(scope: Values) -> Iterable[tuple[int, Any]]:
        for _ in points(bounds, scope):
            if holds(scope):
                yield radix(scope, bounds), body(scope)

    def reduce(scope: Values) -> Any:
        inner = dict(scope)
        return REDUCTIONS[e.op](elements(inner))

    return reduce


@compiled.register(FloorDiv)
@compiled.register(Modulo)
@compiled.register(Gcd)
def _(e: Any, arrays: Arrays) -> Closure:
    a, b = (compiled(arg, arrays) for arg in e.args)
    if isinstance(e, Gcd):
        return lambda scope: math.gcd(a(scope), b(scope))
    return (
        (lambda scope: a(scope) // b(scope)) if isinstance(e, FloorDiv) else lambda scope: a(scope) % b(scope)
    )


@compiled.register
def _(e: Residue, arrays: Arrays) -> Closure:
    d, r, m = (compiled(arg, arrays) for arg in e.args)

    def least(scope: Values) -> int:
        step, rest, modulus = d(scope), r(scope), m(scope)
        for u in range(modulus):
            if (step * u - rest) % modulus == 0:
                return u
        raise InexactError(f"{e} does not exist at a point where it is needed")

    return least


@compiled.register
def _(e: Hat, arrays: Arrays) -> Closure:
    q, p = (compiled(arg, arrays) for arg in e.args)

    def weight(scope: Values) -> Any:
        away = ordered(plus(p(scope), -q(scope)))
        return max(0, 1 - abs(away))

    return weight


@compiled.register
def _(e: HatSlope, arrays: Arrays) -> Closure:
    q, p = (compiled(arg, arrays) for arg in e.args)

    def slope(scope: Values) -> Any:
        away = ordered(plus(p(scope), -q(scope)))
        return int(-1 <= away < 0) - int(0 <= away < 1)

    return slope


@compiled.register(floor)
@compiled.register(ceiling)
def _(e: Any, arrays: Arrays) -> Closure:
    value = compiled(e.args[0], arrays)
    whole: Callable[[Any], int] = math.floor if isinstance(e, floor) else math.ceil
    return lambda scope: whole(ordered(value(scope)))


@compiled.register
def _(e: Function, arrays: Arrays) -> Closure:
    values = [compiled(a, arrays) for a in e.args]
    return lambda scope: opaque(e.func, *(v(scope) for v in values))


__all__ = ["bounds_of", "compiled", "points"]
