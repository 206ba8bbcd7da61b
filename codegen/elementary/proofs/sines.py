"""What sine and cosine are off: the reduced argument first, then both straight parts, which serve both."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mpmath import mp

from codegen.elementary.proofs.on_intervals import EmittedText, F, both_sides, units
from codegen.elementary.reduced import PIECE, half_turns
from codegen.elementary.source import SINGLE
from derive.approximation import APPROXIMANTS, SHORT
from derive.approximation.half_turns import all_nearest

OCTANT = F(805, 1024)
"""A little more than π/4: what is left of an argument is at most that."""
HALF = F(517, 1024)
"""A little more than a half: what is left of an argument in half turns, with its second part."""
PI_BITS = 1400


def cosine_and_sine(text: EmittedText) -> Iterator[Fraction]:
    """An argument that is off by a share of itself moves a sine by that share, a cosine by less."""
    lost = max(_lost_near(text), _lost_far(text))
    for a, b in both_sides(text, OCTANT):
        r = text.of.between(a, b)
        sine = text.names["sin_core"](r, text.low(r))
        yield units(text, sine, sine.largest * (text.error("sin") + lost))
        cosine = text.names["cos_core"](r, text.low(r))
        yield units(text, cosine, cosine.largest * text.error("cos") + lost * r.largest**2)


def of_half_turns(text: EmittedText) -> Iterator[Fraction]:
    """What a float32 is computed with in double precision, in units of that.

    Where ``|πf|`` is at most a little more than π/2 a share that f is off by moves a sine by less.
    """
    lost, missed = _lost_in_half_turns(text), APPROXIMANTS["half_turn"].error(SHORT)
    assert missed is not None
    for a, b in both_sides(text, HALF):
        sine = text.names["half_turn_core"](text.of.between(a, b))
        off = missed + 2 * text.of.half_unit(F(1)) + lost
        yield units(text, sine, sine.largest * off)


def _lost_in_half_turns(text: EmittedText) -> Fraction:
    """By ``half_turns`` and the difference after it, as a share of f.

    A multiple of 2 leaves the product exactly, of which the first part is rounded and the second has what
    that lost: left are the rounding of the second, what two numbers miss of 1/π, and the last sum's; beside
    half a turn, where neither number is half of the other, the difference before it is rounded, too.
    """
    rounding, lost = F(1, 2 ** (text.kind.digits + 1)), F(0)
    with mp.workprec(PI_BITS + 64):
        turn = F(int(mp.floor(mp.ldexp(1 / mp.pi, PI_BITS))), 2**PI_BITS)
    numbers = half_turns()
    for near in all_nearest(SINGLE.digits + 1, range(-SINGLE.digits, SINGLE.bias - SINGLE.digits + 1)):
        size = F(2) ** (near.exponent + SINGLE.digits)
        start, high, low = max(one for one in numbers if one[0] <= size)
        last = F(2) ** near.exponent if start else F(1)
        missed = turn - F(high) - F(low)
        missed -= 2 / last * round(missed * last / 2)
        first, largest = 2 * size * abs(F(high)), 2 * size * abs(F(low))
        assert first < F(2) ** (text.kind.digits - 1), "the sum does not end at a whole number"
        second = largest + text.of.half_unit(first)
        assert F(1, 2) + second + rounding < HALF, "a multiple of a half is left"
        lost = max(lost, (text.of.half_unit(second) + 2 * size * abs(missed)) * 22 / 7 / near.distance)
    return lost + 4 * rounding


def _half_pi() -> Fraction:
    """π/2, to more bits than any argument asks for."""
    with mp.workprec(PI_BITS + 64):
        return F(int(mp.floor(mp.ldexp(mp.pi, PI_BITS))), 2 ** (PI_BITS + 1))


def _lost_near(text: EmittedText) -> Fraction:
    """By ``quarter_near``, of a reduced argument.

    ``x - k P₁`` and ``k P₂`` are exact: both are multiples of the last bit of x, or of P₁ and P₂, and small.
    So is what their difference loses.  Left are the rounding of ``low`` and what three parts miss of π/2.
    """
    one, two, three = (part.low for part in text.names["HALF_PI"])
    digits = text.kind.digits + 1
    end = int(text.names["NEARER"].low).bit_length() - digits - 1
    missed, lost, rounding = abs(_half_pi() - one - two - three), F(0), F(1, 2**digits)
    for near in all_nearest(digits, range(1 - digits, end + 1)):
        k = F(2) ** (near.exponent + digits) * 2 / 3 + 1
        for part in (one, two):
            assert part.numerator.bit_length() + int(k).bit_length() <= digits, "a product is not exact"
        low = k * three
        assert near.distance > 2 * low, "the second part is not the smaller one"
        lost = max(lost, (k * missed + rounding * low) / near.distance)
    return lost + rounding**2


def _lost_far(text: EmittedText) -> Fraction:
    """By ``quarter_far``, of a reduced argument.

    Products with a piece of 2/π stand in two numbers, multiples of 4 leave them exactly, and sums keep what
    they lose in ``low``, and what that loses in ``last``.  Left are the roundings of ``last``, the pieces
    that are not read, and the product with π/2.
    """
    half, terms, digits = text.of.half_unit, text.names["TERMS"], text.kind.digits + 1
    rounding = F(1, 2**digits)
    parts = 2 * terms
    last = parts * half(parts * half(F(2 * parts)))
    unread = F(2) ** (digits + 2 + PIECE) / F(2) ** (PIECE * terms)
    high, low = (part.low for part in text.names["HALF_PI_PAIR"])
    turned = 5 * rounding**2 + abs(_half_pi() - high - low)
    start = int(text.names["NEARER"].low).bit_length() - 1
    return (parts * half(last) + rounding * last + unread) * 2 / _least(text, start) + turned


def _least(text: EmittedText, start: int) -> Fraction:
    """How near numbers from ``2^start`` on come to a multiple of π/2."""
    digits = text.kind.digits + 1
    exponents = range(start - digits + 1, text.kind.bias - digits + 2)
    return min(one.distance for one in all_nearest(digits, exponents))


__all__ = ["cosine_and_sine", "of_half_turns"]
