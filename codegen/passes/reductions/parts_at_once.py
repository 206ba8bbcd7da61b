"""Parts at once: threads sum the blocks of long columns, whose totals are then carried in order.

A row of long sums walks over all rows of memory; its columns are few, and cut for threads they would be read
in narrow strips.  Each block of rows has parts of its own instead, in a row of a small array::

    for block: parts = 0                          at once, block: parts[block] = 0
        for k in block: parts[:] += x[k, :]           for k in block: parts[block, :] += x[k, :]
        acc, rest = carried(acc, rest, parts)     for block: acc, rest = carried(acc, rest, parts[block])

The same terms are added in the same order, whoever computes a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sympy import S, Symbol, expand

from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Block,
    Carry,
    Choose,
    If,
    Kernel,
    Label,
    Loop,
    Node,
    Parallel,
    Range,
    Store,
)  # fmt: skip
from codegen.loops.outline import outside
from codegen.loops.roles import inside, on_bodies, on_scalars, ranges, rewrite, scalars, told, walk
from codegen.loops.schedule import STRIP
from codegen.passes.naming import Fresh
from derive.expr import Acc, FloorDiv, Tensor, substitute
from derive.model.layer import Layer


def parts_at_once(kernel: Kernel, layer: Layer) -> Kernel:
    """Every row of long sums that only a cut along the row would give to threads, in blocks at once."""
    del layer
    apart = _Apart(Fresh(kernel), frozenset(kernel.scalars))
    return replace(kernel, body=apart.block(kernel.body))


@dataclass(frozen=True)
class _Blocked:
    """A loop over blocks: its parts start at zero, are added to, and carried into totals."""

    range: Range
    cleared: tuple[Loop, ...]
    inner: Loop
    carried: tuple[Loop, ...]

    @property
    def carries(self) -> list[Carry]:
        return [n for loop in self.carried for n in loop.body if isinstance(n, Carry)]

    @property
    def parts(self) -> set[Tensor]:
        return {c.value.tensor for c in self.carries if isinstance(c.value, Acc)}


@dataclass(frozen=True)
class _Apart:
    fresh: Fresh
    given: frozenset[Symbol]

    def block(self, block: Block) -> Block:
        """Loops over strips of a row, and what stands outside of all loops that threads share."""
        made: list[Node] = []
        for threads, run in groupby(block, outside):
            nodes = tuple(run)
            made += [n for node in nodes for n in self.one(node)] if threads else self.serial(nodes)
        return tuple(made)

    def one(self, node: Node) -> Block:
        match node:
            case Choose():
                return (on_bodies(node, self.block),)
            case Parallel(ranges=(one,)) if _strips(one) and _simple(node.body):
                return self.strips(node)
        return (node,)

    def strips(self, node: Parallel) -> Block:
        """The strips once for the parts, once more for the totals."""
        found = [(n, one) for n in node.body if (one := self.blocked(n, node.ranges)) is not None]
        if len(found) != 1:
            return (node,)
        loop, one = found[0]
        *before, last = self.split(one, node.ranges, told(node.body)[0])
        rest = _without(one.parts, tuple(last if n is loop else n for n in node.body))
        return (*before, replace(node, body=rest))

    def serial(self, run: Block) -> Block:
        """What one thread does, in between of what all do."""
        made: list[Node] = []
        gone: set[Tensor] = set()
        label: Block = ()
        for node in run:
            label = (node,) if isinstance(node, Label) else label
            one = self.blocked(node, ())
            gone |= one.parts if one is not None else set()
            made += (node,) if one is None else self.split(one, (), label)
        return _without(gone, made)

    def blocked(self, node: Node, around: Sequence[Range]) -> _Blocked | None:
        """A loop over blocks of rows that need nothing of what is around them."""
        one = _rows(node)
        if one is None:
            return None
        opened = {r.index for n in walk((node,)) for r in ranges(n)} | {r.index for r in around}
        needed = {s for n in walk((one.inner,)) for e in (*scalars(n), *inside(n)) for s in e.free_symbols}
        return one if needed <= self.given | opened else None

    def split(self, one: _Blocked, around: Sequence[Range], labels: Block) -> Block:
        """Memory for all parts, the loop that fills it, and the one that carries them, last."""
        changed = {c.value: self.part(c, one.range) for c in one.carries}

        def change(node: Node) -> Block:
            return (on_scalars(node, lambda e: substitute(e, changed)),)

        body = rewrite((*one.cleared, one.inner), change)
        total = Loop(one.range, rewrite(one.carried, change))
        made = tuple(Alloc(part.tensor) for part in changed.values())
        return (*made, Parallel((one.range, *around), (*labels, *body)), total)

    def part(self, carry: Carry, blocks: Range) -> Acc:
        """The element for the part of one block."""
        assert isinstance(carry.total, Acc)
        total = carry.total.tensor
        shape, letters = (expand(blocks.hi[0] + 1), *total.shape), (blocks.index, *total.axes)
        return Acc(Tensor(self.fresh("parts").name, shape, letters), blocks.index, *carry.total.index)


def _rows(node: Node) -> _Blocked | None:
    """A loop as ``block_sums`` makes it for rows of sums, and for nothing else."""
    match node:
        case Loop(range=Range(lo=(S.Zero,), hi=(FloorDiv(),)) as r, body=body):
            cleared = tuple(n for n in body if isinstance(n, Loop) and _each(n, Store))
            carried = tuple(n for n in body if isinstance(n, Loop) and _each(n, Carry))
            match [n for n in body if n not in (*cleared, *carried)]:
                case [Loop() as inner]:
                    one = _Blocked(r, cleared, inner, carried)
                    return one if carried and _sums_only(one) else None
    return None


def _sums_only(one: _Blocked) -> bool:
    """Whether the loops inside add to the parts, which start at zero, and do nothing else."""
    adds = [n for n in walk((one.inner,)) if isinstance(n, Accumulate) and n.op == "sum"]
    starts = [n for loop in one.cleared for n in loop.body if isinstance(n, Store) and n.value == 0]
    alone = all(n in adds or isinstance(n, Loop | If) for n in walk((one.inner,)))
    rows = all(isinstance(c.total, Acc) and c.total.tensor.shape for c in one.carries)
    parts = {c.value for c in one.carries}
    return alone and rows and {n.target for n in starts} == parts == {n.target for n in adds}


def _without(gone: set[Tensor], block: Sequence[Node]) -> Block:
    return tuple(n for n in block if not (isinstance(n, Alloc) and n.tensor in gone))


def _simple(block: Block) -> bool:
    return all(isinstance(n, Alloc | Label | Loop) for n in block)


def _strips(r: Range) -> bool:
    """Whether a range counts the strips of a row."""
    return r.lo == (S.Zero,) and any(isinstance(e, FloorDiv) and e.args[1] == STRIP for e in r.hi)


def _each(loop: Loop, kind: type[Store | Carry]) -> bool:
    """Whether a loop does one thing for each element of a row."""
    return len(loop.body) == 1 and isinstance(loop.body[0], kind)


__all__ = ["parts_at_once"]
