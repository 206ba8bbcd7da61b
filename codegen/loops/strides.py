"""How arrays lie in memory, and how many values an index takes."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, S, Symbol, expand

from codegen.loops.nodes import Accumulate, If, Label, Let, Loop, Range
from codegen.loops.roles import reads, walk, written
from derive.expr import Acc

SUMMING = (Loop, If, Let, Label, Accumulate)


def values(r: Range) -> Expr:
    """How many values a range with one start and one end has."""
    return expand(r.hi[0] - r.lo[0] + 1)


def step(a: Acc, z: Symbol) -> Expr:
    """How many elements apart neighbours along ``z`` lie."""
    apart, weight = S.Zero, S.One
    for at, extent in zip(reversed(a.index), reversed(a.tensor.shape), strict=True):
        apart, weight = apart + at.coeff(z) * weight, weight * extent
    return apart


def offset(a: Acc, taps: Sequence[Range]) -> Expr:
    """How many elements an access stands behind the one at the first values of ``taps``."""
    first = {r.index: r.lo[0] for r in taps}
    apart, weight = S.Zero, S.One
    for at, extent in zip(reversed(a.index), reversed(a.tensor.shape), strict=True):
        apart, weight = apart + (at - at.xreplace(first)) * weight, weight * extent
    return expand(apart)


def falls(loop: Loop) -> bool:
    """Whether a sum of rows takes its last term first: only then do its addresses rise.

    A compiler that guards vectors of a row against what overlaps does so for the loop around the row at
    once, and takes a stride below zero there for an overlap.
    """
    inner, r = list(walk(loop.body)), loop.range
    known = r.step == 1 or len(r.lo) == len(r.hi) == 1
    if not known or not all(isinstance(n, SUMMING) for n in inner):
        return False
    sums = [n for n in inner if isinstance(n, Accumulate)]
    found = {a for n in inner for e in reads(n) for a in e.atoms(Acc)} - {n.target for n in sums}
    along = {n.range.index for n in inner if isinstance(n, Loop)}
    steps = [expand(at).coeff(r.index) for a in found if a.free_symbols & along for at in a.index]
    signs = {step.could_extract_minus_sign() for step in steps if step != 0}
    free = all(n.op in ("sum", "prod") for n in sums) and not {a.tensor for a in found} & written(loop.body)
    return free and signs == {True}


__all__ = ["falls", "offset", "step", "values"]
