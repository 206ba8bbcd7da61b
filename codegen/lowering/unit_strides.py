"""Strides of one: where they are, there is one residue class, and it has every place.

A sum over residue classes defines ``y[s q + r - p]`` for ``r`` in ``0 .. s - 1``.  For ``s = 1`` that is
``y[q - p]``; counted from 0, ``y[q]``: results lie side by side, and no term tests a congruence.  Whether
strides are 1 is known when a kernel is called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from sympy import S, Symbol, expand

from codegen.lowering.singles import with_one
from derive.expr import Binder, substitute
from derive.model.layer import Def, Program


def strides(program: Program, options: Collection[Symbol]) -> tuple[Symbol, ...]:
    """The options that are sizes of residue classes over which results are split."""
    return tuple(s for s in dict.fromkeys(s for d in program.defs for s in _strides(d)) if s in options)


def _strides(one: Def) -> Iterator[Symbol]:
    for z, lo, hi in one.free:
        s = expand(hi + 1)
        split = (at for at in one.lhs.index if at.coeff(z) == 1)
        if lo == 0 and isinstance(s, Symbol) and any(y.coeff(s) != 0 for y in map(expand, split)):
            yield s


def with_unit_strides(program: Program, found: Collection[Symbol]) -> Program:
    """The program where all of them are 1."""
    for s in found:
        program = with_one(program, s)
    return replace(program, defs=tuple(map(_from_zero, program.defs)))


def _from_zero(one: Def) -> Def:
    """The definition with indices that count from 0."""
    moved = {z: z + lo for z, lo, _ in one.free if lo != 0}
    free: tuple[Binder, ...] = tuple((z, S.Zero, expand(hi - lo)) for z, lo, hi in one.free)
    return (
        one
        if not moved
        else replace(one, lhs=substitute(one.lhs, moved), expr=substitute(one.expr, moved), free=free)
    )


__all__ = ["strides", "with_unit_strides"]
