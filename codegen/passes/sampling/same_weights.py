"""Same weights: a weight or slope of a tap that many additions beside each other take is computed once.

    acc += max(1 − |x − p|, 0) · a        weight = max(1 − |x − p|, 0)
    acc += max(1 − |x − p|, 0) · b        acc += weight · a; acc += weight · b

The eight corners of a sample in space have six weights along the axes and six slopes between them: written
out at every corner, the kernel takes nearly twice as long to compile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from sympy import Basic, Expr

from codegen.loops.legality import readable
from codegen.loops.nodes import Accumulate, Alloc, Block, Kernel, Let, Node
from codegen.loops.place import Place
from codegen.loops.roles import branches, ranges, with_bodies, writes
from codegen.passes.naming import Fresh
from derive.expr import Acc, Hat, HatSlope, Iverson, Tensor, Where, substitute
from derive.model.layer import Layer

MANY = 4
"""So many additions at least: of fewer, a compiler finds what they have in common as fast."""


def same_weights(kernel: Kernel, layer: Layer) -> Kernel:
    """Name, in front of each run of additions, what many of them take."""
    return replace(kernel, body=_Runs(kernel).block(kernel.body, Place.start(kernel, layer)))


class _Runs:
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)

    def block(self, block: Block, place: Place) -> Block:
        made: list[Node] = []
        for added, group in groupby(block, lambda n: isinstance(n, Accumulate)):
            nodes = tuple(group)
            for new in self.run(nodes, place) if added else nodes:
                if inner := branches(new):
                    parts = [self.block(body, place.within(ranges(new), conds)) for conds, body in inner]
                    new = with_bodies(new, parts)
                made.append(new)
                if isinstance(new, Let):
                    place.let(new)
                if isinstance(new, Alloc):
                    place.arrays.add(new.tensor.name)
        return tuple(made)

    def run(self, nodes: Block, place: Place) -> Block:
        """Names, the largest first, and the additions by them."""
        changed = {t for n in nodes for t in writes(n)}
        lets: list[Node] = []
        while (found := _weight(nodes, changed, place)) is not None:
            name = self.fresh("weight")
            lets.append(Let(name, found))
            nodes = tuple(_by_name(n, found, name) for n in nodes)
        return (*lets, *nodes)


def _by_name(node: Node, value: Expr, name: Expr) -> Node:
    assert isinstance(node, Accumulate)
    return replace(node, value=substitute(node.value, {value: name}))


def _weight(nodes: Block, changed: set[Any], place: Place) -> Expr | None:
    """The largest that many additions take in any case, and none of them changes."""
    times: Counter[Expr] = Counter()
    for node in nodes:
        assert isinstance(node, Accumulate)
        times.update(set(_taken(node.value)))
    fitting = (e for e, n in times.items() if n >= MANY and not e.has(*changed) and readable(e, place))
    return max(fitting, key=lambda e: (e.count_ops(), str(e)), default=None)


def _taken(e: Any) -> Iterator[Expr]:
    """Weights and slopes that are evaluated in any case."""
    if not isinstance(e, Basic) or isinstance(e, Tensor | Acc):
        return
    if isinstance(e, Hat | HatSlope):
        yield e
    elif not (isinstance(e, Where) or (e.is_Mul and any(isinstance(f, Iverson) for f in e.args))):
        for part in e.args:
            yield from _taken(part)


__all__ = ["same_weights"]
