"""Elementary functions as polynomials: in goes a function on an interval, out come coefficients and a bound.

``remez``    the polynomial of least largest error, in multi-precision arithmetic
``series``   power series with rational coefficients, and exact bounds of their distance from a polynomial
``error_analysis``  what rounding does to an evaluation, bounded in exact arithmetic
``approximants``  what each elementary function is reduced to, its degrees and its errors
"""

from derive.approximation.approximants import APPROXIMANTS, FARTHEST, MILLS, SHORT, Approximant
from derive.approximation.remez import Minimax, NotLevelledError, minimax
from derive.approximation.series import Series

__all__ = [
    "APPROXIMANTS",
    "FARTHEST",
    "MILLS",
    "SHORT",
    "Approximant",
    "Minimax",
    "NotLevelledError",
    "Series",
    "minimax",
]
