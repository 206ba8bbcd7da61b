"""Proved errors: the analysis against arithmetic that is watched, and what it says of the functions."""

from fractions import Fraction
from itertools import product as pairs

import numpy as np
import pytest
from mpmath import mp, mpf

from codegen.elementary.proofs import STRAIGHT, on_intervals, proved
from derive.approximation import APPROXIMANTS, approximants
from derive.approximation.error_analysis import (
    Arithmetic,
    NotProvedError,
    fast_two_sum,
    fma,
    product_pair,
    quotient_pair,
    two_sum,
)
from derive.approximation.half_line import HalfLine
from derive.approximation.half_turns import nearest
from derive.approximation.remez import horner
from derive.approximation.series import Series, exponential

F = Fraction
MOST = {name: Fraction(k, 20) for name, k in (("erf", 28), ("erfc", 35), ("sin", 28), ("cos", 28))}
"""Bounds that are above a unit."""


@pytest.mark.parametrize("function", STRAIGHT)
@pytest.mark.parametrize("precision", ["float32", pytest.param("float64", marks=pytest.mark.deep)])
def test_errors_are_proved_with_every_rounding(function, precision):
    assert Fraction(1, 2) < proved(function, precision) < MOST.get(function, Fraction(102, 100))


def test_a_lost_digit_fails_the_proof(monkeypatch):
    """The analysis sees the text: without what rounding lost of sums, e^r - 1 is not within a unit."""
    whole = proved("expm1", "float32")
    monkeypatch.setattr(on_intervals, "fast_two_sum", lambda a, b: (a + b, a.of.number(0)))
    proved.cache_clear()
    assert proved("expm1", "float32") > whole + Fraction(1, 10)
    proved.cache_clear()


@pytest.mark.parametrize("seed", range(10))
def test_what_is_computed_stays_within_its_bounds(seed):
    """A straight program in float32 against fractions, at numbers of its intervals."""
    rng = np.random.default_rng(seed)
    of = Arithmetic(23)
    at = [np.float32(v) for v in rng.uniform(-2, 2, 3)]
    exact = [Fraction(float(v)) for v in at]
    room = Fraction(1, 64)
    a, b, c = (of.between(v - room, v + room) for v in exact)
    bound = fma(a * b, b, c) - a * a
    x, y, z = at
    made = np.float32(np.float32(np.float64(x * y) * np.float64(y) + np.float64(z)) - x * x)
    wanted = exact[0] * exact[1] ** 2 + exact[2] - exact[0] ** 2
    assert bound.low <= wanted <= bound.high
    assert abs(Fraction(float(made)) - wanted) <= bound.error


def test_what_a_sum_loses_cancels_when_it_is_added_back():
    of = Arithmetic(23)
    s, lost = two_sum(of.between(Fraction(1), Fraction(2)), of.between(Fraction(0), Fraction(1)))
    assert s.error == Fraction(1, 2**23) and s.plus(lost).error == 0
    with pytest.raises(NotProvedError):
        fast_two_sum(of.number(1), of.number(2))


SMALL = Arithmetic(10)
"""Numbers of eleven bits: NumPy's float16, where neither ends of the format are met."""


def halves(rng: np.random.Generator, low: float, high: float, count: int) -> list[np.float16]:
    return [np.float16(v) for v in rng.uniform(low, high, count)]


def fraction(x: np.float16) -> Fraction:
    return Fraction(float(x))


def test_a_difference_that_keeps_its_last_bit_is_exact():
    """x - 1 for x from ½ on: the analysis adds no rounding, and there is none."""
    rng = np.random.default_rng(0)
    for low, high in ((0.5, 2.0), (2.0, 4.0), (8.0, 9.0)):
        made = SMALL.between(Fraction(low), Fraction(high)) - SMALL.number(1)
        assert made.error == 0
        for x in halves(rng, low, high, 300):
            assert fraction(x - np.float16(1)) == fraction(x) - 1
    below = SMALL.between(Fraction(1, 4), Fraction(1, 2)) - SMALL.number(1)
    assert below.error > 0
    assert any(fraction(x - np.float16(1)) != fraction(x) - 1 for x in halves(rng, 0.25, 0.5, 300))


def test_what_is_subtracted_may_have_bits_of_its_own():
    """x - 1/1024 with x above 2: the result needs more bits than there are."""
    made = SMALL.between(Fraction(2), Fraction(4)) - SMALL.number(Fraction(1, 1024))
    assert made.error > 0


