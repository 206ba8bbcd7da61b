"""What the error function and its complement are off."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from mpmath import mp

from codegen.elementary.proofs.on_intervals import REDUCED, EmittedText, F, both_sides, pieces, units
from derive.approximation import FARTHEST
from derive.approximation.error_analysis import fma

NEAR = F(1, 2)
"""From here on ``erf`` is computed as ``1 - erfc``."""
STEP, POWERS = F(51, 50), 32
"""By which factor ``x + 1`` grows over a piece, and how many pieces what is left of a square has."""


def error_function_left(text: EmittedText) -> Iterator[Fraction]:
    """``erfc``; on the left of 0 it is ``2 - y`` for ``y <= 1``: its unit is at most half of the result's."""
    most = max(_right(text))
    yield from (most, F(1, 2) + most / 2)


def error_function(text: EmittedText) -> Iterator[Fraction]:
    """``x + x p(x²)`` near 0; else ``1 - y`` for ``y < ½``, whose unit is at most half of the result's."""
    for a, b in both_sides(text, NEAR):
        x = text.of.between(a, b)
        value = fma(x, text.erf_polynomial(x * x), x)
        yield units(text, value, text.error("erf") * x.largest)
    yield F(1, 2) + max(_right(text)) / 2


def _right(text: EmittedText) -> Iterator[Fraction]:
    """``e^(-x²)`` in two parts, times a polynomial over ``x + 1``, for each x from 0 on."""
    low, lost = _reduced(text)
    rest = text.of.between(-low, low)
    share = text.error("erfcx") + text.error("exp") + lost
    powers = [
        text.exp_core(text.of.between(a, b), fma(rest, text.of.between(a, b), rest))
        for a, b in pieces(-REDUCED, REDUCED, POWERS)
    ]
    for a, b in _places(FARTHEST[text.kind.name]):
        parts = text.erfcx_parts(text.of.between(a, b))
        for power in powers:
            value = text.erfc_core(*power, *parts)
            yield units(text, value, share * value.largest)


def _places(end: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    ends = [F(0)]
    while ends[-1] < end:
        ends.append(min(end, F(round(((ends[-1] + 1) * STEP - 1) * 1024), 1024)))
    yield from pairwise(ends)


def _reduced(text: EmittedText) -> tuple[Fraction, Fraction]:
    """How large the second part of ``-x²`` less its multiple of log 2 is, and what is missing in it.

    The square loses half a unit, which is added; the reduction has its own rounding.  Missing are the
    roundings of this second part, what two numbers miss of log 2, and the square of the second part.
    """
    half, bits = text.of.half_unit, text.kind.bits
    square = FARTHEST[text.kind.name] ** 2
    low = half(REDUCED) + half(square)
    with mp.workprec(400):
        log_2 = F(int(mp.floor(mp.ldexp(mp.log(2), 300))), 2**300)
    parts = text.names[f"LOG_2_HIGH_{bits}"].low + text.names[f"LOG_2_LOW_{bits}"].low
    return low, 3 * half(low) + square * 3 / 2 * abs(log_2 - parts) + low**2


__all__ = ["error_function", "error_function_left"]
