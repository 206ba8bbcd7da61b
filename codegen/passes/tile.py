"""Tile: a small block of results at once, so that what they share is read once.

``acc = Σ_k x[n, k] w[o, k]`` becomes a block of 2 x 4 accumulators that share six reads.  At the border
the block's last rows repeat the last valid one: they compute and store the same element twice, in the
same iteration, which needs no second copy of the code.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

from sympy import Min, Symbol

from codegen.loops.nodes import (
    Accumulate,
    Block,
    Formula,
    Kernel,
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
    body = tuple(_tiled(n, assumed) if isinstance(n, Parallel) else n for n in kernel.body)
    return replace(kernel, body=body)


def _tiled(node: Parallel, assumed: Assumed) -> Parallel:
    pair = _pair(node, assumed)
    if pair is None:
        return node
    sizes = dict(zip(pair, TILE, strict=True))
    lets: list[Node] = []
    names: dict[Symbol, list[Symbol]] = {}
    made: list[Range] = []
    for r in node.ranges:
        if r.index not in sizes:
            made.append(r)
            continue
        made.append(replace(r, step=sizes[r.index]))
        names[r.index] = [r.index]
        for k in range(1, sizes[r.index]):
            name = Symbol(f"{r.index.name}{k}", integer=True)
            lets.append(Let(name, Min(r.index + k, r.hi[0], evaluate=False)))
            names[r.index].append(name)
    copies = [{pair[0]: p, pair[1]: q} for p in names[pair[0]] for q in names[pair[1]]]
    body = [new for child in node.body for new in _copy(child, copies, _own(node.body))]
    return Parallel(tuple(made), (*lets, *body))


def _pair(node: Parallel, assumed: Assumed) -> tuple[Symbol, Symbol] | None:
    """Two indices that no inner bound mentions, such that each read depends on one of them at most."""
    sums = [n for n in walk(node.body) if isinstance(n, Accumulate)]
    plain = all(isinstance(n, Accumulate | Formula | Let | Loop | Store) for n in walk(node.body))
    if len(sums) != 1 or not plain or sums[0].op != "sum" or isinstance(sums[0].target, Acc):
        return None
    bounds: set[Any] = set()
    for n in walk(node.body):
        for r in ranges(n):
            bounds |= set().union(*(e.free_symbols for e in (*r.lo, *r.hi)))
    reads = [a.free_symbols for a in accesses(sums[0].value)]
    good = [
        r.index
        for r in node.ranges
        if r.lo == (0,) and len(r.hi) == 1 and r.step == 1 and r.index not in bounds
        and assumed.trips((r.index, r.lo[0], r.hi[0])) >= ENOUGH
    ]  # fmt: skip
    for a, b in combinations(good, 2):
        shared = all(not {a, b} <= read for read in reads)
        if shared and any(a in read for read in reads) and any(b in read for read in reads):
            return a, b
    return None


def _own(block: Block) -> list[Symbol]:
    return [n.name for n in walk(block) if isinstance(n, Let)]


def _copy(node: Node, copies: list[dict[Symbol, Symbol]], own: list[Symbol]) -> Block:
    if isinstance(node, Formula):
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