def test_products_and_quotients_in_two_parts_miss_what_is_said():
    rng = np.random.default_rng(1)
    of, room = SMALL, Fraction(1, 128)
    for _ in range(300):
        a, p, d = halves(rng, 0.5, 2, 3)
        b, q, e = halves(rng, -2e-4, 2e-4, 3)
        near = [of.between(fraction(v) - room, fraction(v) + room) for v in (a, p, d)]
        tiny = [of.between(fraction(v) - room / 512, fraction(v) + room / 512) for v in (b, q, e)]
        v, w = product_pair(near[0], tiny[0], near[1], tiny[1])
        made = a * p
        rest = np.float16(_fused(a, p, -made) + np.float16(_fused(a, q, b * p)))
        wanted = (fraction(a) + fraction(b)) * (fraction(p) + fraction(q))
        assert abs(fraction(made) + fraction(rest) - wanted) <= v.plus(w).error + of.half_unit(F(1, 500))
        v, w = quotient_pair(near[0], near[2], tiny[2])
        inverse = np.float16(1) / d
        made = a * inverse
        rest = np.float16(np.float16(_fused(-made, d, a) - made * e) * inverse)
        wanted = fraction(a) / (fraction(d) + fraction(e))
        assert abs(fraction(made) + fraction(rest) - wanted) <= v.plus(w).error + of.half_unit(F(1, 100))


def _fused(a: np.float16, b: np.float16, c: np.float16) -> np.float16:
    return np.float16(np.float64(a) * np.float64(b) + np.float64(c))


@pytest.mark.parametrize("exponent", range(-7, 30))
def test_no_number_comes_nearer_to_a_multiple_of_half_a_turn(exponent):
    """All numbers of eight bits, one by one."""
    found = nearest(8, exponent)
    with mp.workdps(60):
        half, one = mp.pi / 2, mpf(2) ** exponent
        off = {m: abs(m * one - mp.nint(m * one / half) * half) for m in range(1, 256)}
        least = min(off, key=off.__getitem__)
        assert found.m == least and float(found.distance) <= off[least]
        assert float(found.distance) > 0.9 * off[least]


def test_the_half_line_is_bounded_by_its_equation():
    """Beside forty digits; a polynomial that is somewhere else is not taken for near."""
    line = HalfLine(Fraction(9, 11))
    assert 0 < line.off < Fraction(1, 2**90)
    with mp.workdps(50):
        near = [mpf(c.numerator) / c.denominator for c in line.near]
        places = [mpf(k) / 100 * mpf(20) / 11 - 1 for k in range(101)]
        assert max(abs(horner(near, t) - line(t)) for t in places) <= mpf(float(line.off))
    moved = HalfLine(Fraction(9, 11))
    moved.__dict__["near"] = (line.near[0] + Fraction(1, 2**40), *line.near[1:])
    assert moved.off > Fraction(1, 2**40)


@pytest.mark.parametrize(("name", "precision"), [*pairs(["erfcx", "power"], ["float32", "float64"])])
def test_a_first_coefficient_in_two_parts_is_proved_with_both(name, precision):
    kernel = APPROXIMANTS[name]
    with mp.workdps(50):
        low, high = (mpf(v.numerator) / v.denominator for v in (kernel.low, kernel.high[precision]))
        exact = list(map(mpf, kernel.coefficients(precision)))
        exact[0] += kernel.rest(precision)
        places = [low + (high - low) * k / 400 for k in range(401)]
        seen = max(abs(kernel.target(t) - horner(exact, t)) * kernel.weight(t) for t in places)
    assert float(seen) / float(kernel.least) <= float(kernel.error(precision)) * 1.01
    assert float(kernel.error(precision)) < 4 * float(seen) / float(kernel.least)


def test_a_series_is_not_asked_outside_its_interval():
    known = Series(exponential, Fraction(-1, 4), Fraction(1, 4), Fraction(50), Fraction(1, 8))
    with pytest.raises(ValueError, match="leaves the interval"):
        known.distance([Fraction(1)], [Fraction(1)], Fraction(0), Fraction(1, 2))


def test_coefficients_do_not_depend_on_the_digits_that_are_set():
    """A caller may work with more digits: what is emitted stays what it is."""
    kernel = APPROXIMANTS["erfcx"]
    known = kernel.coefficients("float32")
    approximants._exact.cache_clear()
    with mp.workdps(60):
        assert kernel.coefficients("float32") == known
