"""Fractions: sums, products, quotients and comparisons without any error."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from codegen.verification.systems.system import System, Unsaid


def fraction(value: Any) -> Any:
    """A plain number as a fraction, a float as the decimal that is written for it; infinities stay."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int | np.integer):
        return Fraction(int(value))
    return Fraction(repr(float(value))) if math.isfinite(value) else float(value)


def whole_power(base: Any, exponent: Any) -> Any:
    """``base ** exponent`` for an integer exponent."""
    if exponent != int(exponent):
        raise Unsaid(f"a power with the exponent {exponent} is no fraction")
    return fraction(base) ** int(exponent)


def root(value: Any) -> Fraction:
    """The root of a square."""
    value = fraction(value)
    if value < 0:
        raise Unsaid("a root of a negative number is no fraction")
    above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if above * above != value.numerator or below * below != value.denominator:
        raise Unsaid("a root is no fraction")
    return Fraction(above, below)


RATIONAL = System("fractions", fraction, {"power": whole_power, "sqrt": root})

__all__ = ["RATIONAL", "fraction", "root", "whole_power"]
