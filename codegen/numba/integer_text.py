"""Integers (indices, extents, counts) as Numba source: one rule for each kind of expression."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Pow, Rational, Symbol, ceiling, floor
from sympy.core.function import Function

from codegen.numba.precedence import ATOM, CONDITION, POWER, PRODUCT, SUM, UNARY, in_order, negated
from codegen.numba.printer import Printed, Printer, Unprintable, added
from derive.expr import Acc, FloorDiv, Iverson, Modulo, Where, extreme


@singledispatch
def integer_text(e: Any, show: Printer) -> Printed:
    """``e`` in integers, and how tightly it binds."""
    raise Unprintable(f"no rule to print {type(e).__name__} as an integer: {e}")


@integer_text.register
def _(e: Integer, show: Printer) -> Printed:
    return str(e), ATOM if e >= 0 else UNARY


@integer_text.register
def _(e: Symbol, show: Printer) -> Printed:
    return show.name(e), ATOM


@integer_text.register
def _(e: Acc, show: Printer) -> Printed:
    return show.access(e), ATOM


@integer_text.register
def _(e: Add, show: Printer) -> Printed:
    return added(e.args, show.integer)


@integer_text.register(Mul)
@integer_text.register(Rational)
def _(e: Expr, show: Printer) -> Printed:
    top, bottom = e.as_numer_denom()
    if bottom != 1:
        return f"{show.integer(top, PRODUCT)} // {show.integer(bottom, UNARY)}", PRODUCT
    if e.could_extract_minus_sign():
        return f"-{show.integer(-e, negated(-e))}", UNARY
    return " * ".join(_factor(f, show) for f in in_order(Mul.make_args(e))), PRODUCT


def _factor(e: Expr, show: Printer) -> str:
    """``a * (b // c)`` needs its brackets: without them ``a * b`` would be divided."""
    return show.integer(e, UNARY if isinstance(e, FloorDiv | Modulo) else PRODUCT)


@integer_text.register
def _(e: Pow, show: Printer) -> Printed:
    if e.base == -1 and e.exp.is_integer:
        return f"1 - 2 * ({show.integer(e.exp, PRODUCT)} % 2)", SUM
    if not (e.exp.is_Integer and e.exp > 1):
        raise Unprintable(f"no rule to print this power as an integer: {e}")
    return f"{show.integer(e.base, ATOM)}**{e.exp}", POWER


@integer_text.register
def _(e: FloorDiv, show: Printer) -> Printed:
    return f"{show.integer(e.args[0], PRODUCT)} // {show.integer(e.args[1], UNARY)}", PRODUCT


@integer_text.register
def _(e: Modulo, show: Printer) -> Printed:
    return f"{show.integer(e.args[0], PRODUCT)} % {show.integer(e.args[1], UNARY)}", PRODUCT


@integer_text.register
def _(e: floor, show: Printer) -> Printed:
    return f"{show.call('cell')}({show.real(e.args[0])})", ATOM


@integer_text.register
def _(e: ceiling, show: Printer) -> Printed:
    return f"-{show.call('cell')}({show.real(-e.args[0])})", UNARY


@integer_text.register(Max)
@integer_text.register(Min)
def _(e: Expr, show: Printer) -> Printed:
    inner = ", ".join(show.integer(a) for a in in_order(e.args))
    return f"{type(e).__name__.lower()}({inner})", ATOM


@integer_text.register
def _(e: Abs, show: Printer) -> Printed:
    return f"abs({show.integer(e.args[0])})", ATOM


@integer_text.register
def _(e: Iverson, show: Printer) -> Printed:
    return f"1 if {show.conditions(e.args)} else 0", CONDITION


@integer_text.register
def _(e: Where, show: Printer) -> Printed:
    """A condition that chooses the larger or the smaller value is ``max`` or ``min``."""
    if found := extreme(e):
        return f"{found}({', '.join(show.integer(a) for a in in_order(e.args[1:]))})", ATOM
    return show.choice(e, show.integer)


@integer_text.register
def _(e: Function, show: Printer) -> Printed:
    inner = ", ".join(show.integer(a) for a in e.args)
    return f"{show.call(type(e).__name__.lower())}({inner})", ATOM


__all__ = ["integer_text"]
