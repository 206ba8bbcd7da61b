"""Flat parts: what is computed element by element of whole arrays runs through their memory.

    for n, i in parallel: for j: y[n, i, j] = f(x[n, i, j])    for blocks in parallel: for z: y[z] = f(x[z])

A row of seven roots has none for a vector; all rows behind each other are one row.  The arrays lie in memory
without gaps, and each place of the one is the same place of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

from sympy import Dummy, Expr, Pow, S, Symbol, expand

from codegen.loops.nodes import Block, Choose, Kernel, Label, Let, Loop, Node, Parallel, Range, Store
from codegen.loops.roles import makes, on_bodies, on_scalars, ranges, scalars, walk
from codegen.loops.schedule import STRIP
from derive.expr import Acc, FloorDiv, Index, Tensor, found_in, replace_in_scope


def flattened(block: Block) -> Block:
    """A part whose arrays are rows, if nothing but its loop touches them."""
    before = [n for n in block if isinstance(n, Let)]
    if any(found_in(n.value, Acc) for n in before):
        return block
    return tuple(flat_loop(n) if isinstance(n, Parallel) else n for n in block)


def flat_loop(loop: Parallel) -> Parallel:
    """The loop over the memory of its arrays, if every element is made of those at its own place."""
    paths = [*_paths(loop.body, loop.ranges)]
    every = {n for path in paths for n in path.nodes}
    rows = {path.ranges for path in paths}
    if (
        not paths
        or any(len(row) <= len(loop.ranges) for row in rows)
        or not _plain(loop.body, every, {r.index for r in loop.ranges})
    ):
        return loop
    if not all(map(_step_by_step, rows)) or not all(path.own() for path in paths):
        return loop
    if not any(map(_costly, paths)):
        return loop
    sizes = {tuple(expand(r.hi[0] + 1) for r in row) for row in rows}
    return _flattened(loop, prod(sizes.pop())) if len(sizes) == 1 else loop


@dataclass(frozen=True)
class _RowBody:
    """What stands in an innermost loop, under the ranges around it."""

    ranges: tuple[Range, ...]
    nodes: Block

    def elements(self) -> list[Acc]:
        return [a for n in self.nodes for e in scalars(n) for a in found_in(e, Acc)]

    def own(self) -> bool:
        """Whether each element stands at the place of the loops, of an array as large as they are."""
        letters = tuple(r.index for r in self.ranges)
        extents = [expand(r.hi[0] + 1) for r in self.ranges]
        whole = all(
            tuple(a.index) == letters and [*map(expand, a.tensor.shape)] == extents for a in self.elements()
        )
        away = {a: Dummy() for a in self.elements()}
        rest = (replace_in_scope(e, away) for n in self.nodes for e in scalars(n) if not isinstance(e, Acc))
        return whole and not any(e.free_symbols & {*letters} for e in rest)


def _paths(block: Block, around: Sequence[Range]) -> Iterator[_RowBody]:
    """The innermost loops of a nest that does nothing else, with the ways of its choices."""
    done = tuple(n for n in block if not isinstance(n, Label))
    if any(isinstance(n, Store) for n in done):
        yield _RowBody(tuple(around), done)
        return
    for n in done:
        if isinstance(n, Loop):
            yield from _paths(n.body, (*around, n.range))
        elif isinstance(n, Choose) and not n.by:
            yield from _paths(n.then, around)
            yield from _paths(n.otherwise, around)


def _costly(path: _RowBody) -> bool:
    """Whether roots or powers are taken: of what is but moved or multiplied, a short row is no loss."""
    names = {n.name for n in path.nodes if isinstance(n, Let)}
    powers = (p for n in path.nodes for e in scalars(n) for p in found_in(e, Pow))
    return any(not p.exp.is_Integer for p in powers if found_in(p, Acc) or p.free_symbols & names)


def _plain(body: Block, innermost: set[Any], outer: set[Symbol]) -> bool:
    """Whether nothing stands there but names of an element, stores, loops and what chooses between them."""
    names = {n.name for n in innermost if isinstance(n, Let)}
    letters = {r.index for n in walk(body) for r in ranges(n)} | {*outer}
    choices = [n for n in walk(body) if isinstance(n, Choose)]
    asked = {s for n in choices for c in n.conds for s in c.free_symbols}
    before = [n for n in walk(body) if isinstance(n, Let) and n not in innermost]
    asked |= {s for n in before for s in n.value.free_symbols}
    kinds = all(isinstance(n, Label | Loop | Choose) or n in (*innermost, *before) for n in walk(body))
    stores = all(isinstance(n, Store | Let) for n in innermost)
    said: list[Node] = [*choices, *before]
    data = any(found_in(e, Acc) for n in said for e in scalars(n))
    return kinds and stores and not data and not asked & {*letters, *names}


def _step_by_step(box: Sequence[Range]) -> bool:
    """Whether the ranges are a box from 0 on."""
    letters = {r.index for r in box}
    whole = all(r.lo == (0,) and len(r.hi) == 1 and r.step == 1 for r in box)
    return whole and not any(r.hi[0].free_symbols & letters for r in box)


def _flattened(loop: Parallel, length: Expr) -> Parallel:
    z, block = Index("z"), Index("z_block")
    strip = Range(z, (STRIP * block,), (length - 1, STRIP * block + STRIP - 1))

    def at(e: Any) -> Any:
        seen = {a: Acc(over_memory(a.tensor), z) for a in found_in(e, Acc)}
        return replace_in_scope(e, seen) if seen else e

    def change(node: Node) -> Node:
        if isinstance(node, Loop):
            inner = node.body
            while len(inner) == 1 and isinstance(inner[0], Loop):
                inner = inner[0].body
            if not any(isinstance(n, Loop | Choose) for n in walk(inner)):
                return Loop(strip, tuple(on_scalars(n, at) for n in inner))
        return on_bodies(node, lambda b: tuple(map(change, b)))

    box = Range(block, (S.Zero,), (FloorDiv(length - 1, S(STRIP)),))
    return replace(loop, ranges=(box,), body=tuple(map(change, loop.body)))


def arrays_of(kernel: Kernel) -> list[Tensor]:
    """The arrays that a kernel is called with, and those that it makes."""
    return [*kernel.arrays, *kernel.outputs, *(t for n in walk(kernel.body) for t in makes(n))]


def over_memory(t: Tensor) -> Tensor:
    """The array as one row."""
    return t.over([prod(t.shape)], [t.axes[-1]])


__all__ = ["arrays_of", "flat_loop", "flattened", "over_memory"]
