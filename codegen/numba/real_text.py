"""Reals as Numba source, in the scalar type of the arrays: one rule for each kind of expression.

In a float32 kernel nothing may become float64: each constant and each integer that enters real
arithmetic goes through ``T``, the scalar type of the arrays.
"""

from __future__ import annotations

from functools import reduce, singledispatch
from typing import Any

from sympy import Add, Expr, Float, Integer, Max, Min, Mul, Piecewise, Pow, Rational, Symbol, exp, sign
from sympy.core.function import Function
from sympy.core.numbers import Infinity, NegativeInfinity

from codegen.numba.precedence import (
    ATOM,
    COMPARE,
    CONDITION,
    ELEMENTARY,
    POWER,
    PRODUCT,
    SUM,
    UNARY,
    closed,
    in_order,
)
from codegen.numba.printer import Printed, Printer, Unprintable, added
from codegen.numba.rounding import quotient, shifted, stroke
from codegen.program.grouping import Grouped
from codegen.program.unordered import decides
from codegen.program.whole_numbers import falling, is_integer
from derive.expr import Acc, Hat, HatSlope, Iverson, Where

FUNCTIONS = {
    **{name: name for name in ELEMENTARY},
    "tan": "np.tan",
    "sinh": "np.sinh", "cosh": "np.cosh", "asin": "np.arcsin", "acos": "np.arccos", "atan": "np.arctan",
    "gamma": "math.gamma", "loggamma": "math.lgamma",
    "Abs": "abs", "asinh": "np.arcsinh", "acosh": "np.arccosh", "atanh": "np.arctanh",
}  # fmt: skip
"""The functions of a formula by the names that the emitted code calls them."""


def real_text(e: Any, show: Printer) -> Printed:
    """``e`` in the type of the arrays, and how tightly it binds; integers are converted once, as a whole."""
    if e.is_number:
        return _number(e, show)
    if is_integer(e) and not isinstance(e, Iverson):
        return f"T({show.integer(e)})", ATOM
    return _real(e, show)


# -- numbers


@singledispatch
def _number(e: Expr, show: Printer) -> Printed:
    return f"T({float(e.evalf(20))!r})", ATOM


@_number.register
def _(e: Infinity, show: Printer) -> Printed:
    return f"T({show.call('np.inf')})", ATOM


@_number.register
def _(e: NegativeInfinity, show: Printer) -> Printed:
    return f"-T({show.call('np.inf')})", UNARY


@_number.register
def _(e: Integer, show: Printer) -> Printed:
    return f"T({e})", ATOM


@_number.register
def _(e: Rational, show: Printer) -> Printed:
    return f"T({e.p}) / T({e.q})", PRODUCT


@_number.register
def _(e: Float, show: Printer) -> Printed:
    return f"T({float(e)!r})", ATOM


# -- what has a name in it


@singledispatch
def _real(e: Any, show: Printer) -> Printed:
    raise Unprintable(f"no rule to print {type(e).__name__}: {e}")


@_real.register
def _(e: Symbol, show: Printer) -> Printed:
    return show.name(e), ATOM


@_real.register
def _(e: Acc, show: Printer) -> Printed:
    return show.access(e), ATOM


@_real.register
def _(e: Grouped, show: Printer) -> Printed:
    return f"({show.real(e.args[0])})", ATOM


@_real.register
def _(e: Iverson, show: Printer) -> Printed:
    return f"T(1) if {show.conditions(e.args)} else T(0)", CONDITION


@_real.register
def _(e: Where, show: Printer) -> Printed:
    """A select where a branch would decide by data about nothing that is read."""
    if e.args[1].has(Acc) or e.args[2].has(Acc) or not all(map(decides, e.conds)):
        return show.choice(e, show.real)
    then, otherwise = (show.real(arm) for arm in e.args[1:])
    return f"{show.call('select')}({show.conditions(e.conds)}, {then}, {otherwise})", ATOM


@_real.register
def _(e: Add, show: Printer) -> Printed:
    """Whole numbers are added as such; a quotient of them is rounded once; v/6 + 1/2 is (v + 3)/6."""
    top, bottom = quotient(e)
    if bottom != 1:
        return f"T({show.integer(top)}) / T({show.integer(bottom)})", PRODUCT
    scale, shift = shifted(e)
    if scale != 1:
        return _scaled(scale, shift, show)
    whole = [t for t in e.args if is_integer(t) and not t.has(Iverson)]
    terms = [t for t in e.args if t not in whole] + ([Add(*whole)] if whole else [])
    return added(terms, show.real)


def _scaled(scale: Rational, e: Expr, show: Printer) -> Printed:
    number = "" if abs(scale.p) == 1 else f"T({abs(scale.p)}) * "
    text = f"{number}{show.real(e, UNARY)} / T({scale.q})"
    return (f"-{text}", UNARY) if scale < 0 else (text, PRODUCT)


