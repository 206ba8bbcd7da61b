"""Name positions: what stands in an array by a fractional position, and the cell below it, have one name.

The bounds of the loop over the taps, the weights and the slopes then read the same rounded number, and the
loop does not compute it anew for each of its ends.  So do the digits of a datum: the place of a winner in its
window, tested and then used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sympy import Expr, Symbol, floor

from codegen.loops.legality import readable
from codegen.loops.nodes import Kernel, Let, Node
from codegen.loops.place import Place
from codegen.loops.roles import (
    branches,
    defines,
    inside,
    on_scalars,
    ranges,
    rewrite,
    scalars,
    walk,
    with_bodies,
    written,
)
from codegen.passes.in_front import Walk
from codegen.passes.naming import Fresh
from codegen.program.grouping import Grouped
from derive.expr import Acc, FloorDiv, Modulo, accesses, substitute, tensors
from derive.model.layer import Layer


def name_positions(kernel: Kernel, layer: Layer) -> Kernel:
    """Each position and its cell as a ``Let``, as far out as all that it reads is known."""
    return replace(kernel, body=_Positions(kernel).block(kernel.body, Place.start(kernel, layer)))


class _Positions(Walk):
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)

    def node(self, node: Node, place: Place) -> Iterable[Node]:
        """What can be named before ``node``, then ``node`` by these names, inside it the same."""
        while (found := self.wanted(node, place)) is not None:
            let = Let(self.name(found), found)
            node = _swapped(node, {found: let.name})
            place.let(let)
            yield let
        inner = [self.block(body, place.within(ranges(node), conds)) for conds, body in branches(node)]
        yield with_bodies(node, inner) if inner else node

    def wanted(self, node: Node, place: Place) -> Expr | None:
        """A position in ``node``, else a cell, that can be computed before ``node``."""
        inner = {z for n in walk((node,)) for z in defines(n)} | written((node,))
        found = dict.fromkeys(e for n in walk((node,)) for e in _places(n))
        fit = [e for e in found if inner.isdisjoint({*e.free_symbols, *tensors(e)}) and readable(e, place)]
        return min(fit, key=lambda e: (isinstance(e, floor), str(e)), default=None)

    def name(self, e: Expr) -> Symbol:
        if isinstance(e, FloorDiv | Modulo):
            return self.fresh.of(e)
        if isinstance(e, Acc):
            return self.fresh(f"{e.tensor.name}_here", integer=True)
        whole = isinstance(e, floor)
        return self.fresh("below" if whole else "position", integer=whole)


def _places(node: Node) -> Iterable[Expr]:
    """The positions of the interpolations in a node, their cells, the digits of data."""
    parts: list[Any] = [*scalars(node), *inside(node)]
    floors = [f for e in parts for f in e.atoms(floor) if f.has(Grouped, Acc) or _named(f)]
    for f in sorted(floors, key=str):
        yield from (p for p in (f.args[0], f) if not isinstance(p, Acc | Symbol))
    yield from sorted((q for e in parts for q in e.atoms(FloorDiv, Modulo) if q.has(Acc)), key=str)
    yield from sorted((a for e in parts for a in accesses(e) if _looked_up(a)), key=str)


def _looked_up(a: Acc) -> bool:
    """Whether a whole number stands in a table at a place that another datum names."""
    return a.tensor.kind == "integer" and any(at.has(Acc) for at in a.index)


def _named(f: Expr) -> bool:
    return isinstance(f.args[0], Symbol) and not f.args[0].is_integer


def _swapped(node: Node, names: Mapping[Expr, Symbol]) -> Node:
    (made,) = rewrite((node,), lambda n: (on_scalars(n, lambda e: substitute(e, names)),))
    return made


__all__ = ["name_positions"]
