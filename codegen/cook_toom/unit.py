"""Strides and dilations of one: the options that stretch an index, and a program where they do not."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr, S, Symbol

from derive.expr import Acc, FloorDiv, Index, substitute
from derive.model.layer import Def, Layer, Program


def units(layer: Layer) -> tuple[Symbol, ...]:
    """The options, at least one, that multiply an index letter in the place of an element."""
    able = [
        s
        for option in layer.options
        if option.minimum is not None and option.minimum >= 1 and option.kind == "int"
        for s in option.symbols
    ]
    places = [at for d in layer.forward for a in (d.lhs, *d.expr.atoms(Acc)) for at in a.index]
    factors = {s for at in places for factor in _factors(at) for s in factor.free_symbols}
    return tuple(s for s in able if s in factors)


def _factors(at: Expr) -> Iterator[Expr]:
    """What letters are multiplied with, and what they are divided by."""
    for quotient in at.atoms(FloorDiv):
        if quotient.args[0].atoms(Index):
            yield quotient.args[1]
            yield from _factors(quotient.args[0])
    yield from (at.coeff(z) for z in at.atoms(Index))


def of_one(program: Program, layer: Layer) -> tuple[Program, Layer]:
    """The program and its layer where these options are one; letters that have one value left are gone."""
    fixed = dict.fromkeys(units(layer), S.One)
    if not fixed:
        return program, layer
    defs = tuple(_narrowed(one.substitute(fixed)) for one in program.defs)
    inputs, outputs = (tuple(substitute(t, fixed) for t in own) for own in (program.inputs, program.outputs))
    return Program(program.name, inputs, defs, outputs), layer.specialise(fixed)


def _narrowed(one: Def) -> Def:
    single = {z: lo for z, lo, hi in one.free if lo == hi}
    if not single:
        return one
    free = tuple(
        (z, substitute(lo, single), substitute(hi, single)) for z, lo, hi in one.free if z not in single
    )
    return Def(substitute(one.lhs, single), free, substitute(one.expr, single), one.scatter, one.origin)


__all__ = ["of_one", "units"]
