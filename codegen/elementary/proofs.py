"""Proved errors of the elementary functions: the emitted text itself, run on intervals with their roundings.

What is run is the straight part of a function, on every piece of its reduced argument; what reduction loses
is added by hand of the formulas beside it.  Results are in units in the last place, half a unit for the last
rounding included; results are taken to be normal numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from codegen.elementary.source import FORMATS, BinaryFormat, core
from derive.approximation import APPROXIMANTS
from derive.approximation.error_analysis import (
    Arithmetic,
    Rounded,
    exponent,
    fast_two_sum,
    fma,
    quotient,
    quotient_pair,
    two_sum,
)

F = Fraction
PIECES = 64
"""Pieces of a reduced argument: more of them change no bound by a hundredth."""
REDUCED = F(355, 1024)

Value = tuple[Rounded, Fraction]
"""A result, and what else it may be off, in size."""


class _Text:
    """The functions of one precision as they are emitted, on intervals."""

    def __init__(self, kind: BinaryFormat) -> None:
        self.kind, self.of = kind, Arithmetic(kind.digits)
        bits = kind.bits
        self.names: dict[str, Any] = {
            "inlined": lambda f: f,
            "fma": fma,
            f"F{bits}": self.of.number,
            f"I{bits}": int,
        }
        exec(core(kind), self.names)
        lemmas = (two_sum, fast_two_sum, quotient, quotient_pair)
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


def _pieces(low: Fraction, high: Fraction, count: int = PIECES) -> Iterator[tuple[Fraction, Fraction]]:
    yield from pairwise([low + (high - low) * k / count for k in range(count + 1)])


def _both_sides(text: _Text, top: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Pieces of a sixteenth of their size on both sides of 0, to where an argument is its own value."""
    ends = [top * F(1, 2) ** k for k in range(text.kind.digits + 8)]
    for a, b in pairwise(ends):
        for low, high in _pieces(b, a, 16):
            yield low, high
            yield -high, -low


def _exp(text: _Text) -> Iterator[Value]:
    """What multiples of log 2 leave stands in two numbers: of the second its rounding is lost."""
    exponents = text.kind.bias + text.kind.digits + 2
    most = exponents * abs(text.names[f"LOG_2_LOW_{text.kind.bits}"].low)
    rest, lost = text.of.between(-most, most), 2 * text.of.half_unit(most)
    for a, b in _pieces(-REDUCED, REDUCED):
        value = text.exp_near(text.of.between(a - most, b + most), rest)
        yield value, value.largest * (text.error("exp") + lost)


def _expm1_parts(text: _Text, powers: range) -> Iterator[tuple[int, Rounded, Rounded, Fraction]]:
    for n in powers:
        one = F(2) ** -n
        c, lost = _parted(text.kind, 1 - one)
        pieces = (
            _both_sides(text, REDUCED) if n == 0 else _pieces(-REDUCED, REDUCED, PIECES if abs(n) < 4 else 8)
        )
        for a, b in pieces:
            r = text.of.between(a, b)
            low = text.low(r) if n else text.of.number(0)
            h, rest = text.expm1_core(r, low, text.of.number(c), text.of.number(lost))
            size = max(abs(a), abs(b))
            yield n, h, rest, text.error("exp") * F(7, 10) * size + low.high * size**2


def _parted(kind: BinaryFormat, x: Fraction) -> tuple[Fraction, Fraction]:
    high = F(kind.rounded(float(x)))
    return high, x - high


def _expm1(text: _Text) -> Iterator[Value]:
    top = text.kind.digits + 4
    for _, h, rest, off in _expm1_parts(text, range(-top, top)):
        yield h + rest, off


def _tanh(text: _Text) -> Iterator[Value]:
    for n, h, rest, off in _expm1_parts(text, range(-text.kind.digits - 4, 1)):
        power = text.of.number(F(2) ** n)
        if n == 0 and h.low > 0:
            continue
        whole = text.tanh_core(h * power, rest * power)
        yield whole, off * F(2) ** n / (2 - REDUCED)


def _log(text: _Text) -> Iterator[Value]:
    yield from _logs(text, F(0))


def _logs(text: _Text, share: Fraction) -> Iterator[Value]:
    """``share``: of a unit of the argument, what is handed on in a second number."""
    root_low, root_high = F(-300, 1024), F(425, 1024)
    k_bits = text.kind.bits - text.kind.digits - 1
    groups = [(1 << j, (2 << j) - 1) for j in range(k_bits)]
    zero = text.of.number(0)
    for a, b in _both_sides(text, root_high):
        if a >= root_low:
            yield _of_log(text, text.of.between(a, b), zero, zero, F(0))
    for first, last in groups:
        for sign in (1, -1):
            low, high = sorted((F(sign * first), F(sign * last)))
            k = text.of.between(low, high, k_bits)
            for a, b in _pieces(root_low, root_high, 48):
                rest = text.of.half_unit(1 + b) * share
                yield _of_log(text, text.of.between(a, b), k, text.of.between(-rest, rest), rest)


def _of_log(text: _Text, f: Rounded, k: Rounded, rest: Rounded, size: Fraction) -> Value:
    value = text.log_core(f, k, rest)
    low = F(2) ** -(2 * text.kind.digits)
    return value, text.error("log") * max(abs(f.low), abs(f.high)) * F(11, 10) + size * F(
        1, 25
    ) + low * k.largest


def _log1p(text: _Text) -> Iterator[Value]:
    yield from _logs(text, F(1))


STRAIGHT: dict[str, Callable[[_Text], Iterator[Value]]] = {
    "exp": _exp,
    "expm1": _expm1,
    "log": _log,
    "log1p": _log1p,
    "tanh": _tanh,
}


@cache
def proved(function: str, precision: str) -> Fraction | None:
    """A bound of the error in units in the last place; None where none is proved."""
    if function not in STRAIGHT:
        return None
    kind = next(one for one in FORMATS if one.name == precision)
    text = _Text(kind)
    return max(_units(text, value, off) for value, off in STRAIGHT[function](text))


def _units(text: _Text, value: Rounded, off: Fraction) -> Fraction:
    """Half a unit for the last rounding, and the rest in units of the least result."""
    last = abs(value.parts.get(max(value.parts, default=-1), F(0)))
    return F(1, 2) + (value.error - last + off) / F(2) ** (exponent(value.least) - text.kind.digits)


__all__ = ["STRAIGHT", "proved"]
