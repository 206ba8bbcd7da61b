"""The emitted text of the elementary functions, run on intervals with their roundings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from codegen.elementary.source import DOUBLE, BinaryFormat, core, turns
from derive.approximation import APPROXIMANTS
from derive.approximation.error_analysis import (
    Arithmetic,
    Rounded,
    exponent,
    fast_two_sum,
    fma,
    product_pair,
    quotient,
    quotient_pair,
    two_sum,
)

F = Fraction
PIECES = 64
"""Pieces of a reduced argument: more of them change no bound by a hundredth."""
REDUCED = F(355, 1024)


class EmittedText:
    """The functions of one precision as they are emitted, on intervals."""

    def __init__(self, kind: BinaryFormat) -> None:
        self.kind, self.of = kind, Arithmetic(kind.digits)
        bits = kind.bits
        self.names: dict[str, Any] = {
            "inlined": lambda f: f,
            "np": np,
            "fma": fma,
            f"F{bits}": self.of.number,
            f"I{bits}": int,
        }
        exec(core(kind), self.names)
        if kind is DOUBLE:
            exec(turns(), self.names)
        lemmas = (two_sum, fast_two_sum, product_pair, quotient, quotient_pair)
        self.names |= {f"{f.__name__}_{bits}": f for f in lemmas}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        found: Callable[..., Any] = self.names[f"{name}_{self.kind.bits}"]
        return found

    def error(self, name: str) -> Fraction:
        """Of a polynomial, relative to the function that it enters."""
        return _distance(name, self.kind.name)

    def low(self, r: Rounded) -> Rounded:
        """What is left of a reduced argument when its last rounding is taken away."""
        half = self.of.half_unit(r.largest)
        return self.of.between(-half, half)


@cache
def _distance(name: str, precision: str) -> Fraction:
    found = APPROXIMANTS[name].error(precision)
    assert found is not None
    return found


def pieces(low: Fraction, high: Fraction, count: int = PIECES) -> Iterator[tuple[Fraction, Fraction]]:
    yield from pairwise([low + (high - low) * k / count for k in range(count + 1)])


def both_sides(text: EmittedText, top: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Pieces of a sixteenth of their size on both sides of 0, to where an argument is its own value."""
    ends = [top * F(1, 2) ** k for k in range(text.kind.digits + 8)]
    for a, b in pairwise(ends):
        for low, high in pieces(b, a, 16):
            yield low, high
            yield -high, -low


def units(text: EmittedText, value: Rounded, off: Fraction) -> Fraction:
    """Half a unit for the last rounding, and the rest in units of the least result."""
    last = abs(value.parts.get(max(value.parts, default=-1), F(0)))
    return F(1, 2) + (value.error - last + off) / F(2) ** (exponent(value.least) - text.kind.digits)


__all__ = ["PIECES", "REDUCED", "EmittedText", "F", "both_sides", "pieces", "units"]
