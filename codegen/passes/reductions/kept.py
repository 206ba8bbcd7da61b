"""Kept rows: what a sum over a row computes of each element, and a later loop over the row again, is kept.

    for c: s += exp(x[c] - m)               for c: e = exp(x[c] - m); row[c] = e; s += e
    for c: y[c] = exp(x[c] - m)/s           for c: y[c] = row[c]/s

A row lies in the cache until it is read again; a function of data costs more than to read it there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Expr, expand

from codegen.loops.nodes import Accumulate, Alloc, Block, Kernel, Let, Loop, Node, Parallel, Store
from codegen.loops.roles import children, on_bodies
from codegen.passes.cse import certain, costly
from codegen.passes.naming import Fresh
from codegen.passes.reductions.interchange import touched
from derive.expr import Acc, Tensor, substitute, tensors
from derive.model.layer import Layer


def keep_rows(kernel: Kernel, layer: Layer) -> Kernel:
    """Costly values of a row, computed once for its sum and for what is made of both."""
    del layer
    return replace(kernel, body=_Rows(kernel).inside(kernel.body))


class _Rows:
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)

    def inside(self, block: Block) -> Block:
        """The rows of parallel iterations: memory for one of each thread."""
        return tuple(
            replace(n, body=self.kept(n.body)) if isinstance(n, Parallel) else on_bodies(n, self.inside)
            for n in block
        )

    def kept(self, block: Block) -> Block:
        """One value at most: each row takes room in the cache."""
        for k, first in enumerate(block):
            for value in _computed(first) if isinstance(first, Loop) and _sums(first) else ():
                later = [j for j in range(k + 1, len(block)) if _again(block[j], _loop(first), value)]
                if later and not _changed(block[k : later[-1] + 1], value):
                    return self.with_row([*block], k, later, value)
        return block

    def with_row(self, made: list[Node], k: int, later: list[int], value: Expr) -> Block:
        """The value stored by the loop ``k``, read by the ``later`` ones."""
        first, kind = _loop(made[k]), type(value).__name__.lower()
        extent = expand(first.range.hi[0] - first.range.lo[0] + 1)
        row = Tensor(self.fresh(f"{kind}_row").name, (extent,), (first.range.index,))
        name = self.fresh(f"{kind}_here")
        stored = Let(name, value), Store(_at(row, first), name)
        made[k] = replace(first, body=(*stored, *_by(first, value, name)))
        for j in later:
            loop = _loop(made[j])
            made[j] = replace(loop, body=_by(loop, _renamed(value, first, loop), _at(row, loop)))
        return (Alloc(row), *made)


def _loop(node: Node) -> Loop:
    assert isinstance(node, Loop)
    return node


def _at(row: Tensor, loop: Loop) -> Acc:
    return Acc(row, expand(loop.range.index - loop.range.lo[0]))


def _by(loop: Loop, value: Expr, name: Expr) -> Block:
    """The statements of a loop, the value by its name."""
    plain = (n for n in loop.body if isinstance(n, Accumulate | Store))
    return tuple(replace(n, value=substitute(n.value, {value: name})) for n in plain)


def _renamed(value: Expr, first: Loop, other: Loop) -> Expr:
    made: Expr = substitute(value, {first.range.index: other.range.index})
    return made


def _sums(node: Node) -> bool:
    """Whether a node is one loop over a row that only adds to numbers."""
    adds = (isinstance(n, Accumulate) and not isinstance(n.target, Acc) for n in children(node))
    return _plain(node) and all(adds)


def _plain(node: Node) -> bool:
    """Whether a node is one loop over a row, without loops and conditions in it."""
    if not isinstance(node, Loop) or not all(isinstance(n, Accumulate | Store) for n in node.body):
        return False
    return len(node.range.lo) == len(node.range.hi) == node.range.step == 1


def _computed(node: Node) -> Iterator[Expr]:
    """What a loop computes of each element whatever its conditions say, the largest first."""
    found = {e for n in children(node) if isinstance(n, Accumulate | Store) for e in certain(n.value)}
    index = _loop(node).range.index
    varying = [e for e in found if costly(e) and index in e.free_symbols]
    yield from sorted(varying, key=lambda e: (-e.count_ops(), str(e)))


def _again(node: Node, first: Loop, value: Expr) -> bool:
    """Whether a loop over the same row computes the value as well."""
    if not isinstance(node, Loop) or not _plain(node):
        return False
    same = (node.range.lo, node.range.hi) == (first.range.lo, first.range.hi)
    return same and _renamed(value, first, node) in {*_computed(node)}


def _changed(nodes: Block, value: Expr) -> bool:
    """Whether something among the nodes changes what the value is computed of."""
    needed = {*tensors(value), *value.free_symbols}
    indices = {n.range.index for n in nodes if isinstance(n, Loop)}
    return any((touched(n).changed - indices) & needed for n in nodes)


__all__ = ["keep_rows"]
