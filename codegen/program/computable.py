"""A program as it is computed: the same values where arithmetic is exact, in a form that machines do well.

Each step takes formulas and gives formulas; loops come after all of them.
"""

from __future__ import annotations

from dataclasses import replace

from codegen.loops.place import known_of
from codegen.program.cells import celled
from codegen.program.factorise import (
    by_axes,
    common,
    factorised,
    formed,
    gathered,
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
from codegen.program.inline_factor import prepare
from codegen.program.stable import uncancelled, vanishing
from codegen.program.unordered import ordered
from derive.model.layer import Layer, Program
from derive.simplify.safety import existing


def computable(program: Program, layer: Layer, staged: bool = True) -> Program:
    """``program`` ready for loops, its sums in stages; the forward of the layer defines what it reads."""
    plain = common(sparse(prepare(ordered(_existing(program, layer)))))
    made = vanishing(uncancelled(celled(_staged(plain, layer) if staged else plain)))
    return collapse(flat_places(in_place(grouped(made, layer.forward))))


def _staged(plain: Program, layer: Layer) -> Program:
    """What depends on few numbers is computed for them alone."""
    staged = by_axes(sampled(factorised(gathered(plain, layer), layer), layer), layer)
    return reread(raised(tabled(rearranged(formed(staged, layer), layer), layer), layer), layer)


def _existing(program: Program, layer: Layer) -> Program:
    """A sum runs whatever stands around it: it has the conditions without which it would leave its arrays."""
    known = known_of(layer)
    defs = (replace(d, expr=existing(d.expr, known.within(d.free))) for d in program.defs)
    return replace(program, defs=tuple(defs))


__all__ = ["computable"]
