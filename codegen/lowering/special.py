"""Programs that do less than another and, at some sizes, the same: a size is one, windows do not overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sympy import Symbol

from codegen.loops.nodes import Block, Correlate, Lags, Product
from codegen.loops.place import known_of
from codegen.loops.roles import walk
from codegen.lowering.single_terms import apart, with_single_terms
from codegen.lowering.singles import is_one, single_depths, single_sizes, with_one
from codegen.lowering.unit_strides import strides, with_unit_strides
from codegen.lowering.window_places import with_places
from derive.expr import Cond
from derive.model.layer import Layer, Program


def special(
    ready: Program, alone: Callable[[], Program], layer: Layer, block: Block
) -> Iterator[tuple[tuple[Cond, ...], Program, tuple[Symbol, ...]]]:
    """When a program that does less does the same, that program, and the sizes that are 1 then."""
    conds, in_blocks = apart(ready), any(isinstance(n, Product | Correlate | Lags) for n in walk(block))
    if conds and not in_blocks:
        yield conds, with_single_terms(alone()), ()
    if not in_blocks and (looked_up := with_places(ready, known_of(layer).maybe_none)):
        yield *looked_up, ()
    if in_blocks and (found := strides(ready, layer.option_symbols)):
        unit = tuple(c for s in found for c in is_one(s))
        yield unit, with_unit_strides(ready, found), found
    for size in (*single_sizes(ready, layer.option_symbols), *single_depths(ready)):
        yield is_one(size), with_one(ready, size), (size,)


__all__ = ["special"]
