"""Integer arithmetic inside indices, and the interpolation kernel at fractional positions."""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Integer, Mul, S, floor, sympify
from sympy.core.function import Function

from derive.expr.conditions import multiple_of
from derive.expr.expansion import expand
from derive.expr.substitution import found_in


class FloorDiv(Function):
    """``floor(n / d)`` for integers, ``d > 0``.  Exact wherever a guard ``d | n`` stands beside it."""

    is_letter = "arguments"
    is_integer = True
    is_commutative = True

    @classmethod
    def eval(cls, n: Expr, d: Expr) -> Expr | None:
        if d == 1 or n == 0:
            return n
        if n.is_Integer and d.is_Integer and d != 0:
            return Integer(int(n) // int(d))
        n = expand(n)
        out = [t for t in (n.args if n.is_Add else (n,)) if t != 0 and multiple_of(t, d)]
        if not out:
            return None
        rest = n - sum(out)
        return sum((t / d for t in out), S.Zero) + (FloorDiv(rest, d) if rest != 0 else 0)

    def _sympystr(self, printer: Any) -> str:
        top, bottom = map(printer._print, self.args)
        return f"(({top}) // {f'({bottom})' if isinstance(self.args[1], Add | Mul) else bottom})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, d = map(printer._print, self.args)
        return rf"\left\lfloor \frac{{{n}}}{{{d}}} \right\rfloor" + (f"^{{{exp}}}" if exp else "")


def quotient(at: Expr) -> tuple[Expr, Expr]:
    """``n`` and ``d`` of a position ``⌊n/d⌋``; whole numbers that have left the division come back."""
    quotients = found_in(at, FloorDiv)
    if len(quotients) != 1 or at.coeff(quotient := quotients[0]) != 1:
        return at, S.One
    n, d = quotient.args
    return expand(n + d * (at - quotient)), d


def nested_quotients(e: Expr) -> Expr:
    """``⌊n/(a b)⌋`` as ``⌊⌊n/a⌋/b⌋`` where ``⌊n/a⌋`` stands beside it: the digits of one number."""
    quotients = e.atoms(FloorDiv)
    if len(quotients) < 2:
        return e
    order = sorted(quotients, key=lambda q: (len(Mul.make_args(q.args[1])), str(q)))
    made: dict[Expr, Expr] = {}
    for k, one in enumerate(order):
        n, d = one.args
        inner = next((q for q in reversed(order[:k]) if q.args[0] == n and multiple_of(d, q.args[1])), None)
        if inner is not None:
            made[one] = FloorDiv(inner, d / inner.args[1])
    return e.xreplace(made)


class Modulo(Function):
    """``n - d floor(n / d)``: the remainder in ``0 .. d-1``, for integers and ``d > 0``."""

    is_letter = "arguments"
    is_integer = True
    is_nonnegative = True
    is_commutative = True

    @classmethod
    def eval(cls, n: Expr, d: Expr) -> Expr | None:
        if d == 1 or n == 0:
            return S.Zero
        if n.is_Integer and d.is_Integer and d != 0:
            return Integer(int(n) % int(d))
        n = expand(n)
        terms = n.args if n.is_Add else (n,)
        kept = [t for t in terms if not multiple_of(t, d)]
        return Modulo(sum(kept, S.Zero), d) if len(kept) < len(terms) else None

    def _sympystr(self, printer: Any) -> str:
        return f"(({printer._print(self.args[0])}) % {printer._print(self.args[1])})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, d = map(printer._print, self.args)
        return rf"\left({n} \bmod {d}\right)" + (f"^{{{exp}}}" if exp else "")


class Residue(Function):
    """``Residue(d, r, m)``: the least ``u >= 0`` with ``d u = r (mod m)``; it must exist (gcd(d, m) | r)."""

    is_letter = "arguments"
    is_integer = True
    is_nonnegative = True
    is_commutative = True

    @classmethod
    def eval(cls, d: Expr, r: Expr, m: Expr) -> Expr | None:
        if m == 1:
            return S.Zero
        if d == 1:
            return Modulo(r, m)
        if d.is_Integer and r.is_Integer and m.is_Integer:
            for u in range(int(m)):
                if (int(d) * u - int(r)) % int(m) == 0:
                    return Integer(u)
            return S.NegativeOne
        return None


class Gcd(Function):
    """The greatest common divisor of two positive integers."""

    is_letter = "arguments"
    is_integer = True
    is_positive = True
    is_commutative = True

    @classmethod
    def eval(cls, a: Expr, b: Expr) -> Expr | None:
        if S.One in (a, b):
            return S.One
        if a == b:
            return a
        if a.is_Integer and b.is_Integer:
            return a.gcd(b)
        return None


class Hat(Function):
    """``Hat(q, p) = max(0, 1 - |p - q|)``, the linear-interpolation kernel at integer ``q``.

    Of the integers only the cell ⌊p⌋ and ⌊p⌋ + 1 count: like a false bracket, ``q`` elsewhere drops its term,
    whatever stands beside it.  The cell of a NaN is 0: weight and slope are NaN at ``q`` = 0 and 1, and
    terms of other ``q`` are dropped.  Infinite positions lie far outside every array.
    """

    is_real = True
    is_nonnegative = True
    is_commutative = True

    def fdiff(self, argindex: int = 1) -> Expr:
        slope: Expr = HatSlope(*self.args)
        return slope if argindex == 2 else -slope


class HatSlope(Function):
    """d Hat/dp: -1 on ``0 <= p-q < 1``, +1 on ``-1 <= p-q < 0``, else 0 (at the kinks: from the right).

    It counts, and is NaN, where ``Hat(q, p)`` does.
    """

    is_real = True
    is_commutative = True

    def fdiff(self, argindex: int = 1) -> Expr:
        return S.Zero


def cell(p: Any) -> Expr:
    """``floor(p)``: the integer position just below a fractional one."""
    return floor(sympify(p))
