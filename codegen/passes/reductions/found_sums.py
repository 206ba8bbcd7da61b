"""Sums at places that data name: what rounding takes of each is carried along, as for every long sum.

``dw[t[n]] += e[n]`` may add all its terms to one class.  No part of it can be summed by itself, for nobody
knows which terms belong together before they are read; each addition is made in double the precision::

    for n: dw[t[n]] += e[n]        for n: dw[t[n]], rest[t[n]] = carried(dw[t[n]], rest[t[n]], e[n])

Only where no loop says a part of the place: an array of such sums (an embedding's rows) is added to as it is.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import S, expand

from codegen.loops.nest import nest
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Block,
    Carry,
    Choose,
    Decision,
    If,
    Kernel,
    Label,
    Loop,
    Node,
    Store,
)  # fmt: skip
from codegen.loops.roles import defines, makes, on_bodies, rewrite, walk
from codegen.passes.naming import Fresh
from codegen.passes.reductions.block_sums import read_meanwhile
from derive.expr import Acc, Tensor
from derive.model.layer import Def, Layer


def found_sums(kernel: Kernel, layer: Layer) -> Kernel:
    """Sums whose place data alone decide, carried."""
    del layer
    sums = _Found(kernel)
    body = sums.block(kernel.body)
    return replace(kernel, body=body, decisions=(*kernel.decisions, *dict.fromkeys(sums.decisions)))


class _Found:
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)
        self.fresh.taken |= {t.name for n in walk(kernel.body) for t in makes(n)}  # rows have rests, too
        self.decisions: list[Decision] = []
        self.one: Def | None = None

    def block(self, block: Block) -> Block:
        """Nothing that data place stands in a loop over threads."""
        return tuple(made for node in block for made in self.node(node))

    def node(self, node: Node) -> Block:
        match node:
            case Label():
                self.one = node.one
            case If() | Choose():
                return (on_bodies(node, self.block),)
            case Loop():
                return self.carried(node)
        return (node,)

    def carried(self, node: Loop) -> Block:
        """The loop with its sums carried, their rests made before it."""
        adds = (n for n in walk((node,)) if isinstance(n, Accumulate))
        found = {n: place for n in adds if (place := _found(n, node)) is not None}
        rests = {t: self.rest(t) for t in dict.fromkeys(place.tensor for place in found.values())}
        if not rests:
            return (node,)

        def change(n: Node) -> Block:
            place = found.get(n) if isinstance(n, Accumulate) else None
            if place is None or not isinstance(n, Accumulate):
                return (n,)
            return (Carry(place, Acc(rests[place.tensor], *place.index), n.value),)

        if self.one is not None:
            why = "any number of terms may meet at a place that data name"
            self.decisions.append(Decision(self.one, "each addition carried", why))
        before = (n for rest in rests.values() for n in (Alloc(rest), *_cleared(rest)))
        return (*before, *rewrite((node,), change))

    def rest(self, t: Tensor) -> Tensor:
        return t.rename(self.fresh("rest").name, kind="real", sign="")


def _found(add: Accumulate, node: Loop) -> Acc | None:
    """Where a sum goes if data alone say it, and nothing in the loop reads what is there."""
    target = add.target
    if add.op != "sum" or not isinstance(target, Acc):
        return None
    inside = {s for n in walk((node,)) for s in defines(n)}
    named = [at for at in target.index if at.has(Acc)]
    plain = (s for at in target.index if at not in named for s in at.free_symbols)
    direct = {s for at in named for s in at.xreplace(dict.fromkeys(at.atoms(Acc), S.Zero)).free_symbols}
    alone = named and not inside & {*plain, *direct}
    return target if alone and not read_meanwhile(node, add) else None


def _cleared(rest: Tensor) -> Block:
    box = [(z, S.Zero, expand(n - 1)) for z, n in zip(rest.axes, rest.shape, strict=True)]
    return nest(box, (), (Store(rest[tuple(rest.axes)], S.Zero),))


__all__ = ["found_sums"]
