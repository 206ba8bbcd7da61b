"""Blocked summation: the error of a long sum does not grow with its length.

A sum of ``n`` terms, one after the other, is off by up to ``n`` roundings.  Here blocks of ``BLOCK`` terms
are summed freely, in as many partial sums as the machine likes, and the totals of the blocks are added in
double the precision: what rounding takes is carried along (Dekker 1971, add2)::

    for k:                        for block: part = 0
        acc += x[k]                          for k in block: part += x[k]
                                             acc, rest = carried(acc, rest, part)

The same for a row of sums, where rest and part are rows.  What a block is depends on the sum alone, not
on the number of threads.  Sums that stay short whatever the sizes are (windows) are left as they are.
A sum of one bin of many carries nothing where sizes say that no bin is longer than a block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sympy import Integer, S, Symbol, expand, floor

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
    Let,
    Loop,
    Node,
    Range,
    Store,
    Target,
)  # fmt: skip
from codegen.loops.roles import bodies, children, inside, on_bodies, reads, rewrite, walk
from codegen.loops.schedule import LARGE, Assumed
from codegen.passes.naming import Fresh
from derive.expr import Acc, Cond, FloorDiv, Index, Tensor, ge
from derive.model.layer import Def, Layer

BLOCK = 1024
"""The most terms of a part: enough to fill the registers, few enough to round little."""
WORDS = ("rest", "part")


def block_sums(kernel: Kernel, layer: Layer) -> Kernel:
    """Every long sum in blocks, their totals added without loss."""
    sums = _Sums(kernel, layer)
    body = sums.block(kernel.body)
    return replace(kernel, body=body, decisions=(*kernel.decisions, *dict.fromkeys(sums.decisions)))


@dataclass(frozen=True)
class NumberSum:
    """A sum in one number."""

    target: Symbol
    rest: Symbol
    part: Symbol

    def before(self) -> Block:
        return (Let(self.rest, S.Zero),)

    def cleared(self) -> Block:
        return (Let(self.part, S.Zero),)

    def carried(self) -> Block:
        return (Carry(self.target, self.rest, self.part),)


@dataclass(frozen=True)
class RowSum:
    """A row of sums."""

    target: Acc
    along: Range
    rest: Acc
    part: Acc

    def before(self) -> Block:
        return Alloc(self.rest.tensor), Alloc(self.part.tensor), self._each(Store(self.rest, S.Zero))

    def cleared(self) -> Block:
        return (self._each(Store(self.part, S.Zero)),)

    def carried(self) -> Block:
        return (self._each(Carry(self.target, self.rest, self.part)),)

    def _each(self, node: Node) -> Loop:
        return Loop(self.along, (node,))


class _Sums:
    def __init__(self, kernel: Kernel, layer: Layer) -> None:
        self.fresh = Fresh(kernel)
        self.assumed = Assumed(layer, LARGE)
        self.decisions: list[Decision] = []
        self.one: Def | None = None

    def block(self, block: Block) -> Block:
        """The sums inside first; then those that this block starts and one of its loops adds up."""
        made: list[Node] = []
        for node in block:
            self.one = node.one if isinstance(node, Label) else self.one
            node = on_bodies(node, self.block)
            nest = isinstance(node, Loop | If)  # of a condition around the loops no sum knows
            made += self.blocked(node, self.started(node, made, block)) if nest else [node]
        return tuple(made)

    def started(self, node: Node, before: Sequence[Node], block: Block) -> list[NumberSum | RowSum]:
        """The sums of ``node`` in long loops that a node before it starts; a number's start goes."""
        found: list[NumberSum | RowSum] = []
        for target, add in _sums(node).items():
            start = next((b for b in before if _starts(b, add)), None)
            alone = sum(target in _sums(n) for n in block) == 1 and not read_meanwhile(node, add)
            loops = [loop for loop in _around(node, add) if not _along(loop, target)]
            if start is None or not alone or not any(self.is_long(loop.range) for loop in loops):
                continue
            if isinstance(start, Loop) and isinstance(target, Acc):
                found.append(RowSum(target, start.range, *(self.buffer(w, start.range) for w in WORDS)))
            elif isinstance(target, Symbol):
                found.append(NumberSum(target, *map(self.fresh, WORDS)))
        return found

    def buffer(self, stem: str, along: Range) -> Acc:
        """A row of its own, as long as the range of its index at most is."""
        ends = ((lo, expand(hi - lo + 1)) for lo in along.lo for hi in along.hi)
        lo, extent = min(ends, key=lambda e: not e[1].is_number)
        return Acc(Tensor(self.fresh(stem).name, (extent,), (along.index,)), along.index - lo)

    def is_long(self, r: Range) -> bool:
        """Whether a range has more than a block of values where sizes are large."""
        if any(expand(hi - lo).is_number for lo in r.lo for hi in r.hi) or r.step != 1:
            return False
        first = max((self.assumed.number(e) for e in r.lo if not e.has(floor)), default=0)
        last = min((self.assumed.number(e) for e in r.hi if not e.has(floor)), default=LARGE)
        return last - first >= BLOCK

    def blocked(self, node: Node, sums: Sequence[NumberSum | RowSum]) -> Block:
        """What is carried starts before the loops."""
        if not sums:
            return (node,)
        if self.one is not None:
            self.decisions.append(
                Decision(self.one, f"in blocks of {BLOCK} terms", "a long sum rounds often")
            )
        (made,) = self.strip(node, sums)
        made = _in_one(node, made, sums)
        return (*(n for s in sums for n in s.before()), made)

    def strip(self, node: Node, sums: Sequence[NumberSum | RowSum]) -> Block:
        """The innermost long loop around the sums in blocks."""
        here = [s for s in sums if s.target in _sums(node)]
        if not here or not bodies(node):
            return (node,)
        deeper = any(self.splits(n, here) for n in walk(children(node)))
        if deeper or not self.splits(node, here):
            return (on_bodies(node, lambda body: tuple(m for n in body for m in self.strip(n, here))),)
        assert isinstance(node, Loop)
        return (_in_blocks(node, here),)

    def splits(self, node: Node, sums: Sequence[NumberSum | RowSum]) -> bool:
        """Whether ``node`` is a long loop of one of the sums."""
        if not isinstance(node, Loop) or not self.is_long(node.range):
            return False
        return any(s.target in _sums(node) and not _along(node, s.target) for s in sums)


