"""What the exponential, e^x - 1 and the hyperbolic tangent are off."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from codegen.elementary.proofs.on_intervals import PIECES, REDUCED, EmittedText, F, both_sides, pieces, units
from codegen.elementary.source import BinaryFormat
from derive.approximation.error_analysis import Rounded


def exponential(text: EmittedText) -> Iterator[Fraction]:
    """What multiples of log 2 leave stands in two numbers: of the second its rounding is lost."""
    exponents = text.kind.bias + text.kind.digits + 2
    most = exponents * abs(text.names[f"LOG_2_LOW_{text.kind.bits}"].low)
    rest, lost = text.of.between(-most, most), 2 * text.of.half_unit(most)
    for a, b in pieces(-REDUCED, REDUCED):
        value = text.exp_near(text.of.between(a - most, b + most), rest)
        yield units(text, value, value.largest * (text.error("exp") + lost))


def _expm1_parts(text: EmittedText, powers: range) -> Iterator[tuple[int, Rounded, Rounded, Fraction]]:
    for n in powers:
        one = F(2) ** -n
        c, lost = _parted(text.kind, 1 - one)
        many = PIECES if abs(n) < 4 else 8
        for a, b in pieces(-REDUCED, REDUCED, many) if n else both_sides(text, REDUCED):
            r = text.of.between(a, b)
            low = text.low(r) if n else text.of.number(0)
            h, rest = text.expm1_core(r, low, text.of.number(c), text.of.number(lost))
            size = max(abs(a), abs(b))
            yield n, h, rest, text.error("exp") * F(7, 10) * size + low.high * size**2


def _parted(kind: BinaryFormat, x: Fraction) -> tuple[Fraction, Fraction]:
    high = F(kind.rounded(float(x)))
    return high, x - high


def less_one(text: EmittedText) -> Iterator[Fraction]:
    top = text.kind.digits + 4
    for _, h, rest, off in _expm1_parts(text, range(-top, top)):
        yield units(text, h + rest, off)


def hyperbolic_tangent(text: EmittedText) -> Iterator[Fraction]:
    for n, h, rest, off in _expm1_parts(text, range(-text.kind.digits - 4, 1)):
        power = text.of.number(F(2) ** n)
        if n == 0 and h.low > 0:
            continue
        whole = text.tanh_core(h * power, rest * power)
        yield units(text, whole, off * F(2) ** n / (2 - REDUCED))


__all__ = ["exponential", "hyperbolic_tangent", "less_one"]
