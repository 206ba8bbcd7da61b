"""What the logarithms are off."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from codegen.elementary.proofs.on_intervals import EmittedText, F, both_sides, pieces, units
from derive.approximation.error_analysis import Rounded


def logarithm(text: EmittedText) -> Iterator[Fraction]:
    yield from _logs(text, F(0))


def _logs(text: EmittedText, share: Fraction) -> Iterator[Fraction]:
    """``share``: of a unit of the argument, what is handed on in a second number."""
    root_low, root_high = F(-300, 1024), F(425, 1024)
    k_bits = text.kind.bits - text.kind.digits - 1
    groups = [(1 << j, (2 << j) - 1) for j in range(k_bits)]
    zero = text.of.number(0)
    for a, b in both_sides(text, root_high):
        if a >= root_low:
            yield _of_log(text, text.of.between(a, b), zero, zero, F(0))
    for first, last in groups:
        for sign in (1, -1):
            low, high = sorted((F(sign * first), F(sign * last)))
            k = text.of.between(low, high, k_bits)
            for a, b in pieces(root_low, root_high, 48):
                rest = text.of.half_unit(1 + b) * share
                yield _of_log(text, text.of.between(a, b), k, text.of.between(-rest, rest), rest)


def _of_log(text: EmittedText, f: Rounded, k: Rounded, rest: Rounded, size: Fraction) -> Fraction:
    value = text.log_core(f, k, rest)
    low = F(2) ** -(2 * text.kind.digits)
    near = text.error("log") * max(abs(f.low), abs(f.high)) * F(11, 10)
    return units(text, value, near + size * F(1, 25) + low * k.largest)


def logarithm_of_more(text: EmittedText) -> Iterator[Fraction]:
    yield from _logs(text, F(1))


__all__ = ["logarithm", "logarithm_of_more"]
