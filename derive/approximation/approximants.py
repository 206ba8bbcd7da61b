"""The polynomials that elementary functions are computed with: what each approximates, where, how closely.

Argument reduction leaves a short interval; there the function is written with its leading terms exact, and
only the rest is a polynomial, so that rounding the coefficients costs next to nothing:

``exp``    ``e^r = 1 + r + r² p(r)``                     after ``x = k log 2 + r``
``log``    ``log m = 2s + s z p(z)``, ``z = s²``         for ``s = (m-1)/(m+1)``, after ``x = 2^k m``
``tanh``   ``tanh x = x + x z p(z)``, ``z = x²``         near 0; elsewhere ``1 - 2/(e^2x + 1)``
``erf``    ``erf x = x + x p(z)``, ``z = x²``        near 0; elsewhere ``1 - erfc x``
``erfcx``  ``e^x² erfc x = p(t)/x``, ``t = (x-3)/(x+3)``

Degrees are chosen for float32 computed in double precision (errors below 2^-29 of the result: 0.51 ulp
after the one rounding) and for float64 (below 2^-55).  Sources: W. J. Cody, W. Waite, Software Manual for
the Elementary Functions (1980), for the reductions; M. M. Shepherd, J. G. Laframboise, Math. Comp. 36 (1981),
for the map of the half line to an interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from mpmath import mp, mpf

from derive.approximation.remez import DIGITS, minimax
from derive.approximation.series import (
    Series,
    area_tangent,
    error_function,
    exponential,
    hyperbolic_tangent,
)

F = Fraction
ONE, NOTHING = F(1), F(0)
CENTRE = 3
"""``erfcx`` is smooth in ``t = (x - 3)/(x + 3)`` on the whole half line."""
FARTHEST = 28
"""``erfc`` is 0 in float64 from 27.3 on."""


@dataclass(frozen=True)
class Approximant:
    """A polynomial ``p`` in place of ``target`` on ``[low, high]``.

    The result that it enters has the relative error ``|factor(x) (target(x) - p(x))| / least``, where
    ``factor`` is a polynomial and ``least`` a bound from below of the function itself (of what is left of it
    when common factors are taken out).  ``soft`` keeps the weight of the exchange away from 0.
    """

    name: str
    target: Callable[[Any], Any]
    low: Fraction
    high: Fraction
    degrees: dict[str, int]
    factor: tuple[Fraction, ...] = (ONE,)
    least: Fraction = ONE
    soft: Fraction = NOTHING

    def weight(self, x: Any) -> Any:
        made = mpf(0)
        for c in reversed(self.factor):
            made = made * x + mp.mpf(c.numerator) / c.denominator
        return abs(made) + mp.mpf(self.soft.numerator) / self.soft.denominator

    def coefficients(self, precision: str) -> tuple[float, ...]:
        """The minimax coefficients for ``"float32"`` or ``"float64"``, rounded to double precision."""
        return tuple(float(c) for c in _exact(self.name, self.degrees[precision]))

    def rest(self, precision: str) -> float:
        """What rounding the first coefficient leaves."""
        first, *_ = _exact(self.name, self.degrees[precision])
        with mp.workdps(DIGITS):
            return float(first - float(first))

    def error(self, precision: str) -> Fraction | None:
        """A proved bound of the relative error of the rounded polynomial; None where none is proved."""
        if not isinstance(self.target, Series):
            return None
        exact = [F(c) for c in self.coefficients(precision)]
        return self.target.distance(exact, self.factor) / self.least


def _half_line(t: Any) -> Any:
    """``x e^x² erfc x`` at ``x = 3 (1+t)/(1-t)``."""
    x = CENTRE * (1 + t) / (1 - t)
    return x * mp.erfc(x) * mp.exp(x * x)


def _mapped(x: Fraction) -> Fraction:
    return (x - CENTRE) / (x + CENTRE)


LOG_TWO_HALF = F(355, 1024)
"""A little more than log(2)/2."""
ROOT = F(121, 4096)
"""A little more than ((√2 - 1)/(√2 + 1))²."""

APPROXIMANTS: dict[str, Approximant] = {
    k.name: k
    for k in (
        Approximant(
            "exp",
            Series(exponential, -LOG_TWO_HALF, LOG_TWO_HALF, F(50), F(1, 8)),
            -LOG_TWO_HALF,
            LOG_TWO_HALF,
            {"float32": 5, "float64": 10},
            (F(0), F(0), F(1)),
            F(7, 10),
            F(1, 100),
        ),
        Approximant(
            "log",
            Series(area_tangent, F(0), ROOT),
            F(0),
            ROOT,
            {"float32": 3, "float64": 6},
            (F(0), F(1)),
            F(2),
            F(1, 10**4),
        ),
        Approximant(
            "tanh",
            Series(hyperbolic_tangent, F(0), F(310, 1024), F(3), F(406, 1000)),
            F(0),
            F(310, 1024),
            {"float32": 5, "float64": 10},
            (F(0), F(1)),
            F(9, 10),
            F(1, 100),
        ),
        Approximant(
            "erf",
            Series(error_function, F(0), F(1), F(2 * 10**7), F(1, 16)),
            F(0),
            F(1),
            {"float32": 7, "float64": 12},
            (F(1),),
            F(4, 5),
        ),
        Approximant("erfcx", _half_line, _mapped(F(1)), _mapped(F(FARTHEST)), {"float32": 11, "float64": 20}),
    )
}


@cache
def _exact(name: str, degree: int) -> tuple[Any, ...]:
    kernel = APPROXIMANTS[name]
    return minimax(kernel.target, kernel.weight, _real(kernel.low), _real(kernel.high), degree).coefficients


def _real(x: Fraction) -> Any:
    return mp.mpf(x.numerator) / x.denominator


__all__ = ["APPROXIMANTS", "CENTRE", "FARTHEST", "Approximant"]
