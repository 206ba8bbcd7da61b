"""The polynomials that elementary functions are computed with: what each approximates, where, how closely.

Argument reduction leaves a short interval; there the function is written with its leading terms exact, and
only the rest is a polynomial, so that rounding the coefficients costs next to nothing:

``exp``    ``e^r = 1 + r + r² p(r)``                     after ``x = k log 2 + r``
``log``    ``log m = 2s + s z p(z)``, ``z = s²``         for ``s = (m-1)/(m+1)``, after ``x = 2^k m``
``power``  the same with more terms: the logarithm of a power is needed in two parts
``erf``    ``erf x = x + x p(z)``, ``z = x²``            near 0; elsewhere ``1 - erfc x``
``erfcx``  ``e^x² erfc x = p(t)/(x + 1)``, ``t = (x-1)/(x+1)``
``normal`` ``Φ(−a) e^(a²/2) = u + u p(u − u₀)``, ``u = q/(a + c)``: the normal law, by Mills' ratio
``sin``    ``sin r = r + r z p(z)``, ``z = r²``          after ``x = k π/2 + r``
``cos``    ``cos r = 1 - z/2 + z² p(z)``, ``z = r²``
``half_turn``  ``sin πf = πf + πf w p(w)``, ``w = f²``   after ``x = (k + f) π``, for float32 in double

tanh is a quotient of ``e^-2x - 1``, a power the exponential of a logarithm.  Degrees are chosen for errors
below a sixteenth of a unit in the last place.  Sources: W. J. Cody, W. Waite, Software Manual for the
Elementary Functions (1980), for the reductions; M. M. Shepherd, J. G. Laframboise, Math. Comp. 36 (1981),
for the map of the half line to an interval.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from mpmath import mp, mpf

from derive.approximation.half_line import HalfLine
from derive.approximation.remez import DIGITS, minimax
from derive.approximation.series import (
    Series,
    area_tangent,
    cosine,
    error_function,
    exponential,
    half_turn,
    sine,
)

F = Fraction
ONE, NOTHING = F(1), F(0)


@dataclass(frozen=True)
class Mills:
    """``Φ(−a) e^(a²/2) = u (1 + p(u − centre))``, ``u = quotient/(a + shift)``, up to ``farthest``."""

    quotient: Fraction
    shift: Fraction
    centre: Fraction
    farthest: Fraction

    def place(self, a: Fraction) -> Fraction:
        return self.quotient / (a + self.shift) - self.centre


MILLS = Mills(F(19, 32), F(3, 2), F(7, 32), F(115, 8))
FARTHEST = {"float32": F(101, 10), "float64": F(28)}
"""From here on ``erfc`` is 0."""


def _single(x: Any) -> float:
    return float(struct.unpack("<f", struct.pack("<f", float(x)))[0])


SHORT = "float32 in float64"
"""The precision of a float32 that is computed in float64 and rounded once."""
ROUND: dict[str, Callable[[Any], float]] = {"float32": _single, "float64": float, SHORT: float}
"""The nearest number of a precision, by its name."""


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
    high: dict[str, Fraction]
    degrees: dict[str, int]
    factor: tuple[Fraction, ...] = (ONE,)
    least: Fraction = ONE
    soft: Fraction = NOTHING
    in_two: bool = False
    """Whether the first coefficient is kept in two numbers: what rounding leaves of it is added."""

    def weight(self, x: Any) -> Any:
        made = mpf(0)
        for c in reversed(self.factor):
            made = made * x + mp.mpf(c.numerator) / c.denominator
        return abs(made) + mp.mpf(self.soft.numerator) / self.soft.denominator

    def exact(self, precision: str) -> tuple[Any, ...]:
        """The minimax coefficients for ``"float32"`` or ``"float64"``, in many digits."""
        return _exact(self.name, precision)

    def coefficients(self, precision: str) -> tuple[float, ...]:
        """The minimax coefficients as numbers of the precision."""
        return tuple(map(ROUND[precision], self.exact(precision)))

    def rest(self, precision: str) -> float:
        """What rounding the first coefficient leaves."""
        first, *_ = self.exact(precision)
        with mp.workdps(DIGITS):
            return ROUND[precision](first - ROUND[precision](first))

    def error(self, precision: str) -> Fraction | None:
        """A proved bound of the relative error of the rounded polynomial; None where none is proved."""
        if not isinstance(self.target, Series | HalfLine):
            return None
        exact = [F(c) for c in self.coefficients(precision)]
        if self.in_two:
            exact[0] += F(self.rest(precision))
        return self.target.distance(exact, self.factor, self.low, self.high[precision]) / self.least


def _mapped(x: Fraction) -> Fraction:
    return (x - 1) / (x + 1)


def _mills(u: Any) -> Any:
    """``Φ(−a) e^(a²/2)`` at ``u = q/(a + c)``."""
    a = _real(MILLS.quotient) / u - _real(MILLS.shift)
    return mp.ncdf(-a) * mp.exp(a * a / 2)


def _over_mills(v: Any) -> Any:
    u = v + _real(MILLS.centre)
    return _mills(u) / u - 1


def _slope_of_mills(v: Any) -> Any:
    """What an error of ``q`` in ``u (a + c) = q`` changes, over ``u``."""
    u = v + _real(MILLS.centre)
    a = _real(MILLS.quotient) / u - _real(MILLS.shift)
    return (1 / mp.sqrt(2 * mp.pi) - a * _mills(u)) / u**2


def _both(x: Fraction) -> dict[str, Fraction]:
    return dict.fromkeys(ROUND, x)


def _degrees(*given: int) -> dict[str, int]:
    """In float32, in float64, and for a float32 in float64."""
    return dict(zip(ROUND, given, strict=False))


LOG_TWO_HALF = F(355, 1024)
"""A little more than log(2)/2."""
ROOT = F(121, 4096)
"""A little more than ((√2 - 1)/(√2 + 1))²."""
OCTANT = F(633, 1024)
"""A little more than (π/4)²."""
HALF_SQUARE = F(265, 1024)
"""A little more than the square of a half."""

APPROXIMANTS: dict[str, Approximant] = {
    k.name: k
    for k in (
        Approximant(
            "exp",
            Series(exponential, -LOG_TWO_HALF, LOG_TWO_HALF, F(50), F(1, 8)),
            -LOG_TWO_HALF,
            _both(LOG_TWO_HALF),
            _degrees(5, 10, 5),
            (F(0), F(1)),
            F(7, 10),
            F(1, 100),
        ),
        Approximant(
            "log",
            Series(area_tangent, F(0), ROOT),
            F(0),
            _both(ROOT),
            _degrees(2, 6, 3),
            (F(0), F(1)),
            F(2),
            F(1, 10**4),
        ),
        Approximant(
            "power",
            Series(area_tangent, F(0), ROOT),
            F(0),
            _both(ROOT),
            _degrees(3, 8),
            (F(0), F(1)),
            F(2),
            F(1, 10**4),
            in_two=True,
        ),
        Approximant(
            "erf",
            Series(error_function, F(0), F(1, 4), F(2 * 10**7), F(1, 16)),
            F(0),
            _both(F(1, 4)),
            _degrees(4, 9),
            (F(1),),
            F(1),
        ),
        Approximant(
            "erfcx",
            HalfLine(_mapped(max(FARTHEST.values()))),
            _mapped(F(0)),
            {k: _mapped(v) for k, v in FARTHEST.items()},
            _degrees(13, 33),
            least=F(56, 100),
            in_two=True,
        ),
        Approximant(
            "normal", _over_mills, MILLS.place(MILLS.farthest), _both(MILLS.place(F(0))), _degrees(12)
        ),
        Approximant(
            "normal_slope",
            _slope_of_mills,
            MILLS.place(MILLS.farthest),
            _both(MILLS.place(F(0))),
            _degrees(1),
        ),
        Approximant(
            "sin",
            Series(sine, F(0), OCTANT),
            F(0),
            _both(OCTANT),
            _degrees(3, 6),
            (F(0), F(1)),
            F(9, 10),
            F(1, 1000),
        ),
        Approximant(
            "cos",
            Series(cosine, F(0), OCTANT),
            F(0),
            _both(OCTANT),
            _degrees(3, 5),
            (F(0), F(0), F(1)),
            F(7, 10),
            F(1, 1000),
        ),
        Approximant(
            "half_turn",
            Series(half_turn, F(0), HALF_SQUARE, F(2)),
            F(0),
            _both(HALF_SQUARE),
            {SHORT: 4},
            (F(0), F(1)),
            F(63, 100),
            F(1, 1000),
        ),
    )
}


@cache
def _exact(name: str, precision: str) -> tuple[Any, ...]:
    one = APPROXIMANTS[name]
    with mp.workdps(DIGITS):
        low, high = _real(one.low), _real(one.high[precision])
    return minimax(one.target, one.weight, low, high, one.degrees[precision]).coefficients


def _real(x: Fraction) -> Any:
    return mp.mpf(x.numerator) / x.denominator


__all__ = ["APPROXIMANTS", "FARTHEST", "MILLS", "ROUND", "SHORT", "Approximant"]
