"""Tile: a small block of results at once, so that what they share is read once.

``acc = Σ_k x[n, k] w[o, k]`` becomes a block of 2 x 4 accumulators that share six reads.  At the border
the block's last rows repeat the last valid one: they compute and store the same element twice, in the
same iteration, which needs no second copy of the code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product

from sympy import Min, Symbol

from codegen.loops.nodes import (
    Accumulate,
    Block,
    Decision,
    Kernel,
    Label,
    Let,
    Loop,
    Node,
    Parallel,
    Range,
    Store,
)  # fmt: skip
from codegen.loops.roles import on_bodies, on_scalars, ranges, walk
from codegen.loops.schedule import TILE, Assumed
from derive.expr import Acc, accesses, substitute
from derive.model.layer import Layer

ENOUGH = 16


def tile(kernel: Kernel, layer: Layer) -> Kernel:
    """Block the two best parallel indices of each parallel loop that computes a sum of products."""
    assumed = Assumed(layer)
    body: list[Node] = []
    told: list[Decision] = []
    for node in kernel.body:
        pair = _pair(node, assumed) if isinstance(node, Parallel) else None
        if isinstance(node, Parallel) and pair is not None:
            told.append(_decision(node, pair))
            node = _tiled(node, pair)
        body.append(node)
    return replace(kernel, body=tuple(body), decisions=(*kernel.decisions, *told))


def _decision(node: Parallel, pair: tuple[Symbol, Symbol]) -> Decision:
    (one, *_) = (n.one for n in walk(node.body) if isinstance(n, Label))
    blocks = " x ".join(f"{size} of {z}" for z, size in zip(pair, TILE, strict=True))
    return Decision(one, f"tiled: {blocks} at once", "each read depends on one of them at most")


def _tiled(node: Parallel, pair: tuple[Symbol, Symbol]) -> Parallel:
    sizes = dict(zip(pair, TILE, strict=True))
    box = tuple(replace(r, step=sizes.get(r.index, r.step)) for r in node.ranges)
    lets = [let for r in node.ranges for let in _clamped(r, sizes.get(r.index, 1))]
    names = {z: [z, *(let.name for let in lets if z in let.value.free_symbols)] for z in pair}
    copies = [dict(zip(pair, both, strict=True)) for both in product(*(names[z] for z in pair))]
    body = [new for child in node.body for new in _copy(child, copies, _own(node.body))]
    return Parallel(box, (*lets, *body))


def _clamped(r: Range, size: int) -> list[Let]:
    """The other indices of a block, each at most the last one."""
    return [
        Let(Symbol(f"{r.index.name}{k}", integer=True), Min(r.index + k, r.hi[0], evaluate=False))
        for k in range(1, size)
    ]


def _pair(node: Parallel, assumed: Assumed) -> tuple[Symbol, Symbol] | None:
    """Two indices that no inner bound mentions, such that each read depends on one of them at most."""
    one = _sum(node.body)
    if one is None:
        return None
    bounds = _mentioned(r for n in walk(node.body) for r in ranges(n))
    reads = [a.free_symbols for a in accesses(one.value)]
    good = [r.index for r in node.ranges if r.index not in bounds and _long(r, assumed)]
    return next((pair for pair in combinations(good, 2) if _apart(pair, reads)), None)


def _sum(block: Block) -> Accumulate | None:
    """The one sum of a body that does nothing else, if it is formed in a scalar."""
    inner = list(walk(block))
    sums = [n for n in inner if isinstance(n, Accumulate)]
    plain = all(isinstance(n, Accumulate | Label | Let | Loop | Store) for n in inner)
    if not plain or len(sums) != 1 or sums[0].op != "sum" or isinstance(sums[0].target, Acc):
        return None
    return sums[0]


def _mentioned(inner: Iterable[Range]) -> set[Symbol]:
    """What the bounds of ranges are computed of."""
    return {s for r in inner for e in (*r.lo, *r.hi) for s in e.free_symbols}


def _long(r: Range, assumed: Assumed) -> bool:
    """Whether a range starts at zero, ends once and is worth a block."""
    single = r.lo == (0,) and len(r.hi) == 1 and r.step == 1
    return single and assumed.trips((r.index, r.lo[0], r.hi[0])) >= ENOUGH


def _apart(pair: tuple[Symbol, Symbol], reads: list[set[Symbol]]) -> bool:
    """Whether both indices are read, and never in one access."""
    return all(any(z in read for read in reads) for z in pair) and not any(
        read.issuperset(pair) for read in reads
    )


def _own(block: Block) -> list[Symbol]:
    return [n.name for n in walk(block) if isinstance(n, Let)]


def _copy(node: Node, copies: list[dict[Symbol, Symbol]], own: list[Symbol]) -> Block:
    if isinstance(node, Label):
        return (node,)
    if isinstance(node, Loop):
        return (on_bodies(node, lambda body: tuple(n for c in body for n in _copy(c, copies, own))),)
    made: list[Node] = []
    for k, names in enumerate(copies):
        change = {**names, **{s: _numbered(s, k) for s in own}}
        new = on_scalars(node, lambda e, change=change: substitute(e, change))  # type: ignore[misc]
        made.append(replace(new, name=change[new.name]) if isinstance(new, Let) else new)
    return tuple(made)


def _numbered(s: Symbol, k: int) -> Symbol:
    return Symbol(f"{s.name}_{k}", **s.assumptions0) if k else s


__all__ = ["tile"]
