"""A size that may be one: where it is, its loop is gone and the next one runs innermost.

``y[c M + m]`` has ``m`` innermost; for ``M = 1`` that is a loop of length one around all there is to do, and
the neighbours in memory are those of ``c``.  The digits of the last axis of an array say which sizes these
are; whether one is 1 is known when the kernel is called.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, Mul, S, Symbol, expand

from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Binder, Cond, Reduce, Tensor, eq, substitute
from derive.model.layer import Def, Program

PAIR = 2
"""The sides of a product of matrices."""


def single_sizes(program: Program, options: Collection[Symbol]) -> tuple[Symbol, ...]:
    """The sizes by which an index along a last axis counts in two digits."""
    found = dict.fromkeys(s for d in program.defs for s in _weights(d))
    return tuple(s for s in found if s not in options)


def _weights(one: Def) -> list[Symbol]:
    ranges = [b for r in one.expr.atoms(Reduce) for b in r.binders]
    extents = {expand(hi - lo + 1): z for z, lo, hi in (*one.free, *ranges)}
    every = sorted((a for e in (one.lhs, one.expr) for a in e.atoms(Acc)), key=str)
    large = max(1, *(len(a.index) for a in every))
    every = [a for a in every if len(a.index) == large and not a.tensor.shape[-1].is_Symbol]
    slopes = ((a.index[-1], s) for a in every for s in extents if isinstance(s, Symbol))
    return [
        s for at, s in slopes if at.coeff(extents[s]) == 1 and any(_weighs(at, z, s) for z in at.free_symbols)
    ]


def _weighs(at: Expr, z: Any, size: Symbol) -> bool:
    return z != size and at.coeff(z) == size


def single_depths(program: Program) -> tuple[Symbol, ...]:
    """The sizes over which a product of two sides is summed: one row of each makes an outer product."""
    found = dict.fromkeys(s for d in program.defs for s in _depths(d))
    return tuple(found) if len(program.defs) == 1 else ()


def _depths(one: Def) -> list[Symbol]:
    e = one.expr
    if one.scatter or not isinstance(e, Reduce) or e.op != "sum" or len(e.binders) != 1 or e.guards:
        return []
    ((_, lo, hi),) = e.binders
    sides = [
        {y for y, _, _ in one.free} & f.free_symbols for f in Mul.make_args(e.body) if isinstance(f, Acc)
    ]
    alone = len(sides) == len(Mul.make_args(e.body)) == PAIR and all(sides) and not sides[0] & sides[1]
    extent = expand(hi - lo + 1)
    return [extent] if alone and isinstance(extent, Symbol) else []


def with_one(program: Program, size: Symbol) -> Program:
    """The program where ``size`` is 1: the axes that it runs along are gone."""
    arrays = (tuple(_array(t, size) for t in some) for some in (program.inputs, program.outputs))
    inputs, outputs = arrays
    defs = tuple(_with_one(d, size) for d in program.defs)
    return replace(program, inputs=inputs, outputs=outputs, defs=defs)


def _array(t: Tensor, size: Symbol) -> Tensor:
    kept = [k for k, e in enumerate(t.shape) if e != size]
    if size not in t.free_symbols:
        return t
    shape = [t.shape[k].xreplace({size: S.One}) for k in kept]
    return t.over(shape, [t.axes[k] for k in kept])


def is_one(size: Symbol) -> tuple[Cond, ...]:
    return tuple(c for c in (eq(size - 1),) if isinstance(c, Cond))


def _with_one(one: Def, size: Symbol) -> Def:
    def change(e: Any) -> Any:
        match e:
            case Acc() if size in e.tensor.free_symbols:
                kept = (at for at, extent in zip(e.index, e.tensor.shape, strict=True) if extent != size)
                return Acc(_array(e.tensor, size), *kept)
            case Reduce():
                return _without_units(e)
        return S.One if e == size else e

    every = [(z, rewrite(lo, change), rewrite(hi, change)) for z, lo, hi in one.free]
    units = _units(every)
    lhs, expr = (substitute(rewrite(e, change), units) for e in (one.lhs, one.expr))
    free = ((z, substitute(lo, units), substitute(hi, units)) for z, lo, hi in every if z not in units)
    return replace(one, lhs=lhs, expr=expr, free=tuple(free))


def _without_units(e: Reduce) -> Expr:
    """A sum without the indices that take one value."""
    units = _units(e.binders)
    rest = [(z, substitute(lo, units), substitute(hi, units)) for z, lo, hi in e.binders if z not in units]
    if not units or e.op != "sum" or (e.guards and not rest):
        return e
    return (
        substitute(e.body, units)
        if not rest
        else Reduce(e.op, substitute(e.body, units), rest, [substitute(g, units) for g in e.guards])
    )


def _units(binders: Sequence[Binder]) -> dict[Any, Expr]:
    return {z: lo for z, lo, hi in binders if lo == hi}


__all__ = ["is_one", "single_depths", "single_sizes", "with_one"]