@_real.register
def _(e: Mul, show: Printer) -> Printed:
    """0 outside the brackets that are factors: what would be computed there may be infinite."""
    brackets = [f for f in e.args if isinstance(f, Iverson)]
    if brackets:
        rest = Mul(*(f for f in e.args if f not in brackets))
        conds = show.conditions([c for b in brackets for c in b.args])
        return f"{show.real(rest, COMPARE)} if {conds} else T(0)", CONDITION
    if e.could_extract_minus_sign():
        return f"-{show.real(-e, PRODUCT)}", UNARY
    return _fraction(*stroke(e), show), PRODUCT


def _fraction(above: list[Expr], below: list[Expr], show: Printer) -> str:
    """By a square one divides twice: that of a small number may be 0, of a large one infinite."""
    top = _factors(above, show) or "T(1)"
    if not below:
        return top
    squared = [f.base for f in below if isinstance(f, Pow) and f.exp == 2 and not is_integer(f.base)]
    once = [f.base if isinstance(f, Pow) and f.base in squared and f.exp == 2 else f for f in below]
    return " / ".join([top, _divisor(once, show), *(_divisor([base], show) for base in squared)])


def _divisor(factors: list[Expr], show: Printer) -> str:
    text = _factors(factors, show)
    single = len(factors) == 1 or all(map(is_integer, factors))
    return text if single and closed(text) else f"({text})"


def _factors(factors: list[Expr], show: Printer) -> str:
    """Integer factors are multiplied as integers, then converted once."""
    whole = [f for f in factors if is_integer(f) and not isinstance(f, Iverson)]
    others = [f for f in factors if f not in whole]
    parts = [f"T({show.integer(Mul(*whole))})"] if whole else []
    return " * ".join([*parts, *(show.real(f, UNARY) for f in in_order(others))])


@_real.register
def _(e: Pow, show: Printer) -> Printed:
    base, exponent = e.base, e.exp
    if exponent.is_Rational and exponent < 0:
        return f"T(1) / {show.real(Pow(base, -exponent), UNARY)}", PRODUCT
    if exponent.is_Integer:
        return _whole_power(base, exponent, show)
    if exponent.is_Rational and exponent.q == 2 and exponent.p <= 5:
        return _half_power(base, exponent, show)
    return f"{show.call('power')}({show.real(base)}, {show.real(exponent)})", ATOM


def _whole_power(base: Expr, exponent: Integer, show: Printer) -> Printed:
    if exponent > 4:
        return f"{show.real(base, ATOM)} ** {exponent}", POWER
    return " * ".join([show.real(base, UNARY)] * int(exponent)), PRODUCT


def _half_power(base: Expr, exponent: Rational, show: Printer) -> Printed:
    root = f"{show.call('np.sqrt')}({show.real(base)})"
    if exponent.p == 1:
        return root, ATOM
    whole = show.real(Pow(base, Integer((exponent.p - 1) // 2)), UNARY)
    return f"{whole} * {root}", PRODUCT


@_real.register(Max)
@_real.register(Min)
def _(e: Expr, show: Printer) -> Printed:
    word = type(e).__name__.lower()
    return reduce(lambda a, b: f"{word}({a}, {b})", map(show.real, in_order(e.args))), ATOM


@_real.register
def _(e: Hat, show: Printer) -> Printed:
    """``max`` keeps its first argument where nothing is larger: a NaN stays."""
    q, p = (show.real(a, PRODUCT) for a in e.args)
    return f"max(T(1) - abs({p} - {q}), T(0))", ATOM


@_real.register
def _(e: HatSlope, show: Printer) -> Printed:
    """The position is compared with whole numbers: near one, a difference would round to it."""
    below, q, above = (show.real(e.args[0] + k, COMPARE) for k in (-1, 0, 1))
    p = show.real(e.args[1], SUM)
    rising = f"T(1) if {below} <= {p} < {q} else T(0) if {p} == {p} else {p}"
    return f"T(-1) if {q} <= {p} < {above} else {rising}", CONDITION


@_real.register
def _(e: sign, show: Printer) -> Printed:
    return f"{show.call('np.sign')}({show.real(e.args[0])})", ATOM


@_real.register
def _(e: exp, show: Printer) -> Printed:
    name = "exp_falling" if falling(e.args[0]) else "exp"
    return f"{show.call(name)}({show.real(e.args[0])})", ATOM


@_real.register
def _(e: Function, show: Printer) -> Printed:
    name = FUNCTIONS.get(type(e).__name__)
    if name is None:
        raise Unprintable(f"no rule to print {type(e).__name__}: {e}")
    return f"{show.call(name)}({show.real(e.args[0])})", ATOM


@_real.register
def _(e: Piecewise, show: Printer) -> Printed:
    raise Unprintable(f"write the condition with where(): {e}")


__all__ = ["real_text"]
