"""Proved errors of the elementary functions: in goes a name and a precision, out comes a bound.

``on_intervals``   the emitted text itself, run on intervals with their roundings
``exponentials``, ``logarithms``, ``error_functions``, ``sines``  what is run of each, on which pieces

What is run is the straight part of a function, on every piece of its reduced argument; what reduction loses
is added by hand of the formulas beside it.  Bounds are in units in the last place, half a unit for the last
rounding included; results are taken to be normal numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache

from codegen.elementary.proofs.error_functions import error_function, error_function_left
from codegen.elementary.proofs.exponentials import exponential, hyperbolic_tangent, less_one
from codegen.elementary.proofs.logarithms import logarithm, logarithm_of_more
from codegen.elementary.proofs.on_intervals import EmittedText, units
from codegen.elementary.proofs.sines import cosine_and_sine, of_half_turns
from codegen.elementary.source import DOUBLE, FORMATS, SINGLE, WIDE

STRAIGHT: dict[str, Callable[[EmittedText], Iterator[Fraction]]] = {
    "exp": exponential,
    "expm1": less_one,
    "log": logarithm,
    "log1p": logarithm_of_more,
    "tanh": hyperbolic_tangent,
    "erf": error_function,
    "erfc": error_function_left,
    "sin": cosine_and_sine,
    "cos": cosine_and_sine,
}


@cache
def proved(function: str, precision: str) -> Fraction | None:
    """A bound of the error in units in the last place; None where none is proved."""
    if function not in STRAIGHT:
        return None
    kind = next(one for one in FORMATS if one.name == precision)
    if function in WIDE and kind is SINGLE:
        return Fraction(1, 2) + _wide() / 2 ** (DOUBLE.digits - SINGLE.digits - 1)
    return max(STRAIGHT[function](EmittedText(kind)))


@cache
def _wide() -> Fraction:
    """Of sine and cosine of a float32 in double precision, in its units."""
    return max(of_half_turns(EmittedText(DOUBLE)))


__all__ = ["STRAIGHT", "proved", "units"]
