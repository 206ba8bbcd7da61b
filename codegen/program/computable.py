"""A program as it is computed: the same values where arithmetic is exact, in a form that machines do well.

Each step takes formulas and gives formulas; loops come after all of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Basic, Mul

from codegen.loops.place import known_of
from codegen.program.cells import celled
from codegen.program.factorise import (
    by_axes,
    by_columns,
    chosen_cells,
    common,
    factorised,
    formed,
    gathered,
    paired,
    raised,
    rearranged,
    reread,
    sampled,
    sparse,
    tabled,
)
from codegen.program.flat_places import flat_places, in_place
from codegen.program.fuse_axes import collapse
from codegen.program.grouping import grouped
from codegen.program.inline_factor import prepare, rewrite
from codegen.program.placed import counted, scattered
from codegen.program.recurrences import parted
from codegen.program.stable import uncancelled, vanishing
from codegen.program.unordered import ordered
from derive.expr import Acc, Iverson, Reduce, Where, brackets_apart
from derive.model.layer import Layer, Program
from derive.simplify.safety import existing


def computable(program: Program, layer: Layer, staged: bool = True, columns: bool = True) -> Program:
    """``program`` ready for loops, its sums in stages; the forward of the layer defines what it reads."""
    plain = common(sparse(counted(prepare(parted(ordered(_existing(program, layer)))))))
    made = vanishing(uncancelled(celled(_staged(plain, layer, columns) if staged else plain)))
    return _in_turn(collapse(flat_places(in_place(grouped(made, layer.forward)))))


def _staged(plain: Program, layer: Layer, columns: bool) -> Program:
    """What depends on few numbers is computed for them alone."""
    placed = chosen_cells(gathered(scattered(plain), layer), layer)
    staged = by_axes(sampled(factorised(placed, layer), layer), layer)
    staged = by_columns(staged, layer) if columns else staged
    return reread(
        raised(tabled(rearranged(paired(formed(staged, layer), layer), layer), layer), layer), layer
    )


def _existing(program: Program, layer: Layer) -> Program:
    """A sum runs whatever stands around it: it has the conditions without which it would leave its arrays."""
    known = known_of(layer)
    defs = (replace(d, expr=existing(d.expr, known.within(d.free))) for d in program.defs)
    return replace(program, defs=tuple(defs))


def _in_turn(program: Program) -> Program:
    """Of conditions that stand together first those that read nothing: they say where the others may read."""
    return replace(program, defs=tuple(replace(d, expr=rewrite(d.expr, _tested)) for d in program.defs))


def _tested(e: Any) -> Any:
    match e:
        case Iverson():
            return Iverson(*sorted(e.args, key=_depth))
        case Where():
            return Where(sorted(e.conds, key=_depth), *e.args[1:])
        case Reduce():
            return Reduce(e.op, e.body, e.binders, sorted(e.guards, key=_depth))
        case Mul() if len(conds := brackets_apart(e)[0]) > 1:
            return Iverson(*sorted(conds, key=_depth)) * Mul(*brackets_apart(e)[1])
    return e


def _depth(e: Any) -> int:
    """How deep reads stand in one another: 0 without any, 2 at a place that data give."""
    if not isinstance(e, Basic) or not e.has(Acc):
        return 0
    inner = e.index if isinstance(e, Acc) else e.args
    return max(map(_depth, inner), default=0) + isinstance(e, Acc)


__all__ = ["computable"]