def _in_blocks(node: Loop, sums: Sequence[NumberSum | RowSum]) -> Loop:
    """The loop over blocks: parts cleared, added to, carried into the totals."""
    r, size = node.range, Integer(BLOCK)
    block = Index(f"{r.index.name}_block")
    origin = r.lo[0] if len(r.lo) == 1 else S.Zero
    starts, ends = (tuple(FloorDiv(expand(e - origin), size) for e in side) for side in (r.lo, r.hi))
    first = expand(origin + size * block)
    lo = (first,) if len(r.lo) == 1 else (*r.lo, first)
    inner = Loop(Range(r.index, lo, (*r.hi, first + size - 1)), _into_parts(node.body, sums))
    cleared = (n for s in sums for n in s.cleared())
    carried = (n for s in sums for n in s.carried())
    return Loop(Range(block, starts, ends), (*cleared, inner, *carried))


def _in_one(node: Node, blocks: Node, sums: Sequence[NumberSum | RowSum]) -> Node:
    """``node`` itself where its ends move with letters around it, and it is known to stay in the first block.

    Such sums are many and mostly short, of the bins of an image: what is carried would cost more than they.
    """
    alone = isinstance(node, Loop) and not any(isinstance(n, Loop) for n in walk(node.body))
    if not isinstance(node, Loop) or not alone or not all(isinstance(s, NumberSum) for s in sums):
        return blocks
    r = node.range
    moves = all(any(e.atoms(Index) for e in side) for side in (r.lo, r.hi))
    least = [e for e in r.hi if not e.atoms(Index)]
    cond = ge(BLOCK - 1 - least[0]) if moves and len(r.lo) > 1 and S.Zero in r.lo and least else None
    return Choose("", (cond,), (node,), (blocks,)) if isinstance(cond, Cond) else blocks


def _into_parts(body: Block, sums: Sequence[NumberSum | RowSum]) -> Block:
    parts = {s.target: s.part for s in sums}

    def change(node: Node) -> Block:
        part = parts.get(node.target) if isinstance(node, Accumulate) else None
        return (node if part is None else replace(node, target=part),)

    return rewrite(body, change)


def _sums(node: Node) -> dict[Target, Accumulate]:
    """What ``node`` adds up, each with the one statement that does so."""
    adds = [n for n in walk((node,)) if isinstance(n, Accumulate) and n.op == "sum"]
    targets = [n.target for n in adds]
    return {n.target: n for n in adds if targets.count(n.target) == 1}


def read_meanwhile(node: Node, add: Accumulate) -> bool:
    """Whether the sum is read before all of it is there: of a running sum no part may wait."""
    target = add.target.tensor if isinstance(add.target, Acc) else add.target
    needed = ((add.value,) if n is add else (*reads(n), *inside(n)) for n in walk((node,)))
    return any(e.has(target) for each in needed for e in each)


def _starts(node: Node, add: Accumulate) -> bool:
    """Whether ``node`` starts the sum: a number, or a row in a loop of its own."""
    match node:
        case Let():
            return node.name == add.target and bool(node.value.is_number)
        case Loop(body=(Store(target=target),)):
            return target == add.target and node.range.index in target.free_symbols
        case _:
            return False


def _around(node: Node, add: Accumulate) -> Iterator[Loop]:
    """The loops around a statement, from ``node`` on."""
    if isinstance(node, Loop) and any(n is add for n in walk((node,))):
        yield node
    for child in children(node):
        yield from _around(child, add)


def _along(loop: Loop, target: Target) -> bool:
    """Whether each step of the loop adds to an element of its own."""
    return isinstance(target, Acc) and loop.range.index in target.free_symbols


__all__ = ["block_sums", "read_meanwhile"]
