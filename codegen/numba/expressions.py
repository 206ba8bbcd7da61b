"""SymPy expressions as Numba source, in two contexts: integers (indices) and reals of the arrays' dtype.

In a float32 kernel nothing may become float64: each constant and each integer that enters real
arithmetic goes through ``T``, the scalar type of the arrays.  An index is wrapped in ``U`` (unsigned):
``check`` has proved that it is not negative, so that no wrap-around test is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

from sympy import (
    Abs,
    Add,
    Expr,
    Float,
    Integer,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    Symbol,
    ceiling,
    floor,
    sign,
)
from sympy.core.function import Function

from codegen.numba.functions import FUNCTIONS
from codegen.numba.precedence import (
    ATOM,
    COMPARE,
    CONDITION,
    POWER,
    PRODUCT,
    SUM,
    UNARY,
    closed,
    in_order,
    negated,
    negative,
    sides,
)
from codegen.numba.rounding import halved, quotient, shifted
from codegen.program.grouping import Grouped
from codegen.program.whole_numbers import is_integer
from derive.expr import Acc, Cond, FloorDiv, Hat, HatSlope, Iverson, Modulo, Tensor, Where


class Unprintable(NotImplementedError):
    """An expression for which the emitter has no rule."""


class Scalars:
    """Prints expressions; ``name`` gives the identifier of a symbol, ``array`` that of a tensor."""

    def __init__(self, name: Callable[[Symbol], str], array: Callable[[Tensor], str]) -> None:
        self.name, self.array = name, array
        self.used: set[str] = set()

    def call(self, name: str) -> str:
        """``name``, noted as something that the text takes from outside: ``np.sqrt`` needs ``np``."""
        self.used.add(name.partition(".")[0])
        return name

    # -- integers

    def integer(self, e: Any, outer: int = 0) -> str:
        """``e`` as an integer expression; a division in it is exact by a guard or floors."""
        text, level = self._integer(e)
        return f"({text})" if level < outer else text

    def _integer(self, e: Any) -> tuple[str, int]:
        match e:
            case Integer():
                return str(e), ATOM if e >= 0 else UNARY
            case Symbol():
                return self.name(e), ATOM
            case Acc():
                return self.access(e), ATOM
            case Add():
                return self._sum(e.args, self.integer)
            case Mul() | Rational():
                return self._integer_product(e)
            case Pow() if e.exp.is_Integer and e.exp > 1:
                return f"{self.integer(e.base, ATOM)}**{e.exp}", POWER
            case FloorDiv():
                return f"{self.integer(e.args[0], PRODUCT)} // {self.integer(e.args[1], UNARY)}", PRODUCT
            case Modulo():
                return f"{self.integer(e.args[0], PRODUCT)} % {self.integer(e.args[1], UNARY)}", PRODUCT
            case floor():
                return f"{self.call('cell')}({self.real(e.args[0])})", ATOM
            case ceiling():
                return f"-{self.call('cell')}({self.real(-e.args[0])})", UNARY
            case Max() | Min():
                inner = ", ".join(self.integer(a) for a in in_order(e.args))
                return f"{'max' if isinstance(e, Max) else 'min'}({inner})", ATOM
            case Abs():
                return f"abs({self.integer(e.args[0])})", ATOM
            case Iverson():
                return f"1 if {self.conditions(e.args)} else 0", CONDITION
            case Where():
                return self._choice([(e.conds, e.args[1])], e.args[2], self.integer)
            case Function():
                inner = ", ".join(self.integer(a) for a in e.args)
                return f"{self.call(type(e).__name__.lower())}({inner})", ATOM
        raise Unprintable(f"no rule to print {type(e).__name__} as an integer: {e}")

    def _integer_product(self, e: Expr) -> tuple[str, int]:
        top, bottom = e.as_numer_denom()
        if bottom != 1:
            return f"{self.integer(top, PRODUCT)} // {self.integer(bottom, UNARY)}", PRODUCT
        if e.could_extract_minus_sign():
            return f"-{self.integer(-e, negated(-e))}", UNARY
        parts: list[str] = []
        for f in in_order(Mul.make_args(e)):
            level = UNARY if isinstance(f, FloorDiv | Modulo) else PRODUCT
            parts.append(self.integer(f, level))
        return " * ".join(parts), PRODUCT

    def _sum(self, terms: Iterable[Expr], show: Any) -> tuple[str, int]:
        """Positive terms first: ``a - b``, not ``-b + a``."""
        terms = sorted(in_order(terms), key=negative)
        text = ""
        for t in terms:
            if negative(t):
                text += " - " + show(-t, UNARY) if text else "-" + show(-t, negated(-t))
            else:
                text += (" + " if text else "") + show(t, SUM)
        return text, SUM

    # -- reals

    def real(self, e: Any, outer: int = 0) -> str:
        """``e`` in the scalar type of the arrays."""
        text, level = self._real(e)
        return f"({text})" if level < outer else text

    def _real(self, e: Any) -> tuple[str, int]:
        if e.is_number:
            return self._number(e)
        if isinstance(e, Iverson):
            return f"T(1) if {self.conditions(e.args)} else T(0)", CONDITION
        if is_integer(e):
            return f"T({self.integer(e)})", ATOM
        match e:
            case Symbol():
                return self.name(e), ATOM
            case Acc():
                return self.access(e), ATOM
            case Grouped():
                return f"({self.real(e.args[0])})", ATOM
            case Add():
                return self._real_sum(e)
            case Mul():
                return self._product(e)
            case Pow():
                return self._power(e.base, e.exp)
            case Where():
                return self._choice([(e.conds, e.args[1])], e.args[2], self.real)
            case Max() | Min():
                return self._extreme(e)
            case Hat():
                return self._hat(e)
            case HatSlope():
                return self._slope(e)
            case sign():
                return f"{self.call('np.sign')}({self.real(e.args[0])})", ATOM
            case Function() if type(e).__name__ in FUNCTIONS:
                return f"{self.call(FUNCTIONS[type(e).__name__])}({self.real(e.args[0])})", ATOM
            case Piecewise():
                raise Unprintable(f"write the condition with where(): {e}")
        raise Unprintable(f"no rule to print {type(e).__name__}: {e}")

    def _real_sum(self, e: Add) -> tuple[str, int]:
        """Whole numbers are added as such; a quotient of them is rounded once; v/6 + 1/2 is (v + 3)/6."""
        top, bottom = quotient(e)
        if bottom != 1:
            return f"T({self.integer(top)}) / T({self.integer(bottom)})", PRODUCT
        scale, shift = shifted(e)
        if scale != 1:
            number = "" if abs(scale.p) == 1 else f"T({abs(scale.p)}) * "
            text = f"{number}{self.real(shift, UNARY)} / T({scale.q})"
            return (f"-{text}", UNARY) if scale < 0 else (text, PRODUCT)
        whole = [t for t in e.args if is_integer(t) and not t.has(Iverson)]
        terms = [t for t in e.args if t not in whole] + ([Add(*whole)] if whole else [])
        return self._sum(terms, self.real)

    def _number(self, e: Expr) -> tuple[str, int]:
        if e in (S.Infinity, S.NegativeInfinity):
            text = f"T({self.call('np.inf')})"
            return (text, ATOM) if e == S.Infinity else (f"-{text}", UNARY)
        if e.is_Integer:
            return f"T({e})", ATOM
        if e.is_Rational:
            return f"T({e.p}) / T({e.q})", PRODUCT
        if isinstance(e, Float):
            return f"T({float(e)!r})", ATOM
        return f"T({float(e.evalf(20))!r})", ATOM

    def _product(self, e: Mul) -> tuple[str, int]:
        brackets = [f for f in e.args if isinstance(f, Iverson)]
        if brackets:
            rest = Mul(*(f for f in e.args if not isinstance(f, Iverson)))
            conds = self.conditions([c for b in brackets for c in b.args])
            return f"{self.real(rest, COMPARE)} if {conds} else T(0)", CONDITION
        if e.could_extract_minus_sign():
            return f"-{self.real(-e, PRODUCT)}", UNARY
        above: list[Expr] = []
        below: list[Expr] = []
        for f in e.args:
            inverse = isinstance(f, Pow) and f.exp.is_Rational and f.exp < 0
            (below if inverse else above).append(1 / f if inverse else f)
        for f in [f for f in above if f.is_Rational and not f.is_Integer]:
            above = [a for a in above if a is not f] + ([Integer(f.p)] if f.p != 1 else [])
            above, rest = halved(above, f.q)
            below += [Integer(rest)] if rest != 1 else []
        top = self._factors(above) or "T(1)"
        if not below:
            return top, PRODUCT
        bottom = self._factors(below)
        single = len(below) == 1 or all(map(is_integer, below))
        return f"{top} / {bottom if single and closed(bottom) else f'({bottom})'}", PRODUCT

    def _factors(self, factors: list[Expr]) -> str:
        """Integer factors are multiplied as integers, then converted once."""
        whole = [f for f in factors if is_integer(f) and not isinstance(f, Iverson)]
        others = [f for f in factors if f not in whole]
        parts = [f"T({self.integer(Mul(*whole))})"] if whole else []
        return " * ".join([*parts, *(self.real(f, UNARY) for f in in_order(others))])

    def _power(self, base: Expr, exponent: Expr) -> tuple[str, int]:
        if exponent.is_Rational and exponent < 0:
            return f"T(1) / {self.real(Pow(base, -exponent), UNARY)}", PRODUCT
        if exponent.is_Integer and exponent <= 4:
            one = self.real(base, UNARY)
            return " * ".join([one] * int(exponent)), PRODUCT
        if exponent.is_Integer:
            return f"{self.real(base, ATOM)} ** {exponent}", POWER
        if exponent == S.Half:
            return f"{self.call('np.sqrt')}({self.real(base)})", ATOM
        if exponent.is_Rational and exponent.q == 2 and exponent.p <= 5:
            whole = self.real(Pow(base, Integer((exponent.p - 1) // 2)), UNARY)
            return f"{whole} * {self.call('np.sqrt')}({self.real(base)})", PRODUCT
        return f"{self.real(base, ATOM)} ** {self.real(exponent, ATOM)}", POWER

    def _extreme(self, e: Expr) -> tuple[str, int]:
        word = "max" if isinstance(e, Max) else "min"
        parts = [self.real(a) for a in in_order(e.args)]
        return reduce(lambda a, b: f"{word}({a}, {b})", parts), ATOM

    def _hat(self, e: Hat) -> tuple[str, int]:
        """``max`` keeps its first argument where nothing is larger: a NaN stays."""
        q, p = (self.real(a, PRODUCT) for a in e.args)
        return f"max(T(1) - abs({p} - {q}), T(0))", ATOM

    def _slope(self, e: HatSlope) -> tuple[str, int]:
        """The position is compared with whole numbers: near one, a difference would round to it."""
        below, q, above = (self.real(e.args[0] + k, COMPARE) for k in (-1, 0, 1))
        p = self.real(e.args[1], SUM)
        rising = f"T(1) if {below} <= {p} < {q} else T(0) if {p} == {p} else {p}"
        return f"T(-1) if {q} <= {p} < {above} else {rising}", CONDITION

    # -- both

    def _choice(self, cases: list[Any], otherwise: Expr, show: Any) -> tuple[str, int]:
        text = ""
        for conds, value in cases:
            text += f"{show(value, COMPARE)} if {self.conditions(conds)} else "
        return text + show(otherwise, CONDITION), CONDITION

    def access(self, e: Acc) -> str:
        """``x[U(i), U(j)]``"""
        inner = ", ".join(map(self.index, e.index))
        return f"{self.array(e.tensor)}[{inner or '()'}]"

    def index(self, at: Expr) -> str:
        return str(at) if at.is_Integer else f"{self.call('U')}({self.integer(at)})"

    def conditions(self, conds: Any) -> str:
        return " and ".join(self.condition(c) for c in conds)

    def condition(self, c: Cond) -> str:
        if c.kind == "divides":
            return f"{self.integer(c.of, PRODUCT)} % {self.integer(c.divisor, UNARY)} == 0"
        of = quotient(c.of)[0]
        show = self.integer if is_integer(of) else self.real
        left, right = sides(of)
        return f"{show(left, SUM)} {_SIGN[c.kind]} {show(right, SUM)}"


_SIGN = {"ge": ">=", "gt": ">", "eq": "==", "ne": "!="}


__all__ = ["Scalars", "Unprintable"]
