"""One scan: an extreme and its place are found together.

Where a nest looks for the place of an extreme, another one over the same elements that looks for the extreme
itself has nothing to add: the first compares with what it has found, and that is it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sympy import Symbol

from codegen.loops.nodes import Accumulate, Alloc, Best, Block, Kernel, Let, Loop, Node, Store, Target
from codegen.loops.roles import children, on_bodies, on_scalars, rewrite, walk, written
from derive.expr import Acc, accesses, substitute
from derive.model.layer import Layer


def one_scan(kernel: Kernel, layer: Layer) -> Kernel:
    """Drop the scans for what an earlier scan of the same block finds on its way."""
    del layer
    return replace(kernel, body=_block(kernel.body))


@dataclass(frozen=True)
class Twins:
    """Two scans of a block: ``place`` finds with the place of an extreme also what ``value`` looks for."""

    place: Node
    value: Node
    best: Target
    target: Target

    def kept(self, node: Node) -> Block:
        """What is left of a node of the block."""
        if node is self.value:
            return (Let(self.target, self.best),) if isinstance(self.target, Symbol) else ()
        if _starts(node, self.target) or (isinstance(node, Alloc) and self.own(node)):
            return ()
        return (node,) if isinstance(self.target, Symbol) else rewrite((node,), self.into_result)

    def own(self, node: Alloc) -> bool:
        return isinstance(self.best, Acc) and isinstance(self.target, Acc) and node.tensor == self.best.tensor

    def into_result(self, node: Node) -> Block:
        """A row of extremes stands in the result at once."""
        match node:
            case Store() if node.target == self.best:
                assert isinstance(self.target, Acc)
                return (replace(node, target=self.target),)
            case Best() if node.best == self.best:
                return (replace(node, best=self.target),)
            case _:
                return (on_scalars(node, lambda e: substitute(e, {self.best: self.target})),)


def _block(block: Block) -> Block:
    block = tuple(on_bodies(node, _block) for node in block)
    while (found := next(_twins(block), None)) is not None:
        block = tuple(new for node in block for new in found.kept(node))
    return block


def _twins(block: Block) -> Iterator[Twins]:
    for k, place in enumerate(block):
        if (leaf := _leaf(place)) is None:
            continue
        for m, value in enumerate(block[k + 1 :], k + 1):
            target = _same_scan(place, leaf, value)
            if target is not None and _untouched(block[k:m], value) and _fit(leaf, target, block):
                yield Twins(place, value, leaf.best, target)


def _leaf(node: Node) -> Best | None:
    """The one comparison of a scan that does nothing else."""
    leaves = [n for n in walk((node,)) if not children(n)]
    return leaves[0] if isinstance(node, Loop) and len(leaves) == 1 and isinstance(leaves[0], Best) else None


def _same_scan(place: Node, leaf: Best, value: Node) -> Target | None:
    """What ``value`` looks for the extreme of the same elements in."""
    targets = [n.target for n in walk((value,)) if isinstance(n, Accumulate)]
    if len(targets) != 1:
        return None
    made = Accumulate(targets[0], leaf.op.removeprefix("arg"), leaf.value)
    same = rewrite((place,), lambda n: (made,) if n is leaf or n == leaf else (n,))
    return targets[0] if same == (value,) else None


def _untouched(between: Sequence[Node], value: Node) -> bool:
    """Whether nothing that the scan reads is written before it."""
    (only,) = [n for n in walk((value,)) if isinstance(n, Accumulate)]
    return written(tuple(between)).isdisjoint(a.tensor for a in accesses(only.value))


def _fit(leaf: Best, target: Target, block: Block) -> bool:
    """Both are numbers, or the row of extremes is one of its own that the result can stand for."""
    if isinstance(leaf.best, Symbol) or isinstance(target, Symbol):
        return isinstance(leaf.best, Symbol) and isinstance(target, Symbol)
    own = {n.tensor for n in block if isinstance(n, Alloc)}
    starts = sum(_starts(n, target) for n in block)
    return leaf.best.tensor in own and starts == 1


def _starts(node: Node, target: Target) -> bool:
    """Whether ``node`` does nothing but start the extreme."""
    match node:
        case Let():
            return node.name == target
        case Loop(body=(Store(target=one),)):
            return one == target
        case _:
            return False


__all__ = ["one_scan"]
